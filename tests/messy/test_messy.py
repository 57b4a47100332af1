"""Whatever table a person sends: it is read right, and what was assumed is said, or refused."""

from collections import Counter
from pathlib import Path

import pytest

from simulator.loader import load
from simulator.problems import ScenarioError
from tests.gallery import BASE, english_left, in_backticks, is_chinese
from tests.messy.books import BOOKS
from tests.messy.case import Messy
from tests.messy.layers import LAYERS
from tests.messy.texts import TEXTS

CASES = (*TEXTS, *BOOKS, *LAYERS)


def test_gallery_is_large() -> None:
    assert len(CASES) >= 100
    assert max(Counter(case.name for case in CASES).values()) == 1


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file.split('.')[-1]} {case.name}")
def test_messy_table(case: Messy, tmp_path: Path) -> None:
    path = case.write(tmp_path, BASE)
    try:
        scenario = load(path)
    except ScenarioError as error:
        found = list(error.problems)
        told = "\n".join(f"{p} / {p.what.zh} → {p.remedy.zh}" for p in found)
        for line, zh, en in case.refused:
            match = [
                p for p in found
                if p.line == line
                and zh in f"{p.what.zh} {p.remedy.zh}" and en in f"{p.what} {p.remedy}"
            ]  # fmt: skip
            assert match, f"expected {line}: {zh} / {en}\nfound:\n{told}"
            found.remove(match[0])
        assert not found, told
        for problem in error.problems:
            for phrase in (problem.what, problem.remedy):
                assert is_chinese(phrase.zh), phrase
                assert english_left(phrase.zh) is None, phrase
        return
    assert not case.refused, "it was read"
    assert case.read is not None
    frame = scenario.tables[case.table]
    assert {name: frame[name].tolist() for name in case.read} == case.read
    base = load(BASE).oddities
    odd = [
        o.what for o in scenario.oddities
        if o not in base and o.where.partition("/")[0] in (case.table, case.file)
    ]  # fmt: skip
    told = "\n".join(f"{what.zh} / {what.en}" for what in odd)
    for zh, en in case.odd:
        match = [what for what in odd if zh in what.zh and en in what.en]
        assert match, f"expected: {zh} / {en}\nfound:\n{told}"
        odd.remove(match[0])
        assert english_left(match[0].zh) is None
        assert in_backticks(match[0].zh) == in_backticks(match[0].en)
    assert not odd, told
