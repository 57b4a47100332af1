"""What do the terms on the page mean, with the numbers of this run?"""

from typing import Final

from simulator.reporting import views
from simulator.reporting.catalogue import LANGS, Lang, say
from simulator.reporting.numerals import number, percent
from simulator.results import Results

Pair = dict[Lang, str]

TITLE: Final = "glossary.title"
NOTE: Final = "glossary.note"
HEADS: Final = ("glossary.term", "glossary.meaning")
"""Keys of the catalogue for the table of terms."""

TERMS: Final = (
    "school_year",
    "places_design",
    "places_approved",
    "places",
    "places_open",
    "class_size",
    "tolerance",
    "large_class",
    "super_large_class",
    "large_school",
    "catchment",
    "assumed",
    "shortfall",
    "shortfall_catchment",
    "balance",
    "redirected",
    "purchased",
    "unplaced",
    "surplus",
    "clear",
    "transition",
    "combined",
    "central",
    "outlook",
    "staff_posts",
    "school_land",
    "difference",
)
"""Terms in the order in which they build on one another."""


def definitions(results: Results) -> list[list[Pair]]:
    """Return the rows of the glossary: a term and its meaning in one sentence."""

    def norm(default: float, *path: str) -> str:
        return number(views.parameter(results, ("norms", *path), default))

    def plain(default: float, *path: str) -> str:
        return f"{views.parameter(results, ('norms', *path), default):g}"

    values = {
        "primary": norm(45, "class_size", "primary"),
        "junior": norm(50, "class_size", "junior"),
        "tolerance": norm(55, "tolerance"),
        "large": norm(56, "large_class"),
        "super_large": norm(66, "super_large_class"),
        "school": norm(2000, "large_school"),
        "nine": norm(2500, "large_nine_year_school"),
        "ratio_primary": plain(19, "pupils_per_post", "primary"),
        "ratio_junior": plain(13.5, "pupils_per_post", "junior"),
        "ratio_senior": plain(12.5, "pupils_per_post", "senior"),
        "kindergarten": plain(3, "kindergarten_class_posts"),
        "small": norm(100, "small_school_pupils"),
        "by_class": plain(2, "small_school_class_posts"),
        "difference_primary": plain(0.5, "difference_max", "primary"),
        "difference_junior": plain(0.45, "difference_max", "junior"),
        "margin": percent(views.parameter(results, ("norms", "operating_margin"), 0.05)),
    }
    return [
        [
            {lang: say(f"term.{term}", lang) for lang in LANGS},
            {lang: say(f"meaning.{term}", lang, values) for lang in LANGS},
        ]
        for term in TERMS
    ]
