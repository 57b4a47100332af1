"""Is every field and section of a scenario file documented in Chinese and in English?"""

import pytest

import simulator.schema as schema
from simulator.columns import COLUMNS
from simulator.phrases import SILENCE, Phrase
from simulator.schema.base import Section
from simulator.schema.meaning import in_both_languages
from tests.gallery import english_left, is_chinese


def sections(of: type[Section] = Section) -> list[type[Section]]:
    return [one for below in of.__subclasses__() for one in (below, *sections(below))]


SAID = {
    **{section.__name__: section.__doc__ for section in sections()},
    **{
        f"{section.__name__}.{name}": field.description
        for section in sections()
        for name, field in section.model_fields.items()
    },
}


def test_every_section_is_looked_at() -> None:
    assert {schema.ScenarioSpec, schema.Change, schema.Table, schema.Target} <= set(sections())
    assert len(SAID) > 200


def test_documented_in_both_languages() -> None:
    for where, text in SAID.items():
        said = in_both_languages(text)
        assert not is_chinese(said.en.split("(")[0]), f"{where}: English stands first"
        assert is_chinese(said.zh), f"{where}: the same in Chinese, after a blank line"
        assert english_left(said.zh) is None, where


@pytest.mark.parametrize("table", COLUMNS)
def test_columns_documented_in_both_languages(table: str) -> None:
    for column in COLUMNS[table]:
        assert is_chinese(column.doc.zh), column
        assert not is_chinese(column.doc.en), column
        assert column.measure.zh == "" if not column.unit else is_chinese(column.measure.zh)


def test_lines_of_a_docstring_are_joined() -> None:
    assert in_both_languages(None) == SILENCE
    assert in_both_languages("Only\n    English.") == Phrase("", "Only English")
    two = "One,\n    two.\n\n    坐标系：\n    GCJ-02 或\n    BD-09，\n    `x`\n    等。\n    "
    assert in_both_languages(two) == Phrase("坐标系：GCJ-02 或 BD-09，`x` 等", "One, two")
    four = "First.\n\nSecond.\n\n其一。\n\n其二。"
    assert in_both_languages(four) == Phrase("其一。其二", "First. Second")
