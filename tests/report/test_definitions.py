"""Are the terms of the page explained, in both languages and with this run's numbers?"""

import re
from dataclasses import replace

from simulator.reporting.catalogue import CATALOGUE, LANGS, say
from simulator.reporting.definitions import HEADS, NOTE, TERMS, TITLE, definitions
from simulator.results import Results


def test_every_term_has_one_sentence_in_both_languages(results: Results) -> None:
    rows = definitions(results)
    assert len(rows) == len(TERMS)
    for term, meaning in rows:
        assert set(term) == set(meaning) == set(LANGS)
        assert meaning["zh"].endswith("。")
        assert meaning["zh"].count("。") == 1
        assert meaning["en"].endswith(".")
        assert not re.search(r"\.\s", meaning["en"])
        assert not re.search(r"[一-鿿]", term["en"] + meaning["en"])
    known = {key.split(".")[1] for key in CATALOGUE if key.startswith(("term.", "meaning."))}
    assert known == set(TERMS)
    assert all(say(key, lang) for key in (TITLE, NOTE, *HEADS) for lang in LANGS)


def test_the_numbers_are_those_of_the_run(results: Results) -> None:
    norms = {"large_class": 51, "operating_margin": {"value": 0.1}, "large_school": 1800}
    changed = replace(results, manifest={"scenario": {"norms": norms}})
    said = {term["zh"]: meaning["zh"] for term, meaning in definitions(changed)}
    assert said["大班额"].startswith("51 人")
    assert "10 %" in said["富余学位"]
    assert "1,800" in said["大校额"]
    assert "2,500" in said["大校额"]
