"""Mutations of a scenario and its tables: what slips, programs and haste do to a file."""

import re
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Final

from tests.simulator.nasty import NAMES, VALUES

Mutation = Callable[[Random, str], str]

SNIPPETS: Final = (
    "'", '"', "[", "]", "{", "}", ":", ": ", "- ", "\t", "\n", "\r", "&a ", "*a", "!!x ", "|", ">",
    "#", "~", ",", ";", "，", "：", "<<: ", "? ", "---\n", "\u3000", "\ufeff", "\x00", "\x85",
    "💥", "合计", "9" * 400, "\u202e", "%", "@", "`", "\\", "=",
)  # fmt: skip


def _lines(change: Callable[[Random, list[str]], None]) -> Mutation:
    """Make a mutation of a change to the list of lines."""

    def mutate(random: Random, text: str) -> str:
        lines = text.splitlines(keepends=True) or ["\n"]
        change(random, lines)
        return "".join(lines)

    return mutate


def _place(random: Random, lines: list[str]) -> int:
    """Choose a line; those near the top are headings and shape what follows."""
    return random.randrange(min(len(lines), random.choice((8, 40, len(lines)))))


def _drop(random: Random, lines: list[str]) -> None:
    start = _place(random, lines)
    del lines[start : start + random.choice((1, 1, 1, 2, 10))]


def _double(random: Random, lines: list[str]) -> None:
    lines.insert(_place(random, lines), lines[_place(random, lines)])


def _exchange(random: Random, lines: list[str]) -> None:
    one, other = _place(random, lines), _place(random, lines)
    lines[one], lines[other] = lines[other], lines[one]


def _indent(random: Random, lines: list[str]) -> None:
    place = _place(random, lines)
    lines[place] = random.choice(("  ", " ", "\t", "- ", "")) + lines[place].lstrip(" ")


def _insert(random: Random, text: str) -> str:
    place = random.randrange(len(text) + 1)
    return text[:place] + random.choice(SNIPPETS) + text[place:]


def _cut(random: Random, text: str) -> str:
    start = random.randrange(len(text) + 1)
    return text[:start] + text[start + random.choice((1, 2, 5, 40, 400)) :]


def _truncate(random: Random, text: str) -> str:
    return text[: random.randrange(len(text) + 1)]


_NUMBER: Final = re.compile(r"(?<![\w.])-?\d+(\.\d+)?(?![\w.])")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_VALUE: Final = re.compile(r"(?<=: )[^\s,{}\[\]]+|(?<=,)[^,\n]*")
_WORD: Final = re.compile(r"[A-Za-z_]\w+")


def _at_one(pattern: re.Pattern[str], change: Callable[[Random, str], str]) -> Mutation:
    """Make a mutation that changes one match of a pattern."""

    def mutate(random: Random, text: str) -> str:
        line = random.randrange(text.count("\n") + 1)
        matches = list(pattern.finditer(text))
        if not matches:
            return text
        # Any place alike in long tables, near the top as often as everywhere else.
        found = matches[random.randrange(min(len(matches), random.choice((12, line + 1, 10**9))))]
        return text[: found.start()] + change(random, found[0]) + text[found.end() :]

    return mutate


def _other_number(random: Random, number: str) -> str:
    scale = random.choice(("0", "-", "1000*", "tenth", "full", "%", "point", "unit", "near"))
    return {
        "0": "0",
        "-": f"-{number}",
        "1000*": f"{number}000",
        "tenth": f"0.{number.lstrip('-').replace('.', '')}",
        "full": "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in number),
        "%": f"{number}%",
        "point": f"{number}.0",
        "unit": f"{number}人",
        "near": re.sub(r"\d$", str(random.randrange(10)), number),
    }[scale]


def _other_date(random: Random, date: str) -> str:
    year, month, day = date.split("-")
    moved = f"{int(year) + random.choice((-1, 0, 1, 3))}-{random.randrange(1, 13):02}-15"
    return random.choice(
        (moved, moved, moved, f"{year}/{month}/{day}", f"{year}年{month}月{day}日", f"{year}-02-30",
         f"{day}/{month}/{year}", "45170", "null", f"{date}T00:00")
    )  # fmt: skip


def _nasty(random: Random, _: str) -> str:
    return random.choice(random.choice((VALUES, NAMES)))


def _other_word(random: Random, word: str) -> str:
    middle = random.randrange(len(word))
    return random.choice(
        (word[:middle] + word[middle + 1 :], word.upper(), f"{word}s", word[::-1], f" {word}")
    )


GENTLE: Final = (
    _at_one(_NUMBER, lambda random, n: re.sub(r"\d$", str(random.randrange(10)), n)),
    _at_one(_DATE, lambda random, date: f"{date[:5]}{random.randrange(1, 13):02}-15"),
    _at_one(re.compile("primary|junior"), lambda random, _: random.choice(("primary", "junior"))),
)
"""Mutations after which a file may well still be sound."""

ROUGH: Final = (
    *GENTLE,
    _lines(_drop), _lines(_double), _lines(_exchange), _lines(_indent), _insert, _cut, _truncate,
    _at_one(_NUMBER, _other_number), _at_one(_NUMBER, _nasty), _at_one(_DATE, _other_date),
    _at_one(_VALUE, _nasty), _at_one(_WORD, _other_word),
)  # fmt: skip

ENCODINGS: Final = ("utf-8",) * 12 + ("utf-8-sig", "gbk", "utf-16", "utf-16-le", "big5")


def mutate(random: Random, path: Path, *, gently: bool = False) -> None:
    """Mutate a text file in place, one to three times over, sometimes in another encoding."""
    text = path.read_text("utf-8")
    for _ in range(1 if gently else random.choice((1, 1, 2, 3))):
        text = random.choice(GENTLE if gently else ROUGH)(random, text)
    encoding = "utf-8" if gently else random.choice(ENCODINGS)
    path.write_bytes(text.encode(encoding, errors="replace"))
