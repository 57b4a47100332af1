"""How does a person at a terminal see that a command gets on, until its files are written?"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from cli.screen import visible
from cli.words import words
from simulator.phrases import Lang

OnProgress = Callable[[int, int], None]
"""Called with the runs done and the runs in all."""


@contextmanager
def shown_progress(
    lang: Lang, *, quiet: bool, what: str | None = None
) -> Iterator[OnProgress | None]:
    """Show a bar on standard error while something runs, and take it away afterwards.

    Nothing is shown, and None given, when ``quiet`` or when nobody looks (a file, a pipe).
    ``what`` is said before the bar, e.g. which of several scenarios runs.
    """
    if quiet or not sys.stderr.isatty():
        yield None
        return

    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    # The central run comes first and the others follow several at once: the time left is that of
    # the last minute, not of all that was done.
    left = TextColumn(words("left", lang))
    columns = (
        *(TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn()),
        *(left, TimeRemainingColumn(compact=True)),
    )
    with Progress(
        *columns, console=Console(stderr=True), transient=True, speed_estimate_period=60
    ) as bar:
        task = bar.add_task(visible(what or words("simulating", lang)), total=None)

        def on_progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield on_progress


@contextmanager
def shown_writing(lang: Lang, *, quiet: bool) -> Iterator[None]:
    """Show on standard error that files are being made, and for how long, until they are there.

    The page, the workbook and the tables take their time side by side, each its own: no share of
    them says what is left, so none is shown. Nothing is shown when ``quiet`` or nobody looks.
    """
    if quiet or not sys.stderr.isatty():
        yield
        return

    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as line:
        line.add_task(words("writing", lang), total=None)
        yield
