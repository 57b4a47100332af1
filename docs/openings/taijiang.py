"""Which published figures stand behind the illustrative opening of Taijiang?

Everything published carries its source; what is assumed says so. See ``docs/taijiang.md``.
"""

from openings.place import Place, Town

# 2020 census, Taijiang District (Tabulation on the 2020 Population Census by County; transcription
# in the open data set leiii/census, MIT): residents, all urban, five-year ages, and residents
# registered outside the district (elsewhere in the province + in another province).
# Points: "towns and villages of China" (2016 codes; CC BY 4.0), moved here from GCJ-02 to WGS 84;
# the zones of Aofeng lie south-west of its office, which stands at the edge of the district.
# Population, assumed: communities of the 2016 code list x 7.93 thousand, Aofeng x 1.4, Shanghai
# and Ninghua x 1.1 (newer estates), Houzhou x 0.75 and Cangxia x 0.8 (renewal), others x 0.95.
# Area: the part of the 17.6 km² nearest to each point, rounded (with its share of the river).
# Supply, assumed after the plan's words (shortage in the centre and the east): Aofeng least, the
# five streets of the centre less than the need, the west more; kindergartens as much as needed.
KINDERGARTENS = {"preschool": 1.0}
TOWNS = (
    Town("yingzhou", "瀛洲街道", 119.315526, 26.058637, 37.7, 2.5, 0.96, 1.0, 5, 2, 1,
         more={"k": 2, "q": 1}, supply_of=KINDERGARTENS, spread=0.6, middle=(250, 0)),
    Town("houzhou", "后洲街道", 119.305632, 26.058571, 35.7, 1.3, 0.96, 1.0, 6, 2, 1,
         more={"k": 1, "q": 1}, supply_of=KINDERGARTENS, spread=0.75, middle=(0, -200)),
    Town("yizhou", "义洲街道", 119.292212, 26.055226, 37.7, 1.0, 1.04, 1.0, 5, 2, 1,
         more={"k": 2, "q": 1}, supply_of=KINDERGARTENS),
    Town("xingang", "新港街道", 119.313011, 26.067534, 37.7, 1.2, 0.95, 1.0, 5, 2, 1,
         more={"k": 2, "q": 1}, supply_of=KINDERGARTENS, spread=0.8),
    Town("shanghai", "上海街道", 119.297090, 26.066477, 61.0, 1.3, 1.02, 1.0, 7, 3, 1,
         more={"k": 3, "q": 2}, supply_of=KINDERGARTENS, middle=(-150, 150)),
    Town("cangxia", "苍霞街道", 119.291975, 26.051799, 31.7, 0.8, 1.06, 1.0, 5, 2, 1,
         more={"k": 1, "q": 1}, supply_of=KINDERGARTENS, spread=0.7),
    Town("chating", "茶亭街道", 119.302609, 26.066982, 30.1, 1.1, 0.95, 1.0, 4, 2, 1,
         more={"k": 1, "q": 1}, supply_of=KINDERGARTENS, spread=0.8, middle=(0, 150)),
    Town("yangzhong", "洋中街道", 119.300270, 26.061237, 30.1, 0.6, 0.95, 1.0, 4, 2, 1,
         more={"k": 1, "q": 1}, supply_of=KINDERGARTENS),
    Town("aofeng", "鳌峰街道", 119.350784, 26.060223, 66.6, 4.8, 0.94, 1.0, 6, 3, 1,
         more={"k": 3, "q": 4}, supply_of=KINDERGARTENS, spread=0.6, middle=(-150, -770)),
    Town("ninghua", "宁化街道", 119.285211, 26.063587, 43.6, 3.0, 1.04, 1.0, 5, 3, 1,
         more={"k": 2, "q": 2}, supply_of=KINDERGARTENS, spread=0.6, middle=(-200, 0)),
)  # fmt: skip

COMMUNITIES = {
    "yingzhou": 5, "houzhou": 6, "yizhou": 5, "xingang": 5, "shanghai": 7, "cangxia": 5,
    "chating": 4, "yangzhong": 4, "aofeng": 6, "ninghua": 5,
}  # fmt: skip
"""Communities of the 2016 code list: as many zones are invented."""

PLACE = Place(
    slug="taijiang",
    towns=TOWNS,
    residents=411_819,
    urban=411_819,
    migrants=157_640 + 42_090,
    census_ages=(
        (0, 0, 3_344),
        (1, 4, 17_016),
        (5, 9, 22_391),
        (10, 14, 18_977),
        (15, 19, 14_616),
    ),
    opening=2021,
    last=2031,
    # Assumed; the rest of each cohort stands under entry_shares in the baseline.
    public_share={"preschool": (0.54, 0.54), "primary": (0.95, 0.92), "junior": (0.91, 0.86)},
    listed_private={"preschool": (0.38, 0.38)},
    # Twelve private kindergartens were bought as inclusive in 2020 (press, quoting the bureau).
    inclusive=0.8,
    site_m2=11.0,
    margin_m=1_000.0,
    seeds=range(2, 12),
    luck=0.05,
)
