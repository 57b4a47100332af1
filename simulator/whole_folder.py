"""How does a folder come to its place whole or not at all, whatever ends the run that writes it?

A run writes in a hidden folder beside the place, its workshop: ``new`` is being written, ``old``
is what was there before while the new one takes its place. The workshop is locked as long as any
process of the run lives, and marked as ours, so that a later run can tell what a killed one left.
"""

import errno
import glob
import os
import re
import secrets
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

NEW: Final = "new"
OLD: Final = "old"
MARK: Final = "school-places.writing"
"""A file of each workshop; it holds the name of the folder that is being written."""

_LETTERS: Final = 40
"""Of a long name only so much stands in that of its workshop."""
_TRIES: Final = 100


def workshop(folder: Path) -> Path:
    """Name a workshop for a folder, one that no other run has."""
    return folder.with_name(f".{folder.name[:_LETTERS]}-{secrets.token_hex(6)}")


def begin(work: Path, folder: Path) -> int | None:
    """Make a workshop, lock and mark it; return the lock, None where there are no locks."""
    while True:
        work.mkdir(exist_ok=True)
        # Before it is locked, a later run may take it for one that was left.
        with suppress(FileNotFoundError, BlockingIOError):
            lock = _locked(work)
            if lock is None or os.path.samestat(os.fstat(lock), work.stat()):
                break
            os.close(lock)
    (work / MARK).write_text(folder.name, encoding="utf-8")
    (work / NEW).mkdir()
    return lock


def move(work: Path, folder: Path, allowed: Callable[[], None]) -> None:
    """Move what is new to its place; where two runs write at once, the later one stays.

    ``allowed`` raises where the place holds what may not be replaced.
    """
    for _ in range(_TRIES):
        with suppress(FileNotFoundError):
            folder.rename(work / OLD)
        try:
            (work / NEW).rename(folder)
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
            # Another run has put its result there meanwhile.
            allowed()
            shutil.rmtree(work / OLD, ignore_errors=True)
        else:
            return
    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(folder))


def end(work: Path, folder: Path) -> None:
    """Leave nothing beside the folder; what was there before is back where no result came."""
    if (work / OLD).exists() and not folder.exists():
        (work / OLD).rename(folder)
    _remove(work)


def let_go(lock: int | None) -> None:
    """Give up the lock of a workshop."""
    if lock is not None:
        os.close(lock)


def clear(folder: Path) -> None:
    """Remove what killed runs left beside a folder, and put back what one had moved aside.

    The workshop of a run that lives is locked, and stays; so does whatever is not marked as ours,
    or holds anything else.
    """
    start = f".{folder.name[:_LETTERS]}-"
    name = re.compile(re.escape(start) + "[0-9a-f]{12}")
    for work in folder.parent.glob(f"{glob.escape(start)}*"):
        if name.fullmatch(work.name) is None:
            continue
        with suppress(OSError):  # that of a living run, or not to be touched by this user
            lock = _locked(work)
            try:
                if lock is not None and _is_left(work, folder):
                    end(work, folder)
            finally:
                let_go(lock)


def _is_left(work: Path, folder: Path) -> bool:
    """Tell whether an unlocked folder is the workshop of a run into this very folder.

    A run killed at once has not yet said so; what it left is empty.
    """
    inside = {path.name for path in work.iterdir()}
    if MARK not in inside or not inside <= {MARK, NEW, OLD}:
        return not inside
    said = (work / MARK).read_text(encoding="utf-8")
    return said == folder.name or (not said and inside == {MARK})


def _locked(work: Path) -> int | None:
    """Lock a folder as long as this process, or one forked from it, lives and keeps it open.

    Returns
    -------
    The lock, a file descriptor; None where folders cannot be locked.

    Raises
    ------
    BlockingIOError
        Another process has the lock.
    """
    if sys.platform == "win32":
        return None
    import fcntl

    lock = os.open(work, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise
    except OSError:  # a file system without locks
        os.close(lock)
        return None
    return lock


def _remove(work: Path) -> None:
    """Remove a workshop, its mark last: what is left of it when this is ended is still known."""
    for part in (work / NEW, work / OLD):
        shutil.rmtree(part, ignore_errors=True)
        if part.exists():
            return
    with suppress(OSError):
        (work / MARK).unlink(missing_ok=True)
        work.rmdir()
