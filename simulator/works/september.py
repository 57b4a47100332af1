"""Which parts of the state does building change, while a September is worked through?"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from simulator.district import District
from simulator.roll import Moves
from simulator.state import Ended, Event, Lodged

Ints = NDArray[np.int64]


@dataclass
class Works:
    """The parts of the state that building changes, while a September is worked through."""

    rooms: Ints
    temporary: Ints
    beds: Ints
    open: NDArray[np.bool_]
    taught: NDArray[np.bool_]
    filling: NDArray[np.bool_]
    fresh: NDArray[np.bool_]
    classes: Ints
    sizes: Ints
    tolerance: Ints
    """(C, G)"""
    moves: list[Moves] = field(default_factory=list)
    displaced: list[Moves] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    ended: list[Ended] = field(default_factory=list)
    given: dict[tuple[int, int], tuple[int, ...]] = field(default_factory=dict)
    """(zone, stage) → campuses stated by a change."""
    unsettled: set[tuple[int, int]] = field(default_factory=set)
    """(town, stage) whose zones are to be assigned anew."""
    lodged: dict[str, tuple[Lodged, ...]] = field(default_factory=dict)
    """Project or lease → temporary rooms it has."""


def unsettle(works: Works, district: District, campus: int, stages: set[int]) -> None:
    """Have the zones of a campus's town assigned anew; one beside the ladder has no catchment."""
    apart = district.campus_special[campus] or district.campus_vocational[campus]
    if district.campus_public[campus] and not apart:
        works.unsettled |= {(int(district.campus_town[campus]), stage) for stage in stages}
