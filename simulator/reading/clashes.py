"""Do the changes fit together: known subjects, one change for one thing, rooms that are there?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from simulator.columns import named
from simulator.phrases import Phrase, listing
from simulator.reading.changechecks import date_of, kind_of
from simulator.reading.draft import Draft, Pool, built_pools, pool_for, stage_of
from simulator.reading.findings import did_you_mean
from simulator.reading.roomchecks import check_rooms
from simulator.reading.workchecks import check_works
from simulator.schema import Change

_CAMPUS: Final = Phrase("校区", "campus")
_ZONE: Final = Phrase("片区", "zone")


@dataclass(frozen=True, slots=True)
class Places:
    """Ids that changes may name; None where a table could not be read."""

    campuses: frozenset[str] | None
    zones: frozenset[str] | None
    sites: frozenset[str] | None
    estates: frozenset[str] | None
    pools: Mapping[str, Pool] | None


def check_programme(draft: Draft) -> None:
    """Check the changes against the tables and against each other.

    Parameters
    ----------
    draft
        The scenario under check; its changes are sound in themselves.
    """
    places = _places(draft)
    for change in draft.changes:
        for name, word, known, noun in _references(change, places):
            if known is not None and word not in known:
                draft.change_problem(
                    change,
                    name,
                    Phrase(f"没有{noun.zh} `{word}`", f"there is no {noun.en} `{word}`"),
                    did_you_mean(
                        word,
                        known,
                        Phrase(
                            f"请写各表或某项 `build` 中的{noun.zh}",
                            f"name a {noun.en} of the tables or of a `build`",
                        ),
                    ),
                )
    _check_builds(draft)
    _check_receivers(draft)
    _check_doubles(draft)
    if places.pools is not None:
        _check_taught(draft, places.pools)
        check_rooms(draft)
        check_works(draft, places.pools)


def _places(draft: Draft) -> Places:
    campuses, zones = draft.ids("campuses"), draft.ids("zones")
    built = [change.new_campus for change in draft.changes if change.new_campus is not None]
    sites = draft.ids("sites") if draft.get("sites") is not None else []
    estates = draft.get("estates")
    pools = None if draft.pools is None else dict(draft.pools)
    if pools is not None:
        for change in draft.changes:
            pools |= {pool.id: pool for pool in built_pools(change)}
            if change.works_at and change.stage:
                pool_for(pools, change.works_at, change.stage)
            if change.convert and change.to and change.convert in pools:
                pool_for(pools, pools[change.convert].campus, change.to)
    return Places(
        None if campuses is None else frozenset((*campuses, *built)),
        None if zones is None else frozenset(zones),
        None if sites is None else frozenset(sites),
        None if estates is None else frozenset(estate.id for estate in estates),
        pools,
    )


def _references(
    change: Change, places: Places
) -> Iterator[tuple[str, str, Iterable[str] | None, Phrase]]:
    """Give (field, id, known ids, what it is) of everything a change names."""
    for name in (
        *("expand", "rebuild", "take_over", "merge", "close", "withdraw"),
        *("admission_plan", "recognise", "into"),
    ):
        if (word := getattr(change, name)) is not None:
            yield name, word, places.campuses, _CAMPUS
    if change.convert is not None:
        yield "convert", change.convert, places.pools, Phrase("教室组", "pool")
    if change.lease is not None and places.pools is not None and places.campuses is not None:
        rented = frozenset((*places.pools, *places.campuses))
        yield "lease", change.lease, rented, Phrase("校区或教室组", "campus or pool")
    if change.estate is not None:
        yield "estate", change.estate, places.estates, Phrase("小区", "housing estate")
    if change.zone is not None:
        yield "zone", change.zone, places.zones, _ZONE
    if change.site is not None:
        yield "site", change.site, places.sites, Phrase("地块", "site")
    if change.transition is not None and change.transition.at is not None:
        yield "transition/at", change.transition.at, places.campuses, _CAMPUS
    for number, zone in enumerate(change.catchment_zones or ()):
        yield f"catchment_zones/{number}", zone, places.zones, _ZONE
    for zone, campuses in (change.zones or {}).items():
        yield f"zones/{zone}", zone, places.zones, _ZONE
        for campus in campuses:
            yield f"zones/{zone}", campus, places.campuses, _CAMPUS


def _check_builds(draft: Draft) -> None:
    """Refuse a new campus that is there already."""
    present = set(draft.ids("campuses") or ())
    first: dict[str, Change] = {}
    for change in draft.changes:
        campus = change.new_campus
        if campus is None:
            continue
        kind = kind_of(change)
        if campus in present:
            draft.change_problem(
                change,
                kind,
                Phrase(f"校区 `{campus}` 已经存在", f"the campus `{campus}` is there already"),
                Phrase(
                    "扩建请用 `expand`，或另用一个编号", "use `expand` to add rooms, or another id"
                ),
            )
        elif campus in first:
            both = Phrase(f"新建 `{campus}`", f"build `{campus}`")
            _clash(draft, first[campus], change, kind, both)
        first.setdefault(campus, change)


def _clash(draft: Draft, first: Change, second: Change, name: str, both: Phrase) -> None:
    at = draft.change_origin(first)
    draft.change_problem(
        second,
        name,
        Phrase(
            f"与 `{first.id}`（{at.file} 第 {at.line} 行）冲突：都{both.zh}",
            f"clashes with `{first.id}` ({at.file}, line {at.line}): both {both.en}",
        ),
        Phrase(
            "请在变体中去掉其一（drop），或修改（amend）其日期或对象",
            "drop one of the two in a variant, or amend its date or subject",
        ),
    )


def _check_receivers(draft: Draft) -> None:
    """Refuse campuses that close twice, into themselves, in a circle, or into a closed one."""
    gone: dict[str, Change] = {}
    for change in draft.changes:
        campus = change.merge or change.close or change.withdraw
        if campus is None:
            continue
        if campus in gone:
            both = Phrase(f"撤并 `{campus}`", f"close or merge `{campus}`")
            _clash(draft, gone[campus], change, kind_of(change), both)
        gone.setdefault(campus, change)
    said: set[frozenset[str]] = set()
    for campus, change in gone.items():
        chain = [campus]
        while (following := gone.get(chain[-1])) is not None and following.into is not None:
            if following.into in chain:
                break
            chain.append(following.into)
        last = gone.get(chain[-1])
        if last is not None and last.into == campus and frozenset(chain) not in said:
            said.add(frozenset(chain))
            draft.change_problem(
                change,
                "into",
                Phrase(
                    f"接收校区形成循环：{' → '.join([*chain, campus])}",
                    f"the receivers go in a circle: {' → '.join([*chain, campus])}",
                ),
                Phrase("请保留其中一个校区", "let one of these campuses stay open"),
            )
        elif change.into in gone and last is not None and last.into not in chain:
            closed, here = date_of(gone[change.into]), change.until or date_of(change)
            if closed is not None and here is not None and closed <= here:
                draft.change_problem(
                    change,
                    "into",
                    Phrase(
                        f"接收校区 `{change.into}` 自身将于 {closed} 撤并",
                        f"the receiver `{change.into}` itself closes on {closed}",
                    ),
                    Phrase(
                        "请改为当日仍在办学的校区，或调整日期",
                        "name a receiver that is open on the day, or change the dates",
                    ),
                )


def _check_doubles(draft: Draft) -> None:
    """Refuse two changes of the same subject and field on the same date."""
    first: dict[tuple[Any, ...], Change] = {}
    for change in draft.changes:
        for key, name, both in _touched(change):
            if key in first:
                date = date_of(change)
                both = Phrase(f"在 {date} {both.zh}", f"{both.en} on {date}")
                _clash(draft, first[key], change, name, both)
            else:
                first[key] = change


def _touched(change: Change) -> Iterator[tuple[tuple[Any, ...], str, Phrase]]:
    """Give (key, field, words) of what a change sets on its date."""
    on = date_of(change)
    key: tuple[Any, ...]
    if change.admission_plan is not None:
        key = ("plan", change.admission_plan, change.grade, on)
        campus, grade = change.admission_plan, named(change.grade or "")
        both = Phrase(f"安排 `{campus}` {grade.zh}的招生", f"plan {grade.en} of `{campus}`")
        yield key, "admission_plan", both
    if change.purchase is not None:
        stage = named(change.purchase)
        both = Phrase(f"购买{stage.zh}学位", f"purchase {stage.en} places")
        yield ("purchase", change.purchase, on), "purchase", both
    if change.catchment is not None:
        stage = named(change.catchment)
        for zone in change.zones or {}:
            key = ("catchment", change.catchment, zone, on)
            both = Phrase(
                f"调整 `{zone}` 的{stage.zh}招生片区",
                f"redraw the {stage.en} catchment of `{zone}`",
            )
            yield key, f"zones/{zone}", both
    for word in change.policy or {}:
        rule = word.removeprefix("rules.").removeprefix("norms.")
        yield ("policy", rule, on), f"policy/{word}", Phrase(f"设定 `{rule}`", f"set `{rule}`")


def _check_taught(draft: Draft, pools: Mapping[str, Pool]) -> None:
    """Check that plans and catchments name campuses with rooms for the grade or stage."""
    taught: dict[str, set[str]] = {}
    for pool in pools.values():
        taught.setdefault(pool.campus, set()).update(pool.grades)
    for change in draft.changes:
        campus = change.admission_plan
        if campus in taught and change.grade not in taught[campus]:
            grade = named(change.grade or "")
            there = listing(map(named, sorted(taught[campus])), 15)
            draft.change_problem(
                change,
                "grade",
                Phrase(
                    f"`{campus}` 没有{grade.zh}的教室", f"`{campus}` has no rooms for {grade.en}"
                ),
                Phrase(f"该校区开设：{there.zh}", f"it teaches {there.en}"),
            )
        if change.catchment is None:
            continue
        for zone, campuses in (change.zones or {}).items():
            for name in campuses:
                if name in taught and change.catchment not in map(stage_of, taught[name]):
                    stage = named(change.catchment)
                    draft.change_problem(
                        change,
                        f"zones/{zone}",
                        Phrase(
                            f"`{name}` 没有{stage.zh}的教室",
                            f"`{name}` has no rooms for {stage.en}",
                        ),
                        Phrase("请写开设该学段的校区", "name a campus that teaches the stage"),
                    )
