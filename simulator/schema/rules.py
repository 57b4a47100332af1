"""Which norms and rules may a scenario set?"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from simulator.schema.base import Metres, Parameter, ResidenceName, Section, Share

Norm = Annotated[float, Field(gt=0, le=100_000, allow_inf_nan=False)] | Parameter


class ByStage(Section):
    """One value for each stage; a stage left out keeps the default.

    各学段一个值；未写的学段沿用默认值。
    """

    preschool: Norm | None = None
    """Preschool.

    学前。"""
    primary: Norm | None = None
    """Primary.

    小学。"""
    junior: Norm | None = None
    """Junior.

    初中。"""
    senior: Norm | None = None
    """Senior.

    高中。"""


class ClassSizeNorms(Section):
    """Sizes of classes, pupils.

    标准班额，人。
    """

    k1: Norm | None = None
    """Junior kindergarten class (default 25).

    幼儿园小班（默认 25）。"""
    k2: Norm | None = None
    """Middle kindergarten class (default 30).

    幼儿园中班（默认 30）。"""
    k3: Norm | None = None
    """Senior kindergarten class (default 35).

    幼儿园大班（默认 35）。"""
    primary: Norm | None = None
    """Primary class (default 45).

    小学班额（默认 45）。"""
    junior: Norm | None = None
    """Junior class (default 50).

    初中班额（默认 50）。"""
    senior: Norm | None = None
    """Senior class (default 50).

    高中班额（默认 50）。"""
    special: Norm | None = None
    """Class of a special school (default 12).

    特殊教育学校班额（默认 12）。"""


BySize = dict[Annotated[int, Field(ge=0, le=1000)], Norm]
"""From so many classes on → the norm."""


class SiteNorms(Section):
    """Land for each place, m², by number of classes: ``{0: 25, 20: 22}`` is 25 below 20 classes.

    每个学位的用地，平方米，按班数规模：`{0: 25, 20: 22}` 表示 20 班以下 25，20 班起 22。
    """

    preschool: BySize = {}
    """Kindergarten (default 10).

    幼儿园（默认 10）。"""
    primary: BySize = {}
    """Primary school (default 25; from 20 classes 22, from 25 classes 20, from 30 classes 18).

    小学（默认 25；20 班起 22，25 班起 20，30 班起 18）。"""
    junior: BySize = {}
    """Junior secondary school (default 23; from 24 classes 20, from 32 classes 18).

    初中（默认 23；24 班起 20，32 班起 18）。"""
    nine_year: BySize = {}
    """Nine-year school (default 18).

    九年一贯制学校（默认 18）。"""
    senior: BySize = {}
    """Senior secondary school (default 20).

    高中（默认 20）。"""


class Norms(Section):
    """Dated, sourced norms; a ``policy`` change can alter them from a date on.

    有出处的各项标准；可用政策（`policy`）自某日起改变。
    """

    class_size: ClassSizeNorms = ClassSizeNorms()
    """Standard class size, pupils per class.

    标准班额，人/班。"""
    tolerance: Norm | None = None
    """Pupils a class may reach before it counts as large (default 55); preschool: the norm.

    编班时允许达到的人数，再多即算大班额（默认 55）；学前同标准班额。"""
    large_class: Norm | None = None
    """Pupils from which a class is large (default 56).

    达到多少人算大班额（默认 56）。"""
    super_large_class: Norm | None = None
    """Pupils from which a class is super-large (default 66).

    达到多少人算超大班额（默认 66）。"""
    large_school: Norm | None = None
    """Pupils above which a primary or junior school is large (default 2,000).

    小学或初中超过多少人算大校额（默认 2000）。"""
    large_nine_year_school: Norm | None = None
    """Pupils in compulsory grades above which a nine-year school is large (default 2,500).

    九年一贯制学校义务教育阶段超过多少人算大校额（默认 2500）。"""
    reach_urban_m: ByStage = ByStage()
    """Distance an urban child should have at most, metres (default 500 primary, 1,000 junior).

    城镇儿童上学距离的上限（服务半径），米（默认小学 500、初中 1000）。"""
    reach_rural_m: ByStage = ByStage()
    """Distance a rural child should have at most, walk or ride, metres.

    乡村儿童上学距离的上限，步行或乘车，米。"""
    music_art_rooms: Norm | None = None
    """Music rooms, and art rooms, a compulsory school has for every 12 classes (default 1).

    义务教育学校每 12 个班级配备音乐、美术专用教室各多少间（默认 1）。"""
    ride_minutes: Norm | None = None
    """Longest ride to school that is due to a child, one way, minutes (default 30).

    学生单程乘车时间的上限，分钟（默认 30）。"""
    ride_speed_kmh: Norm | None = None
    """Speed of a school bus, stops included, km/h (default 30).

    校车的平均速度（含停靠），公里/小时（默认 30）。"""
    resource_room_pupils: Norm | None = None
    """Pupils with special needs from which an ordinary school needs a resource room (default 5).

    普通学校招收特殊需要学生达到多少人须设资源教室（默认 5）。"""
    operating_margin: Share | Parameter | None = None
    """Share of usable places kept free before a school shows surplus (default 0.05).

    运转余量：计算富余学位前预留的有效学位比例（默认 0.05）。"""
    site_m2_per_place: SiteNorms = SiteNorms()
    """Land for each place, m²; the province sets it.

    每个学位的用地，平方米；请换成本省标准。"""
    pupils_per_post: ByStage = ByStage()
    """Pupils for each post of staff (default 7 preschool, 19 primary, 13.5 junior, 12.5 senior).

    每个教职工编制对应的学生数（默认学前 7、小学 19、初中 13.5、高中 12.5）。"""
    funds_per_pupil: ByStage = ByStage()
    """Public funds for each pupil, CNY a year (default 720 primary, 940 junior).

    生均公用经费，元/年（默认小学 720、初中 940）。"""
    boarder_funds: Norm | None = None
    """Supplement for each boarder, CNY a year (default 300).

    寄宿生公用经费补助，元/人/年（默认 300）。"""
    kindergarten_class_posts: Norm | None = None
    """Teachers and carers of each kindergarten class, at least (default 3).

    幼儿园每班至少配备的教师和保育员（默认 3：两教一保）。"""
    kindergarten_single_class_posts: Norm | None = None
    """Teachers of a kindergarten with one class (default 2).

    只有一个班的幼儿园配备的教师（默认 2）。"""
    small_school_pupils: Norm | None = None
    """Rural schools of compulsory stages below so many pupils have posts by class too
    (default 100).

    义务教育阶段学生少于多少人的乡村学校（含教学点）同时按班师比核编（默认 100）。"""
    small_school_class_posts: Norm | None = None
    """Posts of each class of a small rural school, at least (default 2, assumed).

    乡村小规模学校每班至少配备的编制（默认 2，为假设，请换成本省班师比）。"""
    boarding_from_grade: Norm | None = None
    """Lowest primary grade whose pupils should board (default 4).

    小学从几年级起可以寄宿（默认 4）。"""
    difference_max: ByStage = ByStage()
    """Largest coefficient of difference between schools (default 0.5 primary, 0.45 junior).

    校际差异系数的上限（默认小学 0.5、初中 0.45）。"""
    difference_smallest: Norm | None = None
    """Pupils below which a campus does not count in it (default 50).

    少于多少人的校区（教学点）不计入差异系数（默认 50）。"""


class Rung(Section):
    """One rung of the admission ladder.

    入学安排的一个步骤。
    """

    where: Literal["own", "town", "district", "purchased"]
    """Where a place is looked for: the own catchment, the town or cluster, the district, or a
    purchased place.

    在哪里找学位：本校片区（own）、本镇街或学区（town）、全区县（district）、购买的学位（
    purchased）。"""
    fill: Literal["norm", "tolerance", "any"] = "norm"
    """How full classes may become on this rung.

    这一步各班可以编到多满：标准班额（norm）、允许班额（tolerance）或不限（any）。"""


class StageRule(Section):
    """How a stage admits.

    一个学段怎样招生。
    """

    admission: Literal["catchment", "nearest", "least_total_distance", "feeder", "score_quota"] = (
        "catchment"
    )
    """Rule of the own rungs: stated catchments, the nearest campus that teaches the grade, the
    assignment of least total distance over all children, the campus fed by the one they came from
    (table ``feeders``; others by catchment or nearest), or by score and quota, district-wide.

    本校片区怎样确定：按招生片区表（catchment）、开设该年级的最近校区（nearest）、全体儿童总路
    程最短的分配（least_total_distance）、毕业校区对口的校区（feeder，按 `feeders` 表；其余按片区
    或就近），或全区县按成绩和指标录取（score_quota）。"""
    direct: bool = False
    """Pupils of a school that also teaches this stage go up into it (a nine-year school), before
    any catchment.

    九年一贯制等学校的毕业生直升本校，先于片区。"""
    siblings: Share = 0.0
    """Share of entrants who follow an older child of the dwelling to its campus, before any
    catchment.

    随家中年长子女就读同校的新生比例，先于片区。"""
    place_lock_years: Annotated[int, Field(ge=1, le=12)] | None = None
    """Years in which a dwelling gives one place at the own campus only; older children's siblings
    apart. Needs ``dwellings`` in the table of zones; none when absent.

    学位锁定：几年内每套住宅只提供一个本校学位（同户年长子女的弟妹除外）；须在片区表写住宅套数；
    不写则不锁定。"""
    quota_share: Share = 0.5
    """Of the seats given by score, the share dealt to the zones by their children (score_quota).

    按成绩录取时，指标分配到各片区的学位比例（指标到校，用于 score_quota）。"""
    redirect_limit_m: Metres = 10_000
    """Distance beyond which no child is redirected, metres.

    统筹调剂的最远距离，米。"""


class StageRules(Section):
    """Admission rule of each stage.

    各学段的招生规则。
    """

    preschool: StageRule = StageRule()
    """Admission to preschool.

    学前的招生规则。"""
    primary: StageRule = StageRule()
    """Admission to primary school.

    小学的招生规则。"""
    junior: StageRule = StageRule()
    """Admission to junior secondary school.

    初中的招生规则。"""
    senior: StageRule = StageRule()
    """Admission to senior secondary school.

    高中的招生规则。"""


DEFAULT_LADDER = (
    Rung(where="own", fill="norm"),
    Rung(where="own", fill="tolerance"),
    Rung(where="town", fill="norm"),
    Rung(where="district", fill="norm"),
    Rung(where="purchased", fill="norm"),
    Rung(where="own", fill="any"),
)


class Rules(Section):
    """Rules of admission and of classes.

    入学与编班的规则。
    """

    stages: StageRules = StageRules()
    """Admission rule of each stage.

    各学段的招生规则。"""
    ladder: Annotated[tuple[Rung, ...], Field(min_length=1, max_length=20)] = DEFAULT_LADDER
    """Where each child is offered a place, rung by rung; earlier placements are final.

    依次在哪里为每个儿童安排学位；已安排的不再变动。"""
    order: Literal["rungs_first", "tiers_first"] = "rungs_first"
    """Whether all tiers pass a rung before the next rung, or one tier climbs the whole ladder
    before the next tier.

    各类别都走完一步再走下一步（rungs_first），或一个类别走完全部步骤再轮到下一类别（
    tiers_first）。"""
    tiers: Annotated[tuple[tuple[ResidenceName, ...], ...], Field(min_length=1, max_length=2)] = (
        ("registered",),
        ("migrant",),
    )
    """Order of admission: each tier a list of residences; first tier first.

    入学类别的先后：每一类别列出户籍类型，排在前面的先安排。"""
    new_school_catchment: Literal["assumed", "none"] = "assumed"
    """Where a new school states no catchment: reassign the zones of its town by least total
    distance (marked assumed), or leave the catchments as they are.

    新校未写招生片区时：按总路程最短重划本镇街的片区（assumed，注明为推定），或保持原有片区不变（
    none）。"""
    entry_classes: Literal["norm", "tolerance"] = "norm"
    """Size to which entry classes are opened while rooms allow: the norm, or (thrift) the
    tolerance.

    教室允许时起始年级按多大班额开班：标准班额（norm），或为节省而按允许班额（tolerance）。"""
    large_classes: Literal["none", "clear"] = "none"
    """Class policy at the start: ``clear`` splits large continuing classes into free rooms.

    起始时的大班额政策：`clear` 为利用空余教室拆分在读的大班（化解）。"""
    notice: Annotated[str, StringConstraints(pattern=r"^\d{2}-\d{2}$")] = "06-30"
    """Notice date of the admission plan, month-day.

    招生计划公布日，月-日。"""
    private_cap: Share | Parameter | None = None
    """Largest share of the compulsory pupils enrolled here who may be at private schools; children
    beyond it seek a public place. No cap when absent.

    民办义务教育在校生占比的上限；超出的新生改为申请公办学位；不写则不设上限。"""
    spring_share: Share = 0.0
    """Share of the year's arrivals that come on 1 March instead of by 1 September.

    一年的迁入儿童中，3 月 1 日而不是 9 月 1 日前到来的比例。"""
