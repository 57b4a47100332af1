"""Which rows do the accounts of land, staff, beds and equal equipment have in one year?"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from simulator.accounting.beds import beds
from simulator.accounting.equality import differences
from simulator.accounting.funds import funds
from simulator.accounting.land import land, land_account, parcels
from simulator.accounting.staff import staff
from simulator.state import Inputs, State

Ints = NDArray[np.int64]
Columns = dict[str, NDArray[Any]]

TABLES: Final = ("staff", "land", "land_account", "beds", "funds", "differences")
"""Those that are written; ``parcels`` is only handed on from census to census."""


def accounts_of(state: State, inputs: Inputs, pupils: Ints, places: Ints) -> dict[str, Columns]:
    """Give the rows of every account of a year, ids as indices.

    ``state.census`` is still the census of the year before, none at the opening. ``pupils`` are
    (C, G); usable ``places`` (P, S), none at private campuses.
    """
    held = parcels(state, inputs)
    posts = staff(state, inputs, pupils)
    return {
        "parcels": held,
        "land_account": land_account(state, inputs.district, held),
        "land": land(state, inputs, held, places),
        "staff": posts,
        "beds": beds(state, inputs, pupils),
        "funds": funds(state, inputs, pupils),
        "differences": differences(state, inputs, held, pupils),
    }
