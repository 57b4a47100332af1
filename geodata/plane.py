"""Is a layer on a plane where areas and distances mean something?"""

from geopandas import GeoSeries


def require_metres(layer: GeoSeries) -> None:
    """Refuse a layer in degrees, or with missing or empty shapes.

    A layer without a CRS is taken to be in metres.

    Raises
    ------
    ValueError
        The layer is in degrees, or a shape is missing or empty.
    """
    if layer.crs is not None and layer.crs.is_geographic:
        msg = f"the layer is in degrees ({layer.crs.to_string()}): project it to metres first"
        raise ValueError(msg)
    blank = layer.isna() | layer.is_empty
    if blank.any():
        names = ", ".join(str(name) for name in layer.index[blank][:5])
        msg = f"{int(blank.sum())} shapes are missing or empty: {names}"
        raise ValueError(msg)
