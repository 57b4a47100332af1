"""What are the fixed words of the model: stages, grades, residences, destinations?"""

from typing import Final

from simulator.phrases import Phrase

STAGES: Final = ("preschool", "primary", "junior", "senior")
GRADES: Final = (
    *("k1", "k2", "k3"),
    *("p1", "p2", "p3", "p4", "p5", "p6"),
    *("j1", "j2", "j3"),
    *("s1", "s2", "s3"),
)
N_GRADES: Final = len(GRADES)
STAGE_OF_GRADE: Final = (0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3)
GRADES_OF_STAGE: Final = (range(3), range(3, 9), range(9, 12), range(12, 15))
FIRST_GRADES: Final = (0, 3, 9, 12)
"""Index of the first grade of each stage."""
LAST_GRADES: Final = (2, 8, 11, 14)

AGES: Final = 18
"""Single years of age held by the model: 0 to 17, completed on 31 August."""
FIRST_GRADE_AGE: Final = 3
"""Age of due grade k1; the due grade of age *a* is grade index ``a - 3``."""

RESIDENCES: Final = ("registered", "migrant")
N_RESIDENCES: Final = len(RESIDENCES)

SINKS: Final = ("elsewhere", "private", "purchased", "not_enrolled", "unplaced", "seeking")
"""Destinations that are not campuses. ``seeking`` is empty at every census."""
ELSEWHERE, PRIVATE, PURCHASED, NOT_ENROLLED, UNPLACED, SEEKING = range(len(SINKS))

INTAKES: Final = ("ladder", "special", "private", "vocational")
"""How a campus takes in children: ``ladder`` by the rungs of the scenario; the others take those
who were set on them (special needs, a listed private school, the vocational track)."""
LADDER, SPECIAL, PRIVATE_SCHOOL, VOCATIONAL = range(len(INTAKES))
APART: Final = INTAKES[1:]
"""Intakes beside the ladder, in the order in which they take children."""

OUTSIDE: Final = "outside"
"""The pseudo-zone of pupils who live elsewhere."""

COMPULSORY: Final = (1, 2)
"""Stage indices of compulsory education."""

RESOURCES: Final[dict[str, tuple[Phrase, str, int]]] = {
    "qualified_teachers": (
        Phrase("高于规定学历教师", "teachers above the required degree"), "persons", 100),
    "backbone_teachers": (
        Phrase("县级以上骨干教师", "backbone teachers of county level and above"), "persons", 100),
    "pe_art_teachers": (
        Phrase("体育艺术专任教师", "teachers of sports and arts"), "persons", 100),
    "teaching_floor_m2": (
        Phrase("教学及辅助用房面积", "floor of teaching and auxiliary rooms"), "m²", 1),
    "sports_m2": (Phrase("体育运动场馆面积", "sports grounds and halls"), "m²", 1),
    "equipment_yuan": (Phrase("教学仪器设备值", "value of teaching equipment"), "CNY", 1),
    "multimedia_rooms": (Phrase("网络多媒体教室", "multimedia rooms"), "classrooms", 100),
}  # fmt: skip
"""The seven resources by which equal equipment is judged (教督〔2017〕6号): words, unit, and
for how many pupils they are counted."""
COMPARED: Final = RESOURCES | {
    "site_m2": (Phrase("校园用地", "land of the schools"), "m²", 1),
    "rooms": (Phrase("普通教室", "ordinary classrooms"), "classrooms", 100),
    "staff": (Phrase("在岗教职工", "staff in post"), "persons", 100),
}
"""All by which schools are compared: the seven, and three that a run knows by itself."""
