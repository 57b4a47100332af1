"""Tables are read alike from CSV, Excel, map layers and YAML, whatever the planner's program."""

import hashlib
from pathlib import Path

import openpyxl
import pytest
import shapely
from geopandas import GeoDataFrame

from simulator.loader import load
from simulator.problems import Problem, ScenarioError
from simulator.reading.cells import grades_of
from simulator.reading.totals import is_total

BASE = Path(__file__).parent.parent / "broken" / "base.yaml"

POOLS = "校区,学段,普通教室,临时教室\nnorth,小学,12,\nsouth,小学+初中,18,2\n"


def scenario_with(folder: Path, table: str, entry: str, more: str = "") -> Path:
    path = folder / "scenario.yaml"
    path.write_text(
        f"extends: {BASE}\n{table}:\n  evidence: official\n  source: survey\n  {entry}\n{more}",
        encoding="utf-8",
    )
    return path


def problems_of(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(ScenarioError) as caught:
        load(path)
    return caught.value.problems


@pytest.mark.parametrize(
    ("table", "content", "remedy"),
    [
        ("campuses", "学校名称,经度\n示例小学,116.4\n", "可写 `columns: {学校名称: id}`"),
        ("campuses", "经度\n116.4\n", "或用 `columns: {…: id}` 对应已有表头"),
        (
            "enrolment",
            "学校,一年级人数,二年级人数\nnorth,90,88\n",
            "而不是 `一年级人数`、`二年级人数`",
        ),
    ],
    ids=["names for ids", "neither", "grades across"],
)
def test_lists_as_bureaus_keep_them(tmp_path: Path, table: str, content: str, remedy: str) -> None:
    (tmp_path / "list.csv").write_text(content, "utf-8")
    problems = problems_of(scenario_with(tmp_path, table, "file: list.csv"))
    assert any(remedy in problem.remedy.zh for problem in problems), problems


@pytest.mark.parametrize(
    "content",
    [
        POOLS.encode("utf-8"),
        POOLS.encode("utf-8-sig"),
        POOLS.encode("gbk"),
        POOLS.encode("gb18030"),
        POOLS.replace(",", ";").encode(),
        POOLS.replace(",", "\t").encode("gbk"),
        POOLS.replace("\n", "\r\n").encode("utf-8-sig"),
        ("sep=;\n" + POOLS.replace(",", ";")).encode(),
        ("\n" + POOLS + ",,,\n\n").encode(),
        POOLS.replace("临时教室", " 临时教室　").encode(),
    ],
    ids=[
        "utf-8", "bom", "gbk", "gb18030", "semicolons", "tabs", "crlf", "sep", "blank rows",
        "blanks in headings",
    ],
)  # fmt: skip
def test_csv_as_programs_write_it(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "教室.csv").write_bytes(content)
    scenario = load(scenario_with(tmp_path, "pools", "file: 教室.csv"))
    pools = scenario.tables["pools"]
    assert pools["campus"].tolist() == ["north", "south"]
    assert pools["stages"].tolist() == ["primary", "primary+junior"]
    assert pools["rooms"].tolist() == [12, 18]
    assert pools["temporary"].tolist() == [0, 2]
    entry = scenario.inputs[-1]
    assert (entry.file, entry.rows, entry.table) == ("教室.csv", 2, "pools")
    assert (entry.evidence, entry.source) == ("official", "survey")
    assert entry.sha256 == hashlib.sha256(content).hexdigest()


def test_english_headings_in_any_case_and_width(tmp_path: Path) -> None:
    (tmp_path / "pools.csv").write_text(
        "Campus,STAGES,ｒｏｏｍｓ\nnorth,Primary,１２\nsouth,初中,18\n"
    )
    pools = load(
        scenario_with(
            tmp_path, "pools", "file: pools.csv", "catchments: {rows: {}}\nstages: [primary]\n"
        )
    ).tables["pools"]
    assert pools["rooms"].tolist() == [12, 18]


def test_own_headings(tmp_path: Path) -> None:
    (tmp_path / "pools.csv").write_text(
        "校名,学段,间数,校区\nnorth,小学,12,a\nsouth,小学/初中,18,b\n"
    )
    entry = "file: pools.csv\n  columns: {校名: campus, 间数: rooms}"
    scenario = load(scenario_with(tmp_path, "pools", entry))
    assert scenario.tables["pools"]["campus"].tolist() == ["north", "south"]
    assert any("校区" in oddity.what.en for oddity in scenario.oddities if oddity.where == "pools")
    found = problems_of(
        scenario_with(tmp_path, "pools", "file: pools.csv\n  columns: {校名: campsu, 間数: rooms}")
    )
    words = "\n".join(map(str, found))
    assert "no field `campsu`" in words
    assert "did you mean `campus`?" in words
    assert "no heading `間数`" in words


def test_two_headings_of_one_meaning_are_refused(tmp_path: Path) -> None:
    (tmp_path / "pools.csv").write_text("校区,学校,学段,教室\nn,north,小学,12\n")
    (problem,) = problems_of(scenario_with(tmp_path, "pools", "file: pools.csv"))
    assert "`校区` and `学校` both mean campus" in problem.what.en
    assert problem.line == 1


def test_chinese_grades_and_sizes(tmp_path: Path) -> None:
    (tmp_path / "roll.csv").write_text(
        "学校,年级,在校生,班数,各班人数\nnorth,一年级,90,2,46、44\nsouth,初一,50,1,\n"
        "south,八年级,48,1,\nsouth,小六,40,1,\nsouth,P5,41,1,41\n"
    )
    roll = load(scenario_with(tmp_path, "enrolment", "file: roll.csv")).tables["enrolment"]
    assert roll["grade"].tolist() == ["p1", "j1", "j2", "p6", "p5"]
    assert roll["sizes"].tolist() == ["46/44", None, None, None, "41"]


def test_quoted_cells_keep_line_numbers(tmp_path: Path) -> None:
    (tmp_path / "pools.csv").write_text(
        'campus,stages,rooms,remark\nnorth,primary,12,"two\nlines, one comma"\nsouth,初中,x,\n'
    )
    (problem,) = problems_of(
        scenario_with(tmp_path, "pools", "file: pools.csv", "stages: [junior]\n")
    )
    assert (problem.line, problem.where) == (4, "pools/south/junior/rooms")


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"", 0, "the table is empty"),
        (b"\n\n,,\n", 0, "the table is empty"),
        (b'campus,stages,rooms\nnorth,"primary,12\nsouth,junior,4\n', 3, "not CSV here"),
        (b"campus,stages,rooms\nnorth,primary,12,4\n", 2, "4 cells under 3 headings"),
        (b"campus,rooms,stages,rooms\nnorth,1,primary,12\n", 1, "`rooms` appears twice"),
        ("教室统计表,,\n单位,类别,数量\nnorth,小学,9\n".encode(), 1, "looks like a title"),
        (b"\x89PNG\r\n\x1a\n\x00\x01\xff\xfe", 0, "neither in UTF-8 nor in GB18030"),
        (
            "校区,学段,教室\nnorth,小学,9\n".encode("utf-16-le"),
            0,
            "neither in UTF-8 nor in GB18030",
        ),
        (b"campus,stages,rooms\nnorth,primary,1e30\n", 2, "absurdly large"),
        (
            b"campus,stages,rooms\nnorth,primary,5000\n",
            2,
            "5,000 classrooms in one pool: are these places?",
        ),
        (
            b"campus,stages,rooms\nnorth,primary,90000\n",
            2,
            "above the most allowed, 50,000 classrooms",
        ),
        ("campus,stages,rooms\nnorth,primary,12套\n".encode(), 2, "has a unit in the cell"),
        (b"campus,stages,rooms\nnorth,primary,\n", 2, "rooms is blank"),
        (b"campus,stages,rooms\nnorth,prmary,12\n", 2, "did you mean `primary`?"),
        (b"campus,stages,rooms\nthe north,primary,12\n", 2, "cannot be an id"),
        (b"campus,stages,rooms\n4.45E+17,primary,12\n", 2, "Excel has shortened"),
        (b"campus,stages,rooms,grades\nnorth,primary,12,p3-p1\n", 2, "not a list of grades"),
        (b"campus,stages,rooms,grades\nnorth,primary,12,j1\n", 2, "j1 are not grades of primary"),
    ],
)
def test_csv_that_is_refused(tmp_path: Path, content: bytes, line: int, words: str) -> None:
    (tmp_path / "pools.csv").write_bytes(content)
    found = problems_of(scenario_with(tmp_path, "pools", "file: pools.csv"))
    match = [p for p in found if words in f"{p.what} {p.remedy}"]
    assert match, "\n".join(map(str, found))
    assert match[0].line == line
    assert match[0].file == str(tmp_path / "pools.csv")


def test_stated_encoding_counts(tmp_path: Path) -> None:
    (tmp_path / "pools.csv").write_bytes(POOLS.encode("gbk"))
    path = scenario_with(tmp_path, "pools", "file: pools.csv\n  encoding: utf-8")
    assert "not in utf-8, as `encoding:` says, but in GB18030" in problems_of(path)[0].what.en


def test_excel(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "说明"
    sheet = book.create_sheet("教室")
    for row in (
        ["校区", "学段", "教室", "设计学位"], ["north", "小学", 12, 540.0], [],
        ["south", "九年一贯制", "１８", None],
    ):  # fmt: skip
        sheet.append(row)
    book.save(tmp_path / "rooms.xlsx")
    scenario = load(scenario_with(tmp_path, "pools", "file: rooms.xlsx\n  sheet: 教室"))
    pools = scenario.tables["pools"]
    assert pools["id"].tolist() == ["north/primary", "south/primary+junior"]
    assert pools["rooms"].tolist() == [12, 18]
    assert pools["design_places"].tolist()[0] == 540
    assert pools["design_places"].isna().tolist() == [False, True]

    sheet["C2"] = "一些"
    sheet["C5"] = "=1+1"  # a formula without a saved value
    sheet["A5"], sheet["B5"] = "south", "高中"
    book.save(tmp_path / "rooms.xlsx")
    found = {problem.line: problem for problem in problems_of(tmp_path / "scenario.yaml")}
    assert set(found) == {2, 5}
    assert "`一些` is not a number" in found[2].what.en
    assert "`=1+1` is a formula without a saved value" in found[5].what.en

    path = scenario_with(tmp_path, "pools", "file: rooms.xlsx\n  sheet: 教师")
    (problem,) = problems_of(path)
    assert problem.remedy.en == "did you mean `教室`?"


def test_merged_words_are_read_in_every_row_and_merged_numbers_are_not(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["学校", "年级", "在校生", "班数"], ["north", "一年级", 178, 2], [None, "二年级", None, 2],
        ["合计", None, 178, 4],
    ):  # fmt: skip
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    book.save(tmp_path / "roll.xlsx")
    sheet["C3"] = 88
    book.save(tmp_path / "roll.xlsx")
    path = scenario_with(tmp_path, "enrolment", "file: roll.xlsx", "stages: [primary]\n")
    scenario = load(path)
    assert scenario.tables["enrolment"]["campus"].tolist() == ["north", "north"]
    said = "\n".join(oddity.what.en for oddity in scenario.oddities)
    assert "A2:A3, are read as the same words in every row" in said
    assert "totals are not read as data: line 4" in said

    sheet.merge_cells("C2:C3")
    book.save(tmp_path / "roll.xlsx")
    (problem,) = problems_of(path)
    assert (problem.line, problem.what.en) == (3, "pupils is blank")


def test_a_file_is_what_it_holds_not_what_its_ending_says(tmp_path: Path) -> None:
    (tmp_path / "rooms.xlsx").write_bytes(POOLS.encode())
    scenario = load(scenario_with(tmp_path, "pools", "file: rooms.xlsx"))
    assert scenario.tables["pools"]["rooms"].tolist() == [12, 18]
    assert any("read as a text file" in oddity.what.en for oddity in scenario.oddities)
    (tmp_path / "rooms.xlsx").write_bytes(b"PK\x03\x04 and nothing more")
    (problem,) = problems_of(tmp_path / "scenario.yaml")
    assert "not a readable Excel file" in problem.what.en


def squares(crs: str) -> GeoDataFrame:
    shapes = [shapely.box(116.39, 23.49, 116.41, 23.51), shapely.box(116.41, 23.49, 116.43, 23.51)]
    columns = {"编号": ["east", "west"], "镇街": ["t1", "t1"], "面积": [4.2, None]}
    return GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326").to_crs(crs)


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:4490", "EPSG:4547"])
def test_zones_from_a_geopackage_come_in_the_scenarios_crs(tmp_path: Path, crs: str) -> None:
    squares(crs).to_file(tmp_path / "zones.gpkg", layer="片区", engine="pyogrio")
    scenario = load(scenario_with(tmp_path, "zones", "file: zones.gpkg"))
    zones = scenario.tables["zones"]
    assert zones["id"].tolist() == ["east", "west"]
    assert zones["settlement"].tolist() == ["urban", "urban"]
    assert zones["geometry"].iloc[0].bounds == pytest.approx((116.39, 23.49, 116.41, 23.51))
    assert any("面积" in oddity.what.en for oddity in scenario.oddities)
    assert scenario.inputs[-1].rows == 2


def test_layers_of_a_geopackage(tmp_path: Path) -> None:
    for layer in ("片区", "其他"):
        squares("EPSG:4326").to_file(tmp_path / "zones.gpkg", layer=layer, engine="pyogrio")
    (problem,) = problems_of(scenario_with(tmp_path, "zones", "file: zones.gpkg"))
    assert "holds 2 layers: 片区, 其他" in problem.what.en
    (problem,) = problems_of(scenario_with(tmp_path, "zones", "file: zones.gpkg\n  layer: 片圈"))
    assert problem.remedy.en == "did you mean `片区`?"
    load(scenario_with(tmp_path, "zones", "file: zones.gpkg\n  layer: 片区"))


def test_geojson_zones_and_campuses_found_in_them(tmp_path: Path) -> None:
    squares("EPSG:4326").to_file(tmp_path / "zones.geojson", driver="GeoJSON", engine="pyogrio")
    campuses = """campuses:
  evidence: official
  source: survey
  data:
    - {id: north, lon: 116.401, lat: 23.501}
    - {id: south, lon: 116.421, lat: LAT}
"""
    good = campuses.replace("LAT", "23.501")
    scenario = load(scenario_with(tmp_path, "zones", "file: zones.geojson", good))
    assert scenario.tables["campuses"]["zone"].tolist() == [None, None]
    bad = campuses.replace("LAT", "23.6")
    (problem,) = problems_of(scenario_with(tmp_path, "zones", "file: zones.geojson", bad))
    assert "lies outside every zone" in problem.what.en


def test_layers_and_web_map_coordinates(tmp_path: Path) -> None:
    squares("EPSG:4326").to_file(tmp_path / "zones.geojson", driver="GeoJSON", engine="pyogrio")
    path = scenario_with(tmp_path, "zones", "file: zones.geojson", "crs: gcj02\n")
    assert any("taken as gcj02" in oddity.what.en for oddity in load(path).oddities)
    squares("EPSG:4547").to_file(tmp_path / "zones.gpkg", engine="pyogrio")
    path = scenario_with(tmp_path, "zones", "file: zones.gpkg", "crs: gcj02\n")
    (problem,) = problems_of(path)
    assert "EPSG:4547" in problem.what.en


@pytest.mark.parametrize("name", ["zones.geojson", "zones.gpkg"])
def test_what_only_looks_like_a_layer(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("{")
    (problem,) = problems_of(scenario_with(tmp_path, "zones", f"file: {name}"))
    assert "not a readable map layer" in problem.what.en


def test_inline_cells_keep_ids_and_lines(tmp_path: Path) -> None:
    path = scenario_with(
        tmp_path,
        "campuses",
        """data:
    - {id: 0101, zone: east}
    - {id: north, zone: east}
    - id: south
      zone: wets
      beds: 1_200""",
    )
    (problem,) = problems_of(path)
    assert (problem.line, problem.remedy.en) == (9, "did you mean `west`?")
    path.write_text(path.read_text("utf-8").replace("wets", "west"), "utf-8")
    campuses = load(path).tables["campuses"]
    assert campuses["id"].tolist() == ["0101", "north", "south"]
    assert campuses["beds"].tolist() == [0, 0, 1200]


@pytest.mark.parametrize(
    ("text", "grades"),
    [
        ("p1-p3", ("p1", "p2", "p3")),
        ("一年级至三年级", ("p1", "p2", "p3")),
        ("p6、j1", ("p6", "j1")),
        ("p3-p1", None),
        ("p1-p9", None),
        ("", None),
    ],
)
def test_grades_of(text: str, grades: tuple[str, ...] | None) -> None:
    assert grades_of(text) == grades


def test_words_that_mark_totals() -> None:
    assert all(map(is_total, ["合计", " 总 计 ", "小计：", "Total", "Grand Total", "合　计"]))
    assert not any(map(is_total, ["合计小学", "total-school", "", "north"]))


@pytest.mark.parametrize("seed", range(12))
def test_damaged_excel_files_are_refused_without_a_traceback(tmp_path: Path, seed: int) -> None:
    book = openpyxl.Workbook()
    for row in (["校区", "学段", "教室"], ["north", "小学", 12], ["south", "九年一贯制", 18]):
        book.active.append(row)
    path = tmp_path / "rooms.xlsx"
    book.save(path)
    content = bytearray(path.read_bytes())
    for step in range(1 + seed % 3):
        content[(seed * 997 + step * 331) % len(content)] ^= 0x5A
    path.write_bytes(bytes(content[: len(content) - 40 * (seed % 2)]))
    try:
        pools = load(scenario_with(tmp_path, "pools", "file: rooms.xlsx")).tables["pools"]
    except ScenarioError as error:
        assert error.problems
    else:
        assert pools["rooms"].tolist() == [12, 18]  # the damage was in a part nobody reads


def test_a_ring_that_does_not_close_is_refused(tmp_path: Path) -> None:
    (tmp_path / "zones.geojson").write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": '
        '{"id": "east", "town": "t1"}, "geometry": {"type": "Polygon", "coordinates": '
        "[[[116.3, 23.4], [116.4, 23.4], [116.4, 23.5], [116.3, 23.5]]]}}]}"
    )
    found = problems_of(scenario_with(tmp_path, "zones", "file: zones.geojson"))
    assert any(problem.where in ("file", "zones/east/geometry") for problem in found)
