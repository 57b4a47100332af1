"""What is known of a scenario while it is being checked?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from simulator.phrases import Phrase
from simulator.reading.cells import grades_of
from simulator.reading.findings import Findings
from simulator.reading.frames import ReadTable
from simulator.reading.nodes import Node
from simulator.reading.validation import node_at, origin_at, path_in_words
from simulator.scenario import Origin
from simulator.schema import Change, ScenarioSpec
from simulator.vocabulary import GRADES, GRADES_OF_STAGE, STAGE_OF_GRADE, STAGES


@dataclass(frozen=True, slots=True)
class Pool:
    """Rooms that the same grades may use."""

    id: str
    campus: str
    stages: tuple[str, ...]
    grades: tuple[str, ...]
    rooms: int


@dataclass(frozen=True)
class Draft:
    """A scenario under check: parts that were faulty are absent from it."""

    spec: ScenarioSpec
    tree: Node
    tables: Mapping[str, ReadTable]
    findings: Findings
    change_rows: Mapping[str, int] = field(default_factory=dict)
    """Id of a change → its number in the tree."""
    changes: tuple[Change, ...] = ()
    """Changes without fault in themselves."""

    def get(self, name: str) -> Any:
        """Give a field of the scenario, None where it is absent or was faulty."""
        return getattr(self.spec, name, None)

    def ids(self, table: str, name: str = "id") -> list[str] | None:
        """Give the ids of a table; None where the table could not be read."""
        read = self.tables.get(table)
        return None if read is None else [v for v in read.values(name) if v is not None]

    @cached_property
    def pools(self) -> Mapping[str, Pool] | None:
        """Pools of the opening by id; None where their table could not be read."""
        read = self.tables.get("pools")
        if read is None:
            return None
        pools: dict[str, Pool] = {}
        columns = (read.values(name) for name in ("id", "campus", "stages", "grades", "rooms"))
        for name, campus, stages, grades, rooms in zip(*columns, strict=True):
            if name is not None and campus is not None and stages is not None:
                words = tuple(stages.split("+"))
                pools[name] = Pool(name, campus, words, grades_taught(words, grades), rooms)
        return pools

    def problem(self, path: tuple[str | int, ...], what: Phrase, remedy: Phrase) -> None:
        """Record a problem of the scenario file."""
        where = path_in_words(self.tree, path)
        self.findings.problem(origin_at(self.tree, path), where, what, remedy)

    def change_problem(self, change: Change, name: str, what: Phrase, remedy: Phrase) -> None:
        """Record a problem of a change, at one of its fields (or at the change, for none)."""
        path: tuple[str | int, ...] = ("changes", self.change_rows[change.id])
        self.problem((*path, *name.split("/")) if name else path, what, remedy)

    def change_origin(self, change: Change, name: str = "") -> Origin:
        """Find where a change, or one of its fields, was written."""
        path: tuple[str | int, ...] = ("changes", self.change_rows[change.id])
        return origin_at(self.tree, (*path, name) if name else path)

    def written(self, change: Change) -> set[str]:
        """Give the fields of a change that were written, with a value."""
        node = node_at(self.tree, ("changes", self.change_rows[change.id]))
        entries = node.mapping if node is not None and node.mapping is not None else {}
        return {name for name, value in entries.items() if value.value is not None}


def draft_of(
    spec: ScenarioSpec, tree: Node, tables: Mapping[str, ReadTable], findings: Findings
) -> Draft:
    """Gather what the checks need.

    Parameters
    ----------
    spec
        Specification, perhaps only the sound part of it.
    tree
        What it was made from.
    tables
        Tables that could be read.
    findings
        Where problems and oddities go.

    Returns
    -------
    The draft.
    """
    changes = node_at(tree, ("changes",))
    rows: dict[str, int] = {}
    for row, change in enumerate((changes.items or ()) if changes is not None else ()):
        node = change.mapping.get("id") if change.mapping is not None else None
        if node is not None:
            rows.setdefault(node.text, row)
    sound = getattr(spec, "changes", None) or ()
    return Draft(spec, tree, tables, findings, rows, tuple(sound))


_STAGE_OF = dict(zip(GRADES, (STAGES[s] for s in STAGE_OF_GRADE), strict=True))


def stage_of(grade: str) -> str:
    """Give the stage a grade belongs to."""
    return _STAGE_OF[grade]


@cache
def grades_taught(stages: tuple[str, ...], stated: str | None = None) -> tuple[str, ...]:
    """Give the grades of a pool: those stated, or all of its stages."""
    grades = grades_of(stated) if stated else None
    if grades is not None:
        return grades
    return tuple(GRADES[n] for s in stages for n in GRADES_OF_STAGE[STAGES.index(s)])


def combined_grades(draft: Draft) -> dict[tuple[str, str], str]:
    """Give (campus, grade) → the lowest of the grades taught together with it."""
    read = draft.tables.get("pools")
    if read is None:
        return {}
    lowest: dict[tuple[str, str], str] = {}
    for campus, bands in zip(read.values("campus"), read.values("combined"), strict=True):
        for band in (bands or "").split(";"):
            grades = band.split("+")
            lowest |= {(campus, grade): grades[0] for grade in grades if len(grades) > 1}
    return lowest


def built_pools(change: Change) -> list[Pool]:
    """Give the pools a new campus comes with."""
    campus = change.new_campus
    if campus is None:
        return []
    parts: list[tuple[tuple[str, ...], int]] = []
    if change.rooms_by_stage is not None:
        parts = [((stage,), rooms) for stage, rooms in change.rooms_by_stage.items()]
    elif change.stages is not None:
        parts = [(tuple(s for s in STAGES if s in change.stages), change.rooms or 0)]
    elif change.stage is not None:
        parts = [((change.stage,), change.rooms or 0)]
    return [
        Pool(f"{campus}/{'+'.join(stages)}", campus, stages, grades_taught(stages), n)
        for stages, n in parts
    ]


def pool_for(pools: dict[str, Pool], campus: str, stage: str) -> Pool:
    """Find the pool of a campus that serves a stage; a new one where there is none."""
    for pool in pools.values():
        if pool.campus == campus and stage in pool.stages:
            return pool
    name = f"{campus}/{stage}"
    return pools.setdefault(name, Pool(name, campus, (stage,), grades_taught((stage,)), 0))
