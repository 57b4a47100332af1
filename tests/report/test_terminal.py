"""Can the summary be read alone, in a hundred columns, in both languages?"""

import re
from dataclasses import replace

import pytest

from simulator import terminal
from simulator.reporting.catalogue import LANGS, Lang
from simulator.results import Results


@pytest.mark.parametrize("lang", LANGS)
def test_no_line_is_wider_than_the_screen(
    results: Results, hostile_results: Results, lang: Lang
) -> None:
    for run in (results, hostile_results):
        lines = terminal.summary(run, lang, "results/a-very/long/folder" * 6)
        assert max(map(terminal.width, lines)) <= 100
        assert all(line.isprintable() for line in lines)
        assert all(line == line.rstrip() for line in lines)


@pytest.mark.parametrize("lang", LANGS)
def test_columns_line_up(results: Results, lang: Lang) -> None:
    lines = terminal.summary(results, lang)
    rows = [line for line in lines if re.match(r"  20\d\d ", line)]
    assert len(rows) == 20
    assert len({terminal.width(row) for row in rows}) == 1
    heads = [line for line in lines if line.startswith(f"  {terminal.HEADINGS[lang][0]} ")]
    assert {terminal.width(head) for head in heads} == {terminal.width(rows[0])}
    table = results.tables["years"].query("stage == 'primary' and school_year == 2025").iloc[0]
    row = next(row for row in rows if row.startswith("  2025"))
    assert row.split()[1:] == [f"{table[name]:,}" for name in terminal.METRICS]


def test_it_says_what_matters(results: Results) -> None:
    chinese = "\n".join(terminal.summary(results, "zh", "results/x"))
    for words in ("示例数据：", "未达到", "义务教育大班额", "无空余教室", "低、中、高三种人口方案",
                  "20 套初始数据", "results/x", "缺学位最多的片区"):  # fmt: skip
        assert words in chinese
    english = "\n".join(terminal.summary(results, "en"))
    assert "Results in" not in english
    assert "✗ not kept" in english
    assert not re.search(r"[a-z]+\.[a-z]+_", english)
    assert not re.search(r"(?<![\d,.])1 ([a-z]+s|children)\b", english)


@pytest.mark.parametrize("lang", LANGS)
def test_it_says_which_variant(results: Results, lang: Lang) -> None:
    def lines(**manifest: object) -> list[str]:
        changed = {**results.manifest, **manifest}
        return terminal.summary(replace(results, manifest=changed), lang)

    word = {"zh": "变体：", "en": "Variant: "}[lang]
    assert not any(word in line for line in lines())
    assert lines(variant="late")[:2] == [lines()[0], f"{word}late"]
    title = {"zh": "晚两年", "en": "Two years late"}
    assert lines(variant="late", variant_title=title)[1] == f"{word}late · {title[lang]}"
    long = lines(variant="late", variant_title="很长的标题" * 20)
    assert max(map(terminal.width, long)) <= 100


def test_no_escape_codes_reach_the_screen(results: Results) -> None:
    schools = results.tables["schools"].copy()
    schools["name"] = "\x1b[2J\x07校\r\n"
    lines = terminal.summary(replace(results, tables={**results.tables, "schools": schools}), "zh")
    assert not any(set(line) & set("\x1b\x07\r\n") for line in lines)


@pytest.mark.parametrize(
    ("words", "columns"), [("", 0), ("abc", 3), ("学位", 4), ("学a", 3), ("e\u0301", 1)]
)
def test_width_counts_columns(words: str, columns: int) -> None:
    assert terminal.width(words) == columns


def test_padding_and_cutting() -> None:
    assert terminal.padded("学位", 6) == "学位  "
    assert terminal.padded("学位", 6, right=True) == "  学位"
    assert terminal.padded("学位缺口", 6) == "学位… "[:3] + " "
    assert terminal.width(terminal.padded("学位缺口", 5)) == 5


def test_a_run_without_promises_or_map(results: Results) -> None:
    bare = replace(results, summary={**results.summary, "targets": []})
    assert terminal.summary(bare, "en")
