"""Does the tutorial lead to a first report, in ten minutes and in both languages?"""

import json
import re
from pathlib import Path

import pytest

from simulator import Results
from tests.docs.pages import DOCS, blocks_of, files_of, follow, save, simulate

CHINESE, ENGLISH = DOCS / "tutorial.zh.md", DOCS / "tutorial.md"


@pytest.mark.full
def test_the_reader_ends_with_the_report_that_was_promised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = follow(CHINESE, tmp_path, monkeypatch)
    assert len(done) == 5
    met = {
        folder.name: [target["met"] for target in json.loads(file.read_text("utf-8"))["targets"]]
        for folder in sorted((tmp_path / "results").iterdir())
        for file in [folder / "summary.json"]
    }
    assert met == {
        "示例县": [True, False],
        "示例县@year-late": [True, False],
        "示例县-化解": [True, True],
    }
    late = Results.read(tmp_path / "results/示例县@year-late").tables["enrolment"]
    crowded = late.query("school_year == 2026 and campus_id == '示例第二小学' and grade == 'p1'")
    assert crowded["max_class_size"].tolist() == [52], "as section 6 tells"
    page = (tmp_path / "results/示例县/report.html").read_text("utf-8")
    told = re.findall(r"^\d\. \*\*(.+?)\*\*", CHINESE.read_text("utf-8"), re.MULTILINE)
    assert len(told) == 3
    for words in (*told, "示例数据"):
        assert words in page, words


@pytest.mark.full
def test_the_english_tutorial_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(follow(ENGLISH, tmp_path, monkeypatch)) == 5
    assert files_of(ENGLISH) == files_of(CHINESE)
    page = (tmp_path / "results/示例县/report.html").read_text("utf-8")
    for words in re.findall(r"^\d\. \*\*(.+?)\*\*", ENGLISH.read_text("utf-8"), re.MULTILINE):
        assert words in page, words


@pytest.mark.full
def test_with_official_data_nothing_is_marked_illustrative(tmp_path: Path) -> None:
    files = files_of(CHINESE)
    save({name: text.replace("illustrative", "official") for name, text in files.items()}, tmp_path)
    code, printed = simulate(f"simulate {tmp_path}/示例县.yaml --out {tmp_path}/results")
    assert code == 0
    assert "示例数据" not in printed


def test_both_say_the_same_step_by_step() -> None:
    def steps(page: Path) -> list[tuple[str, str]]:
        return [(b.language, b.facts.get("file", b.facts.get("exit", ""))) for b in blocks_of(page)]

    assert steps(ENGLISH) == steps(CHINESE)
    headings = [page.read_text("utf-8").count("\n## ") for page in (ENGLISH, CHINESE)]
    assert headings[0] == headings[1]
