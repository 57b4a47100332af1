"""Does a GIS find in the layers what the tables say, on the right spot and ready to look at?"""

import datetime as dt
import sqlite3
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from simulator.layers import write_layers
from simulator.reporting import glossary, map_styles, maps
from simulator.reporting.by_year import headline_year
from simulator.results import Results
from tests.report.fixture import make_results
from tests.report.test_workbook import HOSTILE

SPATIAL = ("zones", "campuses", "catchments", "projects", "zone_years", "campus_years")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory, results: Results) -> Path:
    path = tmp_path_factory.mktemp("layers") / "layers.gpkg"
    write_layers(results, path)
    return path


def read(package: Path, layer: str) -> gpd.GeoDataFrame:
    return pyogrio.read_dataframe(package, layer=layer)


def styles(package: Path) -> list[tuple[str, str, str, bool]]:
    database = sqlite3.connect(package)
    rows = database.execute(
        "SELECT f_table_name, styleName, styleQML, useAsDefault FROM layer_styles ORDER BY id"
    ).fetchall()
    database.close()
    return rows


def empty(results: Results, *tables: str) -> Results:
    made = dict(results.tables) | {name: results.tables[name].iloc[:0] for name in tables}
    return replace(results, tables=made)


def test_every_layer_is_there_with_its_crs_and_kind(package: Path) -> None:
    kinds = dict(pyogrio.list_layers(package).tolist())
    assert {name: kinds[name] for name in SPATIAL} == {
        "zones": "MultiPolygon", "campuses": "Point", "catchments": "MultiPolygon",
        "projects": "Point", "zone_years": "MultiPolygon", "campus_years": "Point",
    }  # fmt: skip
    assert {"zone_results", "campus_results"} <= set(kinds)
    for name in SPATIAL:
        frame = read(package, name)
        assert frame.crs.to_epsg() == 4490
        assert len(frame)
        assert frame.geometry.notna().all()
        # longitude first, whatever the axis order of the register
        assert frame.total_bounds[0] > 100 and frame.total_bounds[3] < 50


def test_figures_by_year_equal_the_tables(package: Path, results: Results) -> None:
    zones, campuses = read(package, "zone_years"), read(package, "campus_years")
    keys = ["school_year", "zone_id", "stage"]
    found = zones[zones["stage"] != "compulsory"].set_index(keys).sort_index()
    told = results.tables["balance"].groupby(keys).sum(numeric_only=True).loc[found.index]
    assert (found["children"] == told["children"]).all()
    assert (found["pupils"] == told["pupils_public"]).all()
    both = zones[zones["stage"] == "compulsory"]
    assert both["children"].sum() == told["children"].sum()
    assert (both["balance"] == both["places"] - both["needing"]).all()
    keys = ["school_year", "campus_id", "stage"]
    one = campuses[campuses["stage"] != "all"].set_index(keys).sort_index()
    roll = results.tables["enrolment"].groupby(keys)[["pupils", "classes"]].sum().loc[one.index]
    assert (one[["pupils", "classes"]] == roll).all().all()
    seats = results.tables["capacity"].groupby(keys)["places"].sum().loc[one.index]
    assert (one["places"] == seats).all()
    assert campuses["large_classes"].sum() == 2 * len(results.tables["classes_ledger"])
    used = results.tables["campuses"].set_index(["school_year", "campus_id"])["utilisation"]
    whole = campuses[campuses["stage"] == "all"].set_index(["school_year", "campus_id"])
    assert np.allclose(whole["utilisation"], used.loc[whole.index])


def test_balances_are_those_of_the_page(package: Path, results: Results) -> None:
    district = maps.district_map(results)
    assert district is not None
    zones = read(package, "zone_years").set_index(["stage", "school_year", "zone_id"])["balance"]
    zones = zones.sort_index()
    for stage, view in district.stages.items():
        for k, year in enumerate(district.years):
            expected = dict(zip(district.zone_ids, view.balance(k).tolist(), strict=True))
            assert zones.loc[stage, year].to_dict() == expected


def test_zones_and_campuses_show_the_year_of_the_promises(package: Path, results: Results) -> None:
    year = headline_year(results)
    assert year == 2025
    zones, by_year = read(package, "zones"), read(package, "zone_years")
    now = by_year[by_year["school_year"] == year].set_index(["stage", "zone_id"])
    for stage in ("primary", "junior", "compulsory"):
        for measure in ("children", "places", "balance"):
            told = now.loc[stage][measure].loc[zones["zone_id"]].tolist()
            assert zones[f"{measure}_{stage}"].tolist() == told
    campuses = read(package, "campuses")
    pupils = results.tables["enrolment"].query("school_year == @year")["pupils"].sum()
    assert campuses["pupils"].sum() == pupils
    later = replace(results, summary={**results.summary, "targets": [{"by": "2029-03-01"}]})
    assert headline_year(later) == 2028, "a promise of March is judged by last September"
    assert headline_year(replace(results, summary={"targets": []})) == 2031


def test_places_are_where_the_tables_say(package: Path, results: Results) -> None:
    campuses = read(package, "campuses").set_index("campus_id")
    schools = results.tables["schools"].set_index("campus_id").loc[campuses.index]
    assert np.allclose(campuses.geometry.x, schools["lon"].astype(float), atol=1e-9)
    assert np.allclose(campuses.geometry.y, schools["lat"].astype(float), atol=1e-9)
    zones = read(package, "zones").set_index("zone_id")
    outlines = results.tables["zones"].set_index("zone_id")["outline"].loc[zones.index]
    for shape, text in zip(zones.geometry, outlines, strict=True):
        assert shape.equals(shapely.from_wkt(text))


def test_catchments_are_the_union_of_their_zones_for_the_years_they_hold(
    package: Path, results: Results
) -> None:
    layer, links = read(package, "catchments"), results.tables["catchments"]
    zones = read(package, "zones").set_index("zone_id").geometry
    listed = {
        (row.stage, row.campus_id, year, zone)
        for row in layer.itertuples()
        for year in range(row.from_year, row.to_year + 1)
        for zone in row.zone_ids.split(", ")
    }
    assert listed == set(
        links[["stage", "campus_id", "school_year", "zone_id"]].itertuples(index=False, name=None)
    )
    row = layer.iloc[0]
    union = shapely.union_all(zones.loc[row.zone_ids.split(", ")].tolist())
    assert row.geometry.equals(union)
    assert row.n_zones == len(row.zone_ids.split(", "))
    assert set(layer["campus_id"][layer["assumed"]]) == set(links["campus_id"][links["assumed"]])
    assert pd.Timestamp(row.starts) == pd.Timestamp(row.from_year, 9, 1)
    assert pd.Timestamp(row.ends) == pd.Timestamp(row.to_year + 1, 8, 31)


@pytest.mark.full
def test_projects_stand_at_their_campus(package: Path, results: Results) -> None:
    layer = read(package, "projects")
    assert layer["project_id"].tolist() == results.tables["projects"]["project_id"].tolist()
    assert layer["accepted"].dt.date.tolist() == [
        dt.date.fromisoformat(day) for day in results.tables["projects"]["accepted"]
    ]
    late = results.tables["projects"].assign(
        accepted=["2030-01-01", "", *results.tables["projects"]["accepted"][2:]]
    )
    tables = dict(results.tables) | {"projects": late}
    write_layers(replace(results, tables=tables), package.with_name("late.gpkg"))
    state = read(package.with_name("late.gpkg"), "projects")["state"].tolist()
    assert state[:3] == ["late", "not_accepted", "on_time"]


def test_styles_are_qml_that_qgis_finds(package: Path) -> None:
    listed = styles(package)
    assert {table for table, *_, default in listed if default} == set(SPATIAL)
    assert len([1 for *_, default in listed if default]) == len(SPATIAL)
    for table, name, qml, _ in listed:
        assert qml.startswith("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>")
        assert len(name) <= 30
        root = ElementTree.fromstring(qml.partition("\n")[2])
        renderer = root.find("renderer-v2")
        assert renderer is not None
        symbols = {symbol.get("name") for symbol in renderer.iter("symbol")}
        used = {e.get("symbol") for e in (*renderer.iter("range"), *renderer.iter("category"))}
        assert used == symbols
        columns = set(read(package, table).columns)
        aliases = {alias.get("field"): alias.get("name") for alias in root.iter("alias")}
        assert set(aliases) == columns - {"geometry"}
        assert not [name for name in aliases.values() if str(name).isascii()]
        for field in root.iter("field"):
            assert field.get("name") in columns
        timed = root.find("temporal") is not None
        assert timed is (table in ("zone_years", "campus_years", "catchments"))


def test_columns_have_chinese_names_outside_qgis_too(package: Path) -> None:
    database = sqlite3.connect(package)
    named = dict(
        database.execute(
            "SELECT column_name, name FROM gpkg_data_columns WHERE table_name = 'campuses'"
        ).fetchall()
    )
    described = dict(
        database.execute("SELECT table_name, description FROM gpkg_contents").fetchall()
    )
    database.close()
    assert named["utilisation"] == "学位利用率"
    assert "2025 学年" in described["zones"]
    for layer in SPATIAL:
        assert "示例数据：校区" in described[layer]


def test_classes_of_the_balance_have_no_gap_and_the_pages_colours(package: Path) -> None:
    qml = next(qml for table, _, qml, default in styles(package) if table == "zones" and default)
    ranges = list(ElementTree.fromstring(qml.partition("\n")[2]).iter("range"))
    bounds = [(int(float(r.get("lower", ""))), int(float(r.get("upper", "")))) for r in ranges[1:]]
    assert all(b + 1 == a for (_, b), (a, _) in pairwise(bounds))
    assert (bounds[2][1], bounds[3][0]) == (-1, 0)
    assert ranges[0].get("label") == "无招生片区"
    assert map_styles.BALANCE == pytest.importorskip("simulator.reporting.map_figures").BALANCE


@pytest.mark.full
def test_a_district_without_outlines_gets_points_and_lines(tmp_path: Path) -> None:
    results = make_results(n_zones=40, with_outlines=False)
    write_layers(results, tmp_path / "x.gpkg")
    kinds = dict(pyogrio.list_layers(tmp_path / "x.gpkg").tolist())
    assert kinds["zones"] == kinds["zone_years"] == "Point"
    assert kinds["catchments"] == "MultiLineString"
    row = read(tmp_path / "x.gpkg", "catchments").iloc[0]
    assert len(row.geometry.geoms) == row.n_zones


@pytest.mark.full
def test_empty_layers_keep_their_kind_and_columns(tmp_path: Path, results: Results) -> None:
    bare = empty(results, "projects", "catchments")
    write_layers(bare, tmp_path / "x.gpkg")
    whole = tmp_path / "y.gpkg"
    write_layers(results, whole)
    assert pyogrio.list_layers(tmp_path / "x.gpkg").tolist() == pyogrio.list_layers(whole).tolist()
    for name in ("projects", "catchments"):
        assert len(read(tmp_path / "x.gpkg", name)) == 0
        assert list(read(tmp_path / "x.gpkg", name)) == list(read(whole, name))
    zones = read(tmp_path / "x.gpkg", "zones")
    assert zones["balance_primary"].isna().all(), "unknown is not nil"


def test_a_run_without_anything_still_has_all_layers(tmp_path: Path, results: Results) -> None:
    kept = ("years", "inputs")
    write_layers(empty(results, *(t for t in results.tables if t not in kept)), tmp_path / "x.gpkg")
    assert set(SPATIAL) <= {name for name, _ in pyogrio.list_layers(tmp_path / "x.gpkg").tolist()}


@pytest.mark.full
def test_hostile_names_are_only_text(tmp_path: Path) -> None:
    name = "".join((*HOSTILE, "'; DROP TABLE zones; --", "a\x07\x1b[31m"))
    # text in a GIS ends at a zero character: it is shown, so that nothing after it is lost
    results = make_results(n_zones=40, hostile="\0" + name)
    write_layers(results, tmp_path / "x.gpkg")
    zones, campuses = read(tmp_path / "x.gpkg", "zones"), read(tmp_path / "x.gpkg", "campuses")
    assert all(told.endswith(f"␀{name}") for told in (*zones["name"], *campuses["name"]))
    for _, _, qml, _ in styles(tmp_path / "x.gpkg"):
        assert "script" not in qml
        assert "DROP" not in qml
    (tmp_path / "x.gpkg").unlink()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.full
def test_two_runs_give_the_same_bytes(tmp_path: Path, results: Results) -> None:
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
    write_layers(results, tmp_path / "one.gpkg")
    time.sleep(1.1)
    write_layers(results, tmp_path / "two.gpkg")
    assert (tmp_path / "one.gpkg").read_bytes() == (tmp_path / "two.gpkg").read_bytes()
    assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") is None, "other files keep theirs"


def test_every_code_in_the_layers_has_a_chinese_word(package: Path) -> None:
    for layer in SPATIAL:
        frame = read(package, layer)
        for column in {"stage", "operator", "settlement", "kind", "state"} & set(frame):
            prefix = "project" if column == "kind" else column
            for code in frame[column].dropna().unique():
                assert glossary.word(prefix, code, "zh") != code
