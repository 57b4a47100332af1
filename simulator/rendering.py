"""How do a template, styles, scripts and data become one page that opens anywhere?

One self-contained file without network. Names are text everywhere: escaped in HTML, in JSON and
in CSS. A figure is sent once, in Chinese, with the few leaves that differ in English.
"""

import base64
import gzip
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from typing import Any

from simulator.reporting import sheets
from simulator.reporting.catalogue import CATALOGUE, LANGS, Lang, words_of


def rendered(
    template: str,
    *,
    styles: Sequence[str],
    scripts: Sequence[str],
    running_head: str,
    context: Mapping[str, Any],
    data: Mapping[str, Any],
) -> str:
    """Return a whole page.

    Parameters
    ----------
    template
        Its file in the folder of templates.
    styles, scripts
        Files there, in their order.
    running_head
        Words at the head of each printed page.
    context
        What the template shows.
    data
        What the scripts draw from.
    """
    from jinja2 import Environment, FunctionLoader, StrictUndefined
    from markupsafe import Markup
    from plotly.offline import get_plotlyjs

    css = "".join(map(_part, styles)).replace("{{ running_head }}", css_string(running_head))
    js = "\n".join(_lean(_part(name)) for name in scripts)
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        loader=FunctionLoader(_part),
    )  # fmt: skip
    environment.globals |= {"bi": both, "figure": figure}
    plotly = get_plotlyjs()
    return environment.get_template(template).render(
        **context,
        data=Markup(embedded(data)),
        plotly=Markup(packed(plotly)),
        js=Markup(js),
        css=Markup(css),
        script_hashes=" ".join(_source_hash(script) for script in (plotly, js)),
    )


def packed(script: str) -> str:
    """Return a script as the page unpacks it: gzip in base64, a third of its size."""
    return base64.b64encode(gzip.compress(script.encode(), compresslevel=9, mtime=0)).decode()


def _part(name: str) -> str:
    """Return a file of the folder of templates."""
    return (files("simulator") / "templates" / name).read_text(encoding="utf-8")


def _lean(script: str) -> str:
    """Return a script without its indentation and the lines that are comments."""
    lines = (line.strip() for line in script.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def both(words: object) -> Any:
    """Return a text in both languages as HTML, one of them hidden; the same text only once.

    Of the thousands of cells of a page each passes here, which a macro would make slow.
    """
    from markupsafe import Markup, escape

    if not isinstance(words, Mapping):
        return escape(words)
    if words["zh"] == words["en"]:
        return escape(words["zh"])
    chinese, english = escape(words["zh"]), escape(words["en"])
    return Markup(f'<span lang="zh-CN">{chinese}</span><span lang="en">{english}</span>')


def figure(cell: object) -> Any:
    """Return a cell as HTML; a figure as the button that opens its calculation."""
    from markupsafe import Markup, escape

    if not isinstance(cell, sheets.Figure):
        return both(cell)
    inside = both(cell.words)
    return Markup(
        f'<button type="button" class="fig" data-calc="{escape(cell.id)}">{inside}</button>'
    )


def embedded(value: object) -> str:
    """Return JSON that can stand inside a script element whatever names it holds."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def sent(drawings: dict[str, Any], draw: Callable[[Lang], Any], like: str | None = None) -> Any:
    """Return a figure as it is sent: whole in Chinese, or as what differs from one sent before."""
    chinese, english = (json.loads(draw(lang).to_json()) for lang in LANGS)
    made = {"zh": chinese, "en": differences(chinese, english)}
    if like is not None:
        made |= {"of": like, "zh": differences(drawings[like]["zh"], chinese)}
    return made


def differences(
    one: object, other: object, path: tuple[str | int, ...] = ()
) -> list[tuple[list[str | int], object]]:
    """Return path and new value of every leaf in which ``other`` differs from ``one``."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return [d for key in one for d in differences(one[key], other[key], (*path, key))]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [d for k in range(len(one)) for d in differences(one[k], other[k], (*path, k))]
    return [] if one == other else [(list(path), other)]


def words_for(parts: tuple[str, ...]) -> dict[str, tuple[str, str]]:
    """Return the parts of the catalogue that a script needs."""
    return {key: words_of(key) for key in CATALOGUE if key.startswith(parts)}


def css_string(words: str) -> str:
    """Return a CSS string of any text: all but plain letters as escapes, so nothing ends it."""
    return '"' + "".join(c if c.isalnum() else f"\\{ord(c):x} " for c in words) + '"'


def _source_hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
