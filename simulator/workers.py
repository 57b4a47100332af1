"""How is independent work shared out over the processors of one machine?"""

import gc
import multiprocessing
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
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


@contextmanager
def beside(work: Callable[[], None]) -> Iterator[None]:
    """Do ``work`` in a process of its own while the block runs, or after it on one processor.

    Beyond the block it is done, or its error has been raised here. A block that fails ends it.
    """
    if available() < 2:
        yield
        work()
        return
    context = multiprocessing.get_context("fork")
    hear, tell = context.Pipe(duplex=False)
    process = context.Process(target=_aside, args=(work, tell), daemon=True)
    try:
        with _uninterrupted():  # neither half started here nor interrupted before it ignores that
            process.start()
        tell.close()  # the worker holds the only other end: should it be killed, hearing ends
        yield
        error = _heard(hear)
        if error is not None:
            raise error
    except BaseException:
        if process.pid is not None:
            process.terminate()
        raise
    finally:
        if process.pid is not None:
            process.join()
        hear.close()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let a Ctrl-C wait until the block is done; a process forked in it hears none."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _heard(hear: Connection) -> BaseException | None:
    """Wait for the end of a worker; return its error, None when all is done."""
    try:
        error: BaseException | None = hear.recv()
    except EOFError:
        return RuntimeError("a worker was ended from outside, perhaps for want of memory")
    return error


def _aside(work: Callable[[], None], tell: Connection) -> None:
    """Work, and tell how it ended; the process that asks deals with Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Everything it ever makes is given back when it ends; looking for garbage costs a fifth.
    gc.disable()
    try:
        work()
    except Exception as error:  # noqa: BLE001  raised again by the process that asks
        where = "".join(traceback.format_exception(error))
        error.add_note(where)
        try:
            pickle.loads(pickle.dumps(error))
        except Exception:  # noqa: BLE001  not every error can be sent
            tell.send(RuntimeError(where))
        else:
            tell.send(error)
    else:
        tell.send(None)


def _begin(work: Callable[[int], Any]) -> None:
    """Prepare a worker: the process that asks deals with Ctrl-C."""
    global _WORK
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _WORK = work


def _do(index: int) -> Any:
    if _WORK is None:
        raise RuntimeError("a worker was not told what to do")
    return _WORK(index)
