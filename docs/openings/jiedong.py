"""Which published figures stand behind the illustrative opening of Jiedong?

Everything published carries its source; what is assumed says so. See ``docs/jiedong.md``.
"""

from collections.abc import Mapping
from dataclasses import replace

from openings.place import Place, Town

# 2020 census, Jiedong District (Tabulation on the 2020 Population Census by County; transcription
# in the open data set leiii/census, MIT): residents, urban residents, five-year ages, and residents
# registered outside the district (elsewhere in the province + in another province).
# Points: "towns and villages of China" (2016 codes; CC BY 4.0), moved here from GCJ-02 to WGS 84.
# Population: Baita census 2020; Linpan, Yuecheng, Longwei registered x 0.88; Xichang, Xinheng
# undated x 0.88; Guiling + Pandong 131 and the other five 388 together, split by assumption.
TOWNS = (
    Town("quxi", "曲溪街道", 116.424020, 23.576909, 128.0, 34, 0.87, 1.8, 15, 9, 3, 1),
    Town("pandong", "磐东街道", 116.303431, 23.557041, 72.8, 28, 1.00, 1.2, 9, 5, 2, 1),
    Town("yunlu", "云路镇", 116.464291, 23.585672, 78.0, 40, 0.97, 1.0, 10, 6, 2, 0),
    Town("yujiao", "玉滘镇", 116.526976, 23.586834, 72.0, 40, 0.98, 1.2, 9, 5, 2, 1),
    Town("xichang", "锡场镇", 116.325575, 23.601529, 95.3, 48.75, 0.91, 1.2, 12, 7, 2, 1),
    Town("xinheng", "新亨镇", 116.285424, 23.628006, 96.8, 90.6, 0.91, 1.0, 12, 8, 3, 0),
    Town("yuhu", "玉湖镇", 116.244199, 23.685382, 48.0, 60, 1.40, 0.4, 8, 4, 2, 0, 2),
    Town("putian", "埔田镇", 116.388839, 23.618062, 62.0, 44, 1.02, 0.8, 8, 4, 1, 1),
    Town("linpan", "霖磐镇", 116.236273, 23.554415, 58.5, 28, 1.06, 0.8, 7, 5, 2, 0),
    Town("yuecheng", "月城镇", 116.271256, 23.561209, 51.4, 18.3, 1.06, 0.8, 7, 5, 2, 0),
    Town("baita", "白塔镇", 116.207214, 23.567589, 76.3, 36, 1.18, 0.6, 9, 6, 2, 0),
    Town("longwei", "龙尾镇", 116.149241, 23.571794, 34.6, 48, 1.40, 0.4, 7, 3, 1, 0, 2),
    Town("guiling", "桂岭镇", 116.233675, 23.589347, 58.2, 34, 1.10, 0.6, 7, 5, 2, 0),
)

VILLAGES = {
    "quxi": 21, "pandong": 17, "yunlu": 21, "yujiao": 11, "xichang": 13, "xinheng": 14, "yuhu": 21,
    "putian": 21, "linpan": 12, "yuecheng": 15, "baita": 19, "longwei": 10, "guiling": 17,
}  # fmt: skip
"""Villages and communities of the 2016 code list: a bound of the primary schools of a town."""

MORE: Mapping[str, Mapping[str, int]] = {
    "quxi": {"k": 7, "q": 8, "s": 2, "v": 1},
    "pandong": {"k": 4, "q": 4, "s": 1, "v": 1},
    "yunlu": {"k": 4, "q": 4, "s": 1},
    "yujiao": {"k": 4, "q": 4},
    "xichang": {"k": 5, "q": 5, "s": 1},
    "xinheng": {"k": 5, "q": 6, "s": 1},
    "yuhu": {"k": 3, "q": 2},
    "putian": {"k": 3, "q": 4},
    "linpan": {"k": 3, "q": 3, "s": 1},
    "yuecheng": {"k": 3, "q": 3},
    "baita": {"k": 4, "q": 4, "s": 1},
    "longwei": {"k": 2, "q": 2},
    "guiling": {"k": 3, "q": 3},
}
"""Assumed: public and private kindergartens, general senior and vocational schools of a town."""

PLACE = Place(
    slug="jiedong",
    towns=[replace(town, more=MORE[town.slug]) for town in TOWNS],
    residents=931_719,
    urban=507_382,
    migrants=12_750 + 30_483,
    census_ages=(
        (0, 0, 13_955),
        (1, 4, 55_571),
        (5, 9, 72_791),
        (10, 14, 65_363),
        (15, 19, 50_499),
    ),
    opening=2022,
    last=2031,
    # The order of the 2016 education plan over the census cohorts, 0.84 and 0.93.
    # Kindergarten and senior shares are assumed: nine in ten children of kindergarten age, as in
    # the nation in 2022 (89.7 %, Ministry of Education), fewer than half of them in public ones;
    # of the senior cohort a little less than in the 2016 plan (0.69 with pupils from outside).
    public_share={
        "preschool": (0.42, 0.30),
        "primary": (0.90, 0.85),
        "junior": (0.93, 0.87),
        "senior": (0.60, 0.40),
    },
    listed_private={"preschool": (0.47, 0.55)},
    vocational=(0.22, 0.30),
    inclusive=0.70,
    drawn_to="quxi",
    share_rooms=frozenset({"xichang", "putian"}),
    teaching_point=("longwei",),
    boarders=0.2,
    beds=300,
    seeds=range(2, 22),
)
