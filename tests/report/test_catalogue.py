"""Is every word there in both languages, and is every word used?"""

import re
from pathlib import Path
from string import Formatter

import pytest

from simulator.indicators import INDICATORS
from simulator.reporting import catalogue, cohort_ledger
from simulator.reporting.catalogue import CATALOGUE, say
from simulator.reporting.numerals import amount, day, metric, number, percent, prose, unit_of
from simulator.vocabulary import GRADES, STAGES

FOLDER = Path(catalogue.__file__).parents[1]
SOURCES = [
    path.read_text(encoding="utf-8")
    for path in (
        FOLDER / "report.py",
        FOLDER / "terminal.py",
        *sorted((FOLDER / "templates").glob("*.j2")),
        *sorted((FOLDER / "comparing").glob("*.py")),
        FOLDER / "comparison.py",
        *sorted((FOLDER / "templates/script").glob("*.js")),
        # The glossary of the workbook names columns of tables, which look like keys.
        *sorted(set((FOLDER / "reporting").glob("*.py")) - {FOLDER / "reporting/glossary.py"}),
    )
]


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_say_the_same() -> None:
    for key, (chinese, english) in CATALOGUE.items():
        if not key.startswith("unit."):
            assert chinese.strip(), key
            assert english.strip(), key
        if "hover" not in key or "{label}" in chinese:  # %{x} belongs to Plotly
            assert _placeholders(chinese) == _placeholders(english), key
        else:
            both = [set(re.findall(r"%?\{\w+\}", said)) for said in (chinese, english)]
            assert both[0] == both[1], key
        assert not re.search(r"[一-鿿]", english), key


def test_every_key_is_used_and_every_used_key_exists() -> None:
    text = "\n".join(SOURCES)
    asked = set(re.findall(r'["\']((?:[a-z]+\.)+[a-z_]+)["\']', text))
    prefixes = {key.split(".")[0] for key in CATALOGUE}
    missing = {key for key in asked if key.split(".")[0] in prefixes} - set(CATALOGUE)
    # Beginnings of keys that are put together where they are asked.
    missing -= {key for key in missing if key.endswith("_")} | {"compare.field", "compare.kind"}
    files = {
        "report.css",
        "report.js",
        "compare.js",
        "difference.js",
        "core.js",
        "rows.js",
        "outlines.js",
        "map.js",
        "waterfall.js",
        "tables.js",
        "calc.js",
        "start.js",
    }
    assert missing - files == set()
    by_code = ("stage.", "grade.", "outlook.", "evidence.", "status.", "strength.", "basis.")
    by_code += ("input.", "blocked.", "unit.", "metric.", "pass.", "source.", "limits.")
    by_code += (
        "live.",
        "blocking.",
        "calc.",
        "column.",
        "milestone.",
        "project_kind.",
        "waterfall.",
        "warning.class_",
        "resource.",
    )
    appended = ("provision", "inputs", "assumptions", "misfit", "oddities")
    built = {f"{name}.{part}" for name in appended
             for part in ("title", "note")} | {"robust.rule", "robust.outlook"}  # fmt: skip
    built |= {
        f"verdict.{kind}_{how}"
        for kind in ("added", "cleared", "other", "yearly", "yearly_cleared")
        for how in ("met", "missed")
    }
    built |= {
        f"verdict.{when}_{end}"
        for when in ("late", "never", "lapsed")
        for end in ("cleared", "met")
    }
    built |= {f"targets.kept_{how}" for how in ("by_places", "without_moving")}
    built |= {f"ledger.end_{how}" for how in cohort_ledger.ENDS}
    built |= {f"towns.{name}" for name in ("needing", "open", "short")}
    built |= {f"rooms.{name}" for name in ("school", "year", "from", "to", "rooms", "places")}
    built |= {f"map.{name}" for name in ("zone", "town", "needing", "places", "balance")}
    by_code += ("define.", "term.", "meaning.", "subject.", "closure.", "site.")
    by_code += tuple(
        f"compare.{part}"
        for part in (
            *("kind.", "field.", "measure.", "reason.", "unit.", "sheet_", "map_", "dots_"),
            *("matters_", "versions_differ", "seeds_differ", "dropped_many", "added_many"),
        )
    )
    built |= {
        f"calculation.{name}"
        for name in (
            *("metres", "within", "pupils", "large_classes", "classes"),
            *("counted_by", "usable_september", "usable_next_september"),
        )
    }
    unused = {key for key in CATALOGUE if key not in asked and not key.startswith(by_code)} - built
    assert unused == set()


def test_fixed_codes_have_words() -> None:
    for stage in (*STAGES, "compulsory", "all"):
        assert f"stage.{stage}" in CATALOGUE
    for grade in GRADES:
        assert f"grade.{grade}" in CATALOGUE
    for indicator in INDICATORS.values():
        assert f"unit.{indicator.unit}" in CATALOGUE or indicator.unit == "share"
        chinese = metric(indicator.id, "zh")
        assert chinese.replace("（", "(").replace("）", ")") == indicator.zh
        assert not set(chinese) & set("()")


def test_a_missing_value_is_an_error_not_a_hole() -> None:
    with pytest.raises(KeyError):
        say("targets.gap", "en", {})


def test_values_are_never_read_as_templates() -> None:
    assert "{n}" in say("verdict.moved", "en", {"promise": "{n}", "n": "5"})


@pytest.mark.parametrize(
    ("figure", "written"),
    [(0, "0"), (1234, "1,234"), (-5, "−5"), (-0.2, "0"), (None, "—"), (float("nan"), "—"),
     (1234567, "1,234,567")],
)  # fmt: skip
def test_tables_print_whole_integers_with_separators(figure: float | None, written: str) -> None:
    assert number(figure) == written


@pytest.mark.parametrize(
    ("figure", "chinese"),
    [(9999, "9,999"), (10_000, "1 万"), (10_400, "1.04 万"), (110_000, "11 万"),
     (-12_345, "−1.23 万")],
)  # fmt: skip
def test_chinese_sentences_count_in_wan_from_ten_thousand(figure: int, chinese: str) -> None:
    assert prose(figure, "zh") == chinese
    assert "万" not in prose(figure, "en")


def test_figures_carry_their_units() -> None:
    assert amount(11_000, "places", "zh", in_prose=True) == "1.1 万个学位"
    assert amount(11_000, "places", "zh") == "11,000 个学位"
    assert amount(1, "schools", "en") == "1 school"
    assert amount(2, "classes", "en") == "2 classes"
    assert amount(0.913, "share", "en") == percent(0.913) == "91 %"
    assert amount(None, "places", "en") == "—"
    assert unit_of("inclusive_share") == "share"


def test_dates_of_sentences() -> None:
    assert day("2025-12-31", "zh") == "2025年12月31日"
    assert day("2025-12-01", "en") == "1 Dec 2025"
    assert day("soon", "en") == "soon"


def test_a_count_bends_its_noun() -> None:
    values: dict[str, object] = {
        "what": "Large classes", "year": 2025, "n": "1", "first": "甲校", "most": "1"
    }  # fmt: skip
    one = say("blocking.say_classes", "en", values | {"schools": "1", "towns": "1"})
    many = say("blocking.say_classes", "en", values | {"schools": "1,200", "towns": 5})
    assert "in 1 school of 1 town;" in one
    assert "in 1,200 schools of 5 towns;" in many
    assert say("blocking.rest", "en", {"n": 1}) == "1 more school is in the ledger."
    assert say("blocking.rest", "en", {"n": 2}) == "2 more schools are in the ledger."


PLURALS = (
    "places", "classes", "schools", "pupils", "children", "towns", "zones", "projects", "rooms",
    "seats", "rows", "sets", "posts", "beds", "months", "scenarios", "changes",
)  # fmt: skip
CONSTANT = {"large", "super_large", "school", "year"}
"""Placeholders that are never one: norms, and the years of a heading."""
NEVER_ONE = {
    "compare.all_kept",
    "compare.none_kept",
    "compare.some_kept",
    "compare.matters_grouped",
}
"""Sentences of three scenarios and more, or of the most changes tried one by one."""


def test_no_english_count_stands_before_a_fixed_plural() -> None:
    plural = rf"\{{(\w+)\}} (?:\w+ )?(?:{'|'.join(PLURALS)})\b"
    fixed = {
        key
        for key, (_, english) in CATALOGUE.items()
        for name in re.findall(plural, english)
        if name not in CONSTANT and key not in NEVER_ONE
    }
    assert not fixed
