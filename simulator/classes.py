"""How are pupils taught together: classes that move up, open, split and end."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from simulator import capacity
from simulator import sizes as sizing
from simulator.luck import Luck
from simulator.rounding import split_even
from simulator.state import Event, Inputs, Log, State, goes_up
from simulator.vocabulary import GRADES, N_GRADES, STAGE_OF_GRADE

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def leave(state: State, inputs: Inputs, luck: Luck) -> tuple[State, Log]:
    """Let classes go up with their pupils; those of leavers end and free their rooms.

    A class whose last pupil has moved away ends too. A campus still filling teaches one grade
    more.
    """
    del luck
    pool_of = inputs.district.pool_of
    upward = goes_up(state, pool_of)
    taught = state.taught.copy()
    taught[:, 1:] |= (upward & state.taught)[:, :-1]
    everything = np.bincount(pool_of[pool_of >= 0], minlength=state.filling.size)
    now = np.bincount(pool_of[taught & (pool_of >= 0)], minlength=state.filling.size)

    classes = np.zeros_like(state.classes)
    up_sizes = np.zeros_like(state.sizes)
    classes[:, 1:] = np.where(upward, state.classes, 0)[:, :-1]
    up_sizes[:, 1:] = np.where(upward[:, :, None], state.sizes, 0)[:, :-1]
    remaining = sizing.remove(up_sizes, np.where(classes > 0, state.lost, 0))
    alive = np.minimum(classes, (remaining > 0).sum(axis=2))
    alive, remaining = _recombine(state, inputs, alive, remaining)
    # A stage whose rooms were all converted ends with its last class.
    no_rooms = (pool_of >= 0) & (state.rooms + state.temporary == 0)[pool_of]
    taught &= ~(no_rooms & (np.take_along_axis(alive, inputs.district.class_grade, 1) == 0))
    after = replace(
        state,
        taught=taught,
        filling=state.filling & (now < everything),
        fresh=np.zeros_like(state.fresh),
        classes=alive,
        sizes=remaining,
    )
    return after, Log(classes=alive - _shifted(state.classes))


def form(state: State, inputs: Inputs, luck: Luck) -> tuple[State, Log]:
    """Open entry classes, seat newcomers, and split classes where the policy asks for it.

    An entry grade opens ⌈pupils ÷ tolerance⌉ classes within its rooms, then further planned ones
    while the largest class exceeds the norm; without any room, one in a borrowed room. A
    continuing grade left above the tolerance by displaced pupils opens a class where a room is
    free. Under ``clear``, rooms still free then split the largest continuing classes.
    """
    del luck
    if state.offers is None:
        raise ValueError("classes are formed after places are offered")
    pool_of = inputs.district.pool_of
    pupils = capacity.by_class(state.roll.at_campuses(), inputs.district)
    entry = state.offers.entry
    norm = capacity.class_norm(inputs.norms, inputs.district)
    tolerance = capacity.tolerance(inputs.norms, inputs.district)
    before = state.classes

    # Entry grades: rooms dealt to them, then rooms of the pool dealt to nobody.
    spare = state.offers.undealt.copy()
    arriving = np.where(entry, pupils, 0)
    needed = -(-arriving // tolerance)
    target = norm if inputs.rules.entry_classes == "norm" else tolerance
    wished = np.minimum(state.offers.planned, -(-arriving // target))
    opened = np.maximum(np.minimum(needed, state.offers.planned), wished)
    # A dealt room that opens no class is free again, for another grade or a later split.
    unused = np.where(entry, state.offers.planned - opened, 0)
    used = pool_of >= 0
    np.add.at(spare, pool_of[used], unused[used])
    for campus, grade in np.argwhere(needed > opened):
        pool = pool_of[campus, grade]
        more = min(int(needed[campus, grade] - opened[campus, grade]), int(spare[pool]))
        opened[campus, grade] += more
        spare[pool] -= more
    borrowed = state.borrowed.copy()
    for campus, grade in np.argwhere((arriving > 0) & (opened == 0)):
        opened[campus, grade] = 1
        borrowed[pool_of[campus, grade]] += 1

    # Continuing grades: newcomers join; a grade without a class opens one.
    joining = np.where(entry, 0, pupils - state.sizes.sum(axis=2))
    classes = np.where(entry, opened, before)
    for campus, grade in np.argwhere((joining > 0) & (before == 0) & ~entry):
        pool = pool_of[campus, grade]
        wanted = int(-(-pupils[campus, grade] // tolerance[campus, grade]))
        number = min(wanted, int(spare[pool]))
        spare[pool] -= number
        if number == 0:
            number = 1
            borrowed[pool] += 1
        classes[campus, grade] = number
    sizes = sizing.widen(state.sizes, int(classes.max(initial=1)))
    sizes = np.where(entry[:, :, None], 0, sizes)
    sizes = sizing.join(sizes, classes, np.where(entry, pupils, np.maximum(joining, 0)))

    displaced = np.zeros_like(entry)
    if state.displaced.count.size:
        lost_campus = np.zeros((inputs.district.n_zones + 1, N_GRADES), dtype=bool)
        lost_campus[state.displaced.zone, state.displaced.grade] = True
        placed = state.placed
        here = lost_campus[placed.zone, placed.grade] & (placed.target < displaced.shape[0])
        held = inputs.district.class_grade[placed.target[here], placed.grade[here]]
        displaced[placed.target[here], held] = True
    # Combined classes are filled from below like entry classes, though they go on.
    relieved = (displaced | (inputs.district.together > 1)) & ~entry
    classes, sizes = _relieve(classes, sizes, spare, pool_of, tolerance, relieved)
    events: tuple[Event, ...] = ()
    if inputs.rules.clear:
        classes, sizes, events = _clear(classes, sizes, spare, entry, inputs, state.year)
    after = replace(
        state,
        classes=classes,
        sizes=sizes,
        borrowed=borrowed,
    )
    return after, Log(classes=classes - before, events=events)


def seat(state: State, inputs: Inputs, joining: Ints) -> State:
    """Seat spring newcomers, (C, G), in classes that exist."""
    joining = capacity.by_class(joining, inputs.district)
    return replace(state, sizes=sizing.join(state.sizes, state.classes, joining))


def _recombine(state: State, inputs: Inputs, classes: Ints, sizes: Ints) -> tuple[Ints, Ints]:
    """Form combined classes anew from the pupils who go on, and the classes they go up into.

    As few as the tolerance allows: a combined class keeps its teacher and changes its pupils.
    """
    district = inputs.district
    together = district.together
    if (together == 1).all():
        return classes, sizes
    anew = together != 1
    # Pupils who grow out of a combined class need a class of their own.
    anew[:, 1:] |= np.take_along_axis(together, district.class_grade, 1)[:, :-1] > 1
    pupils = capacity.by_class(state.roll.at_campuses(), district)
    tolerance = capacity.tolerance(inputs.norms, district)
    classes = np.where(anew, -(-pupils // tolerance), classes)
    sizes = sizing.widen(np.where(anew[:, :, None], 0, sizes), int(classes.max(initial=1)))
    sizes[anew] = split_even(pupils[anew], classes[anew], sizes.shape[2])
    return classes, sizes


def _shifted(classes: Ints) -> Ints:
    """Move the classes of every grade up one, whether or not they may."""
    up = np.zeros_like(classes)
    up[:, 1:] = classes[:, :-1]
    return up


def _relieve(
    classes: Ints, sizes: Ints, spare: Ints, pool_of: Ints, tolerance: Ints, where: Bools
) -> tuple[Ints, Ints]:
    """Open classes in continuing grades that displaced pupils left above the tolerance."""
    for campus, grade in np.argwhere(where & (sizes.max(axis=2) > tolerance)):
        pool = pool_of[campus, grade]
        pupils = int(sizes[campus, grade].sum())
        most = tolerance[campus, grade]
        while spare[pool] > 0 and -(-pupils // classes[campus, grade]) > most:
            classes[campus, grade] += 1
            spare[pool] -= 1
        here = np.zeros_like(where)
        here[campus, grade] = True
        sizes = sizing.even_out(sizes, classes, here)
    return classes, sizes


def _clear(
    classes: Ints, sizes: Ints, spare: Ints, entry: Bools, inputs: Inputs, year: int
) -> tuple[Ints, Ints, tuple[Event, ...]]:
    """Split the largest continuing classes into rooms still free.

    A split opens one class more in the grade and evens its classes out. The largest class of a
    pool goes first; equal ones by campus and grade.
    """
    district, large = inputs.district, inputs.norms.large_class
    events = []
    # No preschool class counts as large, so none is split.
    schools = ~entry & (np.array(STAGE_OF_GRADE) > 0)
    over = (sizes.max(axis=2) >= large) & schools
    pools = np.unique(district.pool_of[over])
    for pool in pools:
        cells = np.argwhere((district.pool_of == pool) & schools & (classes > 0))
        while True:
            largest = np.array([sizes[c, g, 0] for c, g in cells])
            worst = int(np.argmax(largest))
            if largest[worst] < large or spare[pool] == 0:
                break
            campus, grade = (int(i) for i in cells[worst])
            classes[campus, grade] += 1
            spare[pool] -= 1
            here = np.zeros_like(entry)
            here[campus, grade] = True
            sizes = sizing.even_out(sizes, classes, here)
            events.append(
                Event(
                    f"{year}-09-01",
                    "class_split",
                    district.campus_ids[campus],
                    f"{GRADES[grade]}: {classes[campus, grade] - 1} → {classes[campus, grade]}",
                )
            )
    return classes, sizes, tuple(events)
