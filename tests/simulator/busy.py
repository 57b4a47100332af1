"""A small district in which every step of one school year has something to do."""

import datetime as dt

import numpy as np

from simulator.district import Closure, Dates, Estate, Holdings, Project, Purchase, Regime
from simulator.vocabulary import RESOURCES
from tests import places

BROKEN_YEAR = 2024
"""The year a step is broken in: that of the opening, the closure and the expansion below."""

PRIMARY = ("p1", "p2", "p3", "p4", "p5", "p6")
JUNIOR = ("j1", "j2", "j3")
GROWTH = np.zeros((5, 18, 2))
GROWTH[:, :, 1] = 0.12
GROWTH[2, :, 0] = -0.1


def busy_district():
    """A district in which every step of 2024 has something to do.

    A shared pool, a shared catchment, a private campus, an overbooked pool, a campus that opens
    with all grades and draws, one that opens with its entry grade, one that closes into a
    receiver and one without, purchased places, a neighbouring county, spring arrivals.
    """
    zones = {
        "a": ("east", 0, 0), "b": ("east", 900, 0), "c": ("east", 1900, 300),
        "d": ("west", 6000, 0), "e": ("west", 7000, 500),
    }  # fmt: skip
    campuses = {
        "all-new": ("east", 1200, 200), "closing": ("west", 6900, 100), "ends": ("west", 7400, 0),
        "filling": ("west", 6300, 500), "junior": ("east", 1100, 0), "nine": ("east", 0, 100),
        "private": ("east", 950, 50), "small": ("east", 1800, 200), "west": ("west", 6100, 0),
    }  # fmt: skip
    rooms = {
        ("all-new", "primary"): 9, ("closing", "primary"): 6, ("ends", "primary"): 6,
        ("filling", "junior"): 3, ("junior", "junior"): 6, ("nine", "primary+junior"): 7,
        ("private", "primary"): 6, ("small", "primary"): 6, ("west", "primary"): 7,
        ("west", "junior"): 6,
    }  # fmt: skip
    sizes = {
        **{("closing", g): [38] for g in PRIMARY}, **{("ends", g): [30] for g in PRIMARY},
        **{("junior", g): [56, 55] for g in JUNIOR}, **{("nine", g): [54, 53] for g in PRIMARY},
        **{("nine", g): [52] for g in JUNIOR}, **{("private", g): [30] for g in PRIMARY},
        **{("small", g): [57] for g in PRIMARY}, **{("west", g): [46] for g in PRIMARY},
        **{("west", g): [50, 49] for g in JUNIOR},
    }  # fmt: skip
    children = {"a": (60, 8), "b": (55, 6), "c": (50, 12), "d": (60, 4), "e": (66, 9)}
    shares = np.zeros((5, 4, 2, 3))
    shares[:, 1:3] = [0.03, 0.05, 0.0]
    rates = np.zeros((4, 3))
    rates[1:3] = [0.04, 0.02, 0.01]
    boarders = np.zeros((9, 15))
    boarders[[4, 5, 8]] = 0.1
    inflow = np.zeros((9, 15))
    inflow[8, 3] = 5
    return places.place(
        zones=zones,
        campuses=campuses,
        rooms=rooms,
        sizes=sizes,
        people={(zone, age): n for zone, n in children.items() for age in range(18)},
        births={zone: [n[0]] * 3 for zone, n in children.items()},
        catchments={
            "primary": {"a": ["nine"], "b": ["nine", "small"], "c": ["small"],
                        "d": ["west"], "e": ["closing", "ends"]},
            "junior": {"a": ["nine"], "b": ["junior"], "c": ["junior"], "d": ["west"],
                       "e": ["west"]},
        },
        closed=["all-new", "filling"],
        private=["private"],
        years=(2022, 2025),
        regime=Regime(
            dt.date(1990, 1, 1),
            places.norms(),
            places.rules(spring_share=0.4, ladder=places.LADDER[:-1], clear=True),
        ),
        survival=np.full(18, 0.98),
        net_migration=GROWTH,
        entry_shares=shares,
        leave_rates=rates,
        outside_inflow=inflow,
        estates=(Estate("homes", 3, 1, dt.date(2024, 5, 1), np.full(18, 12.0), (0.5, 0.5)),),
        pool_temporary=np.array([0, 0, 0, 0, 1, 0, 0, 0, 0, 0]),
        opening_cap_m=3000.0,
        projects=(
            Project("p-all", 0, True, ((0, 9),), Dates(accepted=dt.date(2024, 5, 1)), Dates(),
                    opens_with_all=True, site_area_m2=9000.0),
            Project("p-fill", 3, True, ((3, 3),), Dates(accepted=dt.date(2024, 6, 1)), Dates()),
            Project("p-more", 7, False, ((7, 2),), Dates(accepted=dt.date(2024, 6, 1)), Dates(),
                    site_area_m2=800.0),
        ),
        closures=(
            Closure("merge", dt.date(2024, 8, 1), 1, 8, merged=True),
            Closure("close", dt.date(2024, 8, 1), 2, None, merged=False, released=True),
        ),
        zone_urban=np.array([True, True, True, False, False]),
        campus_beds=np.array([0, 0, 0, 0, 30, 20, 0, 0, 10]),
        boarder_share=boarders,
        holdings=Holdings(
            site_m2=np.array([np.nan, 7000, 6000, np.nan, 9000, 12000, 5000, np.nan, 16000]),
            staff=np.array([0.0, 14, 12, 0, 26, 55, np.nan, 19, 40]),
            retirement_rate=0.04,
            resources={name: np.full(9, 3.0) for name in RESOURCES},
        ),
        purchases=(Purchase("buy", dt.date(2023, 9, 1), 2, 7),),
    )  # fmt: skip
