"""`manage.py up`: everything under one supervisor, on servers of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from qiflow.embedded.account import server_account
from qiflow.embedded.folders import data_folder
from qiflow.instance import BASE_DIR
from tests.waiting import wait_until

START_SECONDS = 120


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


class Running:
    """A started `manage.py up` and what it has said."""

    def __init__(self, port: int) -> None:
        keep = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
        self.port = port
        self.said: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, str(BASE_DIR / "manage.py"), "up"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=BASE_DIR,
            env={**keep, "PORT": str(port), "QIFLOW_ENV": "test"},
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def wait_for(self, words: str, *, seconds: float = START_SECONDS) -> None:
        wait_until(lambda: words in "".join(self.said), seconds=seconds, what=f"{words!r}")

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(20)
        self._reader.join(20)
        if self.process.stdout:
            self.process.stdout.close()

    def _read(self) -> None:
        if self.process.stdout:
            self.said.extend(self.process.stdout)


def processes_of(port: int) -> dict[int, str]:
    """Everything alive that was started for this copy, by process id.

    Programs keep the environment; the servers overwrite theirs, and work in their data folder.
    """
    home = BASE_DIR / "var" / str(port)
    data = [str(data_folder(home / name, server_account())) for name in ("postgres", "valkey")]
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environ = (folder / "environ").read_bytes().split(b"\0")
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            works_in = str((folder / "cwd").readlink())
        except OSError:
            continue
        if f"PORT={port}".encode() in environ or works_in.startswith(tuple(data)):
            found[int(folder.name)] = command
    return found


def kill_first(words: str, port: int) -> None:
    """Kill the oldest process of this copy whose command holds `words`, when there is one."""

    def pids() -> list[int]:
        return [pid for pid, command in processes_of(port).items() if words in command]

    wait_until(pids, seconds=30, what=f"a process {words!r}")
    os.kill(min(pids()), signal.SIGKILL)


def status_of(port: int) -> int | None:
    try:
        with urlopen(f"http://127.0.0.1:{port}/no-such-page", timeout=5) as answer:
            return int(answer.status)
    except HTTPError as answer:
        answer.close()
        return answer.code
    except OSError:
        return None


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Of one copy, whose data the second start finds."""
    free = free_port()
    yield free
    shutil.rmtree(BASE_DIR / "var" / str(free))


@pytest.fixture
def running(port: int) -> Iterator[Running]:
    made = Running(port)
    yield made
    made.end()


@pytest.mark.slow
class TestUp:
    def test_survives_what_dies_and_ends_without_a_trace(self, running, port):
        running.wait_for("QIflow answers at")
        assert status_of(port) == 404

        second = Running(port)
        second.process.wait(60)
        second.end()
        assert "running already" in "".join(second.said)

        for words, news in [
            ("granian", "web ended (signal 9)"),
            ("qiflow.workers", "workers ended (signal 9)"),
            ("qiflow.relay", "relay ended (signal 9)"),
            ("manage.py timers", "timers ended (signal 9)"),
            ("bin/postgres", "PostgreSQL ended"),
            ("valkey-server", "Valkey ended"),
        ]:
            kill_first(words, port)
            running.wait_for(news, seconds=30)
        wait_until(lambda: status_of(port) == 404, seconds=60, what="the web answers again")

        running.process.send_signal(signal.SIGINT)
        running.process.wait(10)

        assert running.process.returncode == 0
        wait_until(lambda: not processes_of(port), seconds=2, what="no process is left")

    def test_killed_itself_leaves_no_process(self, running):
        running.wait_for("QIflow answers at")

        running.process.kill()

        wait_until(lambda: not processes_of(running.port), seconds=20, what="all end")
