"""Which rows do the accounts of staff, land, money and equal equipment show on the page?

And those of beds, funds, rates, rides and resource rooms: what the tables of the run hold, named.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import pandas as pd

from simulator.figure_ids import area_key
from simulator.indicators import RATE_PARTS
from simulator.reporting import programme_table, views
from simulator.reporting.account_columns import ACCOUNTS
from simulator.reporting.catalogue import LANGS, known
from simulator.reporting.cells import Coded, Name, Row, both, known_number, records, stage
from simulator.results import Results


def rates(results: Results) -> Iterable[Row]:
    """Give one row for each year and scope of which a rate is known."""
    for row in _rows(results.tables["rates"]):
        if any(known_number(row[rate]) is not None for rate in RATE_PARTS):
            scope = str(row["stage"])
            yield scope, int(row["school_year"]), {"stage": stage(scope), **_own("rates", row)}


def staff(results: Results) -> Iterable[Row]:
    """Give one row for each year, public legal unit and stage."""
    towns = _unit_towns(results)
    for row in _rows(results.tables["staff"]):
        school, of = str(row["school_id"]), str(row["stage"])
        yield of, int(row["school_year"]), {
            "school": Name("schools", school), "town": towns.get(school, ""), "stage": stage(of),
            **_own("staff", row),
        }  # fmt: skip


def boarding(results: Results) -> Iterable[Row]:
    """Give one row for each year, campus and stage with pupils beyond the ride."""
    for row, cells in _by_campus(results, "boarding"):
        of = str(row["stage"])
        yield of, int(row["school_year"]), cells | {"stage": stage(of)}


def beds(results: Results) -> Iterable[Row]:
    """Give one row for each year and campus with beds or boarders."""
    for row, cells in _by_campus(results, "beds"):
        yield "", int(row["school_year"]), cells


def resource_rooms(results: Results) -> Iterable[Row]:
    """Give one row for each year and ordinary campus; none where no share is stated."""
    for row, cells in _by_campus(results, "resource_rooms"):
        yield "", int(row["school_year"]), cells


def land_account(results: Results) -> Iterable[Row]:
    """Give one row for each year and town, the district first; none where no area is known."""
    table = results.tables["land_account"]
    if not (table["closing_m2"] > 0).any():
        return
    whole = table["area_kind"] == "district"
    for row in (*_rows(table[whole]), *_rows(table[~whole])):
        key = area_key(str(row["area_kind"]), str(row["area_id"]))
        yield "", int(row["school_year"]), {"area": Name("areas", key), **_own("land_account", row)}


def land(results: Results) -> Iterable[Row]:
    """Give one row for each year and campus with land; none where no area is known."""
    if not (results.tables["land"]["known_area_m2"] > 0).any():
        return
    for row, cells in _by_campus(results, "land"):
        split = str(row["stages"]).split("+")
        words = tuple(
            ("、" if lang == "zh" else ", ").join(known("stage", s, lang) for s in split)
            for lang in LANGS
        )
        use = both("live.in_use" if row["in_use"] else "live.in_reserve")
        alone = split[0] if len(split) == 1 else ""
        yield alone, int(row["school_year"]), cells | {"stages": words, "land_use": use}


def money(results: Results) -> Iterable[Row]:
    """Give one row for each calendar year, project and source from the first money to the last."""
    table, projects = results.tables["money"], results.tables["projects"]
    names = views.school_names(results)
    school = dict(zip(projects["project_id"], projects["campus_id"], strict=True))
    kinds = programme_table.kinds(results)
    unstated = both("live.source_unstated")
    parts = table.groupby(["project_id", "source"], sort=False)
    for (project, source), part in parts:
        by_year = {int(y): int(n) for y, n in zip(part["year"], part["yuan"], strict=True)}
        campus = str(school.get(project, ""))
        for year in range(min(by_year), max(by_year) + 1):
            yield "", year, {
                "project": Coded(kinds.get(str(project), str(project)), str(project)),
                "school": names.get(campus, campus),
                "source": Coded(str(source) or unstated, str(source)),
                "this_year": by_year.get(year, 0),
                "so_far": sum(n for y, n in by_year.items() if y <= year),
                "in_all": sum(by_year.values()),
            }  # fmt: skip


def funds(results: Results) -> Iterable[Row]:
    """Give one row for each year and public campus; none where the scenario states no money."""
    if not _states_money(results):
        return
    for row, cells in _by_campus(results, "funds"):
        yield "", int(row["school_year"]), cells


def _states_money(results: Results) -> bool:
    """Tell whether the scenario gives a project money, or the norms of public funds itself."""
    if len(results.tables["money"]):
        return True
    known_as = results.tables["assumptions"]
    about_funds = known_as["name"].astype(str).str.contains("funds")
    return bool((about_funds & known_as["status"].astype(str).str.contains("overridden")).any())


def differences(results: Results) -> Iterable[Row]:
    """Give one row for each year, stage and resource whose coefficient is known."""
    for row in _rows(results.tables["differences"]):
        number, limit = known_number(row["coefficient"]), known_number(row["limit"])
        if number is None:
            continue
        of, measure = str(row["stage"]), str(row["measure"])
        words = known("resource", measure, "zh"), known("resource", measure, "en")
        within = "within" if limit is None or number <= limit else "beyond"
        yield of, int(row["school_year"]), {
            "measure": Coded(words, measure), "stage": stage(of), **_own("differences", row),
            "within": "—" if limit is None else both(f"live.{within}_limit"),
        }  # fmt: skip


def _own(kind: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the figures that a row of the run holds, by column of the page."""
    return {
        column.name: known_number(row[column.own[1]]) for column in ACCOUNTS[kind] if column.own
    }


def _by_campus(results: Results, kind: str) -> Iterable[tuple[Mapping[str, Any], dict[str, Any]]]:
    """Give each row of a table by campus, and its cells on the page."""
    towns = views.school_towns(results)
    for row in _rows(results.tables[kind]):
        campus = str(row["campus_id"])
        named = {"school": Name("campuses", campus), "town": towns.get(campus, "")}
        yield row, named | _own(kind, row)


def _rows(table: pd.DataFrame) -> Iterable[dict[str, Any]]:
    names = [str(name) for name in table.columns]
    for row in records(table, *names):
        yield dict(zip(names, row, strict=True))


def _unit_towns(results: Results) -> dict[str, str]:
    """Return legal unit → the town of its first campus."""
    schools: pd.DataFrame = results.tables["schools"]
    found: dict[str, str] = {}
    for school, town in records(schools.astype({"school_id": str}), "school_id", "town_id"):
        found.setdefault(school, str(town))
    return found


ROWS: Final[Mapping[str, Callable[[Results], Iterable[Row]]]] = {
    "rates": rates,
    "staff": staff,
    "boarding": boarding,
    "beds": beds,
    "resource_rooms": resource_rooms,
    "land_account": land_account,
    "land": land,
    "money": money,
    "funds": funds,
    "differences": differences,
}
"""Tables in the order of the page."""
