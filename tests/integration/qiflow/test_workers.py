"""The program that forks the workers, as a process of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from qiflow.embedded.process import die_with_parent
from qiflow.instance import BASE_DIR
from qiflow.supervisor import programs
from qiflow.workers.master import FINISH_SECONDS
from tests.waiting import wait_until

pytestmark = pytest.mark.slow


class Running:
    """One master with two workers."""

    def __init__(self, log: Path) -> None:
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, *programs.workers(drain=1, jobs=1).arguments],
                cwd=BASE_DIR,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGKILL),  # noqa: PLW1509 - see there
            )

    @property
    def workers(self) -> dict[str, int]:
        """Process ids by the names of their posts."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        found = {name_of(int(pid)): int(pid) for pid in listed.read_text().split()}
        return {name: pid for name, pid in found.items() if name in {"drain-1", "jobs-1"}}

    def wait_for_both(self) -> dict[str, int]:
        wait_until(lambda: len(self.workers) == 2, seconds=60, what="both workers run")
        return self.workers

    def end(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def name_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except FileNotFoundError:
        return ""


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def running(redis_url: str, tmp_path: Path) -> Iterator[Running]:
    made = Running(tmp_path / "workers.log")
    yield made
    made.end()


class TestWorkers:
    def test_one_that_is_killed_is_forked_again_and_takes_no_other_with_it(self, running):
        before = running.wait_for_both()

        os.kill(before["drain-1"], signal.SIGKILL)

        wait_until(
            lambda: running.workers.get("drain-1", before["drain-1"]) != before["drain-1"],
            seconds=10,
            what="another at its post",
        )
        assert running.workers["jobs-1"] == before["jobs-1"]

    def test_are_forked_from_a_process_of_one_thread(self, running):
        running.wait_for_both()

        status = Path(f"/proc/{running.process.pid}/status").read_text()

        assert "Threads:\t1\n" in status

    def test_end_when_the_master_is_told_to(self, running):
        workers = running.wait_for_both()

        running.process.terminate()

        assert running.process.wait(FINISH_SECONDS + 10) == 0
        assert not [name for name, pid in workers.items() if alive(pid)]

    def test_end_when_the_master_is_killed(self, running):
        workers = running.wait_for_both()

        running.process.kill()

        wait_until(
            lambda: not [name for name, pid in workers.items() if alive(pid)],
            seconds=20,
            what="the workers end with their master",
        )
