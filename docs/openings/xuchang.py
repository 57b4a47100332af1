"""Which published figures stand behind the illustrative opening of Xuchang?

Everything published carries its source; what is assumed says so. See ``docs/xuchang.md``.
"""

from collections.abc import Sequence

from openings.place import Census, Place, Town

GROUPS = ((0, 0), (1, 4), (5, 9), (10, 14), (15, 19))
STAYED = 248_778 / 283_532
"""Of those aged 5-9 in 2010, the city had so many at 15-19 in 2020; the others had left."""


def counted(residents: int, urban: int, migrants: int, ages: Sequence[int]) -> Census:
    """Give the census of a county; its ages follow ``GROUPS``.

    Those of 15 and over are as many as before they left: in 2018 most of them were at school here.
    """
    before = (*ages[:-1], round(ages[-1] / STAYED))
    groups = [(*group, count) for group, count in zip(GROUPS, before, strict=True)]
    return Census(residents, urban, migrants, groups)


# 2020 census by county (Tabulation on the 2020 Population Census by County; transcription in the
# open data set leiii/census, MIT): residents, urban residents, residents registered outside the
# county (elsewhere in the province + in another province), five-year ages. The economic
# development zone (69,498 residents) is counted apart there and is no county: it is added to
# Jian'an, from which most of it came.
CENSUS = {
    "weidu": counted(554_465, 554_465, 133_489 + 9_177, (3_888, 26_640, 35_950, 31_442, 41_258)),
    "jianan": counted(
        713_977 + 69_498, 250_010 + 45_928, 41_243 + 3_451 + 18_966 + 582,
        (5_783 + 608, 34_204 + 3_955, 56_638 + 5_745, 56_158 + 5_467, 41_900 + 2_190),
    ),
    "yanling": counted(547_411, 245_851, 7_026 + 1_560, (5_288, 30_187, 53_283, 53_966, 28_670)),
    "xiangcheng": counted(
        674_832, 287_233, 12_271 + 1_906, (5_204, 34_115, 59_864, 63_467, 40_682)
    ),
    "yuzhou": counted(
        1_109_782, 565_152, 24_512 + 5_193, (10_149, 55_506, 90_602, 94_142, 56_108)
    ),
    "changge": counted(710_033, 396_741, 29_544 + 4_361, (5_515, 33_368, 54_863, 60_559, 37_970)),
}  # fmt: skip

# Points: seats of the counties to a hundredth of a degree, WGS 84 (Jian'an surrounds Weidu: the
# middle of the district). Areas, km², rounded, from memory: they only set how far zones spread.
# Assumed: rooms per room needed at the norm (least where people move to), zones (one per some
# 52,000 residents; a hamlet is a small rural school), campuses. A listed campus stands for all
# schools of its kind around it, so that the numbers of campuses are of the invention, not counts.
EVEN = {"preschool": 1.0, "senior": 1.0}
TOWNS = (
    Town("weidu", "魏都区", 113.82, 34.03, 554.465, 97, 0.86, 1.0, 12, 5, 2, 1, 0,
         {"k": 2, "q": 2, "s": 2, "v": 2}, EVEN, census=CENSUS["weidu"]),
    Town("jianan", "建安区", 113.73, 34.02, 783.475, 1000, 0.95, 1.0, 15, 7, 3, 1, 0,
         {"k": 3, "q": 4, "s": 2, "v": 1}, EVEN, census=CENSUS["jianan"]),
    Town("yanling", "鄢陵县", 114.18, 34.10, 547.411, 870, 0.96, 1.0, 11, 5, 2, 1, 0,
         {"k": 2, "q": 3, "s": 1, "v": 1}, EVEN, census=CENSUS["yanling"]),
    Town("xiangcheng", "襄城县", 113.49, 33.86, 674.832, 920, 0.96, 1.0, 13, 7, 2, 1, 1,
         {"k": 2, "q": 3, "s": 2, "v": 1}, EVEN, census=CENSUS["xiangcheng"]),
    Town("yuzhou", "禹州市", 113.46, 34.16, 1109.782, 1460, 0.91, 1.0, 21, 10, 3, 1, 2,
         {"k": 5, "q": 6, "s": 3, "v": 2}, EVEN, census=CENSUS["yuzhou"]),
    Town("changge", "长葛市", 113.76, 34.22, 710.033, 650, 0.91, 1.0, 13, 6, 2, 1, 0,
         {"k": 2, "q": 4, "s": 2, "v": 1}, EVEN, census=CENSUS["changge"]),
)  # fmt: skip

PLACE = Place(
    slug="xuchang",
    towns=TOWNS,
    residents=4_379_998,
    urban=2_345_380,
    migrants=267_051 + 26_230,
    census_ages=(
        (0, 0, 36_435),
        (1, 4, 217_975),
        (5, 9, 356_945),
        (10, 14, 365_201),
        (15, 19, 248_778),
    ),
    opening=2018,
    last=2027,
    # Assumed; the rest is private, elsewhere or not enrolled (entry_shares of the baseline). The
    # kindergartens together have the 93.5 % of the plan.
    public_share={
        "preschool": (0.315, 0.25),
        "primary": (0.88, 0.85),
        "junior": (0.85, 0.83),
        "senior": (0.45, 0.40),
    },
    # Half and half (职普比大体相当) is the plan's; that nine in ten go on is assumed.
    vocational=(0.45, 0.40),
    listed_private={"preschool": (0.62, 0.685)},
    inclusive=0.65,
    drawn_to="weidu",
    teaching_point="yuzhou",
    boarders=0.3,
    beds=1_500,
    luck=0.12,
    fullest=70,
    margin_m=22_000,
)
