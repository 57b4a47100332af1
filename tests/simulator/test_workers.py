"""Is work done beside other work whole, and its failure never lost?"""

import errno
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from simulator import workers
from simulator.results import MANIFEST, write_folder
from simulator.workers import beside
from tests.simulator.test_results import some

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forking is only safe on Linux")


@pytest.fixture(params=[1, 2], ids=["after", "beside"])
def processors(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    count: int = request.param
    monkeypatch.setattr(workers, "available", lambda: count)
    return count


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "available", lambda: 2)


def test_it_is_done_when_the_block_ends(processors: int, tmp_path: Path) -> None:
    def work() -> None:
        (tmp_path / "process").write_text(str(os.getpid()))

    with beside(work):
        (tmp_path / "other").write_text("")
    assert (int((tmp_path / "process").read_text()) == os.getpid()) is (processors == 1)


def test_an_error_is_raised_as_it_was(processors: int, tmp_path: Path) -> None:
    def work() -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "workbook.xlsx")

    folder = some().write(tmp_path / "out")
    for _ in range(2):
        with pytest.raises(OSError, match="No space left on device") as raised:
            write_folder(some(), folder, lambda _: None, lambda _: work())
        assert (raised.value.errno, raised.value.filename) == (errno.ENOSPC, "workbook.xlsx")
        if processors == 2:
            assert "test_workers.py" in raised.value.__notes__[0]
    assert (folder / MANIFEST).exists()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


class TwoWordsError(Exception):
    """An error that cannot be sent: it is made of two words and remembers one."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(one + two)


@pytest.mark.usefixtures("two")
def test_an_error_that_cannot_be_sent_is_told() -> None:
    def work() -> None:
        raise TwoWordsError("left", "right")

    with pytest.raises(RuntimeError, match="TwoWordsError: leftright"), beside(work):
        pass


@pytest.mark.usefixtures("two")
def test_a_killed_process_is_missed() -> None:
    with (
        pytest.raises(RuntimeError, match="ended from outside"),
        beside(lambda: os.kill(os.getpid(), signal.SIGKILL)),
    ):
        pass


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("failure", [KeyboardInterrupt, ZeroDivisionError])
def test_a_failure_of_the_block_ends_it(tmp_path: Path, failure: type[BaseException]) -> None:
    def work() -> None:
        time.sleep(60)
        (tmp_path / "late").write_text("")

    begun = time.monotonic()
    with pytest.raises(failure), beside(work):
        raise failure
    assert time.monotonic() - begun < 30
    assert not (tmp_path / "late").exists()
