"""A program that is kept running."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from qiflow.supervisor.children import Child, Program
from tests.waiting import wait_until

# Starts a child of its own, as the web server and the workers do, and names it.
PARENT_OF_ONE = (
    "import subprocess, sys, time;"
    "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']);"
    "print(p.pid, flush=True); time.sleep(600)"
)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def child(log: Path) -> Iterator[Child]:
    made = Child(
        Program(name="sleeper", arguments=("-c", PARENT_OF_ONE)), environ=os.environ, log=log
    )
    made.tend()
    wait_until(lambda: log.read_text().endswith("\n"), seconds=20, what="the program starts")
    yield made
    made.kill()


def grandchildren(log: Path) -> list[int]:
    return [int(line) for line in log.read_text().split()]


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


class TestChild:
    def test_killed_is_told_and_started_again_without_its_leftovers(self, child, log):
        first = child.pid
        os.kill(first, signal.SIGKILL)
        news: list[str] = []

        def told() -> bool:
            news.extend(filter(None, [child.tend()]))
            return bool(news)

        wait_until(told, seconds=10, what="the end is told")
        wait_until(lambda: not lives(grandchildren(log)[0]), seconds=10, what="leftovers end")

        def runs_again() -> bool:
            child.tend()
            return child.pid not in {None, first}

        wait_until(runs_again, seconds=10, what="it runs again")
        assert news == ["sleeper ended (signal 9); starting it again."]

    def test_killed_takes_its_whole_group(self, child, log):
        child.kill()

        wait_until(lambda: not lives(grandchildren(log)[0]), seconds=10, what="the group ends")
        assert child.pid is None

    def test_that_cannot_start_is_not_told_every_second(self, log):
        broken = Child(
            Program(name="broken", arguments=("-c", "raise SystemExit(3)")),
            environ=os.environ,
            log=log,
        )
        broken._early_ends = 1  # as after a first early end

        broken.tend()
        wait_until(lambda: broken.pid is None, seconds=20, what="it ends")

        assert broken.tend() is None
