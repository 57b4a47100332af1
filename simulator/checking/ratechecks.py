"""Do rates, rides and resource rooms follow from the other tables of the census?"""

import numpy as np
from numpy.typing import NDArray

from simulator.checking.equations import ConservationError, equal, rows
from simulator.state import Census, Inputs, State
from simulator.vocabulary import COMPULSORY, GRADES, GRADES_OF_STAGE, STAGE_OF_GRADE, STAGES

Ints = NDArray[np.int64]

_STAGE = np.array(STAGE_OF_GRADE)
_MILLIONTHS = 1_000_000
_SCOPES = (*STAGES, "compulsory", "all")


def check_rates(state: State, inputs: Inputs, census: Census) -> None:
    """Work out the rates anew from balance, enrolment and capacity; re-count rides and rooms.

    Raises
    ------
    ConservationError
        A rate or a count differs; with both sides.
    """
    _check_shares(state, inputs, census)
    _check_boarding(state, inputs, census)
    _check_resource_rooms(state, inputs, census)


def _check_shares(state: State, inputs: Inputs, census: Census) -> None:
    district, table, balance = inputs.district, census.rows["rates"], census.rows["balance"]
    enrolment, made = census.rows["enrolment"], census.rows["capacity"]
    number = len(STAGES)

    def total(name: str, chosen: NDArray[np.bool_]) -> Ints:
        found = np.zeros(number, dtype=np.int64)
        np.add.at(found, balance["stage"][chosen], balance[name][chosen])
        return found

    everybody = np.ones(balance["stage"].size, dtype=bool)
    migrants = (balance["residence"] == 1) & (balance["zone"] < district.n_zones)
    kinds = ("pupils_public", "pupils_private", "purchased")
    here = np.sum([total(name, everybody) for name in kinds], axis=0)
    recognised = np.zeros(number, dtype=np.int64)
    inclusive = district.inclusive_in(state.year)
    chosen = inclusive[enrolment["campus"]]
    np.add.at(recognised, enrolment["stage"][chosen], enrolment["pupils"][chosen])
    pool = made["pool"]
    class_norm = inputs.norms.class_norm
    of_stage = [round(float(class_norm[list(grades)].mean())) for grades in GRADES_OF_STAGE]
    special = district.campus_special[district.pool_campus[pool]]
    norm = np.where(special, inputs.norms.special_class, np.array(of_stage)[made["stage"]])
    seats = made["rooms_ordinary"] * norm
    places = []
    for owners in (district.campus_public, inclusive, np.ones_like(inclusive)):
        of = owners[district.pool_campus[pool]]
        each = np.zeros(number, dtype=np.int64)
        np.add.at(each, made["stage"][of], seats[of])
        places.append(each)
    children = total("children", balance["zone"] < district.n_zones)
    parts = {
        "gross_rate": (here, children),
        "public_share": (total("pupils_public", everybody), here),
        "inclusive_share": (recognised, here),
        "public_place_share": (places[0], places[2]),
        "inclusive_place_share": (places[1], places[2]),
        "private_share": (total("pupils_private", everybody), here),
        "migrant_public_share": (
            total("pupils_public", migrants) + total("purchased", migrants),
            np.sum([total(name, migrants) for name in kinds], axis=0),
        ),
    }
    groups = (*([stage] for stage in range(number)), list(COMPULSORY), list(range(number)))
    for name, (part, whole) in parts.items():
        due = np.full(len(groups), -1, dtype=np.int64)
        for row, group in enumerate(groups):
            stages = [stage for stage in group if district.stages[stage]]
            if stages and whole[stages].sum() > 0:
                due[row] = round(part[stages].sum() / whole[stages].sum() * _MILLIONTHS)
        found = np.where(np.isnan(table[name]), -1, np.rint(table[name] * _MILLIONTHS))
        equal(state.year, f"tables: rates {name}", found.astype(np.int64), due, (_SCOPES,))


def _check_boarding(state: State, inputs: Inputs, census: Census) -> None:
    district, table, norms = inputs.district, census.rows["boarding"], inputs.norms
    metres = norms.ride_minutes / 60 * norms.ride_speed_kmh * 1000
    flows = census.rows["flows"]
    far = (flows["zone"] < district.n_zones) & (flows["distance_m"] > metres)
    far &= district.campus_public[flows["campus"]]
    shape = (district.n_campuses, len(STAGES))
    due, found = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    np.add.at(due, (flows["campus"][far], flows["stage"][far]), flows["pupils"][far])
    np.add.at(found, (table["campus"], table["stage"]), table["far_pupils"])
    names = (district.campus_ids, STAGES)
    equal(state.year, "tables: pupils beyond the ride", found, due, names)
    lines = rows(table["campus"].size)
    pairs = (
        ("far", table["in_beds"] + table["long_rides"], table["far_pupils"]),
        ("may board", table["in_beds"] + table["without_bed"], table["may_board"]),
    )
    for what, left, right in pairs:
        equal(state.year, f"tables: boarding adds up, {what}", left, right, lines)
    in_beds = np.zeros(district.n_campuses, dtype=np.int64)
    np.add.at(in_beds, table["campus"], table["in_beds"])
    over = np.maximum(in_beds - state.beds, 0)
    equal(state.year, "tables: boarders in beds", over, np.zeros_like(over), (district.campus_ids,))
    lowest = STAGE_OF_GRADE[norms.boarding_from]
    early = table["may_board"][table["stage"] < lowest].sum()
    if early:
        raise ConservationError(
            f"{state.year}: tables: {early} pupils below {GRADES[norms.boarding_from]} may "
            "board ≠ 0"
        )


def _check_resource_rooms(state: State, inputs: Inputs, census: Census) -> None:
    district, table = inputs.district, census.rows["resource_rooms"]
    enrolment = census.rows["enrolment"]
    pupils = np.zeros(district.n_campuses, dtype=np.int64)
    compulsory = np.isin(enrolment["stage"], COMPULSORY)
    np.add.at(pupils, enrolment["campus"][compulsory], enrolment["pupils"][compulsory])
    pupils[~district.campus_public | district.campus_special] = 0
    if district.special_needs is None:
        pupils[:] = 0
    found = np.zeros_like(pupils)
    np.add.at(found, table["campus"], table["pupils"])
    equal(state.year, "tables: resource rooms pupils", found, pupils, (district.campus_ids,))
    share = district.special_needs or 0.0
    needed = (table["pupils"] * share >= inputs.norms.resource_room_pupils - 1e-9).astype(np.int64)
    lines = rows(needed.size)
    equal(state.year, "tables: resource rooms needed", table["room_needed"], needed, lines)
