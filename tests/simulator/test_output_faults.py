"""Whatever happens while results are written: whole or not at all, and nothing of before lost."""

import errno
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any, Final

import pandas as pd
import pytest

from simulator import results as results_module
from simulator import whole_folder
from simulator.results import OutputFolderError, Results, write_folder
from simulator.tables import TABLES
from simulator.whole_folder import MARK, NEW, OLD, begin, let_go
from simulator.workers import available
from tests.simulator.test_results import some

WRITES: Final = (
    (pd.DataFrame, "to_csv"), (pd.DataFrame, "to_parquet"), (Path, "write_text"),
    (Path, "mkdir"), (Path, "rename"),
)  # fmt: skip


FEW: Final = ("years", "events", "targets")


@pytest.fixture(autouse=True)
def few_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three tables are written like thirty."""
    monkeypatch.setattr(results_module, "TABLES", {name: TABLES[name] for name in FEW})


def stamped(number: int) -> Results:
    """A result that can be told from others of the same scenario."""
    made = some()
    tables = {name: made.tables[name] for name in FEW}
    return Results(tables, {**made.summary, "seed": number}, made.manifest)


def page(work: Path) -> None:
    (work / "report.html").write_text("page")


def fail_at(
    monkeypatch: pytest.MonkeyPatch, number: int, error: BaseException
) -> Callable[[], int]:
    """Let the n-th of all writes fail; return how many there were."""
    done = 0

    def failing(original: Any) -> Any:
        def write(*args: Any, **options: Any) -> Any:
            nonlocal done
            done += 1
            if done == number:
                raise error
            return original(*args, **options)

        return write

    for owner, name in WRITES:
        monkeypatch.setattr(owner, name, failing(getattr(owner, name)))
    return lambda: done


def kept(parent: Path, before: Results | None) -> None:
    """Nothing but the result of before is there, and that is whole."""
    assert [path.name for path in parent.iterdir()] == ([] if before is None else ["out"])
    if before is not None:
        assert Results.read(parent / "out").summary == before.summary


@pytest.mark.full
@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt()], ids=str)
@pytest.mark.parametrize("before", [None, stamped(1)], ids=["new", "replacing"])
def test_each_write_fails_in_turn(
    before: Results | None, error: BaseException, tmp_path: Path
) -> None:
    if before is not None:
        before.write(tmp_path / "out")
    number = 0
    while True:
        number += 1
        with pytest.MonkeyPatch.context() as patched:
            count = fail_at(patched, number, error)
            try:
                write_folder(stamped(2), tmp_path / "out", page)
            except (OSError, KeyboardInterrupt) as caught:
                assert caught is error
            failed = count() >= number
        if not failed:
            break
        kept(tmp_path, before)
    assert number > 10
    assert Results.read(tmp_path / "out").summary["seed"] == 2


@pytest.mark.full
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")  # a file opened in that very line
def test_interrupted_at_every_line(tmp_path: Path) -> None:
    """A Ctrl-C raises between any two lines; the clean-up itself is left its time."""
    stamped(1).write(tmp_path / "out")
    ours = (results_module.__file__, whole_folder.__file__)
    line = 0
    steps = {"write_folder", "write_whole", "fill", "clear", "begin", "move", "_locked"}
    steps |= {"_may_replace", "_write_tables", "write_json"}
    results = stamped(2)
    while True:
        line += 1
        passed = 0

        def trace(frame: FrameType, event: str, _: Any, line: int = line) -> Any:
            nonlocal passed
            code = frame.f_code
            if code.co_filename not in ours or code.co_name not in steps:
                return None
            if event == "line" and not cleaning(frame):
                passed += 1
                if passed == line:
                    raise KeyboardInterrupt
            return trace

        before = sys.gettrace()
        sys.settrace(trace)
        try:
            write_folder(results, tmp_path / "out", page)
        except KeyboardInterrupt:
            pass
        else:
            break
        finally:
            sys.settrace(before)
        assert [path.name for path in tmp_path.iterdir()] == ["out"]
        assert Results.read(tmp_path / "out").summary["seed"] in (1, 2)
    assert line > 40


def cleaning(frame: FrameType) -> bool:
    """Whether a frame is past the writing, in the clean-up."""
    source = Path(str(results_module.__file__)).read_text("utf-8").splitlines()
    finish = source.index("    finally:") + 1
    return frame.f_code.co_name == "write_whole" and frame.f_lineno > finish


def test_a_read_only_parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path, *_: Any, **__: Any) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "mkdir", refused)  # root may write everywhere
    with pytest.raises(PermissionError):
        some().write(tmp_path / "deep" / "out")
    assert not list(tmp_path.iterdir())


def test_a_link_that_leads_to_itself(tmp_path: Path) -> None:
    (tmp_path / "out").symlink_to(tmp_path / "out")
    with pytest.raises((OSError, OutputFolderError)):
        some().write(tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_a_killed_run_moved_aside_comes_back(tmp_path: Path) -> None:
    stamped(1).write(tmp_path / "out")
    work = tmp_path / ".out-0123456789ab"
    let_go(begin(work, tmp_path / "out"))
    (tmp_path / "out").rename(work / OLD)
    with pytest.raises(OutputFolderError, match="not a whole result"):
        Results.read(tmp_path / "out")
    with pytest.raises(OutputFolderError, match="another scenario"):
        some("b").write(tmp_path / "out")
    assert Results.read(tmp_path / "out").summary["seed"] == 1
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("seed", range(20))
def test_a_damaged_folder_is_refused_or_whole(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    folder = stamped(1).write(tmp_path / "out")
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".parquet", ".json"))
    victim = random.choice(files)
    content = bytearray(victim.read_bytes())
    if seed % 2:
        victim.write_bytes(content[: random.randrange(len(content))])
    else:
        content[random.randrange(len(content))] ^= 0x5A
        victim.write_bytes(content)
    try:
        again = Results.read(folder)
    except OutputFolderError as error:
        assert "not a whole result" in str(error)
    else:
        assert again.tables.keys() == set(FEW)


def _write_often(parent: Path, number: int, times: int) -> None:
    for _ in range(times):
        write_folder(stamped(number), parent / "out", page)


def test_two_processes_at_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_write_often, args=(tmp_path, n, 4)) for n in (1, 2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert Results.read(tmp_path / "out").summary["seed"] in (1, 2)


WRITER: Final = """
import sys
from pathlib import Path
from simulator import results as results_module
from simulator import whole_folder
from tests.simulator.test_output_faults import FEW, page, stamped
from simulator.results import write_folder
results_module.TABLES = {name: results_module.TABLES[name] for name in FEW}
print("ready", flush=True)
while True:
    write_folder(stamped(2), Path(sys.argv[1]) / "out", page)
"""


WAITER: Final = """
import sys, time
from pathlib import Path
from simulator import results as results_module
from tests.simulator.test_output_faults import FEW, page, stamped
from simulator.results import write_folder
results_module.TABLES = {name: results_module.TABLES[name] for name in FEW}

def wait(work):
    page(work)
    print(work.parent.name, flush=True)
    sys.stdin.readline()

def also(work):
    print("", flush=True)
    while not Path(sys.argv[2]).exists():
        time.sleep(0.05)

write_folder(stamped(2), Path(sys.argv[1]) / "out", wait, also if len(sys.argv) > 2 else None)
"""
"""A run that names its workshop and is kept in the middle of its writing."""


class Waiting:
    """A run in a process of its own, in the middle of its writing."""

    def __init__(self, parent: Path, *words: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", WAITER, str(parent), *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        assert self.process.stdout is not None
        said = [self.process.stdout.readline().decode().strip() for _ in ("", *words)]
        self.workshop = parent / next(name for name in said if name)
        assert (self.workshop / NEW / "report.html").exists()

    def kill(self) -> None:
        with self.process:
            self.process.kill()

    def go_on(self) -> None:
        self.process.communicate(b"\n", timeout=60)
        assert self.process.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="needs locks of folders")
@pytest.mark.full
def test_what_a_killed_run_left_goes_and_that_of_a_living_one_stays(tmp_path: Path) -> None:
    stamped(1).write(tmp_path / "out")
    killed, living = Waiting(tmp_path), Waiting(tmp_path)
    killed.kill()
    assert killed.workshop.exists()
    write_folder(stamped(3), tmp_path / "out", page)
    assert {path.name for path in tmp_path.iterdir()} == {"out", living.workshop.name}
    assert Results.read(tmp_path / "out").summary["seed"] == 3
    living.go_on()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert Results.read(tmp_path / "out").summary["seed"] == 2


@pytest.mark.skipif(sys.platform != "linux", reason="forking is only safe on Linux")
@pytest.mark.full
def test_a_worker_that_outlives_its_run_keeps_the_workshop(tmp_path: Path) -> None:
    if available() < 2:
        pytest.skip("needs two processors")
    parent, gate = tmp_path / "results", tmp_path / "gate"
    killed = Waiting(parent, str(gate))
    try:
        killed.kill()
        stamped(1).write(parent / "out")
        assert killed.workshop.exists()
    finally:
        gate.touch()
    deadline = time.monotonic() + 60
    while killed.workshop.exists() and time.monotonic() < deadline:
        time.sleep(0.2)
        stamped(1).write(parent / "out")
    assert [path.name for path in parent.iterdir()] == ["out"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs locks of folders")
def test_nothing_is_removed_that_a_run_did_not_leave(tmp_path: Path) -> None:
    def put(*names: str, mark: str | None = "out") -> None:
        for name in names:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text("mine")
        if mark is not None:
            (tmp_path / names[0]).parent.joinpath(MARK).write_text(mark)

    put(".out-0123456789ab/thesis.docx", mark=None)
    put(".out-0123456789ac/thesis.docx")
    put(".out-0123456789ad-old/report.html", ".out-/report.html", ".out-2023/new", mark=None)
    put(".out-0123456789ae/old", mark="output")
    put(".out-0123456789af", ".other-0123456789ab/new", "out-0123456789ab/new", mark=None)
    (tmp_path / "mine").mkdir()
    (tmp_path / ".out-0123456789b0").symlink_to(tmp_path / "mine")
    before = sorted(path for path in tmp_path.rglob("*"))
    left = tmp_path / ".out-0123456789b1"
    let_go(begin(left, tmp_path / "out"))
    (tmp_path / ".out-0123456789b2").mkdir()  # a run killed at its very beginning
    folder = some().write(tmp_path / "out")
    inside = {folder, *folder.rglob("*")}
    assert sorted(path for path in tmp_path.rglob("*") if path not in inside) == before


@pytest.mark.full
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL], ids=["int", "kill"])
@pytest.mark.parametrize("seed", range(6))
def test_a_signal_at_any_moment(seed: int, sent: signal.Signals, tmp_path: Path) -> None:
    stamped(1).write(tmp_path / "out")
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        # A background job does not hear Ctrl-C; its children must.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(Random(seed).uniform(0, 0.8))
        process.send_signal(sent)
    if sent == signal.SIGKILL:  # the next run clears up, and puts back what was moved aside
        with pytest.raises(OutputFolderError):
            some("b").write(tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert Results.read(tmp_path / "out").summary["seed"] in (1, 2)
