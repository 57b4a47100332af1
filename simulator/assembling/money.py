"""Who pays how much for a project, and in which years, in whole yuan?"""

from simulator.accounts import share_out
from simulator.schema import Change
from simulator.schema.base import yuan

_PARTS = 1_000_000_000
"""Shares are counted in billionths."""


def funding(change: Change) -> tuple[tuple[str, int], ...]:
    """Give (source, yuan) as stated; shares of the cost that make up 1 add up to it exactly."""
    stated = change.funding or ()
    shares = [round((part.share or 0.0) * _PARTS) for part in stated]
    cost = whole_yuan(change.cost) if change.cost is not None else 0
    together = cost * sum(shares) // _PARTS
    shared = share_out(together, shares)
    return tuple(
        (part.source, shared[k] if part.amount is None else whole_yuan(part.amount))
        for k, part in enumerate(stated)
    )


def spending(change: Change) -> tuple[tuple[int, int], ...]:
    """Give (calendar year, yuan) as stated."""
    stated = change.spending or {}
    return tuple((year, whole_yuan(stated[year])) for year in sorted(stated))


def whole_yuan(money: str) -> int:
    """Give an amount to the nearest yuan."""
    return int(yuan(money) + 0.5)
