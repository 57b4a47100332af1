"""Does the engine do what the behaviour files say a school year does?"""

from pathlib import Path
from typing import Any

import pytest

from tests.behaviour.expecting import differences, recorded
from tests.behaviour.reading import cases, district_of

FOLDER = Path(__file__).parent


def _cases() -> list[Any]:
    found = []
    for file in sorted(FOLDER.glob("*.yaml")):
        for case in cases(file):
            # pytest escapes other scripts in ids: the English half of the name stands for it.
            english = case["name"].encode("ascii", "ignore").decode().strip()
            found.append(pytest.param(case, id=f"{file.stem}: {english}"))
    return found


@pytest.mark.parametrize("case", _cases())
def test_behaviour(case: dict[str, Any]) -> None:
    wrong = differences(case, recorded(district_of(case)))
    assert not wrong, "\n" + "\n".join(wrong)


def test_there_are_cases_of_every_step() -> None:
    steps = ("age", "leave", "progress", "build", "reserve", "offer", "admit", "form", "measure")
    for step in steps:
        assert list(FOLDER.glob(f"step-*-{step}.yaml")), f"no behaviour file for {step}"


def test_names_of_cases_are_unique() -> None:
    names = [case.id for case in _cases()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ({"A": {"p1": {"pupils": 59}}}, "2023 A/p1/pupils: expected 59, found 60"),
        ({"A": {"p1": {"classes": [60]}}}, "expected [60], found [30, 30]"),
        ({"primary": {"redirected": 1}}, "primary/redirected: expected 1, found 0"),
        ({"zones": {"z": {"p1": {"A": 61}}}}, "expected {'A': 61}, found {'A': 60}"),
        ({"rungs": {"p1": {"own/any": 60}}}, "found {'own/norm': 60}"),
        ({"people": {"z": {7: 60}}}, "people/z/7: expected 60, found 0"),
        ({"events": ["campus_opens A"]}, "expected True, found False"),
    ],
)
def test_a_wrong_expectation_is_told(expected: dict[str, Any], said: str) -> None:
    case = {
        "name": "60 children, two rooms",
        "given": {
            "zones": {"z": {"town": "T", "at": [0, 0]}},
            "campuses": {"A": {"town": "T", "at": [100, 0], "rooms": {"primary": 2}}},
            "children": {"z": {5: 60}},
        },
        "when": {"years": "2022-2023"},
        "then": {2023: expected},
    }
    wrong = differences(case, recorded(district_of(case)))
    assert len(wrong) == 1
    assert said in wrong[0]


def test_a_misspelt_expectation_is_refused() -> None:
    case = {
        "name": "misspelt",
        "given": {
            "zones": {"z": {"town": "T", "at": [0, 0]}},
            "campuses": {"A": {"town": "T", "at": [100, 0], "rooms": {"primary": 2}}},
        },
        "when": {"years": "2022-2023"},
        "then": {2023: {"primery": {"redirected": 0}}},
    }
    with pytest.raises(ValueError, match="primery"):
        differences(case, recorded(district_of(case)))
