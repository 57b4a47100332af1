"""Which figures of the findings come from which run, and what are they now?

A figure is followed by a comment that says where it comes from:
``77<!--= jiedong-2025@year-late year 2025 compulsory large_classes -->``,
``2029<!--= jiedong-2025 target large-classes first_met -->``; a last word ``%`` prints a share as
percent. Run ``python docs/findings_figures.py`` to write every figure anew.
"""

import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "docs" / "findings"
FIGURE = re.compile(r"(?P<said>[-−]?\d[\d,.-]*(?: %)?|never)<!--= (?P<asked>[^>]*?) -->")
ANY_COMMENT = re.compile(r"<!--=")

Summary = Mapping[str, Any]


@dataclass(frozen=True)
class Figure:
    """A figure of a page: as it is said, and the run and place it comes from."""

    page: Path
    said: str
    scenario: str
    variant: str | None
    asked: tuple[str, ...]

    def now(self, summary: Summary) -> str:
        """Return the figure as this run has it, written in the way of the page."""
        words = [word for word in self.asked if word != "%"]
        value = _value(summary, words)
        if value is None:
            return "never"
        if "%" in self.asked:
            return f"{100 * value:.1f} %"
        if isinstance(value, str):
            return value[: len(self.said)] if len(self.said) in (4, 7) else value
        return f"{round(value, 2) if value % 1 else int(value):,}"


def _value(summary: Summary, words: list[str]) -> Any:
    """Look up ``target ID path`` or ``year YEAR STAGE METRIC``."""
    if words[0] == "target":
        found: Any = next(t for t in summary["targets"] if t["id"] == words[1])
        for key in words[2].split("."):
            found = found[key]
        return found
    kind, year, stage, metric = words
    assert kind == "year", words
    row = next(y for y in summary["years"] if (str(y["school_year"]), y["stage"]) == (year, stage))
    if metric == "large_class_share":
        return row["large_classes"] / row["classes"]
    return row[metric]


def pages() -> list[Path]:
    """Return the pages with figures of runs."""
    return [ROOT / "docs" / "findings.md", *sorted(PAGES.glob("*.md"))]


def figures(pages: Iterable[Path]) -> list[Figure]:
    """Return every figure of these pages, in their order."""
    found = []
    for page in pages:
        text = page.read_text("utf-8")
        marked = FIGURE.findall(text)
        assert len(marked) == len(ANY_COMMENT.findall(text)), f"{page}: a comment without a figure"
        for said, asked in marked:
            run, *rest = asked.split()
            scenario, _, variant = run.partition("@")
            found.append(Figure(page, said, scenario, variant or None, tuple(rest)))
    return found


def results(scenario: str, variant: str | None) -> Any:
    """Run a shipped scenario without the further cases of its sensitivity."""
    from simulator import load, run

    loaded = load(ROOT / "scenarios" / f"{scenario}.yaml", variant=variant)
    spec = loaded.spec.model_copy(update={"sensitivity": type(loaded.spec.sensitivity)()})
    tables = {name: table for name, table in loaded.tables.items() if name != "baselines"}
    return run(replace(loaded, spec=spec, tables=tables))


def rewritten(text: str, summaries: Mapping[tuple[str, str | None], Summary]) -> str:
    """Return a page with the figures of these runs."""

    def write(match: re.Match[str]) -> str:
        run, *rest = match["asked"].split()
        scenario, _, variant = run.partition("@")
        figure = Figure(PAGES, match["said"], scenario, variant or None, tuple(rest))
        now = figure.now(summaries[scenario, variant or None])
        return f"{now}<!--= {match['asked']} -->"

    return FIGURE.sub(write, text)


def main() -> None:
    """Write the figures of every page anew."""
    runs = {(figure.scenario, figure.variant) for figure in figures(pages())}
    summaries = {one: results(*one).summary for one in sorted(runs, key=str)}
    for page in pages():
        text = page.read_text("utf-8")
        fresh = rewritten(text, summaries)
        if fresh != text:
            page.write_text(fresh, encoding="utf-8", newline="\n")
            before, after = FIGURE.findall(text), FIGURE.findall(fresh)
            for (was, asked), (now, _) in zip(before, after, strict=True):
                if was != now:
                    print(f"{page.name}: {asked}: {was} → {now}")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
