"""What are the fixed words of the model: stages, grades, residences, destinations?"""

from typing import Final

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
