"""Which temporary rooms come and go: of transition sites and of leases?"""

from collections.abc import Iterable

from simulator.district import District
from simulator.state import Event, Lodged
from simulator.undertakings import Lease, holds
from simulator.works.september import Works


def lodge(
    works: Works, district: District, name: str, wanted: Iterable[tuple[int, int, int]]
) -> int:
    """Bring (pool, rooms, lender) temporary rooms under a name; give how many there are.

    A lender, −1 for none, lends at most the rooms it has.
    """
    brought = []
    for pool, rooms, lender in wanted:
        number = rooms
        if lender >= 0:
            standing = works.open[district.pool_campus[lender]]
            number = min(rooms, int(works.rooms[lender])) if standing else 0
            works.rooms[lender] -= number
        works.temporary[pool] += number
        brought.append(Lodged(pool, number, lender))
    works.lodged[name] = tuple(brought)
    return sum(one.rooms for one in brought)


def give_back(works: Works, district: District, name: str) -> int:
    """Give the temporary rooms of a name back; a lender that has closed gets nothing."""
    number = 0
    for one in works.lodged.pop(name, ()):
        works.temporary[one.pool] -= one.rooms
        number += one.rooms
        if one.lender >= 0 and works.open[district.pool_campus[one.lender]]:
            works.rooms[one.lender] += one.rooms
    return number


def vacate(works: Works, district: District, campus: int) -> None:
    """Give back all temporary rooms that somebody brought to a campus that closes."""
    for name, brought in sorted(works.lodged.items()):
        if any(district.pool_campus[one.pool] == campus for one in brought):
            give_back(works, district, name)


def follow_leases(works: Works, district: District, leases: Iterable[Lease], year: int) -> None:
    """Bring rooms leased from now on, and take away those of leases that have ended."""
    for lease in leases:
        there = lease.id in works.lodged
        wanted = holds(lease.on, lease.until, year)
        pool, day = district.pool_ids[lease.pool], f"{year}-09-01"
        if wanted and not there and works.open[district.pool_campus[lease.pool]]:
            rooms = lodge(works, district, lease.id, [(lease.pool, lease.rooms, -1)])
            works.events.append(Event(day, "rooms_leased", pool, f"{lease.id}: +{rooms}"))
        elif there and not wanted:
            rooms = give_back(works, district, lease.id)
            works.events.append(Event(day, "lease_ends", pool, f"{lease.id}: -{rooms}"))
