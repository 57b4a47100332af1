"""Are rooms, classes and offers what the steps say they did?"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from simulator import capacity
from simulator.catchments import own_campuses
from simulator.checking.equations import (
    Names,
    Step,
    by_class,
    by_pool,
    child_names,
    equal,
    rows,
)
from simulator.district import District, Purchase
from simulator.roll import Moves
from simulator.state import Inputs, Own, State, by_ladder, intake
from simulator.vocabulary import (
    GRADES,
    GRADES_OF_STAGE,
    INTAKES,
    LADDER,
    LAST_GRADES,
    N_GRADES,
    N_RESIDENCES,
    PURCHASED,
    STAGE_OF_GRADE,
    STAGES,
)

Ints = NDArray[np.int64]

CHANGES_CLASSES = ("leave", "build", "form")
"""Steps that may change the number of classes."""


def check_capacity(opening: State, steps: Sequence[Step], inputs: Inputs) -> None:
    """Check rooms, classes, offers and tables against what the steps did."""
    district, closing = inputs.district, steps[-1].after
    year = closing.year
    cells, pools = (district.campus_ids, GRADES), (district.pool_ids,)
    classes, rooms = opening.classes, opening.rooms.copy()
    for step in steps:
        _check_classes_of_step(step, year, cells, district)
        if step.name == "leave":
            moved_up = np.zeros_like(classes)
            moved_up[:, 1:] = classes[:, :-1]
            classes = moved_up
        if step.log.classes is not None:
            classes = classes + step.log.classes
        if step.log.rooms is not None:
            rooms = rooms + step.log.rooms
        due = step.before.temporary
        due = due if step.log.temporary is None else due + step.log.temporary
        what = f"capacity: temporary rooms after {step.name}"
        equal(year, what, step.after.temporary, due, pools)
    equal(year, "capacity: classes by the log", classes, closing.classes, cells)
    equal(year, "capacity: rooms by the log", rooms, closing.rooms, pools)
    held = by_pool(closing.classes, district)
    lacking = np.maximum(held - closing.rooms - closing.temporary, 0)
    equal(year, "capacity: borrowed = classes − rooms", closing.borrowed, lacking, pools)
    by_name = {step.name: step for step in steps}
    _check_vacated(by_name["age"], by_name["progress"], inputs)
    _check_offers(by_name["offer"], inputs)
    offered = by_name["offer"]
    own = own_campuses(replace(offered.before, applicants=offered.after.applicants), inputs)
    _check_claims(by_name["age"], by_name["progress"], by_name["offer"], inputs)
    _check_gap(by_name["offer"], inputs, own)
    admit = by_name["admit"]
    _check_placements(admit, admit.log.moves, inputs, own)
    offers = admit.after.offers
    assert offers is not None
    _check_rungs(admit, admit.log.moves, inputs, offers.norm, offers.tolerance, own)
    if "spring admission" in by_name:
        _check_spring(by_name["spring admission"])


_SEATED = ("leave", "progress", "build", "reserve", "offer", "form", "measure")
"""Steps after which every pupil on a roll sits in a class (entry grades: from ``form`` on)."""


def _check_classes_of_step(step: Step, year: int, cells: Names, district: District) -> None:
    """Check that a step changed classes and their sizes only as it may."""
    before, after = step.before, step.after
    if step.name not in CHANGES_CLASSES:
        what = f"capacity: {step.name} keeps the number of classes"
        equal(year, what, after.classes, before.classes, cells)
    if step.name in ("age", "admit", "spring arrivals"):
        slots = (*cells, tuple(f"class {i + 1}" for i in range(after.sizes.shape[2])))
        equal(year, f"capacity: {step.name} keeps class sizes", after.sizes, before.sizes, slots)
        return
    beyond = np.arange(after.sizes.shape[2]) >= after.classes[:, :, None]
    nobody = np.zeros(after.classes.shape, dtype=np.int64)
    outside = np.where(beyond, np.abs(after.sizes), np.minimum(after.sizes, 0)).sum(axis=2)
    what = f"capacity: pupils in classes that do not exist after {step.name}"
    equal(year, what, outside, nobody, cells)
    if step.name in _SEATED or step.name == "spring admission":
        seated, pupils = after.sizes.sum(axis=2), by_class(after.roll.at_campuses(), district)
        if step.name == "offer" and after.offers is not None:
            pupils = np.where(after.offers.entry, seated, pupils)
        equal(year, f"capacity: class sizes = roll after {step.name}", seated, pupils, cells)


def _check_vacated(age: Step, progress: Step, inputs: Inputs) -> None:
    """Check that the seats left are those of the pupils the log says left."""
    district = inputs.district
    left, gone, vacated = age.log.before, progress.log.moves, progress.after.vacated
    stays = (left.origin < district.n_campuses) & ~np.isin(left.grade, LAST_GRADES)
    public = (gone.origin >= 0) & (gone.origin < district.n_campuses)
    # A table of zone × campus × grade would outgrow everything else, so only its filled cells.
    width = district.n_campuses
    said = [
        ((left.zone * width + left.origin) * N_GRADES + left.grade + 1)[stays],
        ((gone.zone * width + gone.origin) * N_GRADES + gone.grade)[public],
    ]
    kept = (vacated.zone * width + vacated.origin) * N_GRADES + vacated.grade
    cells = np.unique(np.concatenate([*said, kept]))
    expected = np.zeros(cells.size, dtype=np.int64)
    for keys, count in zip(said, (left.count[stays], gone.count[public]), strict=True):
        np.add.at(expected, np.searchsorted(cells, keys), count)
    found = np.zeros(cells.size, dtype=np.int64)
    np.add.at(found, np.searchsorted(cells, kept), vacated.count)
    what = "capacity: seats left = pupils who left"
    equal(progress.after.year, what, found, expected, rows(cells.size, "zone, campus and grade"))


def _check_offers(step: Step, inputs: Inputs) -> None:
    """Check that rooms are dealt once and seats follow from rooms and class sizes."""
    district, state, offers = inputs.district, step.before, step.after.offers
    assert offers is not None
    year = step.after.year
    cells = (district.campus_ids, GRADES)
    serves = by_ladder(state, district)[:, None] & state.taught
    modelled = district.stages[np.array(STAGE_OF_GRADE)]
    lowest = by_class(np.ones_like(state.classes), district) > 0
    sought = (offers.demand > 0) | (capacity.bought_places(inputs)[0] > 0)
    opens = serves | (state.open[:, None] & state.taught & sought)
    entry = opens & modelled & (state.classes == 0) & (district.pool_of >= 0) & lowest
    equal(year, "capacity: entry grades", offers.entry, entry, cells)
    free = np.maximum(state.rooms + state.temporary - by_pool(state.classes, district), 0)
    dealt = by_pool(offers.planned, district) + offers.undealt
    equal(year, "capacity: rooms dealt = rooms free", dealt, free, (district.pool_ids,))
    equal(
        year, "capacity: rooms by stage = rooms", offers.rooms_by_stage.sum(axis=1), state.rooms,
        (district.pool_ids,),
    )  # fmt: skip
    drawn = np.zeros_like(offers.planned)
    np.add.at(drawn, (step.log.moves.target, step.log.moves.grade), step.log.moves.count)
    slots = np.arange(step.after.sizes.shape[2])
    here = (slots < state.classes[:, :, None]) & (serves & ~entry)[:, :, None]
    for name, size, seats in (
        ("norm", _size(inputs, inputs.norms.class_norm), offers.norm),
        ("tolerance", _size(inputs, inputs.norms.tolerance), offers.tolerance),
    ):
        lacking = np.maximum(size[:, :, None] - step.after.sizes, 0)
        expected = np.where(here, lacking, 0).sum(axis=2)
        expected += np.where(entry, offers.planned * size - drawn, 0)
        equal(year, f"capacity: seats to the {name}", seats, expected, cells)


def _size(inputs: Inputs, by_grade: Ints) -> Ints:
    """Return (C, G) a class size by grade, special schools having their own."""
    special = inputs.district.campus_special[:, None]
    return np.where(special, inputs.norms.special_class, by_grade)


def _check_claims(age: Step, progress: Step, offer: Step, inputs: Inputs) -> None:
    """Check that nobody claims twice, and that claims and applicants are of those who seek."""
    district, year, claims = inputs.district, offer.after.year, offer.after.claims
    names = child_names(district)
    seeking = offer.before.roll.seeking[:-1]
    applicants = np.zeros_like(seeking)
    if offer.after.applicants is not None:
        applicants = offer.after.applicants.sum(axis=0)
    claiming = np.zeros_like(seeking)
    np.add.at(claiming, (claims.zone, claims.grade, claims.residence), claims.count)
    over = np.maximum(claiming + applicants - seeking, 0)
    what = "capacity: children with a claim or set beside the ladder are among those who seek"
    equal(year, what, over, np.zeros_like(over), names)
    serves = by_ladder(offer.before, district)[claims.campus]
    serves &= offer.before.taught[claims.campus, claims.grade] & (claims.count > 0)
    what = "capacity: claims stand on campuses that teach the grade"
    equal(year, what, serves, np.ones_like(serves), rows(serves.size, "claim"))
    # Who came from a campus is no more than the log says left it for the next stage.
    came, aged = progress.after.origins, age.log.aged
    assert aged is not None
    destinations = offer.after.roll.destinations
    left = np.zeros((district.n_campuses, N_GRADES), dtype=np.int64)
    here = (aged.keys % destinations < district.n_campuses) & (
        aged.keys // destinations < district.n_zones
    )
    np.add.at(left[:, 1:], aged.keys[here] % destinations, aged.left[here, :-1].sum(axis=2))
    known = np.zeros_like(left)
    np.add.at(known, (came.origin, came.grade), came.count)
    over = np.maximum(known - left, 0)
    what = "capacity: children who came from a campus = pupils who left it"
    equal(year, what, over, np.zeros_like(over), (district.campus_ids, GRADES))


def _check_gap(step: Step, inputs: Inputs, own: Own) -> None:
    """Check the shortfall of every town and catchment against the children who seek."""
    district, state = inputs.district, step.before
    offers, gap, claims = step.after.offers, step.after.gap, step.after.claims
    assert offers is not None
    assert gap is not None
    demand = np.zeros_like(offers.demand)
    closest = own.nearest(district.distance_m)
    asked = closest >= 0
    grade_of = np.broadcast_to(np.arange(N_GRADES), closest.shape)[asked]
    without_claim = state.roll.seeking[:-1].sum(axis=2)
    if step.after.applicants is not None:
        kinds = intake(district)
        for kind, applicants in enumerate(step.after.applicants, start=1):
            without_claim = without_claim - applicants.sum(axis=2)
            there = (kinds == kind) & state.open
            demand[there] = np.where(state.taught[there], applicants.sum(axis=(0, 2)), 0)
    for zone, grade, count in zip(
        claims.zone.tolist(), claims.grade.tolist(), claims.count.tolist(), strict=True
    ):
        without_claim[zone, grade] -= count
    np.add.at(demand, (closest[asked], grade_of), without_claim[asked])
    np.add.at(demand, (claims.campus, claims.grade), claims.count)
    cells = (district.campus_ids, GRADES)
    equal(state.year, "capacity: children by own campus", offers.demand, demand, cells)
    places = capacity.open_places(state, district, offers.rooms_by_stage, inputs.norms)
    at_campus = state.roll.at_campuses()
    nearest = closest
    serving = by_ladder(state, district)
    names = tuple(STAGES)
    for stage, grades in enumerate(GRADES_OF_STAGE):
        seats = np.bincount(
            district.pool_campus, weights=places[:, stage], minlength=district.n_campuses
        )
        pupils = at_campus[:, list(grades)].sum(axis=1)
        seats = np.where(serving, seats, 0).astype(np.int64)
        pupils = np.where(serving, pupils, 0)
        seeking = without_claim[:, list(grades)]
        campus = nearest[:, list(grades)]
        claiming = np.isin(claims.grade, list(grades))
        asking = (claims.zone[claiming], claims.campus[claiming], claims.count[claiming])
        due = _by_area(district, pupils, seats, seeking, campus, asking)
        if inputs.rules.admission[stage] == "score_quota":
            due = tuple(np.append(np.zeros_like(each[:-1]), each.sum()) for each in due)
        called = (*district.town_ids, *district.cluster_ids, "district")
        for what, found, expected in zip(
            ("children", "places"), (gap.area_children, gap.area_places), due, strict=True
        ):
            name = f"capacity: {what} of towns and clusters, {names[stage]}"
            equal(state.year, name, found[:, stage], expected, (called,))
        shared = np.isin(own.grade, list(grades))
        label = _joined(own.zone[shared], own.campus[shared], district.n_campuses)
        wanting = np.zeros(district.n_campuses, dtype=np.int64)
        np.add.at(wanting, label, pupils)
        offered = np.zeros_like(wanting)
        np.add.at(offered, label, seats)
        known = campus >= 0
        nowhere = np.array([seeking[~known].sum()])
        what = f"capacity: children without an own campus, {names[stage]}"
        equal(state.year, what, gap.nowhere[stage : stage + 1], nowhere, (("all",),))
        np.add.at(wanting, label[campus[known]], seeking[known])
        np.add.at(wanting, label[asking[1]], asking[2])
        for what, found, expected in (
            ("children", gap.catchment_children, wanting),
            ("places", gap.catchment_places, offered),
        ):
            name = f"capacity: {what} of catchments, {names[stage]}"
            equal(state.year, name, found[:, stage], expected, (district.campus_ids,))


def _by_area(
    district: District,
    pupils: Ints,
    seats: Ints,
    seeking: Ints,
    nearest: Ints,
    claims: tuple[Ints, Ints, Ints],
) -> tuple[Ints, ...]:
    """Count children and open places of each town, then of each cluster, and none district-wide.

    Campuses and the children whose own campus they are make up a cluster; all others, a town.
    ``claims`` are zones, campuses and children.
    """
    children, places = [], []
    of_child = np.where(nearest >= 0, district.campus_cluster[nearest], -1)
    for town in range(len(district.town_ids)):
        rest = (district.campus_town == town) & (district.campus_cluster < 0)
        here = (district.zone_town == town)[:, None] & (of_child < 0)
        claiming = (district.zone_town[claims[0]] == town) & (
            district.campus_cluster[claims[1]] < 0
        )
        children.append(pupils[rest].sum() + seeking[here].sum() + claims[2][claiming].sum())
        places.append(seats[rest].sum())
    for cluster in range(len(district.cluster_ids)):
        members = district.campus_cluster == cluster
        claiming = members[claims[1]]
        children.append(
            pupils[members].sum() + seeking[of_child == cluster].sum() + claims[2][claiming].sum()
        )
        places.append(seats[members].sum())
    children.append(0)
    places.append(0)
    return np.array(children, dtype=np.int64), np.array(places, dtype=np.int64)


def _joined(zone: Ints, campus: Ints, campuses: int) -> Ints:
    """Name campuses joined by shared zones after the first of them."""
    label = list(range(campuses))

    def root(c: int) -> int:
        while label[c] != c:
            c = label[c]
        return c

    first: dict[int, int] = {}
    for z, c in zip(zone.tolist(), campus.tolist(), strict=True):
        low, high = sorted((root(first.setdefault(z, c)), root(c)))
        label[high] = low
    return np.array([root(c) for c in range(campuses)], dtype=np.int64)


def _check_spring(step: Step) -> None:
    """Check spring placements against the seats of existing classes, by the norms of March."""
    state, inputs = step.before, step.inputs
    norms = inputs.norms
    serves = by_ladder(state, inputs.district)[:, None] & state.taught
    here = np.arange(state.sizes.shape[2]) < state.classes[:, :, None]
    here &= serves[:, :, None]
    norm, tolerance = (
        np.where(here, np.maximum(_size(inputs, size)[:, :, None] - state.sizes, 0), 0).sum(axis=2)
        for size in (norms.class_norm, norms.tolerance)
    )
    _check_rungs(step, step.log.before, inputs, norm, tolerance, None)
    nobody = np.zeros_like(step.after.roll.seeking)
    names = child_names(inputs.district)
    equal(step.after.year, "stock: nobody seeks", step.after.roll.seeking, nobody, names)


def _check_rungs(
    step: Step, moves: Moves, inputs: Inputs, norm: Ints, tolerance: Ints, own: Own | None
) -> None:
    """Check that no rung gave more seats than it had, and that rungs explain every placement.

    In spring, without ``own``, only existing classes have seats.
    """
    district, state, year = inputs.district, step.before, step.after.year
    cells, campuses = (district.campus_ids, GRADES), district.n_campuses
    kinds = intake(district)
    taught = by_ladder(state, district)[:, None] & state.taught
    held = district.class_grade
    teaches = by_class(taught.astype(np.int64), district) > 0
    if own is None:
        teaches = teaches & (state.classes > 0)
    taken = np.zeros_like(norm)
    outside = (moves.target < campuses) & (moves.zone == district.n_zones)
    cell = (moves.target[outside], held[moves.target[outside], moves.grade[outside]])
    np.add.at(taken, cell, moves.count[outside])
    left = np.zeros_like(taken)
    seats_left = state.vacated
    usable = (seats_left.origin < campuses) & (seats_left.zone < district.n_zones)
    if own is not None:
        place = (seats_left.zone[usable], seats_left.grade[usable], seats_left.origin[usable])
        usable[usable] = own.holds(*place)
    usable[usable] = taught[seats_left.origin[usable], seats_left.grade[usable]]
    left_at = (
        seats_left.origin[usable], held[seats_left.origin[usable], seats_left.grade[usable]],
    )  # fmt: skip
    np.add.at(left, left_at, seats_left.count[usable])
    left = np.where(state.classes > 0, left, 0)
    bought = capacity.bought_places(inputs)[0]
    for rung in step.log.rungs:
        fill = rung.rung.rpartition("/")[2]
        seats = {"norm": norm, "tolerance": tolerance}.get(fill)
        if rung.rung == "vacated":
            expected = left
            left = left - rung.taken
        elif rung.rung == "purchased":
            expected = np.maximum(np.minimum(bought, norm - taken), 0)
            bought = bought - rung.taken
        elif rung.rung in INTAKES:
            there = (kinds == INTAKES.index(rung.rung)) & state.open
            expected = np.where(there[:, None], np.maximum(norm - taken, 0), 0)
        elif seats is None:
            expected = np.where(teaches, -1, 0)
        else:
            expected = np.where((kinds == LADDER)[:, None], np.maximum(seats - taken, 0), 0)
            expected[~state.open] = 0
        equal(year, f"capacity: seats on {rung.rung}", rung.offered, expected, cells)
        over = np.where(rung.offered >= 0, np.maximum(rung.taken - rung.offered, 0), 0)
        nothing = np.zeros_like(over)
        equal(year, f"capacity: placed beyond the seats on {rung.rung}", over, nothing, cells)
        taken = taken + rung.taken
    placed = np.zeros_like(taken)
    here = moves.target < campuses
    cell = (moves.target[here], held[moves.target[here], moves.grade[here]])
    np.add.at(placed, cell, moves.count[here])
    equal(year, "capacity: placed = taken on rungs", placed, taken, cells)


def _check_placements(step: Step, moves: Moves, inputs: Inputs, own: Own) -> None:
    """Check that placements are kept as logged, and redirected ones flagged."""
    district, year = inputs.district, step.after.year
    for name in ("zone", "target", "grade", "residence", "count"):
        found, said = getattr(step.after.placed, name), getattr(moves, name)
        what = f"capacity: placements kept = placements logged, {name}"
        equal(year, what, found, said, rows(said.size, "placement"))
    sink = moves.target == district.n_campuses + PURCHASED
    used = np.zeros(len(STAGES), dtype=np.int64)
    np.add.at(used, np.array(STAGE_OF_GRADE)[moves.grade[sink]], moves.count[sink])
    today = dt.date(inputs.year, 9, 1)
    bought = {
        p.stage: p.places
        for p in sorted(district.purchases, key=_by_date)
        if p.on <= today and p.campus is None
    }
    over = np.array([max(0, used[s] - bought.get(s, 0)) for s in range(len(STAGES))])
    equal(
        year, "capacity: purchased beyond the places bought", over, np.zeros_like(over), (STAGES,)
    )
    inside = (moves.target < district.n_campuses) & (moves.zone < district.n_zones)
    together = np.array([rule == "least_total_distance" for rule in inputs.rules.admission])
    inside &= ~together[np.array(STAGE_OF_GRADE)[moves.grade]]
    inside[inside] = by_ladder(step.before, district)[moves.target[inside]]
    _check_taken_claims(step, moves, inputs)
    inside &= ~step.after.by_claim
    away = np.zeros(moves.count.size, dtype=bool)
    away[inside] = ~own.holds(moves.zone[inside], moves.grade[inside], moves.target[inside])
    what = "capacity: redirected = placed outside the own"
    equal(year, what, step.after.redirected, away, rows(away.size, "placement"))


def _check_taken_claims(step: Step, moves: Moves, inputs: Inputs) -> None:
    """Check that no more children took up claims than had one."""
    claims, taken = step.before.claims, step.after.by_claim
    shape = (inputs.district.n_zones, N_GRADES, N_RESIDENCES, inputs.district.n_campuses)
    had = np.ravel_multi_index((claims.zone, claims.grade, claims.residence, claims.campus), shape)
    took = np.ravel_multi_index(
        (moves.zone[taken], moves.grade[taken], moves.residence[taken], moves.target[taken]), shape
    )
    cells = np.union1d(had, took)
    number = np.zeros(cells.size, dtype=np.int64)
    np.add.at(number, np.searchsorted(cells, took), moves.count[taken])
    np.subtract.at(number, np.searchsorted(cells, had), claims.count)
    over = np.maximum(number, 0)
    what = "capacity: claims taken up beyond the claims"
    equal(step.after.year, what, over, np.zeros_like(over), rows(over.size, "claim"))


def _by_date(purchase: Purchase) -> dt.date:
    return purchase.on
