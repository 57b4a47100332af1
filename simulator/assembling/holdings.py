"""What do the campuses have at the opening besides rooms: land, staff, equipment?"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.assembling.references import column_positions, numbers, table, texts
from simulator.district import Holdings
from simulator.scenario import Scenario
from simulator.schema import Change
from simulator.vocabulary import RESOURCES

Floats = NDArray[np.float64]


def holdings(scenario: Scenario, campus_ids: tuple[str, ...]) -> Holdings:
    """Give what the table of campuses states; NaN where a cell is empty.

    Land is counted in whole square metres, so that the account adds up exactly.
    """
    rows = table(scenario, "campuses")
    here = column_positions(scenario, "campuses", rows, "id", campus_ids)

    def stated(column: str) -> Floats:
        values = np.full(len(campus_ids), np.nan)
        values[here] = numbers(rows, column)
        return values

    staff = stated("teachers")
    if not np.isnan(staff).all():
        # Who will teach at a school that is not yet there is not hired yet.
        new = np.ones(len(campus_ids), dtype=bool)
        new[here] = False
        staff[new] = 0
    return Holdings(
        site_m2=np.floor(stated("site_area_m2") + 0.5),
        staff=staff,
        retirement_rate=scenario.spec.staff.retirement_rate,
        resources={name: stated(name) for name in RESOURCES},
    )


def project_land(scenario: Scenario, change: Change) -> float | None:
    """Give the land a project adds: as stated, or that of the site it stands on."""
    if change.site_area_m2 is not None or change.site is None:
        return change.site_area_m2
    rows: pd.DataFrame = table(scenario, "sites")
    areas = dict(zip(texts(rows, "id"), numbers(rows, "site_area_m2").tolist(), strict=True))
    area = areas.get(change.site, np.nan)
    return None if np.isnan(area) else float(area)
