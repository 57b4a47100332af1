"""Which rows do the names in a table mean, and what is said when a name means none?"""

from collections.abc import Sequence
from typing import NoReturn

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.columns import COLUMNS
from simulator.phrases import Phrase, counted, listing
from simulator.problems import Problem, ScenarioError
from simulator.scenario import Scenario
from simulator.schema import Text

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def refuse(scenario: Scenario, where: str, what: Phrase, remedy: Phrase) -> NoReturn:
    """Stop with a problem of the scenario; the line is known where the loader recorded it."""
    origin = scenario.origins.get(where) or scenario.origins.get(where.replace("/", "."))
    file = origin.file if origin else str(scenario.path)
    raise ScenarioError([Problem(file, origin.line if origin else 0, where, what, remedy)])


def table(scenario: Scenario, name: str) -> pd.DataFrame:
    """Give a table with all its columns; one that is absent has no rows."""
    rows = scenario.tables.get(name)
    if rows is None:
        rows = pd.DataFrame({column.field: [] for column in COLUMNS[name]})
    missing = [column for column in COLUMNS[name] if column.field not in rows.columns]
    for column in missing:
        if column.required:
            refuse(
                scenario,
                name,
                Phrase(f"缺少 {column.field} 列", f"column {column.field} is missing"),
                Phrase(f"请补上 {column.field}", f"add {column.field}"),
            )
    if missing:
        rows = rows.copy()
        for column in missing:
            rows[column.field] = pd.Series([column.default] * len(rows), dtype=object).to_numpy()
    return rows


def numbers(rows: pd.DataFrame, field: str) -> Floats:
    """Give a column as floats, NaN where empty."""
    return np.array(pd.to_numeric(rows[field]).to_numpy(dtype=float, na_value=np.nan))


def texts(rows: pd.DataFrame, field: str) -> list[str | None]:
    """Give a column as text, None where empty."""
    values = rows[field].astype(object)
    return [
        None if missing else str(value)
        for value, missing in zip(values, values.isna(), strict=True)
    ]


def unknown_here(names: Sequence[str]) -> Phrase:
    """Say that names mean nothing."""
    shown = listing(names, 5)
    return Phrase(f"此处没有：{shown.zh}", f"not known here: {shown.en}")


def positions(scenario: Scenario, where: str, names: Sequence[object], ids: Sequence[str]) -> Ints:
    """Find names among ids; an unknown name is refused."""
    number = {one: index for index, one in enumerate(ids)}
    found = np.array([number.get(str(name), -1) for name in names], dtype=np.int64)
    if (found < 0).any():
        unknown = sorted({str(name) for name in names if str(name) not in number})
        refuse(
            scenario,
            where,
            unknown_here(unknown),
            Phrase("请用已列出的编号", "use an id that is declared"),
        )
    return found


def column_positions(
    scenario: Scenario,
    name: str,
    rows: pd.DataFrame,
    field: str,
    ids: Sequence[str],
    default: str | None = None,
) -> Ints:
    """Find the ids in a column among ids; each different one is looked up once.

    An empty cell means ``default``; without one it is refused, as an unknown id is.
    """
    code, different = pd.factorize(rows[field].to_numpy(dtype=object), use_na_sentinel=True)
    where = f"{name}/{field}"
    if (code < 0).any() and default is None:
        empty = int((code < 0).sum())
        what = Phrase(
            f"有 {empty} 个单元格为空", counted(empty, "cell is empty", "cells are empty")
        )
        refuse(scenario, where, what, Phrase("请填写", "fill them in"))
    found = positions(scenario, where, list(different), ids)
    if default is not None:
        # The sentinel -1 of an empty cell points at the last place.
        found = np.append(found, position(scenario, where, default, ids))
    return found[code]


def position(scenario: Scenario, where: str, name: str, ids: Sequence[str]) -> int:
    """Find one name among ids."""
    return int(positions(scenario, where, [name], ids)[0])


def plain(text: Text) -> str:
    """Give a text in the language tables are kept in (Chinese where there are two)."""
    return text if isinstance(text, str) else text.zh
