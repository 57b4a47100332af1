"""Words of what the columns of accounts, rates, rides and rooms count."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "live.rates": ("占比与比率", "Shares and rates"),
    "live.rates_note": (
        "按学段，以及义务教育和全部学段合计，9 月 1 日。毛入学率的学生不论住在哪里，可以超过 100%；"
        "学位占比只算列出的学校；巩固率 = 初三在校生 ÷ 八年前小一在校生。"
        "点一行可看各数的分子和分母。",
        "By stage, and for compulsory education and all stages, on 1 September. The gross rate "
        "counts pupils wherever they live and may exceed 100%; shares of places are those of "
        "listed schools; retention = ninth grade ÷ first grade eight years before. Choose a row "
        "for the numbers each is worked out from.",
    ),
    "live.gross_rate": ("毛入学率", "Gross rate"),
    "live.public_share": ("公办在校生占比", "Pupils, public"),
    "live.inclusive_share": ("普惠在校生占比", "Pupils, inclusive"),
    "live.public_place_share": ("公办学位占比", "Places, public"),
    "live.inclusive_place_share": ("普惠学位占比", "Places, inclusive"),
    "live.private_share": ("民办在校生占比", "Pupils, private"),
    "live.migrant_public_share": ("随迁子女公办就读", "Migrants, public"),
    "live.retention": ("九年巩固率", "Retention"),
    "column.kind_rates": ("占比与比率", "Shares and rates"),
    "column.rates_gross_rate": (
        "在本地学校就读的学生 ÷ 适龄儿童。",
        "Pupils at schools here ÷ children of the age of the stage.",
    ),
    "column.rates_public_share": (
        "公办学校的学生 ÷ 本地在校生。",
        "Pupils at public schools ÷ pupils at schools here.",
    ),
    "column.rates_inclusive_share": (
        "公办和普惠民办学校的学生 ÷ 本地在校生。",
        "Pupils at public and at inclusive private schools ÷ pupils at schools here.",
    ),
    "column.rates_public_place_share": (
        "公办有效学位 ÷ 各校有效学位。",
        "Usable places of public schools ÷ those of all listed schools.",
    ),
    "column.rates_inclusive_place_share": (
        "公办和普惠民办有效学位 ÷ 各校有效学位。",
        "Usable places of public and inclusive schools ÷ those of all listed schools.",
    ),
    "column.rates_private_share": (
        "民办学校的学生 ÷ 本地在校生；购买学位不计入。",
        "Pupils at private schools ÷ pupils at schools here; purchased places left out.",
    ),
    "column.rates_migrant_public_share": (
        "随迁子女中在公办学校或占用购买学位的 ÷ 在本地就读的。",
        "Migrant children at public schools or on purchased places ÷ those at schools here.",
    ),
    "column.rates_retention": (
        "初三在校生 ÷ 八年前小一在校生，未扣转入转出。",
        "The ninth grade ÷ the first grade eight years before; moves in and out are not taken out.",
    ),
    "column.head_children": ("适龄儿童（人）", "Children"),
    "column.rates_children": (
        "按年龄应读本学段的儿童。",
        "Children whose age puts them in the stage.",
    ),
    "column.head_pupils_here": ("本地在校生（人）", "Pupils at schools here"),
    "column.rates_pupils_here": (
        "在本地公办、民办学校就读的学生，不论住在哪里。",
        "Pupils of public and private schools here, wherever they live.",
    ),
    "column.head_pupils_public": ("公办在校生（人）", "Pupils at public schools"),
    "column.rates_pupils_public": ("公办学校的学生。", "Pupils of public schools."),
    "column.head_pupils_inclusive": ("普惠在校生（人）", "Pupils at inclusive schools"),
    "column.rates_pupils_inclusive": (
        "公办和普惠民办学校的学生。",
        "Pupils of public and of inclusive private schools.",
    ),
    "column.head_pupils_private": ("民办在校生（人）", "Pupils at private schools"),
    "column.rates_pupils_private": (
        "民办学校的学生，扣除购买学位。",
        "Pupils of private schools without purchased places.",
    ),
    "column.head_places_listed": ("各校有效学位（个）", "Places of listed schools"),
    "column.rates_places_listed": (
        "列出教室的公办、民办学校的有效学位。",
        "Usable places of public and private schools whose rooms are listed.",
    ),
    "column.head_places_public": ("公办有效学位（个）", "Places, public"),
    "column.rates_places_public": ("公办学校的有效学位。", "Usable places of public schools."),
    "column.head_places_inclusive": ("普惠有效学位（个）", "Places, inclusive"),
    "column.rates_places_inclusive": (
        "公办和普惠民办学校的有效学位。",
        "Usable places of public and inclusive private schools.",
    ),
    "column.head_migrants_here": ("随迁在校生（人）", "Migrants at schools here"),
    "column.rates_migrants_here": (
        "住在区内、在本地就读的随迁子女。",
        "Migrant children who live in the district and go to school here.",
    ),
    "column.head_migrants_public": ("其中公办或购买学位（人）", "Of them in public places"),
    "column.rates_migrants_public": (
        "其中在公办学校或占用购买学位的。",
        "Those of them at public schools or on purchased places.",
    ),
    "column.head_ninth_grade": ("初三在校生（人）", "Ninth grade"),
    "column.rates_ninth_grade": ("本地学校初三学生。", "Ninth grade at schools here."),
    "column.head_first_grade_then": ("八年前小一（人）", "First grade eight years before"),
    "column.rates_first_grade_then": (
        "八年前本地学校小一学生，早于起始学年的照所填。",
        "First grade at schools here eight years before; as stated where before the run.",
    ),
    "column.kind_staff": ("教职工编制", "Staff posts"),
    "column.staff_pupils": (
        "该校公办校区本学段 9 月 1 日的学生。",
        "Pupils of its public campuses in the stage on 1 September.",
    ),
    "column.staff_classes_held": (
        "编班以后的班数。",
        "Classes after they form.",
    ),
    "column.staff_posts": (
        "按师生比，班数给得更多的按班；每校合计向上取整，再按学段分开。两部分在同一行。",
        "By pupils per post, by class where that gives more; each school is rounded up once and "
        "divided over its stages. Both parts stand in the same row.",
    ),
    "column.staff_staff_present": (
        "起始学年所填，每年扣除退休。",
        "As stated at the opening, less retirements each year.",
    ),
    "column.staff_staff_gap": (
        "所需编制减去在岗；负数为超。",
        "Posts less staff; negative is more than the norm.",
    ),
    "live.boarding": ("长途乘车（按距离）", "Long rides, by distance"),
    "live.boarding_note": (
        "路程超过规定时间（国办发〔2018〕27号：一般不超过半小时）的公办学生，按校；"
        "其中年级可以寄宿的，按距离需要寄宿。本校床位先给这些学生，高年级在先，其余仍须长途乘车。"
        "这里只看距离，不看申报的寄宿生；缺床位见“寄宿床位”。"
        "路程为直线距离乘绕行系数，按所设车速换算（假设）。",
        "Pupils of public schools whose ride is longer than is due (Guobanfa 2018 no. 27: half an "
        "hour as a rule), by school. Those of boarding grades need to board, by distance. The "
        "school's beds go to them first, higher grades before lower; the others ride long. Here "
        "distance alone counts, not the boarders reported; for beds short see “Boarding beds”. "
        "Ways are straight lines times the detour factor at the stated speed (an assumption).",
    ),
    "live.far_pupils": ("路程超时（人）", "Beyond the ride"),
    "live.may_board": ("按距离需要寄宿（人）", "Need to board, by distance"),
    "live.in_beds": ("其中床位可容（人）", "Of them the beds hold"),
    "live.long_rides": ("仍须长途乘车（人）", "Ride long"),
    "column.kind_boarding": ("长途乘车（按距离）", "Long rides, by distance"),
    "column.boarding_far_pupils": (
        "住得超过规定乘车时间的学生，区外学生不计。",
        "Pupils who live farther than the ride that is due; those from outside are left out.",
    ),
    "column.boarding_may_board": (
        "路程超时的学生中，年级可以寄宿的。",
        "Pupils beyond the ride in a grade that may board.",
    ),
    "column.boarding_in_beds": (
        "按距离需要寄宿的学生中，本校床位容得下的，高年级在先。",
        "Those who need to board by distance and for whom the school has a bed, higher grades "
        "first.",
    ),
    "column.boarding_long_rides": (
        "路程超时减去其中床位可容。",
        "Beyond the ride less those the beds hold.",
    ),
    "column.beds_beds": ("寄宿床位数。", "Boarding beds."),
    "column.beds_beds_needed": (
        "各年级在校生 × 起始学年申报的寄宿比例，取整后相加。",
        "Pupils of each grade × the share of boarders reported at the opening, rounded and added "
        "up.",
    ),
    "column.beds_beds_short": (
        "申报寄宿生超过床位的部分。",
        "What the boarders reported exceed the beds by.",
    ),
    "column.beds_free_beds": (
        "床位超过申报寄宿生的部分。",
        "What the beds exceed the boarders reported by.",
    ),
    "live.resource_rooms": ("资源教室", "Resource rooms"),
    "live.resource_rooms_note": (
        "预计特殊需要学生 = 普通公办学校义务教育在校生 × 所填比例；达到标准人数（5 人）的学校"
        "应有资源教室（国办发〔2021〕60号）。已有间数照所填，未填则为“—”。",
        "Expected = compulsory pupils of an ordinary public school × the stated share; from the "
        "number of the norm (5) on, a school is due a resource room (Guobanfa 2021 no. 60). Rooms "
        "there are as stated; — where not.",
    ),
    "live.compulsory_pupils": ("义务教育在校生（人）", "Compulsory pupils"),
    "live.expected": ("预计特殊需要（人）", "Expected"),
    "live.room_needed": ("应有（间）", "Rooms due"),
    "live.room_present": ("已有（间）", "Rooms there"),
    "live.room_short": ("缺（间）", "Rooms lacking"),
    "column.kind_resource_rooms": ("资源教室", "Resource rooms"),
    "column.resource_rooms_pupils": (
        "小学和初中在校生。",
        "Pupils of primary and junior grades.",
    ),
    "column.resource_rooms_expected": (
        "义务教育在校生 × 特殊需要学生的比例。",
        "Compulsory pupils × the share with special needs.",
    ),
    "column.resource_rooms_room_needed": (
        "预计人数达到标准的为 1，否则为 0。",
        "1 where the expected number reaches the norm, else 0.",
    ),
    "column.resource_rooms_room_present": ("起始学年所填。", "As stated at the opening."),
    "column.resource_rooms_room_short": (
        "应有而没有的。",
        "Due and not there.",
    ),
    "column.kind_land_account": ("用地台账", "Account of school land"),
    "column.land_account_opening_m2": (
        "上年 9 月 1 日的已知用地。",
        "Known land on 1 September of the year before.",
    ),
    "column.land_account_added_m2": (
        "当年建成投用的项目的用地。",
        "Land of projects that came into use this year.",
    ),
    "column.land_account_released_m2": (
        "当年退出教育用途的用地。",
        "Land that ceased to be school land this year.",
    ),
    "column.land_account_closing_m2": (
        "上年 + 增加 − 退出；起始学年照所填。",
        "A year before + added − released; as stated in the opening year.",
    ),
    "column.land_account_parcels": ("本年的地块数。", "Parcels this year."),
    "column.land_account_parcels_unknown": (
        "其中面积未知、没有相加的。",
        "Those of them whose area is not known and not added up.",
    ),
    "column.kind_land": ("各校用地与标准", "Land of each school and the norm"),
    "column.land_site_m2": (
        "该校使用或保留的用地，并入的校区计在内。",
        "Land the campus uses or keeps, with that of campuses merged into it.",
    ),
    "column.land_places": (
        "普通教室间数 × 标准班额，各学段相加。",
        "Ordinary rooms × the class norm, stages added up.",
    ),
    "column.land_m2_per_place": ("用地 ÷ 有效学位。", "Land ÷ usable places."),
    "column.land_norm_m2": (
        "按学段和班数规模的每学位标准；多学段的按学位加权。",
        "The norm of its stage and number of classes; of several stages, weighted by places.",
    ),
    "column.land_short_m2": (
        "标准 × 有效学位超过用地的部分。",
        "What the norm × usable places exceeds the land by.",
    ),
    "column.kind_funds": ("公用经费", "Public funds"),
    "column.funds_pupils": (
        "小学和初中在校生。",
        "Pupils of primary and junior grades.",
    ),
    "column.funds_boarders": (
        "有床位的寄宿生。",
        "Boarders who have a bed.",
    ),
    "column.funds_pupils_counted": (
        "在校生；乡村小规模学校不足保底人数的为保底人数。",
        "Pupils; the number of the floor for a rural school with fewer.",
    ),
    "column.funds_floor": (
        "（核定人数 − 在校生）× 该校最低学段的定额，已计入公用经费。",
        "(Counted − pupils) × the quota of its lowest stage; part of the funds.",
    ),
    "column.funds_funds": (
        "各学段在校生 × 定额 + 保底增加 + 寄宿生 × 补助。",
        "Pupils of each stage × its quota + what the floor adds + boarders × their supplement.",
    ),
    "column.kind_funds_years": ("公用经费，全部学校", "Public funds, all schools"),
    "column.funds_years_floor": (
        "各校因保底增加的相加。",
        "What the floor adds, schools added up.",
    ),
    "column.funds_years_funds": ("各校相加。", "Schools added up."),
    "column.kind_land_years": ("用地不足，全部学校", "Land lacking, all schools"),
    "column.land_years_short_m2": (
        "各校不足相加；面积未知的学校不计。",
        "What each school lacks, added up; schools of unknown area are left out.",
    ),
    "column.kind_surplus_years": ("富余与空余，全部学校", "Surplus, all schools"),
    "column.surplus_years_surplus": ("各校富余学位相加。", "Surplus places of schools added up."),
    "column.surplus_years_free_rooms": ("各校空余教室相加。", "Free rooms of schools added up."),
    "column.kind_money_sum": ("资金", "Money"),
    "column.kind_money_years": ("资金，按公历年和来源", "Money by calendar year and source"),
    "column.kind_money_projects": ("资金，按项目和来源", "Money by project and source"),
    "column.kind_money_sources": ("资金，按来源", "Money by source"),
    "column.money_sum_paid": (
        "资金安排表各行相加；一万元以下四舍五入。",
        "Rows of the money table added up; rounded as printed.",
    ),
    "column.kind_money": ("资金安排表", "Money by project and source"),
    "column.money_this_year": (
        "该公历年从这一来源支付的。",
        "Paid from this source in the calendar year.",
    ),
    "column.money_so_far": (
        "到该公历年为止，各年相加。",
        "Up to the calendar year, years added up.",
    ),
    "column.money_in_all": ("各年相加。", "All years added up."),
    "column.kind_differences": ("校际差异系数", "Coefficient of difference"),
    "column.differences_schools": (
        "计入的公办学校，过小的教学点不计。",
        "Public schools counted; the smallest are left out.",
    ),
    "column.differences_mean": (
        "各校资源之和 ÷ 学生之和，每生或每百名学生。",
        "Resource of all schools ÷ their pupils, for one pupil or a hundred.",
    ),
    "column.differences_coefficient": (
        "加权标准差 ÷ 平均。",
        "Weighted deviation ÷ mean.",
    ),
    "column.differences_limit": ("标准规定的上限。", "The limit of the standard."),
    "column.head_deviation": ("加权标准差", "Weighted deviation"),
    "column.differences_deviation": (
        "各校人均资源按学生数加权的标准差。",
        "Deviation of the resource per pupil between schools, weighted by pupils.",
    ),
}
