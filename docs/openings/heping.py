"""Which published figures stand behind the illustrative opening of Heping?

Everything published carries its source; what is assumed says so. See ``docs/heping.md``.
"""

from typing import Final

from openings.place import Place, Town

# Points: the mean of the communities listed with a point in each street ("towns and villages of
# China", 2016 codes; CC BY 4.0), moved here from GCJ-02 to WGS 84; two streets have no point of
# their own. No count by street is published here: residents are shared out by the number of
# communities (12, 9, 12, 11, 10, 9). Assumed: areas (together the 10 km² that the density of 2009
# implies), supply of rooms (places lack, the plan says; nowhere how many), the weight of migrants
# and the number of schools.
COMMUNITIES: Final = {
    "quanyechang": 12, "xiaobailou": 9, "wudadao": 12, "xinxing": 11, "nanyingmen": 10, "nanshi": 9
}  # fmt: skip

# Kindergartens and junior schools by supply of their own: kindergartens lack rooms most (82 % of
# the children attend one), junior and senior schools just fit the small cohorts of 2020. Assumed.
SUPPLY: Final = {"preschool": 0.92, "junior": 1.0, "senior": 1.0}


def street(slug: str, name: str, point: tuple[float, float], area: float, supply: float,
           migrant: float, zones: int, primary: int, junior: int, nine_year: int,
           **more: int) -> Town:  # fmt: skip
    """One street, its residents in proportion to its communities."""
    return Town(slug, name, *point, COMMUNITIES[slug], area, supply, migrant, zones, primary,
                junior, nine_year, more=more, supply_of=SUPPLY)  # fmt: skip


TOWNS = (
    street("quanyechang", "劝业场街道", (117.185220, 39.123639), 1.6, 0.92, 1.2, 6, 3, 2, 0,
           k=3, v=1),
    street("xiaobailou", "小白楼街道", (117.203060, 39.122665), 1.8, 0.96, 1.1, 4, 3, 1, 0,
           k=3, s=1),
    street("wudadao", "五大道街道", (117.194714, 39.110262), 2.4, 0.97, 0.8, 6, 4, 2, 0,
           k=3, s=1),
    street("xinxing", "新兴街道", (117.183634, 39.106842), 1.6, 0.93, 0.8, 5, 2, 2, 1,
           k=3, s=1),
    street("nanyingmen", "南营门街道", (117.180609, 39.113749), 1.2, 0.94, 1.0, 5, 3, 1, 0,
           k=3, s=1),
    street("nanshi", "南市街道", (117.179630, 39.129286), 1.4, 0.88, 1.2, 5, 2, 1, 1,
           k=2),
)  # fmt: skip

# 2020 census, Heping District (Tabulation on the 2020 Population Census by County; transcription
# in the open data set leiii/census, MIT): residents (all urban), five-year ages, residents
# registered outside the district (elsewhere in Tianjin + in another province), and residents in
# family households: the other 88,530 live in collective ones.
PLACE = Place(
    slug="heping",
    towns=TOWNS,
    residents=355_000,
    urban=355_000,
    migrants=27_169 + 140_712,
    in_families=266_470,
    census_ages=(
        (0, 0, 1_517),
        (1, 4, 11_568),
        (5, 9, 20_810),
        (10, 14, 17_799),
        (15, 19, 12_324),
    ),
    opening=2020,
    last=2035,
    # 82 % in kindergartens is the plan's: 0.702 x 0.84 + 0.298 x 0.77, of which 0.32 in private
    # ones that are not listed. All else is assumed.
    public_share={
        "preschool": (0.52, 0.45),
        "primary": (0.96, 0.82),
        "junior": (0.93, 0.72),
        "senior": (0.62, 0.20),
    },
    vocational=(0.20, 0.15),
    share_rooms=frozenset({"xinxing", "nanshi"}),
    margin_m=900,
)
