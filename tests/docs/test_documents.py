"""Does every fact of the five plans live somewhere, in the plan's own words?"""

import re

import pytest
import yaml

from simulator.loader import load
from simulator.schema import ScenarioSpec
from tests.openings import ROOT, SHARED

SCENARIOS = {
    "000": "taijiang-2024", "001": "xuchang-2020", "002": "heping-2035",
    "003": "county-standards", "004": "jiedong-2025",
}  # fmt: skip
"""Beginning of a document's name → the scenario that answers it."""
ROW = re.compile(r"^\| (s(\d{3})-\d{3}) \| (.+?) \| (.+?) \| ?(.*?) ?\|$", re.M)


def rows(number: str) -> list[tuple[str, str, str]]:
    """Return id, words and place of every fact of a document."""
    text = "\n".join(p.read_text("utf-8") for p in sorted((ROOT / "docs/documents").glob("*.md")))
    return [(id_, words, place) for id_, of, words, place, _ in ROW.findall(text) if of == number]


def parts(place: str) -> list[tuple[str, str]]:
    """Read ``target a; change b`` as pairs of kind and name."""
    found = []
    for part in place.replace("`", "").split("; "):
        kind, _, name = part.partition(" ")
        found.append((kind, name.strip()))
    return found


@pytest.mark.parametrize("number", SCENARIOS)
def test_every_place_exists_in_the_scenario(number: str) -> None:
    file = ROOT / "scenarios" / f"{SCENARIOS[number]}.yaml"
    spec = load(file).spec
    known = {
        "target": {target.id for target in spec.targets},
        "change": {change.id for change in spec.changes},
        "provision": {rule.id for rule in spec.provision},
        "variant": set(spec.variants),
    }
    assert rows(number)
    for id_, _, place in rows(number):
        if place.startswith("out of scope: "):
            assert len(place) > len("out of scope: ") + 5, id_
            continue
        for kind, name in parts(place):
            if kind in ("parameter", "rule"):
                assert name.split(".")[0] in ScenarioSpec.model_fields, (id_, name)
            else:
                assert name in known[kind], (id_, kind, name)


@pytest.mark.shared_data
@pytest.mark.parametrize("number", SCENARIOS)
def test_every_fact_stands_once_in_the_words_of_the_document(number: str) -> None:
    text = (SHARED / "facts" / "documents.yaml").read_text("utf-8")
    documents = yaml.load(text, yaml.CSafeLoader)["documents"]
    (name,) = [name for name in documents if name.startswith(number)]
    listed = [(id_, words) for id_, words, _ in rows(number)]
    assert sorted(listed) == sorted((f["id"], f["quote"]) for f in documents[name]["facts"])
    document = (SHARED / "documents" / name).read_text("utf-8")
    assert all(words in document for _, words in listed)
    quotes = [target.source.quote for target in load(
        ROOT / "scenarios" / f"{SCENARIOS[number]}.yaml"
    ).spec.targets]  # fmt: skip
    assert all(quote and quote in document for quote in quotes)
