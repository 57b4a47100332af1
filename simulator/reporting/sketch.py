"""How is a figure put together part by part, and made in one piece?

Plotly looks through the whole figure at each ``update_layout`` or ``add_annotation``, which is
most of the time a page takes; made at once from plain parts, the same figure takes a tenth.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import plotly.graph_objects as go

Parts = Mapping[str, Any]


class Sketch:
    """The traces and the layout of a figure that is not made yet, named as Plotly names them."""

    def __init__(self) -> None:
        self.data: list[dict[str, Any]] = []
        self.layout: dict[str, Any] = {}

    def add_bar(self, **trace: Any) -> None:
        """Add bars."""
        self.data.append({"type": "bar", **trace})

    def add_scatter(self, **trace: Any) -> None:
        """Add lines, points or words."""
        self.data.append({"type": "scatter", **trace})

    def add_heatmap(self, **trace: Any) -> None:
        """Add a heat map."""
        self.data.append({"type": "heatmap", **trace})

    def add_annotation(self, **annotation: Any) -> None:
        """Add words at a place."""
        self.layout.setdefault("annotations", []).append(annotation)

    def add_shape(self, **shape: Any) -> None:
        """Add a line or a box."""
        self.layout.setdefault("shapes", []).append(shape)

    def update_layout(self, **parts: Any) -> None:
        """Set parts of the layout; sections are merged."""
        merge(self.layout, parts)

    def update_xaxes(self, axis: Parts | None = None, **parts: Any) -> None:
        """Set parts of the horizontal axis."""
        merge(self.layout.setdefault("xaxis", {}), {**(axis or {}), **parts})

    def update_yaxes(self, axis: Parts | None = None, **parts: Any) -> None:
        """Set parts of the upright axis."""
        merge(self.layout.setdefault("yaxis", {}), {**(axis or {}), **parts})

    def drawn(self) -> "go.Figure":
        """Return the figure; Plotly refuses what it does not know."""
        import plotly.graph_objects as go

        # Plotly's own template is 8 kB a figure, and none of it is wanted here.
        return go.Figure(data=self.data, layout={**self.layout, "template": go.layout.Template()})


def merge(into: dict[str, Any], parts: Parts) -> None:
    """Put parts into a section; sections within it are merged, all else is replaced."""
    for name, value in parts.items():
        before = into.get(name)
        if isinstance(before, dict) and isinstance(value, Mapping):
            merge(before, value)
        else:
            into[name] = dict(value) if isinstance(value, Mapping) else value
