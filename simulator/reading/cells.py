"""Which number, word or id does the text of one cell mean?"""

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from simulator.columns import SHARED_STAGES, UNIT_WORDS, WORDS, Column
from simulator.phrases import SILENCE, Phrase, listing
from simulator.reading.findings import did_you_mean
from simulator.reading.titles import INVISIBLE
from simulator.vocabulary import GRADES, RESIDENCES, STAGES

Value = str | int | float | None

MAX_NUMBER: Final = 1e12
"""No count, coordinate or area of a district is larger."""

_ID = re.compile(r"[^\s@,;:*?\"<>|\\\x00-\x1f]{1,120}")
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
_THOUSANDS = re.compile(r"[-+]?\d{1,3}([,' _]\d{3})+(\.\d+)?")
_CORRECT: Final = Phrase("请更正", "correct it")
_ERROR = re.compile(r"#(REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)|#{2,}")
_FLOAT_ID = re.compile(r"(\d{4,})\.0")
_SHORTENED = re.compile(r"\d(\.\d+)?[eE]\+\d+")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(?::00)?)?")
_BETWEEN = re.compile(r"[+/、,，;；&和与]")
_PLAIN_SIZES = re.compile(r"[1-9]\d{0,2}(/[1-9]\d{0,2})*")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a cell means, or what is wrong with it.

    ``normalised`` marks what was typed in an unusual but plain way (full-width digits, thousands
    separators, the column's own unit, characters nobody sees).
    """

    value: Value
    wrong: Phrase | None = None
    remedy: Phrase = SILENCE
    normalised: bool = False


def reader(column: Column) -> Callable[[str], Meaning]:
    """Choose how cells of a column are read; blank cells are not the reader's business.

    Parameters
    ----------
    column
        The column.

    Returns
    -------
    A function from the text of a cell to its meaning.
    """
    read = _reader(column)

    def understand(text: str) -> Meaning:
        seen = INVISIBLE.sub("", text)
        if _ERROR.fullmatch(seen.strip()) or seen.startswith("="):
            return _not_worked_out(seen.strip())
        return read(text) if seen == text else replace(read(seen), normalised=True)

    return understand


def _reader(column: Column) -> Callable[[str], Meaning]:
    """Choose by the kind of a column."""
    kind = column.kind
    if kind in ("int", "float"):
        return lambda text: _number(text, column)
    if kind == "id":
        return _identifier
    if kind == "stages":
        return _stages
    if kind == "stage":
        return lambda text: _word(text, STAGES, WORDS["stage"])
    if kind == "grade":
        return lambda text: _word(text, GRADES, WORDS["grade"])
    if kind == "residence":
        return lambda text: _word(text, RESIDENCES, WORDS["residence"])
    if kind == "choice":
        return lambda text: _word(text, column.choices, WORDS.get(column.field, {}))
    if kind == "date":
        return _date
    if column.field == "sizes":
        return _sizes
    if column.field == "grades":
        return _grades
    if column.field == "combined":
        return _combined
    return lambda text: Meaning(text.strip())


def _date(text: str) -> Meaning:
    plain = unicodedata.normalize("NFKC", text).strip().removeprefix("'")
    found = _DAY.fullmatch(plain)
    try:
        day = dt.date(*map(int, found.groups())) if found else None
    except ValueError:
        day = None
    if day is None or not 1990 <= day.year <= 2100:
        return Meaning(
            None,
            Phrase(f"`{text[:60]}` 不是日期", f"`{text[:60]}` is not a date"),
            Phrase("请按年-月-日书写：2025-09-01", "write year-month-day: 2025-09-01"),
        )
    written = day.isoformat()
    return Meaning(written, normalised=written != text)


def _not_worked_out(text: str) -> Meaning:
    """Refuse what Excel could not work out, or did not save the value of."""
    if text.startswith("="):
        return Meaning(
            None,
            Phrase(
                f"`{text[:60]}` 是公式，没有存下结果",
                f"`{text[:60]}` is a formula without a saved value",
            ),
            Phrase(
                "请用 Excel 打开并保存一次，或把公式粘贴为数值",
                "open and save it once in Excel, or paste the values over the formulas",
            ),
        )
    return Meaning(
        None,
        Phrase(f"`{text}` 是 Excel 的错误值", f"`{text}` is an error of Excel's"),
        Phrase("请更正公式，或填入数值", "mend the formula, or write the value"),
    )


def _number(text: str, column: Column) -> Meaning:
    plain, normalised = text.strip(), False
    if not _NUMBER.fullmatch(plain) or not plain.isascii():
        normalised = True
        plain = unicodedata.normalize("NFKC", plain).strip().removeprefix("'")
        unit = next((word for word in UNIT_WORDS.get(column.unit, ()) if plain.endswith(word)), "")
        plain = plain.removesuffix(unit).strip()
        if _THOUSANDS.fullmatch(plain):
            plain = re.sub(r"[,' _]", "", plain)
        if not _NUMBER.fullmatch(plain):
            return _not_a_number(plain, text, column)
    value = float(plain) + 0.0  # never -0
    noun = Phrase(f"（{column.meaning.zh}）", f" ({column.meaning.en})")
    if not math.isfinite(value) or abs(value) > MAX_NUMBER:
        wrong = Phrase(f"`{text}` 大得不合常理", f"`{text}` is absurdly large")
        return Meaning(0, wrong, _CORRECT + noun)
    if column.kind == "int" and not value.is_integer():
        wrong = Phrase(f"`{text}` 不是整数", f"`{text}` is not a whole number")
        return Meaning(0, wrong, Phrase("请写整数", "write a whole number") + noun)
    if column.low is not None and value < column.low:
        least = _bound(column.low, column)
        wrong = Phrase(
            f"`{text}` 低于下限 {least.zh}", f"`{text}` is below the least allowed, {least.en}"
        )
        if value < 0 <= column.low:
            wrong = Phrase(f"`{text}` 是负数", f"`{text}` is negative")
        return Meaning(
            0, wrong, Phrase(f"不得少于 {least.zh}", f"write at least {least.en}") + noun
        )
    if column.high is not None and value > column.high:
        most = _bound(column.high, column)
        wrong = Phrase(
            f"`{text}` 超过上限 {most.zh}", f"`{text}` is above the most allowed, {most.en}"
        )
        return Meaning(0, wrong, _CORRECT + noun)
    return Meaning(int(value) if column.kind == "int" else value, normalised=normalised)


def _bound(limit: float, column: Column) -> Phrase:
    """Give a bound with its unit."""
    unit = column.measure
    if column.unit == "calendar year":
        return Phrase(f"{limit:g} 年", f"{limit:g}")
    return Phrase(f"{limit:,g} {unit.zh}".rstrip(), f"{limit:,g} {unit.en}".rstrip())


def _not_a_number(plain: str, text: str, column: Column) -> Meaning:
    number = Phrase("数字", "a number")
    if column.kind == "int":
        number = Phrase("整数", "a whole number")
    if plain.endswith("%"):
        wrong = Phrase(f"`{text}` 是百分数", f"`{text}` is a percentage")
        remedy = Phrase(f"请写{number.zh}（", f"write {number.en} (") + column.meaning
        return Meaning(0, wrong, remedy + Phrase("）", ")"))
    if re.fullmatch(r"[-+]?\d[\d,.]*\s*[^\d\s.,]+", plain):
        unit = column.measure
        only = Phrase("，不带单位", ", without a unit")
        if column.unit:
            only = Phrase(f"，单位为{unit.zh}", f", in {unit.en}")
        wrong = Phrase(f"`{text}` 把单位写进了单元格", f"`{text}` has a unit in the cell")
        return Meaning(0, wrong, Phrase(f"请只写{number.zh}", f"write {number.en} only") + only)
    meaning = column.meaning
    remedy = Phrase(f"请写{number.zh}（{meaning.zh}）", f"write {number.en} ({meaning.en})")
    if not column.required:
        remedy += Phrase("，或留空", ", or leave the cell blank")
    return Meaning(0, Phrase(f"`{text}` 不是数字", f"`{text}` is not a number"), remedy)


def _identifier(text: str) -> Meaning:
    plain = text.strip()
    if _SHORTENED.fullmatch(plain):
        return Meaning(
            None,
            Phrase(
                f"`{plain}` 是被 Excel 缩写成数字的编号",
                f"`{plain}` is an id that Excel has shortened to a number",
            ),
            Phrase(
                "请把该列设为文本格式，重新录入编号",
                "format the column as text and type the id again",
            ),
        )
    whole = _FLOAT_ID.fullmatch(plain)
    if whole:  # a spreadsheet has taken the id for a number with decimals
        return Meaning(whole.group(1), normalised=True)
    if not _ID.fullmatch(plain):
        return Meaning(
            None,
            Phrase(f"`{plain[:60]}` 不能用作编号", f"`{plain[:60]}` cannot be an id"),
            Phrase(
                "请用不超过 120 个文字、字母、数字、`-`、`_`、`.`、`/`，不含空格",
                "use up to 120 letters, digits, `-`, `_`, `.` and `/`, without blanks",
            ),
        )
    return Meaning(plain)


def _word(text: str, choices: Iterable[str], words: dict[str, str]) -> Meaning:
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    names = tuple(choices)
    if plain in names:
        return Meaning(plain)
    if plain in words:
        return Meaning(words[plain])
    known, remedy = listing(names, len(names)), Phrase("请写其中之一", "write one of them")
    if words:
        remedy += Phrase(f"，或写 {_some(words)}", f", or {_some(words)}")
    return Meaning(
        None,
        Phrase(
            f"`{text.strip()}` 不在可选之列：{known.zh}",
            f"`{text.strip()}` is not one of {known.en}",
        ),
        did_you_mean(text, (*names, *words), remedy),
    )


def _some(words: dict[str, str]) -> str:
    return "、".join(list(words)[:4])


def split_words(text: str) -> list[str]:
    """Split a list in one cell at ``+``, ``/``, commas and 、."""
    parts = _BETWEEN.split(unicodedata.normalize("NFKC", text))
    return [part.strip() for part in parts if part and not part.isspace()]


def _stages(text: str) -> Meaning:
    joined = SHARED_STAGES.get(unicodedata.normalize("NFKC", text).strip())
    if joined:
        return Meaning(joined)
    found: list[str] = []
    for part in split_words(text):
        meaning = _word(part, STAGES, WORDS["stage"])
        if meaning.wrong is not None:
            return meaning
        found.append(str(meaning.value))
    if len(set(found)) < len(found) or not found:
        return Meaning(
            None,
            Phrase(
                f"`{text}` 没有写学段，或同一学段写了两次", f"`{text}` names a stage twice or none"
            ),
            Phrase("每个学段只写一次", "name each stage once"),
        )
    return Meaning("+".join(stage for stage in STAGES if stage in found))


def _sizes(text: str) -> Meaning:
    if _PLAIN_SIZES.fullmatch(text):
        return Meaning(text)
    parts = split_words(text)
    if not parts or not all(re.fullmatch(r"\d{1,3}", part) for part in parts):
        return Meaning(
            None,
            Phrase(f"`{text}` 不是各班人数", f"`{text}` is not a list of class sizes"),
            Phrase("请写成 56/55/54", "write them as 56/55/54"),
        )
    return Meaning("/".join(str(int(part)) for part in parts))


def grades_of(text: str) -> tuple[str, ...] | None:
    """Read a list of grades with ranges, ``p1-p3`` or ``p1+p2``; None where it is none."""
    found: list[str] = []
    for part in split_words(text):
        ends = [_word(end, GRADES, WORDS["grade"]).value for end in re.split(r"[-–—~至]", part)]
        if None in ends or len(ends) > 2:
            return None
        first, last = GRADES.index(str(ends[0])), GRADES.index(str(ends[-1]))
        if first > last:
            return None
        found += GRADES[first : last + 1]
    return tuple(dict.fromkeys(found)) or None


def _combined(text: str) -> Meaning:
    """Read ``p1-p2; p3-p4``: grades that follow one another and are taught together."""
    bands = [grades_of(part) for part in text.replace("；", ";").split(";") if part.strip()]
    sound = [band for band in bands if band is not None and len(band) > 1 and _follow(band)]
    every = [grade for band in sound for grade in band]
    if len(sound) < len(bands) or len(set(every)) < len(every):
        return Meaning(
            None,
            Phrase(f"`{text}` 不是复式班的年级", f"`{text}` does not name grades taught together"),
            Phrase(
                "请写同一学段的相邻年级，如 p1-p2，或写几组：p1-p2; p3-p4",
                "write following grades of one stage, p1-p2, or several groups: p1-p2; p3-p4",
            ),
        )
    return Meaning(";".join("+".join(band) for band in sound))


def _follow(band: tuple[str, ...]) -> bool:
    """Tell whether grades of one stage follow one another."""
    first = GRADES.index(band[0])
    return band == GRADES[first : first + len(band)] and len({grade[0] for grade in band}) == 1


def _grades(text: str) -> Meaning:
    grades = grades_of(text)
    if grades is None:
        return Meaning(
            None,
            Phrase(f"`{text}` 不是年级列表", f"`{text}` is not a list of grades"),
            Phrase("请写成 p1-p3 或 p1+p2", "write them as p1-p3 or p1+p2"),
        )
    return Meaning("+".join(grades))
