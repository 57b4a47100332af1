"""Messy map layers: GeoJSON and GeoPackage files of zones."""

import json
from pathlib import Path
from typing import Any, Final

from tests.messy.case import Messy

EAST: Final = [[116.39, 23.49], [116.41, 23.49], [116.41, 23.51], [116.39, 23.51], [116.39, 23.49]]
WEST: Final = [[lon + 0.02, lat] for lon, lat in EAST]
HOMES: Final = (
    "campuses: {evidence: official, source: x, data: [{id: north, zone: east}, "
    "{id: south, zone: west}]}\n"
)


def polygon(ring: list[list[float]]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [ring]}


def geojson(*shapes: Any, **top: Any) -> bytes:
    features = [
        {"type": "Feature", "properties": {"编号": name, "镇街": "t1"}, "geometry": shape}
        for name, shape in zip(("east", "west"), shapes, strict=False)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features, **top}).encode()


def crs(code: str) -> dict[str, Any]:
    return {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{code}"}}


def package(path: Path) -> None:
    """Write a GeoPackage of two layers."""
    import shapely
    from geopandas import GeoDataFrame

    shapes = [shapely.Polygon(EAST), shapely.Polygon(WEST)]
    frame = GeoDataFrame(
        {"编号": ["east", "west"], "镇街": ["t1", "t1"]}, geometry=shapes, crs=4326
    )
    for layer in ("片区", "片区_旧"):
        frame.to_file(path, layer=layer, engine="pyogrio")


def swapped(ring: list[list[float]]) -> list[list[float]]:
    return [[lat, lon] for lon, lat in ring]


def zones(name: str, content: Any, file: str = "zones.geojson", **stated: Any) -> Messy:
    return Messy(name, "zones", file, content, more=HOMES, **stated)


READ: Final = {"id": ["east", "west"], "town": ["t1", "t1"]}

LAYERS: Final = (
    zones("polygons", geojson(polygon(EAST), polygon(WEST)), read=READ),
    zones("polygons with a byte order mark",
          b"\xef\xbb\xbf" + geojson(polygon(EAST), polygon(WEST)), read=READ),
    zones("points", geojson({"type": "Point", "coordinates": [116.4, 23.5]},
                            {"type": "Point", "coordinates": [116.42, 23.5]}), read=READ),
    zones(
        "a feature without a shape", geojson(polygon(EAST), None),
        refused=((0, "该要素没有图形", "the feature has no shape"),),
    ),
    zones(
        "lines instead of polygons", geojson(polygon(EAST), {"type": "LineString",
                                                             "coordinates": WEST}),
        refused=((0, "不是面或点，而是 `LineString`", "not a polygon or a point"),),
    ),
    zones(
        "latitude before longitude", geojson(polygon(swapped(EAST)), polygon(swapped(WEST))),
        refused=((0, "似乎颠倒", "look swapped"),),
    ),
    zones(
        "degrees that are said to be metres",
        geojson(polygon(EAST), polygon(WEST), crs=crs("4547")),
        refused=((0, "像是度数，但标为 EPSG:4547", "looks like degrees, but"),),
    ),
    zones(
        "metres that say nothing",
        geojson(*(polygon([[lon * 6000, lat * 110_000] for lon, lat in ring])
                  for ring in (EAST, WEST))),
        refused=((0, "不是以度表示的位置", "is not a position in degrees"),),
    ),
    zones(
        "two layers in a package", package, "zones.gpkg",
        refused=((0, "含有 2 个图层：片区、片区_旧", "choose one with `layer:`"),),
    ),
    zones(
        "a layer misspelt", package, "zones.gpkg", entry="layer: 片圈",
        refused=((0, "是否想写 `片区`？", "did you mean `片区`?"),),
    ),
    zones("one of two layers", package, "zones.gpkg", entry="layer: 片区", read=READ),
    zones(
        "a damaged layer", b"{", refused=((0, "不是可读的地图图层", "not a readable map layer"),)
    ),
    zones(
        "a layer of nothing", geojson(), refused=((0, "没有要素", "has no features"),)
    ),
)  # fmt: skip
