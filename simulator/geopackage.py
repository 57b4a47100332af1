"""How do layers, tables, views and styles become one GeoPackage, the same bytes each time?

GDAL writes the layers; SQL adds what it has no word for: views, Chinese names of columns and the
styles that QGIS looks for in ``layer_styles``. Clocks are pinned.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyogrio
import shapely
from numpy.typing import NDArray

CRS: Final = 4490
"""China Geodetic Coordinate System 2000, longitude and latitude."""
PINNED: Final = "2000-01-01T00:00:00.000Z"
GEOMETRY: Final = "geom"
_TYPES: Final = {
    "int": pa.int32(), "float": pa.float64(), "str": pa.string(), "bool": pa.bool_(),
    "date": pa.date32(),
}  # fmt: skip
_OPTIONS: Final = {"OGR_CURRENT_DATE": PINNED, "OGR_SQLITE_SYNCHRONOUS": "OFF"}
_DATASET: Final = {"VERSION": "1.2"}
"""Of the format: older GIS programs warn about later ones."""
_STYLES_TABLE: Final = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
    f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
    useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME
)"""
_COLUMNS_TABLE: Final = """
CREATE TABLE gpkg_data_columns (
    table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT,
    mime_type TEXT, constraint_name TEXT,
    CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
    CONSTRAINT gdc_tn UNIQUE (table_name, name)
)"""
_SCHEMA_EXTENSION: Final = (
    "gpkg_schema", "http://www.geopackage.org/spec121/#extension_schema", "read-write",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attribute:
    """A column of a layer: dtype is int, float, str, bool or date; ``values`` may hold None."""

    name: str
    dtype: str
    zh: str
    en: str
    values: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Style:
    """A QGIS style; the first of a layer is the one it opens with."""

    name: str
    qml: str


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer, or with ``shapes`` None a table without geometry."""

    name: str
    description: str
    attributes: Sequence[Attribute]
    shapes: NDArray[Any] | None = None
    kind: str = "Point"
    """Point, MultiPolygon, MultiLineString, …: also an empty layer has one."""
    styles: Sequence[Style] = ()


@dataclass(frozen=True, slots=True)
class View:
    """The rows of a table on the shapes of a layer with the same key: no shape is kept twice."""

    name: str
    description: str
    table: Layer
    layer: Layer
    key: str
    styles: Sequence[Style] = ()


def write(path: Path, layers: Sequence[Layer], views: Sequence[View]) -> None:
    """Write a GeoPackage of layers and tables, and views on them."""
    with _configured(_OPTIONS):
        for layer in layers:
            _write_layer(path, layer)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA synchronous = OFF")
        database.execute("BEGIN")
        database.execute(_COLUMNS_TABLE)
        database.execute(_STYLES_TABLE)
        _register(database, "layer_styles", "attributes", "")
        database.execute(
            "INSERT INTO gpkg_extensions VALUES ('gpkg_data_columns', NULL, ?, ?, ?)",
            _SCHEMA_EXTENSION,
        )
        for layer in layers:
            database.execute(
                "UPDATE gpkg_contents SET description = ? WHERE table_name = ?",
                (layer.description, layer.name),
            )
            _name_columns(database, layer.name, layer.attributes)
            _style(database, layer.name, layer.styles)
        for view in views:
            _create_view(database, view)
            _name_columns(database, view.name, view.table.attributes)
            _style(database, view.name, view.styles)
        database.execute("COMMIT")


@contextmanager
def _configured(options: Mapping[str, str]) -> Iterator[None]:
    """Set options of GDAL, which are the process's, and put them back."""
    before = {name: pyogrio.get_gdal_config_option(name) for name in options}
    pyogrio.set_gdal_config_options(options)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(before)


def _write_layer(path: Path, layer: Layer) -> None:
    columns = {
        attribute.name: pa.array(
            [_plain(value) for value in attribute.values], type=_TYPES[attribute.dtype]
        )
        for attribute in layer.attributes
    }
    spatial: dict[str, Any] = {}
    if layer.shapes is not None:
        columns[GEOMETRY] = pa.array(shapely.to_wkb(layer.shapes).tolist(), type=pa.binary())
        spatial = {
            "geometry_name": GEOMETRY, "geometry_type": layer.kind, "crs": f"EPSG:{CRS}",
        }  # fmt: skip
    pyogrio.write_arrow(
        pa.table(columns),
        path,
        layer=layer.name,
        driver="GPKG",
        dataset_options=_DATASET,
        **spatial,
    )


def _plain(value: Any) -> Any:
    """Return a value the file can hold: text ends at a zero character, so that is made visible."""
    return value.replace("\0", "␀") if isinstance(value, str) else value


def _register(database: sqlite3.Connection, name: str, kind: str, description: str) -> None:
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, "
        "srs_id) VALUES (?, ?, ?, ?, ?, ?)",
        (name, kind, name, description, PINNED, 0 if kind == "attributes" else CRS),
    )


def _create_view(database: sqlite3.Connection, view: View) -> None:
    """Make a view and list it as a layer. Names are ours, never a planner's."""
    columns = ", ".join(f'r."{attribute.name}"' for attribute in view.table.attributes)
    database.execute(
        f'CREATE VIEW "{view.name}" AS SELECT r.fid AS OGC_FID, s.{GEOMETRY} AS {GEOMETRY}, '
        f'{columns} FROM "{view.table.name}" r JOIN "{view.layer.name}" s USING ("{view.key}")'
    )
    _register(database, view.name, "features", view.description)
    corners = shapely.get_coordinates(view.layer.shapes)
    if len(corners):
        low, high = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
        database.execute(
            "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? "
            "WHERE table_name = ?",
            (*low, *high, view.name),
        )
    database.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, 0, 0)",
        (view.name, GEOMETRY, view.layer.kind.upper(), CRS),
    )


def _name_columns(
    database: sqlite3.Connection, table: str, attributes: Sequence[Attribute]
) -> None:
    database.executemany(
        "INSERT INTO gpkg_data_columns VALUES (?, ?, ?, ?, ?, NULL, NULL)",
        [(table, a.name, a.zh, a.zh, a.en) for a in attributes],
    )


def _style(database: sqlite3.Connection, table: str, styles: Sequence[Style]) -> None:
    database.executemany(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
        "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, ui, "
        "update_time) VALUES ('', '', ?, ?, ?, ?, '', ?, '', '', NULL, ?)",
        [(table, GEOMETRY, s.name, s.qml, k == 0, PINNED) for k, s in enumerate(styles)],
    )
