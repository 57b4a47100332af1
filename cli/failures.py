"""What does a planner see, and a script receive, when a command cannot do its work?

Exit codes are a contract: 0 done, 1 the program failed (a bug), 2 the input or its use is
wrong, 3 a target is missed and ``--fail-on-missed-target`` was given, 130 interrupted.
"""

import errno
import platform
import sys
import tempfile
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import Final

import typer

from cli.screen import tell, visible
from cli.words import words
from simulator import __version__
from simulator.phrases import Lang, Phrase, counted
from simulator.problems import Problem, ScenarioError

BUG: Final = 1
WRONG_INPUT: Final = 2
MISSED_TARGET: Final = 3
INTERRUPTED: Final = 130

_OUTSIDE: Final = {
    errno.EACCES: "没有权限",
    errno.EPERM: "不允许此操作",
    errno.EROFS: "磁盘只读",
    errno.ENOSPC: "磁盘空间不足",
    errno.EDQUOT: "超出磁盘配额",
    errno.EEXIST: "该处已有同名文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "是文件夹，不是文件",
    errno.ENAMETOOLONG: "文件名过长",
    errno.ELOOP: "链接指向自身",
    errno.EFBIG: "超出文件大小限制",
    errno.EBUSY: "正被其他程序使用",
    errno.EIO: "读写出错",
}
"""Refusals of the operating system that no change of the program would mend, in Chinese."""


@contextmanager
def explained(lang: Lang) -> Iterator[None]:
    """Turn whatever stops a command into a message and an exit code, never a traceback.

    Raises
    ------
    typer.Exit
        With 2 for problems of the input, 130 for Ctrl-C, 1 for anything unforeseen.
    """
    try:
        yield
    except (typer.Exit, typer.TyperException):
        raise
    except ScenarioError as error:
        tell_problems(error.problems, lang)
        raise typer.Exit(WRONG_INPUT) from error
    except KeyboardInterrupt:
        tell(words("interrupted", lang))
        raise typer.Exit(INTERRUPTED) from None
    except OSError as error:
        if error.errno not in _OUTSIDE:
            raise typer.Exit(_confess(error, lang)) from error
        tell_problems([_refusal(error)], lang)
        raise typer.Exit(WRONG_INPUT) from error
    except Exception as error:
        raise typer.Exit(_confess(error, lang)) from error


def tell_problems(problems: Iterable[Problem], lang: Lang) -> None:
    """List every problem on standard error, file by file, and count them."""
    ordered = sorted(problems)
    files = 0
    for _, in_file in groupby(ordered, key=lambda problem: problem.file):
        files += 1
        for problem in in_file:
            tell(visible(f"{problem.place}: {problem.where}: {problem.what.said(lang)}"))
            tell(visible(f"    → {problem.remedy.said(lang)}"))
        tell("")
    if lang == "zh":
        tell(words("problems", lang, problems=len(ordered), files=files))
    else:
        found, where = counted(len(ordered), "problem"), counted(files, "file")
        tell(words("problems", lang, problems=found, files=where))


def _refusal(error: OSError) -> Problem:
    """Say that the system would not let a file or folder be used."""
    reason = Phrase(_OUTSIDE.get(error.errno or 0, ""), str(error.strerror))
    return Problem(
        str(error.filename or "<stdout>"),  # whatever writes files names them
        0,
        "file",
        Phrase(
            f"系统拒绝访问：{reason.zh}",
            f"the system refuses it: {reason.en}",
        ),
        Phrase(
            "请检查权限和剩余空间，或用 --out 另选位置",
            "check its permissions and the free space, or choose another place with --out",
        ),
    )


def _confess(error: Exception, lang: Lang) -> int:
    """Write the log of a bug, say where it is and return the exit code."""
    kind = type(error).__name__
    try:
        # Kept on purpose: the planner sends it to whoever mends the program.
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", errors="backslashreplace", delete=False,
            prefix="simulate-", suffix=".log",
        ) as log:  # fmt: skip
            log.write(f"school-places {__version__}, Python {sys.version}\n")
            log.write(f"{platform.platform()}\n{sys.argv}\n\n")
            log.writelines(traceback.format_exception(error))
    except OSError:
        message = visible(str(error).partition("\n")[0][:200])
        tell(words("bug_without_log", lang, kind=kind, message=message))
    else:
        tell(words("bug", lang, kind=kind, log=log.name))
    return BUG
