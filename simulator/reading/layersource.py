"""What stands in the attribute table of a map layer, and where do its features lie?"""

import math
import warnings
from pathlib import Path
from typing import Any

from simulator.phrases import Phrase, listing
from simulator.reading.findings import Findings, did_you_mean
from simulator.scenario import Origin

OFFSET_DATUMS = ("gcj02", "bd09")
"""Coordinate systems of Chinese web maps, which map files cannot name."""

Layer = tuple[tuple[str, ...], tuple[list[str], ...], tuple[Any, ...]]


def read_layer(
    path: Path, name: str, layer: str | None, crs: str | None, at: Origin, findings: Findings
) -> Layer | None:
    """Read a layer of a GeoPackage or GeoJSON file in the coordinates of the scenario.

    Parameters
    ----------
    path
        File.
    name
        Its name in messages.
    layer
        Layer; the only one when None.
    crs
        Coordinates of the scenario.
    at
        Where problems are placed.
    findings
        Where problems and oddities go.

    Returns
    -------
    Headings, columns of texts, and shapes; None (with a problem recorded) when unreadable.
    """
    import pyogrio  # slow to import, and needed for map layers only

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # GDAL's remarks on optional parts of a file
            layers = [str(found) for found in pyogrio.list_layers(path)[:, 0]]
            if layer is not None and layer not in layers:
                findings.problem(
                    at,
                    "layer",
                    Phrase(f"没有图层 `{layer}`", f"there is no layer `{layer}`"),
                    did_you_mean(
                        layer, layers, Phrase("请写其中一个图层", "name one of its layers")
                    ),
                )
                return None
            if layer is None and len(layers) != 1:
                held = listing(layers)
                findings.problem(
                    at,
                    "layer",
                    Phrase(
                        f"含有 {len(layers)} 个图层：{held.zh}",
                        f"holds {len(layers)} layers: {held.en}",
                    ),
                    Phrase("请用 `layer:` 选定一个", "choose one with `layer:`"),
                )
                return None
            frame = pyogrio.read_dataframe(path, layer=layer or layers[0])
    except Exception as error:  # noqa: BLE001 - a damaged file may fail anywhere in GDAL or GEOS
        findings.problem(
            at,
            "file",
            Phrase(
                f"不是可读的地图图层（{type(error).__name__}）",
                f"is not a readable map layer ({type(error).__name__})",
            ),
            Phrase(
                "请重新导出为 GeoPackage 或 GeoJSON", "export it again as GeoPackage or GeoJSON"
            ),
        )
        return None
    if "geometry" not in frame.columns:
        findings.problem(
            at,
            "file",
            Phrase("没有图形", "has no shapes"),
            Phrase("请连同图形一起导出图层", "export the layer with its geometry"),
        )
        return None
    if not len(frame):
        findings.problem(
            at,
            "file",
            Phrase("没有要素", "has no features"),
            Phrase("请导出有内容的图层", "export a layer that holds some"),
        )
        return None
    if _is_misplaced(frame, at, findings):
        return None
    frame = _in_scenario_crs(frame, name, crs, at, findings)
    if frame is None:
        return None
    headings = tuple(str(column) for column in frame.columns if column != "geometry")
    columns = tuple([_text(value) for value in frame[column].tolist()] for column in headings)
    return headings, columns, tuple(frame.geometry.tolist())


def _is_misplaced(frame: Any, at: Origin, findings: Findings) -> bool:
    """Refuse coordinates that cannot be in the system their layer states."""
    west, south, east, north = frame.total_bounds.tolist()
    if frame.crs is None or math.isnan(west):
        return False
    x, y = max(abs(west), abs(east)), max(abs(south), abs(north))
    place = f"({west:.10g}, {south:.10g})"
    remedy = Phrase(
        "请在制图软件中设定图层实际所用的坐标系，再导出",
        "set the coordinates the layer is really in with your map program, and export it again",
    )
    if not frame.crs.is_geographic:
        if x > 180 or y > 180:
            return False
        stated = frame.crs.to_string()
        what = Phrase(
            f"{place} 像是度数，但标为 {stated}",
            f"{place} looks like degrees, but the layer says {stated}",
        )
    elif x < 60 < y <= 180:
        what = Phrase(
            f"{place} 的经度和纬度似乎颠倒", f"longitude and latitude of {place} look swapped"
        )
        remedy = Phrase(
            "请先经度、后纬度导出图层", "export the layer with longitude first, then latitude"
        )
    elif x > 180 or y > 90:
        what = Phrase(f"{place} 不是以度表示的位置", f"{place} is not a position in degrees")
    else:
        return False
    findings.problem(at, "crs", what, remedy)
    return True


def _in_scenario_crs(
    frame: Any, name: str, crs: str | None, at: Origin, findings: Findings
) -> Any | None:
    """Bring a layer into the scenario's coordinates, or say why that cannot be done."""
    if crs is None:
        return frame
    if frame.crs is None:
        findings.oddity(
            name,
            Phrase(
                f"没有标明坐标系，按情景文件的 {crs} 处理",
                f"does not say its coordinates; taken as the scenario's, {crs}",
            ),
        )
        return frame
    stated = frame.crs.to_string()
    if crs in OFFSET_DATUMS:
        if not frame.crs.is_geographic:
            findings.problem(
                at,
                "crs",
                Phrase(
                    f"坐标系为 {stated}，而情景文件写的是 {crs}",
                    f"is in {stated}, but the scenario says {crs}",
                ),
                Phrase(
                    "请在 `crs` 中写明各表坐标实际所用的坐标系",
                    "state the `crs` the coordinates of all tables are really in",
                ),
            )
            return None
        findings.oddity(
            name,
            Phrase(
                f"标明 {stated}；其坐标按 {crs} 处理",
                f"says {stated}; its coordinates are taken as {crs}",
            ),
        )
        return frame
    try:
        return frame.to_crs(crs)
    except (ValueError, RuntimeError):
        findings.problem(
            at,
            "crs",
            Phrase(f"无法从 {stated} 转换到 {crs}", f"cannot be brought from {stated} to {crs}"),
            Phrase("请写存在的 EPSG 代码", "state an EPSG code that exists"),
        )
        return None


def _text(value: Any) -> str:
    """Give an attribute as a person would type it."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
