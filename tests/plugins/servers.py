"""Real PostgreSQL and Valkey for the whole run, ready before Django reads its settings.

pytest-django sets Django up before any conftest is imported, so the addresses must be in the
environment when this plugin is imported. The main process starts throw-away servers (or takes
`DATABASE_URL` and `REDIS_URL` as given) and prepares the database `qiflow_test`; each worker of
pytest-xdist clones it and takes a numbered Redis database of its own.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from qiflow.embedded.pair import EmbeddedServers
from qiflow.environment import OWNER_ROLE
from qiflow.instance import BASE_DIR

TEMPLATE = "qiflow_test"
_ADMIN = "QIFLOW_TEST_ADMIN_URL"  # how workers reach the server of the main process
_REDIS = "QIFLOW_TEST_REDIS_URL"


class _Servers:
    """What this process started, to be stopped by it."""

    def __init__(self) -> None:
        self.embedded: EmbeddedServers | None = None
        self.folder: Path | None = None

    def start(self) -> None:
        given_database, given_redis = os.environ.get("DATABASE_URL"), os.environ.get("REDIS_URL")
        self.folder = Path(tempfile.mkdtemp(prefix="qf-test-", dir="/tmp"))
        self.folder.chmod(0o711)
        self.embedded = EmbeddedServers(
            home=self.folder,
            logs=self.folder,
            durable=False,
            postgres=not given_database,
            valkey=not given_redis,
        )
        self.embedded.start()
        addresses = self.embedded.addresses()
        os.environ[_ADMIN] = given_database or addresses["DATABASE_URL"]
        os.environ[_REDIS] = given_redis or addresses["REDIS_URL"]
        os.environ["QIFLOW_MEDIA_ROOT"] = str(self.folder / "media")  # of the workers too

    def stop(self) -> None:
        if self.embedded:
            self.embedded.stop()
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)


_SERVERS = _Servers()


def _boot() -> None:
    os.environ["QIFLOW_ENV"] = "test"
    # Playwright keeps an event loop in the main thread, and Django would refuse to query there.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        _SERVERS.start()
        _point_to(TEMPLATE, redis_number=1)
        _create(TEMPLATE, template="template0")
        _prepare()
    else:
        database = f"{TEMPLATE}_{worker}"
        _point_to(database, redis_number=2 + int(worker.removeprefix("gw")))
        _create(database, template=TEMPLATE)
        _hand_over(database)


def _point_to(database: str, *, redis_number: int) -> None:
    os.environ["DATABASE_URL"] = at_database(os.environ[_ADMIN], database)
    redis = urlsplit(os.environ[_REDIS])
    if redis.scheme == "unix":
        os.environ["REDIS_URL"] = f"unix://{redis.path}?db={redis_number}"
    else:
        os.environ["REDIS_URL"] = at_database(os.environ[_REDIS], str(redis_number))


def at_database(url: str, database: str) -> str:
    """The URL of another database on the same server."""
    parts = urlsplit(url)
    # By hand: the standard library drops the empty host of a socket's URL, which libpq needs.
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{parts.netloc}/{database}{query}"


def _create(database: str, *, template: str) -> None:
    name, source = sql.Identifier(database), sql.Identifier(template)
    with psycopg.connect(os.environ[_ADMIN], autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(name, source))


def _hand_over(database: str) -> None:
    """A clone belongs to whoever made it; the schema's owner creates only where it owns."""
    with psycopg.connect(os.environ[_ADMIN], autocommit=True) as connection:
        statement = "ALTER DATABASE {} OWNER TO {}"
        names = map(sql.Identifier, (database, OWNER_ROLE))
        connection.execute(sql.SQL(statement).format(*names))


def _prepare() -> None:
    done = subprocess.run(
        [sys.executable, str(BASE_DIR / "manage.py"), "prepare_database", "--verbosity=0"],
        capture_output=True,
        text=True,
        env={**os.environ, "QIFLOW_DB_ROLE": "owner"},
    )
    if done.returncode:
        _SERVERS.stop()
        raise pytest.UsageError(f"The test database was not prepared:\n{done.stderr[-4000:]}")


def pytest_report_header() -> str:
    return f"servers: {os.environ[_ADMIN]} {os.environ[_REDIS]}"


def pytest_unconfigure() -> None:
    _SERVERS.stop()


_boot()
