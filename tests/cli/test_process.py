"""Does the command behave as a process: start-up, encodings, pipes, signals?"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

import pytest

from tests.report.fixture import make_results

LATE = ("numpy", "pandas", "geopandas", "pyarrow", "scipy", "plotly", "ortools", "yaml")

FAKES = """
import os, sys, time, types
import simulator

class Spec: name = "demo"
class Scenario: spec = Spec
class Results: summary = {"targets": []}

def run(scenario, *, seed=None, workers=1, on_progress=None):
    print("ready", flush=True)
    if on_progress:
        on_progress(3, 8)
    time.sleep(float(os.environ["SECONDS_OF_WORK"]))
    return Results

def write_all(results, folder):
    time.sleep(float(os.environ["SECONDS_OF_WORK"]))

simulator.load = lambda path, variant=None, set=(): Scenario
simulator.run = run
for name, member in {
    "export": ("write_all", write_all),
    "terminal": ("summary", lambda results, lang, folder: ["学位"] * 20000),
}.items():
    module = types.ModuleType("simulator." + name)
    setattr(module, *member)
    sys.modules["simulator." + name] = module

from cli.main import main
"""

STOPS = """
import os, sys, time
from types import SimpleNamespace
import simulator
from simulator import report
from tests.report.fixture import make_results

simulator.load = lambda *_, **__: SimpleNamespace(spec=SimpleNamespace(name="demo"))
simulator.run = lambda *_, **__: make_results(n_zones=40)

def write(results, path):
    path.write_text("half a page")
    os.write(1, b"writing\\n")  # a shown line catches what is printed
    time.sleep(60)

report.write = write
from cli.main import main
main()
"""
"""Real results, of which the page takes long to write."""


def start(
    program: str, *words: str, errors: int = subprocess.PIPE, **environment: str
) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-c", program, *words],
        stdout=subprocess.PIPE,
        stderr=errors,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **environment},
        preexec_fn=listens,
    )


def listens() -> None:
    """Hear Ctrl-C, also where the tests run in a background job, which does not."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "demo.yaml"
    path.write_text("name: demo\n")
    return str(path)


def test_help_needs_none_of_the_heavy_libraries() -> None:
    program = (
        "import sys\n"
        "from cli.main import main\n"
        "try:\n    main()\n"
        f"finally:\n    print([name for name in {LATE!r} if name in sys.modules], file=sys.stderr)"
    )
    for words in (["--help"], ["x.yaml", "--help"], ["chekc"], ["--version"]):
        _, errors = start(program, *words).communicate(timeout=60)
        assert errors.decode().splitlines()[-1] == "[]"


@pytest.mark.full
@pytest.mark.parametrize(
    "locale",
    [{"LC_ALL": "C"}, {"LC_ALL": "zh_CN.GBK"}, {"PYTHONIOENCODING": "gbk"}, {"PYTHONUTF8": "0"}],
)
def test_words_are_utf8_whatever_the_locale(locale: dict[str, str]) -> None:
    program = "from cli.main import main; main()"
    output, _ = start(program, "--help", **locale).communicate(timeout=60)
    assert "学位与在校生模拟" in output.decode("utf-8")
    _, errors = start(program, "scenarios/没有.yaml", **locale).communicate(timeout=60)
    assert "共 1 处问题" in errors.decode("utf-8")


@pytest.mark.full
def test_a_reader_who_has_had_enough_changes_nothing(file: str) -> None:
    process = start(FAKES + "main()", file, SECONDS_OF_WORK="0")
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=60) == 0


@pytest.mark.full
def test_ctrl_c_ends_with_a_sentence(file: str) -> None:
    process = start(FAKES + "main()", file, "--lang", "en", SECONDS_OF_WORK="30")
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    begun = time.monotonic()
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert errors.decode() == "interrupted; no results were left half-written.\n"
    assert output == b""
    assert time.monotonic() - begun < 10


class Terminal:
    """A pseudo-terminal that is read all the time: a full one holds up the program."""

    def __init__(self) -> None:
        self._ours, self.end = os.openpty()
        self._pieces: list[bytes] = []
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        with contextlib.suppress(OSError):  # it ends with an error, not with ""
            while piece := os.read(self._ours, 65536):
                self._pieces.append(piece)

    def drawn(self) -> bytes:
        """Close it and return all that was written to it."""
        os.close(self.end)
        self._reader.join()
        os.close(self._ours)
        return b"".join(self._pieces)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("options", "shown"), [([], True), (["--quiet"], False)])
@pytest.mark.full
def test_progress_is_for_a_person_at_a_terminal(file: str, options: list[str], shown: bool) -> None:
    terminal = Terminal()
    words = [file, "--lang", "en", *options]
    around = {"SECONDS_OF_WORK": "0.2", "TERM": "xterm"}
    process = start(FAKES + "main()", *words, errors=terminal.end, **around)
    output, _ = process.communicate(timeout=60)
    drawn = terminal.drawn()
    assert process.returncode == 0
    assert (b"simulating" in drawn and b"3/8" in drawn) == shown
    assert (b"time left" in drawn) == shown
    assert (b"writing files" in drawn) == shown
    assert drawn.find(b"writing files") >= drawn.find(b"3/8")
    assert b"3/8" not in output and b"writing files" not in output


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("command", ["run", "report"])
@pytest.mark.full
def test_ctrl_c_while_files_are_written_leaves_what_was_there(
    command: str, file: str, tmp_path: Path
) -> None:
    folder = make_results(n_zones=40).write(tmp_path / "results" / "demo")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    words = [file, "--out", str(folder)] if command == "run" else ["report", str(folder)]
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    paths = os.pathsep.join(sys.path)
    terminal = Terminal()
    around = {"PYTHONPATH": paths, "TMPDIR": str(temporary), "TERM": "xterm"}
    process = start(STOPS, *words, "--lang", "en", errors=terminal.end, **around)
    assert process.stdout is not None
    assert process.stdout.readline() == b"writing\n"
    assert [path.name for path in folder.parent.iterdir()] != ["demo"]
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=20)
    drawn = terminal.drawn().decode()
    assert (process.returncode, output) == (130, b"")
    assert "writing files" in drawn
    assert drawn.endswith("interrupted; no results were left half-written.\r\n")
    assert "Traceback" not in drawn
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert [path.name for path in folder.parent.iterdir()] == ["demo"]
    assert list(temporary.iterdir()) == []
