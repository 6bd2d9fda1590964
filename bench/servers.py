"""Throw-away servers with durable settings, and a database of its own for every figure."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
from psycopg import sql

from qiflow.embedded.account import server_account
from qiflow.embedded.binaries import postgres_folder
from qiflow.embedded.folders import data_folder
from qiflow.embedded.pair import EmbeddedServers
from qiflow.environment import OWNER_ROLE
from qiflow.instance import BASE_DIR

TEMPLATE = "qiflow"
_AS_IN_PRODUCTION = {
    "QIFLOW_ENV": "production",
    "QIFLOW_SECRET_KEY": "for-databases-that-live-for-minutes-0123456789-abcdefghij",
    "QIFLOW_HOSTS": "127.0.0.1",
    "QIFLOW_BEHIND_PROXY": "1",
    "QIFLOW_LOG_LEVEL": "ERROR",
    "QIFLOW_API_PER_MINUTE": "0",  # it asks a hundred times as often as it may
}


class Servers:
    """PostgreSQL and Valkey as `make run` has them: every commit is on the disk."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._pair = EmbeddedServers(home=home, logs=home, durable=True, postgres=True, valkey=True)

    def start(self) -> None:
        """Start both and prepare the database that all others are copied from."""
        self._pair.start()
        manage("prepare_database", "--verbosity=0", environ=self.environ())
        manage("collectstatic", "--noinput", "--verbosity=0", environ=self.environ())

    def stop(self) -> None:
        self._pair.stop()

    def environ(self, database: str = TEMPLATE) -> dict[str, str]:
        """The environment of a process that works on one of the databases."""
        assert self._pair.postgres is not None
        assert self._pair.valkey is not None
        return {
            **os.environ,
            "DATABASE_URL": self._pair.postgres.url(database),
            "REDIS_URL": self._pair.valkey.url(),
            "QIFLOW_QUEUE_NAMESPACE": f"bench-{database}",
            **_AS_IN_PRODUCTION,
            "QIFLOW_STATIC_ROOT": str(self._home / "static"),
            "PYTHONUNBUFFERED": "1",
        }

    @contextmanager
    def database(self, name: str) -> Iterator[dict[str, str]]:
        """A fresh copy of the prepared database, gone afterwards."""
        assert self._pair.postgres is not None
        admin = self._pair.postgres.url("postgres")
        self._execute(admin, "CREATE DATABASE {0} TEMPLATE {1}", name, TEMPLATE)
        self._execute(admin, "ALTER DATABASE {0} OWNER TO {1}", name, OWNER_ROLE)
        try:
            yield self.environ(name)
        finally:
            self._execute(admin, "DROP DATABASE {0} WITH (FORCE)", name)

    @staticmethod
    def _execute(url: str, statement: str, *names: str) -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def throw_away() -> Iterator[Servers]:
    """Servers on the checkout's own disk, removed with all their data at the end."""
    home = BASE_DIR / "var" / f"bench-{os.getpid()}"
    home.mkdir(parents=True)
    servers = Servers(home)
    try:
        servers.start()
        yield servers
    finally:
        servers.stop()
        for name in ("postgres", "valkey"):
            shutil.rmtree(data_folder(home / name, server_account()), ignore_errors=True)
        shutil.rmtree(home, ignore_errors=True)


def manage(*arguments: str, environ: Mapping[str, str]) -> str:
    """Run one of the service's own commands to its end."""
    done = subprocess.run(
        [sys.executable, str(BASE_DIR / "manage.py"), *arguments],
        capture_output=True,
        text=True,
        env={**environ},
    )
    if done.returncode:
        raise RuntimeError(f"manage.py {arguments[0]} failed:\n{done.stderr[-3000:]}")
    return done.stdout


def pgbench(
    url: str, script: str, *, clients: int, seconds: float, variables: Mapping[str, int]
) -> float:
    """Transactions a second of a pgbench script, by prepared statements on the serving role."""
    parts = urlsplit(url)
    command = [str(postgres_folder(server_account()) / "pgbench"), "--no-vacuum"]
    command += ["--host", parse_qs(parts.query)["host"][0], "--username", parts.username or ""]
    command += ["--client", str(clients), "--jobs", "1", "--time", str(max(int(seconds), 1))]
    command += ["--protocol", "prepared", "--file", "/dev/stdin"]
    for name, value in variables.items():
        command += ["--define", f"{name}={value}"]
    options = "-c role=qiflow_app -c qiflow.scope=all"
    done = subprocess.run(
        [*command, parts.path.lstrip("/")],
        input=script,
        capture_output=True,
        text=True,
        env={**os.environ, "PGOPTIONS": options},
    )
    if done.returncode:
        raise RuntimeError(f"pgbench failed:\n{done.stderr[-2000:]}")
    for line in done.stdout.splitlines():
        if line.startswith("tps = "):
            return float(line.split()[2])
    raise RuntimeError(done.stdout)
