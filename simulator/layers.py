"""How do zones, campuses, catchments and projects get to a GIS, with results by year?

One GeoPackage: layers hold the year in which the promises fall due, views every year and stage,
tables the same without shapes. Made from ``Results`` alone. Positions are those of the tables
(WGS 84), written as CGCS2000: the two agree to centimetres, and outlines are kept to a metre.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import pandas as pd

from simulator.geopackage import Attribute, Layer, Style, View, write
from simulator.reporting import by_year, glossary, map_styles, maps, views
from simulator.reporting.catalogue import known, say
from simulator.reporting.shapes import Shapes, multi, objects, points_of, stars, unions
from simulator.results import Results
from simulator.vocabulary import OUTSIDE


def write_layers(results: Results, path: Path) -> None:
    """Write ``layers.gpkg``."""
    year = by_year.headline_year(results)
    stages = views.stages(results)
    zone_frame = results.tables["zones"]
    zone_frame = zone_frame[zone_frame["zone_id"] != OUTSIDE].sort_values("zone_id")
    campus_frame = results.tables["schools"].sort_values("campus_id")
    zone_ids = tuple(zone_frame["zone_id"].astype(str))
    campus_ids = tuple(campus_frame["campus_id"].astype(str))
    stage_maps = {
        stage: maps.stage_map(results, stage, views.years(results), zone_ids, campus_ids)
        for stage in stages
    }
    about = _about(results)
    outlines = maps.outlines_of(zone_frame["outline"])
    zone_years = by_year.zone_years(results, stage_maps, zone_ids)
    campus_years = by_year.campus_years(results, campus_ids)
    zones = _zones(zone_frame, outlines, zone_years, year, about)
    campuses = _campuses(campus_frame, campus_years, year, about)
    zone_table = _table("zone_results", "各片区逐年结果 Results of zones by year", zone_years)
    campus_table = _table(
        "campus_results", "各校区逐年结果 Results of campuses by year", campus_years
    )
    edges = maps.class_edges(stage_maps.values())
    points = zones.kind == "Point"
    zones = _styled(zones, _zone_styles(zones, zone_years, edges, points=points))
    when = map_styles.school_year(year)
    timed_zones = [
        Style(
            f"{glossary.word('stage', stage, 'zh')} 学位减需求",
            map_styles.balance(
                f'CASE WHEN "stage" = \'{stage}\' AND "school_year" = {when} '
                f'THEN coalesce("balance", {map_styles.NOTHING}) END',
                edges, _names(zone_table), points=points, timed=True,
            ),
        )
        for stage in by_year.scopes(zone_years)
    ]  # fmt: skip
    used = f'coalesce("utilisation", {map_styles.NOTHING})'
    campuses = _styled(
        campuses, [Style("利用率", map_styles.utilisation(used, _names(campuses), timed=False))]
    )
    now = f'"stage" = \'{by_year.ALL}\' AND "school_year" = {when}'
    timed_campuses = [
        Style(
            "利用率",
            map_styles.utilisation(
                f"CASE WHEN {now} THEN {used} END", _names(campus_table), timed=True
            ),
        )
    ]
    write(
        path,
        [
            zones,
            campuses,
            _catchments(results, zone_ids, outlines, zone_frame, campus_frame, year, about),
            _projects(results, campus_frame, about),
            zone_table,
            campus_table,
        ],
        [
            View("zone_years", f"片区逐年 Zones by year{about}", zone_table, zones, "zone_id",
                 timed_zones),
            View("campus_years", f"校区逐年 Campuses by year{about}", campus_table, campuses,
                 "campus_id", timed_campuses),
        ],
    )  # fmt: skip


def _about(results: Results) -> str:
    """Return the illustrative inputs as an ending of every layer's description."""
    named = views.illustrative(results, "verdict")
    if not named:
        return ""
    words = say("list.comma", "zh").join(known("input", name, "zh") for name in named)
    return f"。{say('tag.illustrative_of', 'zh', {'tables': words})}。Illustrative data"


def _names(layer: Layer) -> dict[str, str]:
    return {a.name: a.zh for a in layer.attributes}


def _styled(layer: Layer, styles: Sequence[Style]) -> Layer:
    return Layer(
        layer.name, layer.description, layer.attributes, layer.shapes, layer.kind, tuple(styles)
    )


def _attributes(
    frame: pd.DataFrame, columns: Iterable[tuple[str, str, str, str]]
) -> list[Attribute]:
    """Return columns of a frame with dtype and names; what is missing becomes None."""
    made = []
    for name, dtype, zh, en in columns:
        of: Any = {"int": int, "float": float, "str": str, "bool": bool, "date": _day}[dtype]
        missing = frame[name].isna().tolist()
        values = [
            None if gone else of(v) for gone, v in zip(missing, frame[name].tolist(), strict=True)
        ]
        made.append(Attribute(name, dtype, zh, en, values))
    return made


def _day(written: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(written))
    except ValueError:
        return None


def _span(frame: pd.DataFrame, first: str, last: str) -> pd.DataFrame:
    """Return the frame with the first and last day of its school years, for a time slider."""
    return frame.assign(
        starts=[f"{year}-09-01" for year in frame[first]],
        ends=[f"{year + 1}-08-31" for year in frame[last]],
    )


_ZONE_TABLE: Final = (
    ("zone_id", "str", "片区代号", "Zone"),
    ("school_year", "int", "学年", "School year"),
    ("stage", "str", "学段", "Stage"),
    ("starts", "date", "学年起", "First day"),
    ("ends", "date", "学年止", "Last day"),
    *((name, "int", zh, en) for name, (zh, en) in by_year.MEASURES.items()),
    ("redirected", "int", "当年统筹调剂(人)", "Redirected this year"),
    ("assumed", "bool", "招生片区为推定", "Catchment assumed"),
)
_CAMPUS_TABLE: Final = (
    ("campus_id", "str", "校区代号", "Campus"),
    ("school_year", "int", "学年", "School year"),
    ("stage", "str", "学段", "Stage"),
    ("starts", "date", "学年起", "First day"),
    ("ends", "date", "学年止", "Last day"),
    ("pupils", "int", "在校生(人)", "Pupils"),
    ("places", "int", "有效学位(个)", "Usable places"),
    ("places_open", "int", "当年可招学位(个)", "Open places"),
    ("classes", "int", "班数(个)", "Classes"),
    ("large_classes", "int", "大班额(个)", "Large classes"),
    ("max_class_size", "int", "最大班额(人)", "Largest class"),
    ("utilisation", "float", "学位利用率", "Utilisation"),
)


def _table(name: str, description: str, frame: pd.DataFrame) -> Layer:
    columns = _ZONE_TABLE if name == "zone_results" else _CAMPUS_TABLE
    spanned = _span(frame, "school_year", "school_year")
    return Layer(name, description, _attributes(spanned, columns))


def _zones(
    frame: pd.DataFrame, outlines: Shapes, zone_years: pd.DataFrame, year: int, about: str
) -> Layer:
    """Return zones with the results of one year, a column for each stage and measure."""
    attributes = _attributes(
        frame.assign(school_year=year),
        [
            ("zone_id", "str", "片区代号", "Zone"),
            ("name", "str", "名称", "Name"),
            ("town_id", "str", "镇街", "Town"),
            ("settlement", "str", "城乡", "Settlement"),
            ("school_year", "int", "学年", "School year of the figures"),
        ],
    )
    now = zone_years[zone_years["school_year"] == year]
    for stage in by_year.scopes(zone_years):
        mine = now[now["stage"] == stage].set_index("zone_id")
        mine = mine.reindex(frame["zone_id"].astype(str))
        zh, en = (glossary.word("stage", stage, lang) for lang in ("zh", "en"))
        renamed = mine.rename(columns={name: f"{name}_{stage}" for name in by_year.MEASURES})
        columns = [
            (f"{name}_{stage}", "int", f"{zh}{words[0]}", f"{words[1]}, {en}")
            for name, words in by_year.MEASURES.items()
        ]
        attributes += _attributes(renamed, columns)
    if any(shape is not None for shape in outlines):
        shapes, kind = multi(outlines), "MultiPolygon"
    else:
        shapes, kind = points_of(frame), "Point"
    return Layer("zones", f"片区，{year} 学年 Zones, {year}{about}", attributes, shapes, kind)


def _zone_styles(
    zones: Layer, zone_years: pd.DataFrame, edges: Sequence[int], *, points: bool
) -> list[Style]:
    return [
        Style(
            f"{glossary.word('stage', stage, 'zh')} 学位减需求",
            map_styles.balance(
                f'coalesce("balance_{stage}", {map_styles.NOTHING})', edges, _names(zones),
                points=points, timed=False,
            ),
        )
        for stage in by_year.scopes(zone_years)
    ]  # fmt: skip


def _campuses(frame: pd.DataFrame, campus_years: pd.DataFrame, year: int, about: str) -> Layer:
    """Return campuses with the results of one year, all stages together."""
    now = campus_years[
        (campus_years["school_year"] == year) & (campus_years["stage"] == by_year.ALL)
    ]
    whole = frame.merge(now.drop(columns=["stage", "school_year"]), on="campus_id", how="left")
    columns = [
        ("campus_id", "str", "校区代号", "Campus"),
        ("name", "str", "名称", "Name"),
        ("school_id", "str", "学校代号", "School"),
        ("town_id", "str", "镇街", "Town"),
        ("zone_id", "str", "所在片区", "Zone it stands in"),
        ("operator", "str", "办别", "Operator"),
        ("planned", "bool", "规划新建", "Planned"),
        ("school_year", "int", "学年", "School year of the figures"),
        *_CAMPUS_TABLE[5:],
    ]
    attributes = _attributes(whole.assign(school_year=year), columns)
    description = f"校区，{year} 学年 Campuses, {year}{about}"
    return Layer("campuses", description, attributes, points_of(frame), "Point")


def _catchments(
    results: Results, zone_ids: tuple[str, ...], outlines: Shapes, zone_frame: pd.DataFrame,
    campus_frame: pd.DataFrame, year: int, about: str,
) -> Layer:  # fmt: skip
    """Return each catchment of a campus and stage once for the years it stays the same.

    Its shape is the union of its zones; where zones have no outline, lines to them.
    """
    frame = by_year.catchment_spans(results)
    names = views.school_names(results)
    frame["campus_name"] = [names.get(campus, campus) for campus in frame["campus_id"]]
    frame["n_zones"] = [len(inside) for inside in frame["zones"]]
    frame["zone_ids"] = [", ".join(inside) for inside in frame["zones"]]
    lines = not any(shape is not None for shape in outlines)
    if lines:
        drawn = stars(zone_frame, campus_frame, frame["campus_id"], frame["zones"])
    else:
        drawn = multi(unions(dict(zip(zone_ids, outlines, strict=True)), frame["zones"]))
    columns = (
        ("stage", "str", "学段", "Stage"),
        ("campus_id", "str", "校区代号", "Campus"),
        ("campus_name", "str", "校区名称", "Campus name"),
        ("from_year", "int", "起始学年", "First school year"),
        ("to_year", "int", "最后学年", "Last school year"),
        ("starts", "date", "起", "First day"),
        ("ends", "date", "止", "Last day"),
        ("n_zones", "int", "片区数", "Zones"),
        ("zone_ids", "str", "片区", "Ids of its zones"),
        ("assumed", "bool", "推定", "Assumed"),
    )
    layer = Layer(
        "catchments", f"招生片区 Catchments{about}",
        _attributes(_span(frame, "from_year", "to_year"), columns), drawn,
        "MultiLineString" if lines else "MultiPolygon",
    )  # fmt: skip
    qml = map_styles.catchments(year, _names(layer), lines=lines)
    return _styled(layer, [Style("各学段", qml)])


def _projects(results: Results, campus_frame: pd.DataFrame, about: str) -> Layer:
    """Return projects at their campus, one feature for each stage as in the table."""
    table = results.tables["projects"]
    at = dict(zip(campus_frame["campus_id"].astype(str), points_of(campus_frame), strict=True))
    names = views.school_names(results)
    campuses = [str(campus) for campus in table["campus_id"]]
    planned, accepted = (
        [_day(value) for value in table[name]] for name in ("planned_accepted", "accepted")
    )
    state = [
        "not_accepted" if done is None else "late" if plan and done > plan else "on_time"
        for plan, done in zip(planned, accepted, strict=True)
    ]
    frame = table.assign(campus_name=[names.get(c, c) for c in campuses], state=state)
    columns = [
        ("project_id", "str", "项目代号", "Project"),
        ("kind", "str", "类别", "Kind"),
        ("state", "str", "进度", "Accepted in time"),
        ("campus_id", "str", "校区代号", "Campus"),
        ("campus_name", "str", "校区名称", "Campus name"),
        ("stage", "str", "学段", "Stage"),
        ("rooms", "int", "教室(间)", "Rooms"),
        ("places", "int", "学位(个)", "Places"),
        ("planned_accepted", "date", "计划验收", "Planned acceptance"),
        ("accepted", "date", "推演验收", "Simulated acceptance"),
        ("first_september", "int", "首次招生学年", "First school year of intake"),
        ("cost_yuan", "float", "投资(元)", "Investment, CNY"),
        ("site_area_m2", "float", "用地(平方米)", "Land, m²"),
        ("required_by", "str", "配建标准", "Required by rule"),
    ]
    layer = Layer(
        "projects", f"建设项目 Projects{about}", _attributes(frame, columns),
        objects([at.get(campus) for campus in campuses]), "Point",
    )  # fmt: skip
    return _styled(layer, [Style("类别与进度", map_styles.projects(_names(layer)))])
