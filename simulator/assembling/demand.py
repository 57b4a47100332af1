"""How many children live in each zone at the opening, and at which rates do they change?"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulator import district
from simulator.assembling.references import column_positions, numbers, position, refuse, table
from simulator.phrases import Phrase, listing
from simulator.projection import (
    age_forward,
    cohort_births,
    cohorts_from_census,
    whole_within_rows,
)
from simulator.scenario import Oddity, Scenario
from simulator.schema.demand import EntryShare, LeaveRate, Outlook
from simulator.vocabulary import (
    AGES,
    FIRST_GRADE_AGE,
    GRADES_OF_STAGE,
    N_RESIDENCES,
    RESIDENCES,
    STAGES,
)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

SINK_SHARES: Final = ("elsewhere", "private", "not_enrolled")
"""Order of the last axis of ``entry_shares`` and ``leave_rates``."""
APART_SHARES: Final = ("special", "listed_private", "vocational")
"""Order of the last axis of ``apart_shares``, that of ``vocabulary.APART``."""

_AGES_GO: Final = Phrase(f"年龄须在 0 至 {AGES - 1} 岁之间", f"ages go from 0 to {AGES - 1}")


def chosen_outlook(scenario: Scenario, outlook: str | None) -> Outlook | None:
    """Give the outlook asked for; nothing where the middle one is not described.

    Raises
    ------
    ValueError
        The name is not low, middle or high.
    ScenarioError
        Low or high is asked for and the scenario does not describe it.
    """
    name = outlook or scenario.spec.outlook
    if name not in ("low", "middle", "high"):
        msg = f"outlook {name!r}: it is low, middle or high"
        raise ValueError(msg)
    found: Outlook | None = getattr(scenario.spec.outlooks, name)
    if found is None and name != "middle":
        refuse(
            scenario,
            f"outlooks/{name}",
            Phrase("没有给出该人口方案", "this outlook is not described"),
            Phrase("请补上，或改用中方案（middle）", "describe it, or use the middle one"),
        )
    return found


def birth_factor(outlook: Outlook | None, year: int) -> float:
    """Give the factor on the births of a calendar year.

    A year takes the factor of the latest listed year up to it: years beyond the last keep its
    factor, and years before the first have the factor 1.
    """
    listed = [one for one in (outlook.births if outlook else {}) if one <= year]
    return outlook.births[max(listed)] if outlook and listed else 1.0


def births(
    scenario: Scenario,
    zone_ids: tuple[str, ...],
    first: int,
    last: int,
    outlook: Outlook | None,
) -> tuple[Floats, list[Oddity]]:
    """Give (Y, Z, R) expected cohorts aged 0 at the censuses ``first`` to ``last``.

    They come from the births of the calendar years ``first - 1`` to ``last``, times the factors
    of the outlook.

    Raises
    ------
    ScenarioError
        A year is missing altogether. A zone without a row for a year has no births in it; such
        zones are listed as odd.
    """  # fmt: skip
    rows = table(scenario, "births")
    years = np.arange(first - 1, last + 1)
    born = np.zeros((len(years), len(zone_ids), N_RESIDENCES))
    if first > last:
        return born[:0], []
    zone = column_positions(scenario, "births", rows, "zone", zone_ids)
    residence = column_positions(scenario, "births", rows, "residence", RESIDENCES, RESIDENCES[0])
    row = numbers(rows, "year").astype(np.int64) - years[0]
    used = (row >= 0) & (row < len(years))
    missing = sorted(set(range(len(years))) - set(row[used].tolist()))
    if missing:
        shown = listing((years[one] for one in missing), len(missing))
        refuse(
            scenario,
            "births",
            Phrase(f"缺少 {shown.zh} 年的出生人数", f"no births for {shown.en}"),
            Phrase(
                f"请给出首次统计前一年（{years[0]}）至 {last} 各年的出生人数",
                "give births of every calendar year from the one before the first census wanted "
                f"({years[0]}) to {last}",
            ),
        )
    number = numbers(rows, "births")
    np.add.at(born, (row[used], zone[used], residence[used]), number[used])
    known = np.zeros((len(years), len(zone_ids)), dtype=bool)
    known[row[used], zone[used]] = True
    oddities = [
        Oddity(f"births/{zone_ids[one]}", _without(_spans(years[~known[:, one]])))
        for one in np.flatnonzero(~known.all(axis=0))
    ]
    factor = np.array([birth_factor(outlook, int(year)) for year in years])
    return cohort_births(born * factor[:, None, None], years, scenario.spec.births_share), oddities


def survival(scenario: Scenario) -> Floats:
    """Give (18,) the chance of living from an age to the next; 1 for an age not listed."""
    stated = scenario.spec.survival
    if isinstance(stated, dict):
        beyond = sorted(set(stated) - set(range(AGES)))
        if beyond:
            refuse(
                scenario, "survival", Phrase(f"写了 {beyond[0]} 岁", f"age {beyond[0]}"), _AGES_GO
            )
        return np.array([float(stated.get(age, 1.0)) for age in range(AGES)])
    return np.full(AGES, float(stated))


def net_migration(scenario: Scenario, zone_ids: tuple[str, ...], outlook: Outlook | None) -> Floats:
    """Give (Z, 18, R) net migrants per child and year: all that apply to a cell, added up.

    The outlook adds its rate to every cell.

    Raises
    ------
    ScenarioError
        The rates of a cell add up to less than -1.
    """
    rate = np.full((len(zone_ids), AGES, N_RESIDENCES), outlook.migration if outlook else 0.0)
    for number, one in enumerate(scenario.spec.migration):
        where = f"migration/{number}/zone"
        zone = slice(None) if one.zone is None else position(scenario, where, one.zone, zone_ids)
        residence = slice(None) if one.residence is None else RESIDENCES.index(one.residence)
        first, last = one.ages
        if first > last:
            refuse(
                scenario,
                f"migration/{number}/ages",
                Phrase(f"从 {first} 到 {last}", f"from {first} to {last}"),
                Phrase("请先写最小年龄，再写最大年龄", "give the first age, then the last"),
            )
        rate[zone, first : last + 1, residence] += one.net_rate
    if (rate < -1.0).any():
        zone = int(np.argwhere(rate < -1.0)[0][0])
        refuse(
            scenario,
            "migration",
            Phrase(
                f"片区 {zone_ids[zone]} 的净迁移率合计小于 -1",
                f"rates in zone {zone_ids[zone]} add up to less than -1",
            ),
            Phrase(
                "迁出的儿童会多于现有儿童：请调低净迁移率",
                "more children would leave than there are: lower the rates",
            ),
        )
    return rate


def people(scenario: Scenario, zone_ids: tuple[str, ...]) -> tuple[Ints, list[Oddity]]:
    """Give (Z, 18, R) children by age on the 31 August before the opening census.

    Ages on 1 September are taken as those on 31 August (a day's birthdays apart); ages on
    1 November become cohorts by ``census_share``. Children counted before the opening year are
    carried forward with births, survival and the migration of the scenario; the outlook is
    about the future and does not touch the opening. The result is rounded within each zone.

    Raises
    ------
    ScenarioError
        The date is another day, or after the opening, or births to carry forward are missing.
    """
    spec = scenario.spec
    day = spec.people_as_of
    if (day.month, day.day) not in ((9, 1), (11, 1)):
        refuse(
            scenario,
            "people_as_of",
            Phrase(
                f"{day} 既不是 9 月 1 日，也不是 11 月 1 日",
                f"{day} is neither 1 September nor 1 November",
            ),
            Phrase("请给出其中一天的年龄", "give ages on one of these days"),
        )
    opening = spec.years.opening
    if day.year > opening:
        refuse(
            scenario,
            "people_as_of",
            Phrase(f"{day} 晚于 {opening} 起始学年初", f"{day} is after the opening of {opening}"),
            Phrase("请推后起始学年，或给出更早的年龄", "open later, or give earlier ages"),
        )
    rows = table(scenario, "people")
    counted = np.zeros((len(zone_ids), N_RESIDENCES, AGES))
    zone = column_positions(scenario, "people", rows, "zone", zone_ids)
    residence = column_positions(scenario, "people", rows, "residence", RESIDENCES, RESIDENCES[0])
    age = numbers(rows, "age").astype(np.int64)
    if ((age < 0) | (age >= AGES)).any():
        refuse(scenario, "people/age", Phrase("年龄超出范围", "an age out of bounds"), _AGES_GO)
    np.add.at(counted, (zone, residence, age), numbers(rows, "children"))
    oddities = [
        Oddity(f"people/{zone_ids[one]}", Phrase("没有儿童", "no children"))
        for one in np.flatnonzero(~counted.any(axis=(1, 2)))
    ]
    if day.month == 11:
        counted = cohorts_from_census(counted, spec.census_share)
    if day.year < opening:
        cohorts, odd = births(scenario, zone_ids, day.year + 1, opening, None)
        oddities += odd
        rate = net_migration(scenario, zone_ids, None).transpose(0, 2, 1)
        counted = age_forward(counted, cohorts, survival(scenario), rate)
    return whole_within_rows(counted.transpose(0, 2, 1)), oddities


def entry_shares(scenario: Scenario, zone_ids: tuple[str, ...]) -> tuple[Floats, Floats]:
    """Give (Z, S, R, 3) shares of a stage's entrants going to the sinks, and set on a school
    beside the ladder.

    The narrowest entry that fits a cell is taken whole: zone and residence before zone, zone
    before residence, residence before all.

    Raises
    ------
    ScenarioError
        Two entries say something about the same cells, or shares add up to more than 1.
    """
    every = (*SINK_SHARES, *APART_SHARES)
    shares = np.zeros((len(zone_ids), len(STAGES), N_RESIDENCES, len(every)))
    seen = set()
    breadth = sorted(
        enumerate(scenario.spec.entry_shares),
        key=lambda item: (item[1].zone is not None, item[1].residence is not None),
    )
    for number, one in breadth:
        where = f"entry_shares/{number}"
        scope = (one.stage, one.residence, one.zone)
        if scope in seen:
            refuse(
                scenario,
                where,
                Phrase("与另一条的内容重复", "says again what another entry says"),
                Phrase("请只保留一条", "keep one of them"),
            )
        seen.add(scope)
        zone = slice(None) if one.zone is None else position(
            scenario, f"{where}/zone", one.zone, zone_ids
        )  # fmt: skip
        residence = slice(None) if one.residence is None else RESIDENCES.index(one.residence)
        shares[zone, STAGES.index(one.stage), residence] = _parts(scenario, where, one, every)
    return shares[..., : len(SINK_SHARES)].copy(), shares[..., len(SINK_SHARES) :].copy()


def leave_rates(scenario: Scenario) -> Floats:
    """Give (S, 3) the yearly shares of public pupils leaving for the sinks."""
    rates = np.zeros((len(STAGES), len(SINK_SHARES)))
    seen = set()
    for number, one in enumerate(scenario.spec.leave_rates):
        where = f"leave_rates/{number}"
        if one.stage in seen:
            refuse(
                scenario,
                where,
                Phrase("与另一条的内容重复", "says again what another entry says"),
                Phrase("请只保留一条", "keep one of them"),
            )
        seen.add(one.stage)
        rates[STAGES.index(one.stage)] = _parts(scenario, where, one, SINK_SHARES)
    return rates


def estates(scenario: Scenario, zone_ids: tuple[str, ...]) -> tuple[district.Estate, ...]:
    """Give the housing estates, by id.

    The children of a stage are spread evenly over its ages. Estates are described by stages, and
    nobody says how many younger children come with them: ages 0 to 2 get as many children of
    each age as preschool has, so that the entrants of later years exist.
    """
    found = []
    for one in sorted(scenario.spec.estates, key=lambda estate: estate.id):
        where = f"estates/{one.id}"
        if abs(sum(one.phase_in) - 1.0) > 1e-6:
            refuse(
                scenario,
                f"{where}/phase_in",
                Phrase(f"合计为 {sum(one.phase_in):g}", f"adds up to {sum(one.phase_in):g}"),
                Phrase("各年份额合计应为 1", "shares over the years add up to 1"),
            )
        children = np.zeros(AGES)
        for stage, rate in one.children_per_1000.items():
            grades = GRADES_OF_STAGE[STAGES.index(stage)]
            ages = slice(grades.start + FIRST_GRADE_AGE, grades.stop + FIRST_GRADE_AGE)
            children[ages] = rate * one.dwellings / 1000.0 / len(grades)
        children[:FIRST_GRADE_AGE] = children[FIRST_GRADE_AGE]
        found.append(
            district.Estate(
                id=one.id,
                zone=position(scenario, f"{where}/zone", one.zone, zone_ids),
                residence=RESIDENCES.index(one.residence),
                handover=one.handover,
                children=children,
                phase_in=tuple(one.phase_in),
            )
        )
    return tuple(found)


def _parts(
    scenario: Scenario, where: str, one: EntryShare | LeaveRate, names: tuple[str, ...]
) -> list[float]:
    """Give the shares of an entry, refusing more than the whole."""
    parts = [float(getattr(one, name)) for name in names]
    if sum(parts) > 1.0 + 1e-9:
        refuse(
            scenario,
            where,
            Phrase(f"各份额合计为 {sum(parts):g}", f"shares add up to {sum(parts):g}"),
            Phrase("合计不得超过 1", "they add up to 1 at most"),
        )
    return parts


def _without(years: Phrase) -> Phrase:
    """Say of which years a zone has no births."""
    return Phrase(f"没有 {years.zh} 年的出生人数", f"no births for {years.en}")


def _spans(years: Ints) -> Phrase:
    """Write years briefly: 2024-2026, 2030."""
    runs = np.split(years, np.flatnonzero(np.diff(years) != 1) + 1)
    return listing((str(r[0]) if len(r) == 1 else f"{r[0]}-{r[-1]}" for r in runs), len(runs))
