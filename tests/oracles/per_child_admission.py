"""Who gets which seat, and how many classes are opened, child by child and room by room?

The second half of the model in ``per_child``: what the education bureau does on 1 September and
on 1 March, from the wording of the rules.
"""

from collections import Counter, defaultdict
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any

from simulator.district import District, Regime
from tests.oracles.per_child import Place
from tests.oracles.per_child_objects import Campus, Child, Observed, Pool, share_out


@dataclass(eq=False)
class Offer:
    """What one campus offers on one day."""

    campus: Campus
    planned: dict[int, int] = field(default_factory=dict)
    """Entry grade → rooms dealt to it."""
    free: dict[Pool, int] = field(default_factory=dict)
    """Rooms without a class, before entry classes are formed."""
    placed: dict[int, list[Child]] = field(default_factory=lambda: defaultdict(list))

    def seats(self, grade: int, size: int) -> int:
        """Count the seats still to give in a grade when classes are filled to a size."""
        if grade in self.planned:
            there = self.planned[grade] * size
        else:
            there = sum(max(0, size - len(c.pupils)) for c in self.campus.classes[grade])
        return max(0, there - len(self.placed[grade]))


def run(district: District) -> list[Observed]:
    """Run a district child by child from the opening to the last year and give every census."""
    place = Place(district)
    place.count()
    place.env.process(_septembers(place))
    place.env.process(_springs(place))
    days = (place.start.replace(year=district.last_year) - place.start).days
    place.env.run(until=(days + 1) * 1440)
    return place.seen


def _septembers(place: Place) -> Generator[Any, Any, None]:
    """Admit, form classes and count, every 1 September."""
    while True:
        yield place.september("admission")
        regime = place.regime()
        demand = own_demand(place)
        offers = {c: offer(c, demand[c], regime) for c in place.campuses if c.is_open}
        take_vacated(place, offers)
        climb(place, offers)
        for one in offers.values():
            form_entry(one, regime)
            seat_newcomers(one)
            if regime.rules.clear:
                clear(one, regime)
        place.vacated.clear()
        place.count()


def _springs(place: Place) -> Generator[Any, Any, None]:
    """Let the unplaced seek again on 1 March, in classes there are."""
    while True:
        yield place.until(3, 0)
        offers = {campus: Offer(campus) for campus in place.campuses if campus.is_open}
        climb(place, offers)
        for one in offers.values():
            seat_newcomers(one)


def own_campus(place: Place, child: Child) -> Campus | None:
    """Find the campus a child may ask: its own, or the nearest where that lacks the grade."""
    own = place.own.get((child.zone, child.stage))
    if own and child.grade in own.taught:
        return own
    district = place.district
    limit = place.regime().rules.redirect_limit_m[child.stage]
    near, far = [], []
    for campus in place.campuses:
        if campus.is_open and campus.public and child.grade in campus.taught:
            metres = int(district.distance_m[child.zone, campus.number])
            if campus.town == int(district.zone_town[child.zone]):
                near.append((metres, campus.number))
            elif metres <= limit:
                far.append((metres, campus.number))
    ranked = sorted(near) or sorted(far)
    return place.campuses[ranked[0][1]] if ranked else None


def own_demand(place: Place) -> dict[Campus, Counter[int]]:
    """Count the children who seek at each campus as their own, by grade."""
    demand: dict[Campus, Counter[int]] = defaultdict(Counter)
    for child in place.seekers():
        campus = own_campus(place, child)
        if campus:
            demand[campus][child.grade] += 1
    return demand


def offer(campus: Campus, demand: Counter[int], regime: Regime) -> Offer:
    """Deal the free rooms of each pool, one at a time, to its grades without classes."""
    made = Offer(campus)
    for pool in campus.pools.values():
        free = max(0, pool.rooms - campus.held(pool))
        entry = [g for g in pool.grades if g in campus.taught and not campus.classes[g]]
        limit = -(-pool.rooms // len(pool.grades)) if pool.filling else free
        dealt = dict.fromkeys(entry, 0)
        left = free
        while left and any(rooms < limit for rooms in dealt.values()):
            grade = max(
                (g for g in entry if dealt[g] < limit),
                key=lambda g: (demand[g] / (dealt[g] + 1), -g),
            )
            dealt[grade] += 1
            left -= 1
        made.planned |= dealt
        made.free[pool] = free
    return made


def _asking(
    place: Place, offers: dict[Campus, Offer], residences: tuple[int, ...]
) -> dict[tuple[Campus, int], dict[int, list[Child]]]:
    """List who seeks, by campus and grade, then by zone."""
    asking: dict[tuple[Campus, int], dict[int, list[Child]]] = {}
    for child in place.seekers():
        campus = own_campus(place, child)
        if campus and child.residence in residences:
            asking.setdefault((campus, child.grade), {}).setdefault(child.zone, []).append(child)
    return asking


def _place(one: Offer, child: Child) -> None:
    """Promise a seat; the class is found when classes are formed."""
    child.sink, child.campus = None, one.campus
    one.placed[child.grade].append(child)


def take_vacated(place: Place, offers: dict[Campus, Offer]) -> None:
    """Give newcomers the seats pupils of their zone and grade left since the last census."""
    for tier in place.regime().rules.tiers:
        for (campus, grade), zones in _asking(place, offers, tier).items():
            if grade in offers[campus].planned:
                continue
            for zone, children in zones.items():
                for child in children[: place.vacated[campus.number, grade, zone]]:
                    place.vacated[campus.number, grade, zone] -= 1
                    _place(offers[campus], child)


def climb(place: Place, offers: dict[Campus, Offer]) -> None:
    """Admit rung by rung, and tier by tier on each rung."""
    regime = place.regime()
    norms, rules = regime.norms, regime.rules
    assert rules.order == "rungs_first", "rungs before tiers"
    for rung in rules.ladder:
        assert rung.where == "own", "a ladder without redirection"
        for tier in rules.tiers:
            assert len(tier) == 1, "one residence per tier"
            for (campus, grade), zones in _asking(place, offers, tier).items():
                one = offers[campus]
                wanted = {zone: len(children) for zone, children in zones.items()}
                if rung.fill == "any":
                    given = wanted
                else:
                    sizes = norms.class_norm if rung.fill == "norm" else norms.tolerance
                    seats = one.seats(grade, int(sizes[grade]))
                    given = wanted if seats >= sum(wanted.values()) else share_out(seats, wanted)
                for zone, children in zones.items():
                    for child in children[: given[zone]]:
                        _place(one, child)


def form_entry(one: Offer, regime: Regime) -> None:
    """Open classes to the norm in planned rooms, then to the tolerance in rooms left unused.

    A room counts as unused when it was dealt to nobody, or to a grade that does not fill it: no
    grade sits in a borrowed room, or above the tolerance, beside an empty room of its pool.
    """
    norms = regime.norms
    pupils_of = {grade: one.placed.pop(grade, []) for grade in sorted(one.planned)}
    classes = {
        grade: min(one.planned[grade], -(-len(pupils) // int(norms.class_norm[grade])))
        for grade, pupils in pupils_of.items()
    }
    for grade, number in classes.items():
        one.free[one.campus.pool_of[grade]] -= number
    for grade, pupils in pupils_of.items():
        if not pupils:
            continue
        pool = one.campus.pool_of[grade]
        least = -(-len(pupils) // int(norms.tolerance[grade]))
        more = min(max(0, least - classes[grade]), one.free[pool])
        one.free[pool] -= more
        one.campus.seat_evenly(grade, pupils, max(1, classes[grade] + more))


def seat_newcomers(one: Offer) -> None:
    """Let newcomers of continuing grades join the smallest class, one by one."""
    for grade, newcomers in one.placed.items():
        for child in newcomers:
            room = min(one.campus.classes[grade], key=lambda room: len(room.pupils))
            one.campus.join(child, room)
    one.placed.clear()


def clear(one: Offer, regime: Regime) -> None:
    """Split the largest continuing classes while a room of their pool is free."""
    campus = one.campus
    for pool, free in one.free.items():
        for _ in range(free):
            largest = {
                grade: max(len(room.pupils) for room in campus.classes[grade])
                for grade in pool.grades
                # Preschool classes have norms of their own and never count as large.
                if grade > 2 and grade not in one.planned and campus.classes[grade]
            }
            if not largest or max(largest.values()) < regime.norms.large_class:
                break
            grade = max(largest, key=lambda grade: (largest[grade], -grade))
            classes = len(campus.classes[grade]) + 1
            campus.seat_evenly(grade, campus.pupils(grade), classes)
