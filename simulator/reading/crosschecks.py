"""Do the tables fit together: known zones and campuses, all zones with children, all births?"""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from simulator.columns import named
from simulator.phrases import Phrase, counted, listing
from simulator.reading.draft import Draft, stage_of
from simulator.reading.findings import LISTED, did_you_mean, in_more_rows
from simulator.vocabulary import FIRST_GRADE_AGE, GRADES_OF_STAGE, STAGES

_NOUNS: Final = {
    "zones": Phrase("片区", "zone"),
    "schools": Phrase("学校", "school"),
    "campuses": Phrase("校区", "campus"),
}
_REFERENCES: Final = (
    ("campuses", "zone", "zones"),
    ("campuses", "school", "schools"),
    ("pools", "campus", "campuses"),
    ("people", "zone", "zones"),
    ("births", "zone", "zones"),
    ("enrolment", "campus", "campuses"),
    ("baselines", "campus", "campuses"),
    ("catchments", "zone", "zones"),
    ("catchments", "campus", "campuses"),
    ("outside_inflow", "campus", "campuses"),
    ("feeders", "from", "campuses"),
    ("feeders", "campus", "campuses"),
)
"""Table, field, and the table whose ids the field names."""


def check_tables(draft: Draft) -> None:
    """Check the tables against each other.

    Parameters
    ----------
    draft
        The scenario under check.
    """
    for table, name, target in _REFERENCES:
        _check_reference(draft, table, name, target)
    _check_zone_names(draft)
    _check_people(draft)
    _check_births(draft)
    _check_catchments(draft)


def _known(draft: Draft, target: str) -> list[str] | None:
    known = draft.ids(target)
    if target == "campuses" and known is not None:
        known += [change.new_campus for change in draft.changes if change.new_campus is not None]
    return known


def _check_reference(draft: Draft, table: str, name: str, target: str) -> None:
    """Refuse names that mean no row of another table: one problem for each name."""
    read, known = draft.tables.get(table), _known(draft, target)
    if read is None or known is None:
        return
    values = read.values(name)
    unknown = Counter(v for v in values if v is not None)
    for word in known:
        unknown.pop(word, None)
    noun = _NOUNS[target]
    for word, count in list(unknown.items())[:LISTED]:
        row = values.index(word)
        what = Phrase(f"没有{noun.zh} `{word}`", f"there is no {noun.en} `{word}`")
        remedy = Phrase(
            f"请在 {target} 表中补上，或更正名称",
            f"add it to the table {target}, or correct the name",
        )
        draft.findings.problem(
            read.origin(row, name),
            read.where(row, name),
            what + in_more_rows(count),
            did_you_mean(word, known, remedy),
        )
    if len(unknown) > LISTED:
        more = len(unknown) - LISTED
        draft.findings.problem(
            read.origin(0),
            f"{table}/{name}",
            Phrase(
                f"另有 {more} 个名称不是{noun.zh}",
                f"{counted(more, 'further name means', 'further names mean')} no {noun.en}",
            ),
            Phrase(f"请用 {target} 表中的编号", f"use the ids of the table {target}"),
        )


def _check_zone_names(draft: Draft) -> None:
    """Refuse unknown zones in the lists of the scenario file."""
    known = draft.ids("zones")
    for section in ("entry_shares", "migration", "estates"):
        for number, entry in enumerate(draft.get(section) or ()):
            if known is not None and entry.zone is not None and entry.zone not in known:
                draft.problem(
                    (section, number, "zone"),
                    Phrase(f"没有片区 `{entry.zone}`", f"there is no zone `{entry.zone}`"),
                    did_you_mean(
                        entry.zone, known, Phrase("请写片区表中的片区", "name a zone of the table")
                    ),
                )


def _zones_with(draft: Draft, ages: Iterable[int]) -> set[str] | None:
    """Give the zones that have children of some ages."""
    people = draft.tables.get("people")
    if people is None:
        return None
    frame = people.frame
    some = frame["age"].isin(list(ages)) & (frame["children"] > 0)
    return {zone for zone in frame.loc[some, "zone"].tolist() if zone is not None}


def _check_people(draft: Draft) -> None:
    zones, inhabited = draft.ids("zones"), _zones_with(draft, range(18))
    if zones is None or inhabited is None:
        return
    for zone in zones:
        if zone not in inhabited:
            draft.findings.oddity(f"people/{zone}", Phrase("没有儿童", "no children"))


def _check_births(draft: Draft) -> None:
    """Refuse missing calendar years: a census needs births of its year and the year before."""
    births, years, day = draft.tables.get("births"), draft.get("years"), draft.get("people_as_of")
    if births is None or years is None or day is None or births.frame["year"].isna().any():
        return
    start = min(day.year, years.opening)
    needed = range(start, years.last + 1) if years.last > start else range(0)
    given = set(births.frame["year"].tolist())
    missing = [year for year in needed if year not in given]
    if missing:
        without = listing(missing, 40)
        draft.problem(
            ("births",),
            Phrase(f"缺少 {without.zh} 年的出生人数", f"there are no births of {without.en}"),
            Phrase(
                f"请给出 {needed[0]} 至 {needed[-1]} 各年的出生人数，未来年份用估计数",
                f"give births of every calendar year from {needed[0]} to {needed[-1]}, estimated "
                "ones for years to come",
            ),
        )


def _check_catchments(draft: Draft) -> None:
    """Check that stages admitting by catchment have catchments, of campuses that teach them."""
    stages, rules = draft.get("stages") or (), draft.get("rules")
    if rules is None:
        return
    ruled = [stage for stage in stages if getattr(rules.stages, stage).admission == "catchment"]
    read = draft.tables.get("catchments")
    if read is None:
        if ruled and not _is_stated(draft, "catchments"):
            stages_ruled = listing(map(named, ruled))
            draft.problem(
                ("catchments",),
                Phrase(
                    f"{stages_ruled.zh}按招生片区招生，但没有给出招生片区",
                    f"{stages_ruled.en} admit by catchment, but none are given",
                ),
                Phrase(
                    "请补上 `catchments` 表，或设 `rules/stages/…/admission: nearest`（就近入学）",
                    "add the table `catchments`, or set `rules/stages/…/admission: nearest`",
                ),
            )
        return
    frame = read.frame
    served = {stage: set(frame.loc[frame["stage"] == stage, "zone"].tolist()) for stage in STAGES}
    known = set(draft.ids("zones") or ())
    for stage in ruled:
        number = STAGES.index(stage)
        ages = [grade + FIRST_GRADE_AGE for grade in GRADES_OF_STAGE[number]]
        bare = sorted((_zones_with(draft, ages) or set()) - served[stage])
        bare = [zone for zone in bare if zone in known]
        if bare:
            taught, which = named(stage), listing(bare)
            draft.findings.oddity(
                f"catchments/{stage}",
                Phrase(
                    f"{len(bare)} 个有儿童的片区不属于任何{taught.zh}校区的招生片区，其儿童"
                    f"按镇街统筹安排：{which.zh}",
                    f"{counted(len(bare), 'zone')} with children and no {taught.en} campus; the "
                    f"children are placed by the town rungs: {which.en}",
                ),
            )
    _check_teaching(draft)


def _is_stated(draft: Draft, table: str) -> bool:
    """Tell whether a table is stated, also where it could not be read."""
    node = (draft.tree.mapping or {}).get(table)
    return node is not None and node.value is not None


def _check_teaching(draft: Draft) -> None:
    """Refuse catchments of campuses without rooms for the stage."""
    read, pools = draft.tables.get("catchments"), draft.pools
    if read is None or pools is None:
        return
    taught: dict[str, set[str]] = {}
    for pool in pools.values():
        taught.setdefault(pool.campus, set()).update(map(stage_of, pool.grades))
    said: set[tuple[str, str]] = set()
    stages, campuses = read.values("stage"), read.values("campus")
    future = {change.new_campus or change.works_at for change in draft.changes}
    future |= {(change.convert or "").rpartition("/")[0] for change in draft.changes}
    for row, (stage, campus) in enumerate(zip(stages, campuses, strict=True)):
        if campus not in taught or stage is None or campus in future or (stage, campus) in said:
            continue
        if stage not in taught[campus]:
            said.add((stage, campus))
            wanted, there = named(stage), listing(map(named, sorted(taught[campus])))
            draft.findings.problem(
                read.origin(row, "campus"),
                read.where(row),
                Phrase(f"`{campus}` 没有{wanted.zh}教室", f"`{campus}` has no {wanted.en} rooms"),
                Phrase(
                    f"该校区开设：{there.zh}；请更正学段或其教室组",
                    f"it teaches {there.en}: correct the stage or its pools",
                ),
            )
