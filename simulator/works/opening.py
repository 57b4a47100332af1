"""What does a project bring when it is accepted, and where does a late school teach?"""

import numpy as np

from simulator.district import District, Project
from simulator.state import Event
from simulator.vocabulary import FIRST_GRADES, STAGE_OF_GRADE
from simulator.works.lodging import give_back, lodge
from simulator.works.september import Works, unsettle


def open_project(works: Works, district: District, project: Project, year: int) -> None:
    """Hand over a project's rooms; a new campus, or a stage new to its campus, begins to teach."""
    campus = project.campus
    if not project.new_campus and not works.open[campus]:
        day, closed = f"{year}-09-01", district.campus_ids[campus]
        works.events.append(Event(day, "project_of_closed_campus", closed, project.id))
        return
    for pool, rooms in project.rooms:
        works.rooms[pool] += rooms
        _open_pool(works, district, project, pool)
    works.beds[campus] += project.beds
    works.open[campus] = True
    kinds = {"expand": "campus_expanded", "rebuild": "campus_rebuilt"}
    kind = kinds.get(project.kind, "campus_opens")
    rooms = sum(rooms for _, rooms in project.rooms)
    works.events.append(
        Event(f"{year}-09-01", kind, district.campus_ids[campus], f"{project.id}: +{rooms}")
    )


def open_in_transition(works: Works, district: District, project: Project, year: int) -> None:
    """Let a new campus that is announced but late open in rooms elsewhere, lent or rented."""
    _move_out(works, district, project, year, "campus_opens_in_transition")
    for pool, _ in project.transition:
        _open_pool(works, district, project, pool)
    works.open[project.campus] = True


def leave_transition(works: Works, district: District, project: Project, year: int) -> None:
    """Give the rooms of a transition site back."""
    give_back(works, district, project.id)
    day, campus = f"{year}-09-01", district.campus_ids[project.campus]
    works.events.append(Event(day, "transition_ends", campus, project.id))


def clear_rooms(
    works: Works, district: District, project: Project, year: int, *, accepted: bool
) -> None:
    """Take the old rooms of a rebuilding out of use; until it is accepted it has other rooms."""
    if not works.open[project.campus]:
        return
    for pool, wanted in project.rooms_out:
        gone = min(wanted, int(works.rooms[pool]))
        works.rooms[pool] -= gone
        detail = f"{project.id}: -{gone}" + (f" / {wanted}" if gone < wanted else "")
        day = f"{year}-09-01"
        works.events.append(Event(day, "rooms_taken_out", district.pool_ids[pool], detail))
    if project.transition and not accepted:
        _move_out(works, district, project, year, "moves_to_transition")


def _move_out(works: Works, district: District, project: Project, year: int, event: str) -> None:
    """Bring the rooms of a transition site, lent or rented."""
    lenders = project.lent_by or (-1,) * len(project.transition)
    wanted = [(*own, lender) for own, lender in zip(project.transition, lenders, strict=True)]
    together = lodge(works, district, project.id, wanted)
    lending = {district.campus_ids[district.pool_campus[pool]] for pool in project.lent_by}
    detail = "/".join((f"{project.id}: {together}", *sorted(lending)))
    day, campus = f"{year}-09-01", district.campus_ids[project.campus]
    works.events.append(Event(day, event, campus, detail))


def begin_teaching(
    works: Works, district: District, campus: int, pool: int, *, whole: bool, stated: bool = False
) -> None:
    """Let a campus teach the grades of a pool: the entry grades, or all of them at once.

    Unless its catchment is stated, the zones of its town are to be assigned anew.
    """
    grades = np.flatnonzero(district.pool_of[campus] == pool).tolist()
    entry = [g for g in grades if g in FIRST_GRADES or g - 1 not in grades]
    works.taught[campus, grades if whole else entry] = True
    works.filling[pool] = not whole
    works.fresh[pool] = whole
    if not stated:
        unsettle(works, district, campus, {STAGE_OF_GRADE[g] for g in grades})


def _open_pool(works: Works, district: District, project: Project, pool: int) -> None:
    """Begin to teach the grades of a pool, unless that has begun, in the catchment stated."""
    campus = project.campus
    grades = np.flatnonzero(district.pool_of[campus] == pool)
    if works.taught[campus, grades].any():
        return
    stated, whole = project.catchment is not None, project.opens_with_all
    begin_teaching(works, district, campus, pool, whole=whole, stated=stated)
    for stage in {STAGE_OF_GRADE[g] for g in grades.tolist()}:
        for zone in project.catchment or ():
            # Two campuses that open together may state the same zone: they share it.
            others = works.given.get((zone, stage), ())
            works.given[(zone, stage)] = tuple(sorted({*others, campus}))
