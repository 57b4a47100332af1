"""Which columns do the tables of the page have, and how does each come about?

One registry: the tables, the calculation of a row and the tests read it. A figure is read from a
row of the run's tables, added up from several, or worked out from its neighbours by a formula.
"""

from collections.abc import Mapping
from typing import Final

from simulator.reporting.account_columns import ACCOUNTS, SUMS
from simulator.reporting.columns import Parts, RowColumn, word

NORMS: Final = ("class_size", "operating_margin", "days_a_month")
"""What formulas take from the assumptions, by school year and grade."""
DAYS_A_MONTH: Final = 365.25 / 12


def _entry(name: str, head: str, says: str, formula: str = "", ahead: int = 0) -> RowColumn:
    """Return a column of the admission to the first grade of a stage."""
    own = None if formula and name != "seats" else ("admissions", name)
    return RowColumn(name, f"live.{head}", says, own, None, formula, ahead, "entry")


def _zone(name: str, says: str, **how: object) -> RowColumn:
    return RowColumn(name, f"map.{name}", says, **how)  # type: ignore[arg-type]


_CAMPUS_STAGE: Final = ("campus", "stage")
_PUPILS: Final = RowColumn(
    "pupils", "live.pupils", "pupils", parts=Parts("enrolment", "pupils", _CAMPUS_STAGE),
    measure="pupils",
)  # fmt: skip
_PLACES: Final = RowColumn(
    "places", "live.places", "places", parts=Parts("capacity", "places", _CAMPUS_STAGE),
    measure="places",
)  # fmt: skip
_OWN_CHILDREN: Final = _entry("own_children", "own_children", "own_children")
_SEATS: Final = _entry("seats", "seats", "seats", "classes_planned * class_size")

ROWS: Final[Mapping[str, tuple[RowColumn, ...]]] = {
    "warning": (
        word("school"), word("town"), word("stage"), _OWN_CHILDREN,
        _entry("seats", "seats", "seats"),
        _entry("seats_left", "seats_left", "seats_left", "seats - own_children"),
        _entry("next", "next", "seats_left", "seats - own_children", 1),
        _entry("after", "after", "seats_left", "seats - own_children", 2),
    ),
    "areas": (
        word("area"), word("stage"),
        RowColumn("children", "live.children", "area_children",
                  parts=Parts("balance", "children", ("town", "stage")), measure="children"),
        RowColumn("needing", "live.needing", "area_needing", ("areas", "children"),
                  measure="shortfall"),
        RowColumn("places", "live.places", "places",
                  parts=Parts("capacity", "places", ("area", "stage")), measure="places"),
        RowColumn("places_open", "live.places_open", "places_open", ("areas", "places_open"),
                  Parts("capacity", "places_open", ("area", "stage")), measure="places_open"),
        RowColumn("shortfall", "live.shortfall", "area_shortfall", ("areas", "shortfall"),
                  formula="MAX(needing - places_open, 0)", measure="shortfall"),
        RowColumn("spare", "live.spare", "area_spare",
                  formula="MAX(places_open - needing, 0)", measure="shortfall"),
    ),
    "admissions": (
        word("school"), word("town"), word("stage"), _OWN_CHILDREN,
        _entry("classes_needed", "classes_needed", "classes_needed",
               "CEIL(own_children / class_size)"),
        _entry("classes_planned", "classes_planned", "classes_planned"), _SEATS,
        _entry("seats_left", "seats_left", "seats_left", "seats - own_children"),
        _entry("placed_own", "placed_own", "placed_own"),
        _entry("placed_redirected", "placed_redirected", "placed_redirected"),
        _entry("classes", "classes", "entry_classes"),
    ),
    "journeys": (
        word("zone"), word("town"), word("stage"), word("school"),
        RowColumn("pupils", "live.pupils", "flow_pupils", ("flows", "pupils"), measure="pupils"),
        RowColumn("redirected", "live.redirected", "flow_redirected", ("flows", "redirected"),
                  measure="redirected"),
        RowColumn("distance", "live.distance", "distance", ("flows", "distance_m"),
                  measure="mean_distance_m"),
    ),
    "surplus": (
        word("school"), word("town"), word("stage"), _PUPILS, _PLACES,
        RowColumn("surplus", "live.surplus_column", "surplus",
                  formula="MAX(INT(places * (1 - operating_margin)) - pupils, 0)",
                  measure="surplus"),
        RowColumn("rooms", "live.rooms", "rooms",
                  parts=Parts("capacity", "rooms_ordinary", _CAMPUS_STAGE), measure="places"),
        RowColumn("classes", "live.classes", "classes",
                  parts=Parts("enrolment", "classes", _CAMPUS_STAGE), measure="classes"),
        RowColumn("free_rooms", "live.free_rooms", "free_rooms",
                  formula="MAX(rooms - classes, 0)", measure="classes"),
        word("short_stages"),
    ),
    **ACCOUNTS,
    **SUMS,
    "projects": (
        RowColumn("rooms", "programme.head_rooms", "project_rooms",
                  parts=Parts("projects", "rooms", ("project",)), measure="projects"),
        RowColumn("places", "programme.head_places", "project_places",
                  parts=Parts("projects", "places", ("project",)), measure="projects"),
        RowColumn("planned", "programme.head_planned", "planned",
                  ("projects", "planned_accepted"), measure="projects"),
        RowColumn("accepted", "programme.head_accepted", "accepted",
                  ("projects", "accepted"), measure="projects"),
        RowColumn("days_late", "column.head_days_late", "days_late", measure="projects",
                  shown=False),
        RowColumn("late", "programme.head_late", "months_late",
                  formula="ROUND(days_late / days_a_month)", measure="projects"),
        RowColumn("intake", "programme.head_intake", "intake",
                  ("projects", "first_september"), measure="projects"),
        RowColumn("cost_yuan", "column.head_cost_yuan", "cost",
                  parts=Parts("projects", "cost_yuan", ("project",)), measure="projects",
                  shown=False),
        RowColumn("cost", "programme.head_cost", "cost",
                  formula="ROUND(cost_yuan / 10000)", measure="projects"),
        RowColumn("land", "programme.head_land", "land",
                  parts=Parts("projects", "site_area_m2", ("project",)), measure="projects"),
    ),
    "zone": (
        RowColumn("public", "column.head_public", "public", ("balance", "pupils_public"),
                  measure="pupils", shown=False),
        RowColumn("purchased", "column.head_purchased", "purchased", ("balance", "purchased"),
                  measure="purchased", shown=False),
        RowColumn("unplaced", "column.head_unplaced", "unplaced", ("balance", "unplaced"),
                  measure="unplaced", shown=False),
        _zone("needing", "zone_needing", formula="public + purchased + unplaced",
              measure="pupils"),
        _zone("places", "zone_places", parts=Parts("capacity", "places", ("shares",)),
              measure="places"),
        _zone("balance", "zone_balance", formula="MAX(places, 0) - needing", measure="places"),
        RowColumn("entry_children", "column.head_entry_children", "zone_entry_children",
                  parts=Parts("admissions", "own_children", ("own",)), measure="entry"),
        RowColumn("entry_seats", "column.head_entry_seats", "zone_entry_seats",
                  parts=Parts("admissions", "seats", ("own",)), measure="entry"),
    ),
    "campus": (
        _PUPILS, _PLACES,
        RowColumn("used", "column.head_used", "used", formula="pupils / places", measure="places"),
    ),
    "demand": (
        RowColumn("low", "column.head_low", "outlook", ("outlooks", "children"),
                  measure="children"),
        RowColumn("high", "column.head_high", "outlook", ("outlooks", "children"),
                  measure="children"),
        RowColumn("public", "column.head_roll", "roll", ("years", "pupils"), measure="pupils"),
        RowColumn("purchased", "column.head_purchased", "stage_purchased",
                  ("years", "purchased"), measure="purchased"),
        RowColumn("unplaced", "column.head_unplaced", "stage_unplaced", ("years", "unplaced"),
                  measure="unplaced"),
        RowColumn("needing", "demand.needing", "stage_needing",
                  formula="public + purchased + unplaced", measure="pupils"),
    ),
    "size": (
        RowColumn("classes", "column.head_size", "size",
                  parts=Parts("class_sizes", "classes", ("stage", "size")), measure="classes"),
    ),
    "large": (
        RowColumn("classes", "column.head_large", "large",
                  parts=Parts("classes_ledger", "pupils", ("campus", "grade")),
                  measure="large_classes"),
    ),
}  # fmt: skip
"""Columns by kind of row: tables of the page, the need of a stage (``demand``), a zone and a
campus of the map, a cell of the strip of class sizes (``size``) and of the ledger (``large``), and
what is added up over a year (``land_years``) or over projects (``money_sum``)."""


def column(kind: str, name: str) -> RowColumn:
    """Return one column of a kind of row."""
    return next(one for one in ROWS[kind] if one.name == name)


def listed(kind: str) -> tuple[RowColumn, ...]:
    """Return the columns of a table, last those that only the calculation shows."""
    return tuple(sorted(ROWS[kind], key=lambda one: not one.shown))
