"""P7: the second start to the first page, memory of web and workers, and migrations from empty.

`manage.py up` runs on a port and data folder of its own, twice; the second start is the one that
counts. Memory is proportional (shared pages are divided among those who share them).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings

from bench.client import Connection, drive, request
from bench.figures import Figure, Target, number
from bench.run import Run
from bench.servers import manage
from bench.service import free_port
from bench.timing import seconds
from qiflow.embedded.account import server_account
from qiflow.embedded.folders import data_folder
from qiflow.instance import BASE_DIR

PAGE = "/sign-in"
_FLOOR = "import django, rest_framework"
_NOT_OURS = ("DATABASE_URL", "REDIS_URL", "QIFLOW_", "DJANGO_SETTINGS_MODULE")


def measure(run: Run) -> list[Figure]:
    port = free_port()
    home = BASE_DIR / "var" / str(port)
    try:
        with _up(port) as (first, _):
            pass
        with _up(port) as (second, supervisor):
            drive(port, _pages, connections=8, seconds=run.seconds).require(200, 302)
            memory = _memory(supervisor)
    finally:
        for name in ("postgres", "valkey"):
            shutil.rmtree(data_folder(home / name, server_account()), ignore_errors=True)
        shutil.rmtree(home, ignore_errors=True)
    migrating = seconds(_migrate_from_empty)
    floor = seconds(lambda: subprocess.run([sys.executable, "-c", _FLOOR]))
    print(f"first start, with demonstration data: {first:.1f} s")
    return [
        _figure("Second start to the first page, s", second, f"imports alone {floor:.2f} s", 10, 3),
        _figure("Web with 2 workers after load, MB", memory["web"], "-", 250, 145),
        _figure("Workers, 2 processes, MB", memory["workers"], "-", 200, 130),
        _figure("Migrations from an empty database, s", migrating, "-", 20, 10),
    ]


@contextmanager
def _up(port: int) -> Iterator[tuple[float, int]]:
    """The whole service; gives the seconds until it answered, and the supervisor's id."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_OURS)}
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "up"],
        cwd=BASE_DIR,
        env={**environ, "PORT": str(port)},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_for_page(port, process)
        yield time.perf_counter() - began, process.pid
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def _wait_for_page(port: int, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        with contextlib.suppress(OSError):
            if Connection(port).ask(request("GET", PAGE, headers={})).status == 200:
                return
        time.sleep(0.02)
    raise RuntimeError("manage.py up ended by itself.")


def _pages(_connection: int) -> Iterator[bytes]:
    while True:
        yield request("GET", PAGE, headers={})


def _memory(supervisor: int) -> dict[str, float]:
    """Megabytes of the web server and of the workers, with everything that they started."""
    parents = {pid: _parent(pid) for pid in _processes()}
    found = {"web": 0.0, "workers": 0.0}
    for pid in parents:
        for ancestor in _line(pid, parents):
            words = _words(ancestor)
            if parents.get(ancestor) == supervisor and "granian" in words:
                found["web"] += _proportional(pid)
            if parents.get(ancestor) == supervisor and "qiflow.workers" in words:
                found["workers"] += _proportional(pid)
    return found


def _processes() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def _parent(pid: int) -> int:
    with contextlib.suppress(OSError):
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return 0


def _line(pid: int, parents: dict[int, int]) -> Iterator[int]:
    while pid in parents:
        yield pid
        pid = parents[pid]


def _words(pid: int) -> list[str]:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    return []


def _proportional(pid: int) -> float:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def _migrate_from_empty() -> None:
    name = "bench_empty"
    own = settings.DATABASES["default"]["NAME"]
    admin = settings.DATABASE_URL.replace(f"/{own}?", "/postgres?")
    with psycopg.connect(admin, autocommit=True) as link:
        link.execute(f"DROP DATABASE IF EXISTS {name}")
        link.execute(f"CREATE DATABASE {name}")
    url = admin.replace("/postgres?", f"/{name}?")
    manage("prepare_database", "--verbosity=0", environ={**os.environ, "DATABASE_URL": url})
    with psycopg.connect(admin, autocommit=True) as link:
        link.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _figure(what: str, value: float, limit: str, bar: float, goal: float) -> Figure:
    return Figure(
        id="P7",
        what=what,
        ours=number(value),
        limit=limit,
        judged=value,
        bar=Target(value=bar),
        goal=Target(value=goal),
    )
