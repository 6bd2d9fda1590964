"""Servers and processes of one chaos run, and ways to hurt them."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import redis

from qiflow.embedded.pair import EmbeddedServers
from qiflow.embedded.process import die_with_parent
from qiflow.instance import BASE_DIR
from qiflow.supervisor import programs

WORKERS = ("drain-1", "drain-2", "drain-3")
JOBS = ("jobs-1",)
RELAY = "relay"
#: The program that forks the workers.
MASTER = "master"
_ARGUMENTS: dict[str, tuple[str, ...]] = {
    RELAY: programs.relay().arguments,
    MASTER: programs.workers(drain=len(WORKERS), jobs=len(JOBS)).arguments,
}
_HOLDS_WORK = """
    SELECT count(*) FROM pg_stat_activity a JOIN pg_locks l USING (pid)
    WHERE a.application_name = %s AND l.locktype = 'advisory' AND a.xact_start IS NOT NULL
"""


#: A job at work, or an email between its attempt and its end: of those there is one process.
_HOLDS_JOB_OR_EMAIL = """
    SELECT (SELECT count(*) FROM records_job WHERE state = 'running')
        + (SELECT count(*) FROM records_message WHERE leased_until > now())
"""
_UNDONE = """
    SELECT (SELECT count(*) FROM kernel_pending WHERE quarantined_at IS NULL)
        + (SELECT count(*) FROM records_message WHERE channel = 'email' AND status = 'waiting')
        + (SELECT count(*) FROM records_job WHERE state IN ('queued', 'running'))
"""


class House:
    """Workers, a process for jobs and email, and a relay, on durable servers of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.servers = EmbeddedServers(
            home=folder, logs=folder, durable=True, postgres=True, valkey=True
        )
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self.environment: dict[str, str] = {}

    def open(self, *, mail_port: int) -> None:
        """Start the servers and prepare the database; the processes come with `tend`."""
        self.servers.start()
        self.environment = {
            **os.environ,
            **self.servers.addresses(),
            "DJANGO_SETTINGS_MODULE": "qiflow.settings",
            "QIFLOW_ENV": "test",
            "QIFLOW_SMTP_URL": f"smtp://127.0.0.1:{mail_port}",
            "QIFLOW_EXTRA_REACTIONS": "tests.chaos.ledger.note",
        }
        subprocess.run(
            [sys.executable, str(BASE_DIR / "manage.py"), "prepare_database", "--verbosity=0"],
            env={**self.environment, "QIFLOW_DB_ROLE": "owner"},
            check=True,
        )

    def close(self) -> None:
        for process in self._processes.values():
            _kill(process)
        self.servers.stop()

    def tend(self) -> None:
        """Start again what has died, as a supervisor does."""
        for name, arguments in _ARGUMENTS.items():
            process = self._processes.get(name)
            if process is None or process.poll() is not None:
                if process is not None:
                    _kill(process)  # with what it had forked
                self._processes[name] = self._start(name, arguments)

    def start_up(self) -> None:
        """Start the processes and wait until all workers have come up, at most a minute."""
        self.tend()
        deadline = time.monotonic() + 60
        while len(self.at_work()) < len((*WORKERS, *JOBS)) and time.monotonic() < deadline:
            self.tend()
            time.sleep(0.2)

    def load_seconds(self) -> float:
        """How long a program takes here to load what a worker does, as the master must."""
        began = time.monotonic()
        command = [sys.executable, "-c", "import qiflow.workers.loading, workflows.tasks"]
        subprocess.run(
            command, cwd=BASE_DIR, env=self.environment, check=True, start_new_session=True
        )
        return time.monotonic() - began

    def kill(self, program: str) -> None:
        """Kill -9 the relay, or the master with all workers."""
        _kill(self._processes[program])

    def at_work(self) -> list[str]:
        """Workers that are up."""
        return [name for name in (*WORKERS, *JOBS) if self._worker(name)]

    def kill_worker(self, name: str, *, patience_seconds: float = 1.5) -> bool:
        """Kill -9 a worker, if possible at a moment at which it holds work; True if it did.

        The process is stopped before one looks, so that the answer is still true at the kill.
        """
        worker = self._worker(name)
        if worker is None:
            return False
        deadline = time.monotonic() + patience_seconds
        held = False
        with contextlib.suppress(ProcessLookupError):
            while time.monotonic() < deadline and not held:
                os.kill(worker, signal.SIGSTOP)
                held = self._holds_work(name)
                if not held:
                    os.kill(worker, signal.SIGCONT)
                    time.sleep(0.003)
            os.kill(worker, signal.SIGKILL)
        return held

    def _worker(self, name: str) -> int | None:
        """The process id at a post, by the name that it gave itself."""
        master = self._processes[MASTER].pid
        with contextlib.suppress(OSError):
            for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split():
                if Path(f"/proc/{pid}/comm").read_text().strip() == name:
                    return int(pid)
        return None

    def end_sessions(self, number: int) -> int:
        """Terminate some sessions of workers and relay."""
        return self._ask(
            "SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity"
            " WHERE application_name = ANY(%s) ORDER BY random() LIMIT %s) AS unlucky",
            [[*WORKERS, *JOBS, RELAY], number],
        )

    def undone(self) -> int:
        """How many events, messages and jobs somebody has yet to do."""
        return self._ask(_UNDONE, [])

    def flush_broker(self) -> None:
        client = redis.Redis.from_url(self.servers.addresses()["REDIS_URL"])
        client.flushall()
        client.close()

    def empty_broker(self) -> None:
        """Kill -9 the broker and start it without anything it knew."""
        valkey = self.servers.valkey
        assert valkey is not None
        valkey.process.end([(signal.SIGKILL, 5.0)])
        for path in (self.folder / "valkey").glob("*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        valkey.start()

    def crash_database(self) -> None:
        """Stop PostgreSQL as a power cut would, and start it again."""
        postgres = self.servers.postgres
        assert postgres is not None
        postgres.process.end([(signal.SIGQUIT, 10.0), (signal.SIGKILL, 5.0)])
        postgres.start()

    def _holds_work(self, name: str) -> bool:
        try:
            if name in JOBS:
                return self._ask(_HOLDS_JOB_OR_EMAIL, []) > 0
            return self._ask(_HOLDS_WORK, [name]) > 0
        except psycopg.Error:
            return False

    def _ask(self, sql: str, parameters: list[object]) -> int:
        with psycopg.connect(self.servers.addresses()["DATABASE_URL"], autocommit=True) as link:
            row = link.execute(sql, parameters).fetchone()
        return int(row[0]) if row else 0

    def _start(self, name: str, arguments: tuple[str, ...]) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, *arguments],
                env={**self.environment, "PGAPPNAME": name},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=BASE_DIR,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGKILL),  # noqa: PLW1509 - from the main thread
            )


def _kill(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
