"""Which published figures stand behind the illustrative opening of the county-standards plan?

The plan prints x for its county and for nearly every number. The county is very likely Nanfeng,
Jiangxi (桔都小学 and 蜜桔 are left in its text), whose census stands here. No figure of any of its
towns was found, so towns are invented too. See ``docs/county.md``.
"""

from openings.place import Place, Town

# 2020 census, Nanfeng County (Tabulation on the 2020 Population Census by County; transcription in
# the open data set leiii/census, MIT): residents, urban residents, five-year ages, and residents
# registered outside the county (elsewhere in the province + in another province). The last group,
# 15-19, is that of 2010 (the same cohort, then 5-9; same source, secondary): by 2020 only 11,128 of
# them were left, but in 2018, the opening, those of them aged 13-15 were still at school here.
#
# Assumed: where the towns stand (the county seat near its true place, recalled; the others round it
# so that the areas add up to the published 1,920 km2), their residents (the seat has most of the
# urban ones), zones, schools, supply of rooms and hamlets.
TOWNS = (
    Town("seat", "示例城关镇", 116.530, 27.220, 118, 80, 0.86, 2.0, 12, 8, 4, 1,
         more={"k": 6, "q": 7}, supply_of={"preschool": 0.95, "junior": 0.90}, spread=0.7),
    Town("jia", "示例甲镇", 116.490, 27.094, 22, 190, 1.15, 0.5, 4, 2, 1, 0, 1, {"k": 1, "q": 1}),
    Town("yi", "示例乙镇", 116.651, 27.139, 20, 160, 1.15, 0.5, 4, 2, 1, 0, 1, {"k": 1, "q": 1}),
    Town("bing", "示例丙镇", 116.389, 27.193, 16, 170, 1.20, 0.5, 3, 2, 1, 0, 0, {"k": 1, "q": 1}),
    Town("ding", "示例丁镇", 116.560, 27.319, 15, 130, 1.20, 0.5, 3, 2, 1, 0, 0, {"k": 1, "q": 1}),
    Town("wu", "示例戊镇", 116.661, 27.274, 14, 130, 1.20, 0.5, 2, 2, 1, 0, 0, {"k": 1}),
    Town("ji", "示例己镇", 116.429, 27.310, 12, 140, 1.30, 0.5, 3, 1, 1, 0, 1, {"k": 1}),
    Town("zi", "示例子乡", 116.257, 27.148, 13, 200, 1.30, 0.5, 3, 1, 1, 0, 1, {"k": 1}),
    Town("chou", "示例丑乡", 116.348, 27.048, 11, 190, 1.30, 0.5, 3, 1, 1, 0, 1, {"k": 1}),
    Town("yin", "示例寅乡", 116.278, 27.265, 11, 190, 1.40, 0.5, 4, 1, 1, 0, 2),
    Town("mao", "示例卯乡", 116.621, 27.021, 10, 160, 1.40, 0.5, 3, 1, 0, 1, 1),
    Town("chen", "示例辰乡", 116.449, 26.967, 9.9, 180, 1.40, 0.5, 4, 1, 1, 0, 2),
)  # fmt: skip

PLACE = Place(
    slug="county",
    towns=TOWNS,
    residents=271_888,
    urban=144_505,
    migrants=5_250 + 2_980,
    census_ages=(
        (0, 0, 1_228 + 1_009),
        (1, 4, 7_133 + 6_213),
        (5, 9, 12_306 + 9_364),
        (10, 14, 13_917 + 10_702),
        (15, 19, 17_832),
    ),
    opening=2018,
    last=2030,
    # Assumed. Preschool: 83 % at kindergartens here, a little above the nation's 81.7 % of 2018.
    # No senior schools: from 15 on most leave the county (see above), where to is not published.
    public_share={
        "preschool": (0.40, 0.30),
        "primary": (0.94, 0.90),
        "junior": (0.94, 0.90),
    },
    listed_private={"preschool": (0.43, 0.50)},
    inclusive=0.6,
    drawn_to="seat",
    teaching_point=("zi", "yin", "chen"),
    combined=True,
    hamlet=600,
    boarders=0.4,
    beds=200,
    state_residents=True,
    margin_m=9_500,
    seeds=range(2, 8),
)
