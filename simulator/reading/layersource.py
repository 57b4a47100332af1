"""What stands in the attribute table of a map layer, and where do its features lie?"""

import math
import warnings
from pathlib import Path
from typing import Any

from simulator.reading.findings import Findings, did_you_mean, listing
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
                    at, "layer", f"there is no layer `{layer}`",
                    did_you_mean(layer, layers, "name one of its layers"),
                )  # fmt: skip
                return None
            if layer is None and len(layers) != 1:
                findings.problem(
                    at, "layer", f"holds {len(layers)} layers: {listing(layers)}",
                    "choose one with `layer:`",
                )  # fmt: skip
                return None
            frame = pyogrio.read_dataframe(path, layer=layer or layers[0])
    except Exception as error:  # noqa: BLE001 - a damaged file may fail anywhere in GDAL or GEOS
        findings.problem(
            at, "file", f"is not a readable map layer ({type(error).__name__})",
            "export it again as GeoPackage or GeoJSON",
        )  # fmt: skip
        return None
    if "geometry" not in frame.columns:
        findings.problem(at, "file", "has no shapes", "export the layer with its geometry")
        return None
    frame = _in_scenario_crs(frame, name, crs, at, findings)
    if frame is None:
        return None
    headings = tuple(str(column) for column in frame.columns if column != "geometry")
    columns = tuple([_text(value) for value in frame[column].tolist()] for column in headings)
    return headings, columns, tuple(frame.geometry.tolist())


def _in_scenario_crs(
    frame: Any, name: str, crs: str | None, at: Origin, findings: Findings
) -> Any | None:
    """Bring a layer into the scenario's coordinates, or say why that cannot be done."""
    if crs is None:
        return frame
    if frame.crs is None:
        findings.oddity(name, f"does not say its coordinates; taken as the scenario's, {crs}")
        return frame
    if crs in OFFSET_DATUMS:
        if not frame.crs.is_geographic:
            findings.problem(
                at, "crs", f"is in {frame.crs.to_string()}, but the scenario says {crs}",
                "state the `crs` the coordinates of all tables are really in",
            )  # fmt: skip
            return None
        findings.oddity(name, f"says {frame.crs.to_string()}; its coordinates are taken as {crs}")
        return frame
    try:
        return frame.to_crs(crs)
    except (ValueError, RuntimeError):
        findings.problem(
            at, "crs", f"cannot be brought from {frame.crs.to_string()} to {crs}",
            "state an EPSG code that exists",
        )  # fmt: skip
        return None


def _text(value: Any) -> str:
    """Give an attribute as a person would type it."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
