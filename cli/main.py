"""Which commands are there, and what does each do?

Commands stay thin: they load, run, write and print. Everything heavy is imported inside them,
so that ``simulate --help`` answers at once.
"""

import gc
import re
from pathlib import Path
from typing import Annotated

import typer

from cli.failures import MISSED_TARGET, explained
from cli.files import find_each, find_scenario, with_variant
from cli.group import RUN, FileFirst, RunFile
from cli.progress import shown_progress, shown_writing
from cli.screen import say, speak_utf8, tell, visible
from cli.words import words
from simulator import __version__
from simulator.phrases import Lang
from simulator.problems import ScenarioError

app = typer.Typer(
    name="simulate",
    cls=FileFirst,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    # Plain help: it opens in half the time, and reads the same in a pipe and in a log.
    rich_markup_mode=None,
    options_metavar="",
    subcommand_metavar="FILE [OPTIONS] | COMMAND [ARGS]...",
    context_settings={"help_option_names": ["--help", "-h"]},
)

File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="情景文件（可写 文件@变体） Scenario file (YAML), or FILE@VARIANT.",
        show_default=False,
    ),
]
Variant = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="变体 A variant the file defines.", show_default=False),
]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help="改一个值 Change one value; may be repeated.",
        show_default=False,
    ),
]
Language = Annotated[Lang, typer.Option("--lang", help="语言 Language of the answer.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="只报错 Print errors only.")]


def _version(asked: bool) -> None:
    if asked:
        say(f"school-places {__version__}")
        raise typer.Exit


@app.callback()
def simulate(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="版本 Show the version."),
    ] = False,
) -> None:
    """学位与在校生模拟：每个孩子每年九月都有学位吗？

    Will every child have a place near home, in a class of legal size, every September?
    """


@app.command(RUN, cls=RunFile, hidden=True)
def run_file(
    file: File,
    variant: Variant = None,
    changes: Set = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="输出目录 Output folder (default results/NAME[@VARIANT]).",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=0,
            max=2**63 - 1,
            help="随机种子 Seed of all luck (default: the file's).",
            show_default=False,
        ),
    ] = None,
    lang: Language = "zh",
    quiet: Quiet = False,
    fail_on_missed_target: Annotated[
        bool,
        typer.Option(
            "--fail-on-missed-target", help="有目标未达到则返回 3 Exit 3 if a target is missed."
        ),
    ] = False,
) -> None:
    """模拟一个情景并写出报告 Simulate a scenario and write its report."""
    with explained(lang):
        file, variant = with_variant(file, variant)
        path = find_scenario(file, lang, quiet=quiet)
        # A run makes many objects and few cycles: looking for those less often saves a twentieth.
        gc.set_threshold(100_000, 50, 50)

        from simulator import load, run
        from simulator.export import write_all
        from simulator.results import OutputFolderError
        from simulator.terminal import summary
        from simulator.workers import available

        scenario = load(path, variant=variant, set=tuple(changes or ()))
        folder = out or Path("results", folder_name(scenario.spec.name, variant))
        with shown_progress(lang, quiet=quiet) as on_progress:
            results = run(scenario, seed=seed, workers=available(), on_progress=on_progress)
        try:
            with shown_writing(lang, quiet=quiet):
                write_all(results, folder)
        except OutputFolderError as error:
            raise ScenarioError([error.problem]) from error
        missed = [target["id"] for target in results.summary["targets"] if target["met"] is False]
        if not quiet:
            for line in summary(results, lang, folder):
                say(visible(line))
        if missed and fail_on_missed_target:
            if not quiet:
                tell(words("missed", lang, count=len(missed), targets=", ".join(missed)))
            raise typer.Exit(MISSED_TARGET)


@app.command(options_metavar="[OPTIONS]")
def check(
    file: File,
    variant: Variant = None,
    changes: Set = None,
    lang: Language = "zh",
    quiet: Quiet = False,
) -> None:
    """检查情景文件，说明读到了什么 Check a scenario and say what was understood."""
    with explained(lang):
        file, variant = with_variant(file, variant)
        path = find_scenario(file, lang, quiet=quiet)

        from simulator import load
        from simulator.understanding import understood

        scenario = load(path, variant=variant, set=tuple(changes or ()))
        lines = understood(scenario, lang)
        if not quiet:
            for line in lines:
                say(visible(line))


@app.command(options_metavar="[OPTIONS]")
def compare(
    asked: Annotated[
        list[Path],
        typer.Argument(
            metavar="A B [...]",
            help="情景文件、文件@变体或结果文件夹，2 到 12 个，第一个是基准 "
            "Scenario files, FILE@VARIANT or result folders; the first is the reference.",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="输出目录 Output folder (default results/compare-NAME of the reference).",
            show_default=False,
        ),
    ] = None,
    lang: Language = "zh",
    quiet: Quiet = False,
) -> None:
    """并排比较几个情景 Compare scenarios side by side, with the first as the reference."""
    with explained(lang):
        gc.set_threshold(100_000, 50, 50)

        from simulator.comparing.files import write_comparison
        from simulator.comparing.obtaining import Asked, compared, find, on_disk, simulated
        from simulator.comparing.said import summary
        from simulator.results import OutputFolderError
        from simulator.workers import available

        there, missing = find_each(asked, lang, quiet=quiet)
        found = find(
            [Asked(*one) for one in there],
            lambda name, variant: Path("results", folder_name(name, variant)),
            missing,
        )
        results = []
        for one in found:
            ready = one.results
            if ready is None and one.scenario and one.folder:
                ready = on_disk(one.scenario, one.folder)  # the run before may have been the same
            if ready is None:
                with shown_progress(lang, quiet=quiet, what=one.name) as on_progress:
                    ready, problem = simulated(one, workers=available(), on_progress=on_progress)
                if problem is not None and not quiet:
                    tell(words("not_kept", lang, name=one.name, why=problem.what.said(lang)))
            results.append(ready)
        folder = out or Path("results", f"compare-{folder_name(found[0].name, None)}")
        with shown_progress(lang, quiet=quiet, what=words("alone", lang)) as on_progress:
            comparison = compared(found, results, workers=available(), on_progress=on_progress)
        try:
            write_comparison(comparison, folder)
        except OutputFolderError as error:
            raise ScenarioError([error.problem]) from error
        if not quiet:
            for line in summary(comparison, lang, folder):
                say(visible(line))


@app.command(options_metavar="[OPTIONS]")
def report(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="RESULTS", help="结果文件夹 Folder of an earlier run.", show_default=False
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="写到另一文件夹 Write the results there (default: in place).",
            show_default=False,
        ),
    ] = None,
    lang: Language = "zh",
    quiet: Quiet = False,
) -> None:
    """不再模拟，重新生成网页、工作簿和图层 Make page, workbook and layers again."""
    with explained(lang):
        from simulator.export import write_all
        from simulator.results import OutputFolderError, Results

        try:
            with shown_writing(lang, quiet=quiet):
                write_all(Results.read(folder), out or folder)
        except OutputFolderError as error:
            raise ScenarioError([error.problem]) from error
        if not quiet:
            say(words("remade", lang, folder=str(out or folder)))


@app.command(options_metavar="[OPTIONS]")
def schema(
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="写入文件 Write to a file instead.", show_default=False),
    ] = None,
    lang: Language = "zh",
) -> None:
    """打印情景文件的 JSON Schema, for editors that check while you type."""
    with explained(lang):
        from cli.editor import file_schema
        from cli.schema_file import keep, written
        from simulator.schema import ScenarioSpec

        made = file_schema(ScenarioSpec.model_json_schema())
        if out is None:
            say(written(made))
        else:
            keep(made, out)


def folder_name(name: str, variant: str | None) -> str:
    """Name the output folder of a scenario and variant: one folder, whatever a variant is called.

    An id may hold slashes and dots; a path made of it could leave the folder of results.
    """
    whole = f"{name}@{variant}" if variant else name
    plain = re.sub(r"[^\w.@-]", "_", whole).lstrip(".") or "_"
    return plain.encode()[:150].decode(errors="ignore")


def main() -> None:
    """Run the command line; the console script ``simulate``."""
    speak_utf8()
    app(prog_name="simulate")
