"""Which columns do the tables of accounts, rates, rides and rooms have, and how do they come about?

Each figure stands in a table of the run of the same name, in the column named beside it.
"""

from collections.abc import Mapping
from typing import Final

from simulator.indicators import RATE_PARTS
from simulator.reporting.columns import Parts, RowColumn, word
from simulator.tables import TABLES

STAFF: Final = "staff_posts_needed"
_LAND: Final = "school_land_m2"
_LAND_SHORT: Final = "land_short"
_MONEY: Final = "investment_yuan"
WAN: Final = 10_000
"""Yuan in 万元."""
_DIFFERENCE: Final = "difference_site_m2"


def _own(table: str, name: str, column: str, measure: str, formula: str = "", *,
         head: str = "", optional: bool = False, digits: int | None = None,
         decimals: int | None = None, shown: bool = True) -> RowColumn:  # fmt: skip
    """Return a column that a table of the run holds."""
    return RowColumn(
        name, head or f"live.{name}", f"{table}_{name}", (table, column), None, formula, 0,
        measure, shown, optional, digits, decimals,
    )  # fmt: skip


def _staff(name: str, column: str, formula: str = "", *, optional: bool = False,
           head: str = "") -> RowColumn:  # fmt: skip
    return _own("staff", name, column, STAFF, formula, optional=optional, head=head, digits=0)


def _land(table: str, name: str, formula: str = "", column: str = "", head: str = "",
          digits: int | None = 0, decimals: int | None = None,
          measure: str = _LAND) -> RowColumn:  # fmt: skip
    return _own(table, name, column or name, measure, formula, head=head, digits=digits,
                decimals=decimals)  # fmt: skip


def _paid(name: str, *by: str) -> RowColumn:
    return RowColumn(name, f"live.{name}", f"money_{name}",
                     parts=Parts("money", "yuan", ("project", "source", *by)),
                     measure=_MONEY)  # fmt: skip


def _funds(name: str, column: str = "", head: str = "", *, wan: bool = False) -> RowColumn:
    return RowColumn(
        name, head or f"live.{name}", f"funds_{name}", ("funds", column or name), measure="funds",
        decimals=1 if wan else None, scale=WAN if wan else 1,
    )  # fmt: skip


def _of_year(kind: str, name: str, of: str, head: str, measure: str, *,
             wan: bool = False) -> RowColumn:  # fmt: skip
    """Return a column that adds up one of a table of the page over the rows of a year."""
    return RowColumn(
        name, head, f"{kind}_{name}", adds=(of, name), measure=measure,
        decimals=1 if wan else None, scale=WAN if wan else 1,
    )  # fmt: skip


def _rate(name: str) -> RowColumn:
    part, whole = RATE_PARTS[name]
    return RowColumn(name, f"live.{name}", f"rates_{name}", ("rates", name),
                     formula=f"{part} / {whole}", measure=name, optional=True,
                     share=True)  # fmt: skip


def _counted(name: str, measure: str) -> RowColumn:
    return RowColumn(name, f"column.head_{name}", f"rates_{name}", ("rates", name),
                     measure=measure, shown=False, optional=True)  # fmt: skip


def _rides(name: str, formula: str = "") -> RowColumn:
    return _own("boarding", name, name, "boarding", formula)


def _rooms(name: str, formula: str = "", decimals: int | None = None, head: str = "") -> RowColumn:
    return _own("resource_rooms", name, name, "resource_rooms", formula, decimals=decimals,
                head=head)  # fmt: skip


_OF_RATES: Final = {part: rate for rate, parts in reversed(RATE_PARTS.items()) for part in parts}
"""What rates are worked out from → the first of them."""

ACCOUNTS: Final[Mapping[str, tuple[RowColumn, ...]]] = {
    "rates": (
        word("stage"),
        *map(_rate, RATE_PARTS),
        *(_counted(one.name, _OF_RATES[one.name]) for one in TABLES["rates"]
          if one.name in _OF_RATES),
    ),
    "staff": (
        word("school"), word("town"), word("stage"),
        _staff("pupils", "pupils"),
        _staff("classes_held", "classes"),
        _staff("posts", "posts_needed"),
        _staff("staff_present", "staff_present", optional=True),
        _staff("staff_gap", "gap", "posts - staff_present", optional=True),
    ),
    "boarding": (
        word("school"), word("town"), word("stage"),
        _rides("far_pupils"), _rides("may_board"), _rides("in_beds"),
        _rides("long_rides", "far_pupils - in_beds"),
    ),
    "beds": (
        word("school"), word("town"),
        _own("beds", "beds", "beds", "beds", head="live.beds_column"),
        RowColumn("beds_needed", "live.beds_needed", "beds_beds_needed", ("beds", "beds_needed"),
                  Parts("enrolment", "boarders", ("campus",)), measure="beds"),
        _own("beds", "beds_short", "short", "beds", "MAX(beds_needed - beds, 0)"),
        _own("beds", "free_beds", "free", "beds", "MAX(beds - beds_needed, 0)"),
    ),
    "resource_rooms": (
        word("school"), word("town"),
        _rooms("pupils", head="live.compulsory_pupils"), _rooms("expected", decimals=1),
        _rooms("room_needed"), _rooms("room_present"),
        _rooms("room_short", "MAX(room_needed - room_present, 0)"),
    ),
    "land_account": (
        word("area", "live.town"),
        _land("land_account", "opening_m2"), _land("land_account", "added_m2"),
        _land("land_account", "released_m2"),
        _land("land_account", "closing_m2", "opening_m2 + added_m2 - released_m2"),
        _land("land_account", "parcels", "", "sites"),
        _land("land_account", "parcels_unknown", "", "sites_unknown"),
    ),
    "land": (
        word("school"), word("town"), word("stages"), word("land_use"),
        _land("land", "site_m2", "", "site_area_m2"),
        RowColumn("places", "live.places", "land_places", ("land", "places"),
                  Parts("capacity", "places", ("campus",)), measure="places"),
        _land("land", "m2_per_place", "ROUND(site_m2 / places, 1)", digits=1),
        _land("land", "norm_m2", "", "norm_m2_per_place", digits=4, decimals=1,
              measure=_LAND_SHORT),
        _land("land", "short_m2", "MAX(ROUND(norm_m2 * places) - site_m2, 0)",
              measure=_LAND_SHORT),
    ),
    "money": (
        word("school"), word("project"), word("source"),
        _paid("this_year", "paid"), _paid("so_far", "paid_so_far"), _paid("in_all"),
    ),
    "funds": (
        word("school"), word("town"),
        _funds("pupils", head="live.compulsory_pupils"), _funds("boarders"),
        _funds("pupils_counted"), _funds("floor", "floor_yuan", wan=True),
        _funds("funds", "yuan", "live.funds_column", wan=True),
    ),
    "differences": (
        word("measure", "live.resource"), word("stage"),
        _own("differences", "schools", "schools", _DIFFERENCE),
        _own("differences", "mean", "mean", _DIFFERENCE, digits=6, decimals=2),
        _own("differences", "coefficient", "coefficient", _DIFFERENCE,
             "ROUND(deviation / mean, 3)", digits=3),
        _own("differences", "limit", "limit", _DIFFERENCE, digits=2),
        _own("differences", "deviation", "deviation", _DIFFERENCE, digits=6, decimals=3,
             head="column.head_deviation", shown=False),
        word("within"),
    ),
}  # fmt: skip
"""Columns of each table, in the order of the page."""
SUMS: Final[Mapping[str, tuple[RowColumn, ...]]] = {
    "money_sum": (
        RowColumn("paid", "live.paid_wan", "money_sum_paid",
                  parts=Parts("money", "yuan", ("paid", "project", "source")), measure=_MONEY,
                  decimals=2, scale=WAN),
    ),
    "funds_years": (
        _of_year("funds_years", "floor", "funds", "live.floor", "funds", wan=True),
        _of_year("funds_years", "funds", "funds", "live.funds_column", "funds", wan=True),
    ),
    "land_years": (_of_year("land_years", "short_m2", "land", "live.short_m2", _LAND_SHORT),),
    "surplus_years": (
        _of_year("surplus_years", "surplus", "surplus", "live.surplus_column", "surplus"),
        _of_year("surplus_years", "free_rooms", "surplus", "live.free_rooms", "classes"),
    ),
}  # fmt: skip
"""Columns of what is added up over a year, a project or a source."""
