"""How are the bound and the result of a promise written, so that they can be told apart?"""

from collections.abc import Mapping
from typing import Any, Final

from simulator.indicators import INDICATORS
from simulator.reporting import views
from simulator.reporting.catalogue import Lang, say
from simulator.reporting.numerals import amount, day, season, unit_of

LEAST_DIGITS: Final = {"share": 1, "CNY": 2}
"""Decimals of a percentage that is not whole, and of 亿元 and 万元."""
MOST_DIGITS: Final = 6
TINY: Final = 1e-9

Target = Mapping[str, Any]


def bound(target: Target, lang: Lang) -> str:
    """Return what was promised, in signs: ``≥ 11,000 个学位``."""
    symbol = "≥" if target["operator"] == ">=" else "≤"
    return _every_year(target, f"{symbol} {_stated(target, lang)}", lang)


def _stated(target: Target, lang: Lang, *, in_prose: bool = False) -> str:
    """Return the bound of a promise with all the decimals it was stated with."""
    unit, value = unit_of(target["metric"]), target["required"]
    digits = _own_digits(value * 100) if unit == "share" else MOST_DIGITS
    return amount(value, unit, lang, in_prose=in_prose, digits=digits)


def _own_digits(percentage: float) -> int:
    """Return the decimals that a percentage itself has."""
    return next(
        (d for d in range(MOST_DIGITS) if abs(round(percentage, d) - percentage) < TINY),
        MOST_DIGITS,
    )


def digits(target: Target, value: float | None) -> int | None:
    """Return the decimals of a result and of its distance from the bound: enough to see it."""
    unit, bound = unit_of(target["metric"]), float(target["required"])
    if value is None or unit not in LEAST_DIGITS:
        return None
    least = LEAST_DIGITS[unit]
    if unit == "share":
        own = _own_digits(bound * 100)
        least = own if own == _own_digits(value * 100) == 0 else max(own, least)
    if value == bound:
        return least
    return next(
        (
            d
            for d in range(least, MOST_DIGITS)
            if len({amount(v, unit, "zh", digits=d) for v in (value, bound)}) > 1
        ),
        MOST_DIGITS,
    )


def valued(target: Target, value: float | None, lang: Lang, *, in_prose: bool = False) -> str:
    """Return a result of a promise with its unit, told apart from the bound."""
    unit = unit_of(target["metric"])
    return amount(value, unit, lang, in_prose=in_prose, digits=digits(target, value))


def distance(target: Target, missing: float, lang: Lang) -> str:
    """Return how far the central result lies from the bound: ``2.7 个百分点``."""
    unit, told = unit_of(target["metric"]), digits(target, target["achieved"]["central"])
    if unit == "share":
        return amount(missing * 100, "share_gap", lang, digits=told)
    return amount(missing, unit, lang, digits=told)


def wanted(target: Target, lang: Lang) -> str:
    """Return what was promised as the page has it; a bound the document does not print says so."""
    said = asked(target, lang)
    return say("required.assumed", lang, {"bound": said}) if target["bound"] == "assumed" else said


def asked(target: Target, lang: Lang) -> str:
    """Return what was promised, ``清零`` for none at all, else in signs."""
    if target["operator"] == "<=" and target["required"] == 0:
        return _every_year(target, say("required.none", lang), lang)
    return bound(target, lang)


def required(target: Target, lang: Lang) -> str:
    """Return what was promised, in words: ``至少 1.1 万个学位``, ``none``."""
    value = _stated(target, lang, in_prose=True)
    if target["operator"] == ">=":
        said = say("required.at_least", lang, {"value": value})
    elif target["required"] == 0:
        said = say("required.none", lang)
    else:
        said = say("required.at_most", lang, {"value": value})
    return _every_year(target, said, lang)


def _every_year(target: Target, said: str, lang: Lang) -> str:
    """Return a bound as it stands, or as one of every year."""
    if not target["every_year"]:
        return said
    key = "required.every_year_signs" if said[0] in "≥≤" else "required.every_year"
    return say(key, lang, {"bound": said})


def worst_year(target: Target, lang: Lang) -> str:
    """Return the year that judges a promise for every year: an autumn, or twelve months."""
    since, on = str(target["judged_since"]), str(target["judged_on"])
    if INDICATORS[target["metric"]].kind != "programme":
        return season(on, lang)
    if since[5:] == "01-01":
        return say("targets.calendar_year", lang, {"year": on[:4]})
    return say("targets.span", lang, {"since": day(since, lang), "on": day(on, lang)})


def achieved(target: Target, lang: Lang, *, in_prose: bool = False) -> str:
    """Return what the central run achieves, with its unit; in its worst year, where that counts."""
    count = target["achieved"]["central"]
    said = valued(target, count, lang, in_prose=in_prose)
    if not target["every_year"] or count is None:
        return said
    return say("targets.in_year", lang, {"value": said, "year": worst_year(target, lang)})


def gap(target: Target, lang: Lang) -> str:
    """Return by how much a promise is missed, ``差 600 个学位``; '' when it is not."""
    if target["met"] is not False:
        return ""
    return say("targets.gap", lang, {"gap": distance(target, views.gap(target), lang)})
