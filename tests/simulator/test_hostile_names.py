"""A name is only a name, wherever it stands: on the page, in a table, in a path, on a terminal."""

import json
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pytest
from typer.testing import CliRunner

from cli.main import app, folder_name
from simulator.loader import load
from simulator.problems import ScenarioError
from tests.gallery import BASE
from tests.simulator.nasty import NAMES

PLAIN: Final = "示例名称"
PLACES: Final = (
    "title", "title.en", "description", "district.name", "outline_note", "zones.data.east.name",
    "zones.data.east.town", "zones.source", "campuses.data.north.name", "campuses.data.north.id",
    "schools.data.0.name", "schools.data.0.id", "schools.source.title", "changes.0.id",
    "changes.0.name", "changes.0.build", "changes.0.source", "targets.0.id",
    "targets.0.source.title", "targets.0.source.quote", "variants.NAME", "variants.v.title", "name",
    "sensitivity.rules.0.name", "estates.0.id", "norms.tolerance.source",
)  # fmt: skip


def scenario(names: dict[str, str]) -> dict[str, Any]:
    """A district in which every kind of thing has a name; those stated stand in their places."""

    def at(place: str, otherwise: str = PLAIN) -> str:
        return names.get(place, otherwise)

    campus = at("campuses.data.north.id", "north")
    school, built = at("schools.data.0.id", "s1"), at("changes.0.build", "new")
    made = {"evidence": "illustrative", "source": "invented"}
    return {
        "extends": str(BASE),
        "name": at("name", "base"),
        "title": {"zh": at("title"), "en": at("title.en")},
        "description": at("description"),
        "district": {"name": at("district.name")},
        "outline_note": at("outline_note"),
        "zones": {**made, "source": at("zones.source"), "data": [
            {"id": "east", "name": at("zones.data.east.name"),
             "town": at("zones.data.east.town", "t1"), "lon": 116.40, "lat": 23.50},
            {"id": "west", "town": "t2", "lon": 116.42, "lat": 23.50},
        ]},
        "schools": {**made, "source": {"title": at("schools.source.title")}, "data": [
            {"id": school, "name": at("schools.data.0.name")}, {"id": "s2"},
        ]},
        "campuses": {**made, "data": [
            {"id": campus, "name": at("campuses.data.north.name"), "zone": "east",
             "school": school, "lon": 116.401, "lat": 23.501},
            {"id": "south", "zone": "west", "school": "s2", "lon": 116.421, "lat": 23.501},
        ]},
        "pools": {**made, "data": [
            {"campus": campus, "stages": "primary", "rooms": 12},
            {"campus": "south", "stages": ["primary", "junior"], "rooms": 18},
        ]},
        "enrolment": {**made, "data": [
            {"campus": campus, "grade": "p1", "pupils": 90, "classes": 2},
            {"campus": "south", "grade": "j1", "pupils": 50, "classes": 1},
        ]},
        "catchments": {**made, "data": [
            {"stage": "primary", "zone": "east", "campus": campus},
            {"stage": "junior", "zone": "west", "campus": "south"},
        ]},
        "estates": [{"id": at("estates.0.id", "e1"), "zone": "east", "handover": "2024-06-01",
                     "dwellings": 10, "children_per_1000": {"primary": 9}}],
        "norms": {"tolerance": {"value": 55, "source": at("norms.tolerance.source"),
                                "status": "assumed"}},
        "changes": [{"id": at("changes.0.id", "c1"), "build": built, "stage": "primary",
                     "name": at("changes.0.name"), "rooms": 6, "zone": "west",
                     "accepted": "2024-08-10", "source": at("changes.0.source")}],
        "targets": [{"id": at("targets.0.id", "t1"), "metric": "large_classes",
                     "stage": "compulsory", "at_most": 0, "by": "2025-12-31",
                     "source": {"title": at("targets.0.source.title"),
                                "quote": at("targets.0.source.quote")}}],
        "sensitivity": {"rules": [{"name": at("sensitivity.rules.0.name"),
                                   "set": {"rules.entry_classes": "tolerance"}}]},
        "variants": {at("variants.NAME", "other"): {"set": {"seed": 2}},
                     "v": {"title": at("variants.v.title")}},
    }  # fmt: skip


def write(folder: Path, names: dict[str, str]) -> Path:
    path = folder / "scenario.yaml"
    # JSON is YAML too, and its escapes can hold any character.
    path.write_text(json.dumps(scenario(names), ensure_ascii=False), "utf-8")
    return path


def accepted(folder: Path, name: str) -> list[str]:
    """The places in which a name is taken; everywhere else it is refused in words."""
    found = []
    for place in PLACES:
        try:
            load(write(folder, {place: name}))
        except ScenarioError as error:
            assert error.problems
        else:
            found.append(place)
    return found


class Tags(HTMLParser):
    """Counts the elements of a page, with the names of their attributes, and keeps its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: Counter[tuple[str, ...]] = Counter()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        handlers = [name for name, _ in attrs if name.startswith("on")]
        self.seen[tag, *handlers] += 1


def run(folder: Path, names: dict[str, str], *words: str) -> Path:
    """Run the command in a folder of its own; return that of the results."""
    out = folder / "out"
    path = write(folder, names)
    answer = CliRunner().invoke(app, [str(path), "--out", str(out), *words], prog_name="simulate")
    assert answer.exit_code == 0, answer.output
    assert "Traceback" not in answer.output
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e]", answer.output)
    return out


def harmless(out: Path, clean: Counter[tuple[str, ...]]) -> None:
    page = (out / "report.html").read_text("utf-8")
    tags = Tags(page).seen
    assert tags["script",] == clean["script",]
    assert not any(len(tag) > 1 for tag in tags), "an element would run something"
    assert set(tags) <= set(clean)
    for path in (out / "tables").glob("*.csv"):
        # Exact data for programs: what a cell says is what was written in the scenario.
        exact = pd.read_parquet(path.with_suffix(".parquet"))
        again = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        for column in exact.columns[exact.dtypes.map(str) == "object"]:
            written = exact[column].fillna("").tolist()
            assert again[column].tolist() == written, (path.name, column)


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Counter[tuple[str, ...]]:
    """The elements of a page of plain names."""
    out = run(tmp_path_factory.mktemp("clean"), {})
    return Tags((out / "report.html").read_text("utf-8")).seen


@pytest.mark.full
@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_name_is_taken_or_refused_in_every_place(name: str, tmp_path: Path) -> None:
    taken = accepted(tmp_path, name)
    assert ("title" in taken) == (not re.search("[\x00\x1b]", name))


@pytest.mark.full
def test_names_of_all_kinds_on_one_page(tmp_path: Path, clean: Counter[tuple[str, ...]]) -> None:
    """Every place holds a hostile name, another one each."""
    hostile = (
        "</script><script>alert(1)</script>", "@cmd|' /C calc'!A0", "{{7*7}}", "<!--", "-1+1",
        "\u202e小学\u202c", '"><img src=x onerror=alert(1)>', "一行\n又一行",
    )  # fmt: skip
    ids = ("{{7-7}}", "-1+1", "../../etc/passwd", "CON", "💥👩‍🏫", "&lt")
    names = {}
    for number, place in enumerate(PLACES):
        if place != "name":
            is_id = place.endswith((".id", ".NAME", ".town", ".build"))
            pool = [f"{name}.{number}" for name in ids] if is_id else hostile
            names[place] = pool[number % len(pool)]
    out = run(tmp_path, names)
    harmless(out, clean)
    assert "{{7*7}}" in (out / "report.html").read_text("utf-8")


@pytest.mark.full
@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_one_name_everywhere_it_is_taken(
    name: str, tmp_path: Path, clean: Counter[tuple[str, ...]]
) -> None:
    # A campus that is built may not have the id of one that is there.
    own = ("name", "changes.0.build")
    places = {place: name for place in accepted(tmp_path, name) if place not in own}
    harmless(run(tmp_path, places), clean)


@pytest.mark.parametrize("variant", ["../../../out", "a/b", "..", "长" * 120, "a b", None])
@pytest.mark.parametrize("name", ["base", "..", ".", "长" * 80, "CON"])
def test_results_stay_in_their_folder(name: str, variant: str | None, tmp_path: Path) -> None:
    folder = tmp_path / "results" / folder_name(name, variant)
    assert folder.resolve().parent == tmp_path / "results"
    assert len(folder.name.encode()) <= 150
    folder.mkdir(parents=True)  # and the system takes it


def test_a_name_cannot_be_a_way_up(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="name"):
        load(write(tmp_path, {"name": ".."}))
