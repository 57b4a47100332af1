"""Which campuses are closed, merged or withdrawn, and what becomes of their pupils and sites?"""

from typing import Any, Final

from simulator.district import Closure
from simulator.engine import History

KINDS: Final = ("close", "merge", "withdraw")
SITES: Final = ("kept", "receiver", "released")
"""School land in reserve, used by the receiver, or school land no more."""


def closures(history: History) -> list[dict[str, Any]]:
    """List every ending of a campus the scenario states, in the order in which they take effect.

    What has not happened by the last year simulated has no day and no pupils.
    """
    district = history.district
    withdrawn = {withdrawal.id for withdrawal in district.withdrawals}
    began = {e.subject: e.date for e in history.events if e.event == "withdrawal_begins"}
    ended = {one.closure: one for one in history.ended}
    rows = []
    for closure in district.endings:
        campus, gone = district.campus_ids[closure.campus], ended.get(closure.id)
        into = closure.receiver
        kind = "merge" if closure.merged else "close"
        rows.append(
            {
                "closure_id": closure.id,
                "kind": "withdraw" if closure.id in withdrawn else kind,
                "campus_id": campus,
                "stated": closure.on.isoformat(),
                "no_entrants_from": began.get(campus, "") if closure.id in withdrawn else "",
                "closed": f"{gone.year}-09-01" if gone else "",
                "receiver_id": "" if into is None else district.campus_ids[into],
                "handed_over": gone.handed_over if gone else None,
                "seeking": gone.seeking if gone else None,
                "site": _site(closure),
            }
        )
    return sorted(rows, key=lambda row: (row["closed"] or "9999", row["stated"]))


def _site(closure: Closure) -> str:
    """Say what becomes of the land of a campus."""
    if closure.released:
        return "released"
    return "receiver" if closure.merged else "kept"
