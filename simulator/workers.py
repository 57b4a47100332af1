"""How are independent runs shared out over the processors of one machine?"""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

T = TypeVar("T")

_WORK: Callable[[int], Any] | None = None
"""In a worker process: what it was forked to do. Never set in the process that asks."""


def available() -> int:
    """Return the workers worth starting here: processors, but one where forking is not safe."""
    return min(os.cpu_count() or 1, 4) if sys.platform == "linux" else 1


def each(work: Callable[[int], T], number: int, workers: int) -> Iterator[T]:
    """Do ``work(0)`` … ``work(number - 1)`` and give the answers in this order.

    With one worker everything happens here. Otherwise processes are forked, so that what the work
    reads need not be sent; answers are. They do not depend on the number of workers.
    """
    if workers < 2 or number < 2 or sys.platform != "linux":
        yield from map(work, range(number))
        return
    context = multiprocessing.get_context("fork")
    with context.Pool(min(workers, number), initializer=_begin, initargs=(work,)) as pool:
        yield from pool.imap(_do, range(number))


def _begin(work: Callable[[int], Any]) -> None:
    """Prepare a worker: the process that asks deals with Ctrl-C."""
    global _WORK
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _WORK = work


def _do(index: int) -> Any:
    if _WORK is None:
        raise RuntimeError("a worker was not told what to do")
    return _WORK(index)
