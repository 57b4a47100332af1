"""Is the page whole, bilingual, deterministic, equal to the tables, and deaf to hostile names?"""

import base64
import gzip
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from simulator import rendering, report
from simulator.reporting import map_opening, maps, sheets, views
from simulator.reporting.catalogue import CATALOGUE
from simulator.results import Results
from tests.report.conftest import HOSTILE
from tests.report.fixture import make_results


class Reader(HTMLParser):
    """Collects tags, scripts and the text of each language."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.text = ""
        self._script: dict[str, str | None] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "script":
            self._script = dict(attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._script = None

    def handle_data(self, data: str) -> None:
        if self._script is not None:
            self.scripts.append((self._script, data))
        else:
            self.text += data

    @property
    def data(self) -> Any:
        return json.loads(next(text for attrs, text in self.scripts if attrs.get("id") == "data"))


@pytest.fixture(scope="module")
def page(results: Results) -> str:
    return report.page(results)


@pytest.mark.full
def test_every_badge_says_illustrative_in_both_languages(page: str) -> None:
    chinese, english = CATALOGUE["tag.illustrative"]
    badges = re.findall(r'<span class="tag">(.*?)</span></(?:h\d|figcaption)', page)
    said = {re.sub(r"<[^>]+>", " ", badge).strip() for badge in badges}
    assert len(badges) > 5
    assert {" ".join(words.split()) for words in said} == {f"{chinese} {english}"}


@pytest.fixture(scope="module")
def reader(page: str) -> Reader:
    return Reader(page)


def test_the_page_needs_nothing_else(reader: Reader) -> None:
    for tag, attrs in reader.tags:
        assert tag not in ("link", "iframe", "img", "object")
        assert "src" not in attrs
        if "href" in attrs:
            assert (attrs["href"] or "").startswith("#")
    kinds = [attrs.get("type") for attrs, _ in reader.scripts]
    assert kinds == ["application/json", "application/gzip", None]
    assert "plotly.js v" in unpacked(reader.scripts[1][1])[:300]


def unpacked(script: str) -> str:
    """What the page makes of the packed library of charts."""
    return gzip.decompress(base64.b64decode(script)).decode()


def test_only_its_own_scripts_may_run(reader: Reader) -> None:
    policy = next(a["content"] for t, a in reader.tags if t == "meta" and "content" in a
                  and a.get("http-equiv") == "Content-Security-Policy")  # fmt: skip
    assert policy
    assert "default-src 'none'" in policy
    for attrs, text in reader.scripts:
        if attrs.get("type") != "application/json":
            if attrs.get("type") == "application/gzip":
                text = unpacked(text)
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy
    assert "unsafe-inline'; script" in policy
    assert "unsafe-eval" not in policy


@pytest.mark.full
def test_same_results_same_bytes(results: Results, page: str, tmp_path: Path) -> None:
    assert report.page(make_results()) == page
    report.write(results, tmp_path / "report.html")
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == page
    assert len(page.encode()) < 6_000_000


def test_embedded_figures_equal_the_tables(results: Results, reader: Reader) -> None:
    table = results.tables["years"]
    for stage in ("primary", "junior"):
        rows = table[table["stage"] == stage]
        traces = reader.data["figures"][f"demand-{stage}"]["zh"]["data"]
        by_name = {trace["name"]: trace for trace in traces}
        assert by_name["适龄儿童"]["y"] == rows["children"].tolist()
        assert by_name["需公办学位"]["y"] == rows["pupils"].tolist()
        assert by_name["有效学位"]["y"][::2] == rows["places"].tolist()
        strip = reader.data["figures"][f"sizes-{stage}"]["zh"]["data"][0]
        totals = [sum(int(cell) for cell in column) for column in zip(*strip["text"], strict=True)]
        assert totals == rows["classes"].tolist()


def test_each_stage_has_a_scale_of_its_own_and_the_page_says_so(
    results: Results, reader: Reader
) -> None:
    for stage in ("primary", "junior"):
        low, high = reader.data["figures"][f"demand-{stage}"]["zh"]["layout"]["yaxis"]["range"]
        view = views.demand(results, stage)
        assert low == 0
        assert 1 < high / max(*view.places, *view.high) < 1.2
    assert "各学段纵轴刻度不同" in reader.text


def test_the_map_ships_each_number_once(results: Results, reader: Reader, page: str) -> None:
    sent = reader.data["map"]
    district = maps.district_map(results)
    assert district is not None
    assert (sent["stage"], sent["year"]) == map_opening.opening(results, district)
    assert reader.data["year"] == sent["year"]
    for stage, view in district.stages.items():
        assert sent["by"][stage]["needing"] == view.needing.tolist()
        assert sent["by"][stage]["places"] == view.places.tolist()
        balance = results.tables["balance"].query("stage == @stage")
        by_year = balance.groupby("school_year")["pupils_public"].sum()
        assert [sum(row) for row in sent["by"][stage]["needing"]] == by_year.tolist()
    outline = json.dumps(sent["zones"]["rings"][0], separators=(",", ":"))
    assert page.count(outline) == 1


def test_both_languages_are_in_the_page(reader: Reader) -> None:
    for key in ("chapter.verdict", "targets.title", "ledger.title", "limits.grade", "map.note"):
        chinese, english = CATALOGUE[key]
        assert chinese in reader.text
        assert english in reader.text
    langs = {attrs["lang"] for _, attrs in reader.tags if "lang" in attrs}
    assert langs == {"zh-CN", "en"}
    assert "单次推演，没有概率" in reader.text
    assert "✗ " in reader.text
    assert "未达到" in reader.text


def test_numbers_of_the_target_table(results: Results, reader: Reader) -> None:
    words = " ".join(reader.text.split())
    assert "≥ 5,000 个学位" in words
    assert "5,040 个学位" in words
    large = results.summary["targets"][1]["achieved"]["central"]
    assert f"{large} 个班" in words
    assert "20 套中 0 套达到" in words
    assert "另作一次推演，只去掉大班额化解政策，调剂照常，其余不变：" in words
    assert "当年 9 月可用" in words


@pytest.mark.full
def test_illustrative_inputs_are_named_and_every_view_is_marked(results: Results) -> None:
    page = report.page(results)
    assert "虚构：人口、片区、校区、教室、在校生。" in page
    assert "由普查和公开统计推算：出生、招生片区。" in page
    marked = Reader(page)
    titles = len(re.findall(r"<h3", page))
    tags = sum(attrs.get("class") == "tag" for _, attrs in marked.tags)
    unmarked = 7  # inputs, assumptions, misfit, oddities, this run, limits; and the map's key is h4
    assert tags >= titles - unmarked
    official = replace(results, manifest={**results.manifest, "illustrative": []})
    plain = Reader(report.page(official))
    assert not any(attrs.get("class") == "tag" for _, attrs in plain.tags)


def test_an_oddity_stands_in_one_column_in_both_languages(results: Results) -> None:
    found = results.tables["oddities"].iloc[0]
    (sheet,) = [
        part["table"]
        for part in sheets.appendix(results)
        if part["table"].title["en"] == "Oddities in the data"
    ]
    assert sheet.heads == [{"zh": "位置", "en": "Where"}, {"zh": "情况", "en": "What"}]
    assert sheet.rows == [["documents/plan", {"zh": found["what_zh"], "en": found["what_en"]}]]
    assert sheet.wide == [1]


@pytest.mark.full
def test_a_chart_without_data_is_not_there(results: Results) -> None:
    empty = ("class_sizes", "classes_ledger", "outlooks", "sensitivity", "misfit", "oddities")
    none = {name: results.tables[name].iloc[:0] for name in empty}
    zones = results.tables["zones"].copy()
    zones[["lon", "lat", "outline"]] = [float("nan"), float("nan"), ""]
    bare = replace(
        results,
        tables={**results.tables, **none, "zones": zones},
        summary={**results.summary, "targets": []},
    )
    reader = Reader(report.page(bare))
    ids = {attrs.get("id") for _, attrs in reader.tags}
    assert not ids & {"classes", "map-chapter", "map", "sizes-primary", "demand-senior"}
    assert {"verdict", "demand", "inputs", "demand-primary"} <= ids
    assert reader.data["map"] is None
    assert "低—高方案" not in reader.text
    links = {attrs["href"] for tag, attrs in reader.tags if tag == "a"}
    assert all((href or "")[1:] in ids for href in links)


@pytest.mark.full
def test_hostile_names_do_nothing(hostile_results: Results) -> None:
    reader = Reader(report.page(hostile_results))
    assert [attrs.get("type") for attrs, _ in reader.scripts] == [
        "application/json",
        "application/gzip",
        None,
    ]
    plain = Reader(report.page(make_results(n_zones=40, closes=True)))
    skeleton = [(tag, sorted(attrs)) for tag, attrs in reader.tags]
    assert skeleton == [(tag, sorted(attrs)) for tag, attrs in plain.tags]
    assert any(HOSTILE in name for name in reader.data["named"]["zones"]["name"])
    assert HOSTILE in reader.text
    assert "49" not in re.sub(r"[\d,.]*\d", "", reader.text)


@pytest.mark.full
def test_nothing_ends_the_running_head(results: Results) -> None:
    name = 'x"}</style><script>alert(1)</script>\n\\'
    page = report.page(replace(results, manifest={**results.manifest, "name": name}))
    css = page[page.index("<style>") : page.index("</style>")]
    head = re.search(r'content:("[^"\n]*");font', css)
    assert head
    assert re.fullmatch(r'"(?:\w|\\[0-9a-f]+ )*"', head[1])
    assert Reader(page).scripts[0][0].get("id") == "data"


@pytest.mark.full
def test_a_variant_is_named_on_the_page(results: Results) -> None:
    def of(**manifest: object) -> tuple[str, str, str]:
        page = report.page(replace(results, manifest={**results.manifest, **manifest}))
        head = re.search(r'content:"([^"\n]*)";font', page)
        title = re.search(r"<title>(.*)</title>", page)
        made = re.search(r'<p class="made">(.*)</p>', page)
        assert head and title and made
        letters = re.sub(r"\\([0-9a-f]+) ", lambda match: chr(int(match[1], 16)), head[1])
        return letters, title[1], made[1]

    late = of(variant="late", name="plan")
    assert late[0].startswith("plan@late · ")
    assert late[1].endswith(" · late")
    assert "plan@late" in late[2]
    assert of(variant="late", variant_title="晚两年")[1].endswith(" · 晚两年")


def test_embedded_json_cannot_leave_its_element() -> None:
    value = {"name": "</script><!--<script>\u2028&"}
    text = rendering.embedded(value)
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == value


def test_the_scenario_file_says_what_it_changes(results: Results) -> None:
    changes = [{"build": "a", "evidence": "illustrative"}, {"expand": "b", "evidence": "official"},
               {"policy": {"large_classes": "clear"}}, {"receive": "c", "rooms": 6},
               {"expand": "d", "beds": 90, "rooms": 0},
               {"receive": "e", "rooms": 6, "required_by": "kindergartens"}]  # fmt: skip
    own = {"file": "plan.yaml", "sha256": "0" * 64, "table": "", "rows": 0, "evidence": "",
           "source": ""}  # fmt: skip
    other = own | {"file": "base.yaml"}
    inputs = results.tables["inputs"]
    inputs = pd.concat([pd.DataFrame([own, other]), inputs], ignore_index=True)
    manifest = {**results.manifest, "file": "plan.yaml", "scenario": {"changes": changes}}
    run = replace(results, manifest=manifest, tables={**results.tables, "inputs": inputs})
    table = next(p["table"] for p in sheets.appendix(run) if p["name"] == "inputs")
    first, second = table.rows[:2]
    assert first[2] == {"zh": "变更", "en": "changes"}
    assert first[3] == "5"  # the one a rule requires is not written in the file
    assert first[4] == {"zh": "示例", "en": "illustrative"}
    assert first[5] == {
        "zh": "情景写明的变更：4 个建设项目（含只增加床位的 1 个），1 项政策及其他"
        "；另由配建标准推出 1 个建设项目，不计入行数",
        "en": "changes the scenario states: projects 4 (of them with beds alone 1), policies and "
        "others 1; projects required by rule beside them, not among the rows: 1",
    }
    assert second[3] == "—"


def test_a_source_in_both_languages_is_read_in_one(results: Results) -> None:
    inputs = results.tables["inputs"].copy()
    inputs.loc[0, "source"] = "驻地外扩 5 km 的凸包 / hull with a margin of 5 km"
    run = replace(results, tables={**results.tables, "inputs": inputs})
    table = next(p["table"] for p in sheets.appendix(run) if p["name"] == "inputs")
    assert table.rows[0][5] == {"zh": "驻地外扩 5 km 的凸包", "en": "hull with a margin of 5 km"}
