"""From an empty database to one that can serve."""

import os
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from qiflow.instance import BASE_DIR
from tests.plugins.servers import at_database

NAME = f"qiflow_prepared_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


def start_preparing(url: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(BASE_DIR / "manage.py"), "prepare_database", "--verbosity=0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=BASE_DIR,
        env={**os.environ, "DATABASE_URL": url},
    )


def ended_well(process: subprocess.Popen[str]) -> bool:
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    return True


@pytest.fixture
def empty_database(database_url: str) -> Iterator[str]:
    with psycopg.connect(database_url, autocommit=True) as connection:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(NAME))
        connection.execute(drop)
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(NAME))
        )
        yield at_database(database_url, NAME)
        connection.execute(drop)


class TestPrepareDatabase:
    def test_twice_at_once_and_once_more_leaves_one_migrated_database(self, empty_database):
        both = [start_preparing(empty_database), start_preparing(empty_database)]

        assert all(ended_well(process) for process in both)
        assert ended_well(start_preparing(empty_database))
        with psycopg.connect(empty_database, options="-c role=qiflow_app") as connection:
            twice = connection.execute(
                "SELECT app, name FROM django_migrations GROUP BY 1, 2 HAVING count(*) > 1"
            ).fetchall()
            owner = connection.execute(
                "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = %s", [NAME]
            ).fetchone()
        assert twice == []
        assert owner == ("qiflow_owner",)

    def test_without_the_right_says_in_one_line_which(self, empty_database):
        with psycopg.connect(empty_database, autocommit=True) as connection:
            connection.execute("DROP ROLE IF EXISTS qf_powerless")
            connection.execute("CREATE ROLE qf_powerless LOGIN")
        url = empty_database.replace("qiflow@", "qf_powerless@", 1)

        process = start_preparing(url)
        _, errors = process.communicate(timeout=120)

        with psycopg.connect(empty_database, autocommit=True) as connection:
            connection.execute("DROP ROLE qf_powerless")
        assert process.returncode == 1
        assert errors.startswith("CommandError: The sign-in of DATABASE_URL may not")
        assert errors.strip().count("\n") == 0

    def test_unreachable_says_so_in_one_line(self):
        process = start_preparing("postgresql://qiflow@/qiflow?host=/nonexistent")
        _, errors = process.communicate(timeout=120)

        assert errors.startswith("CommandError: Cannot reach the database")
        assert errors.strip().count("\n") == 0


@pytest.fixture
def serving(database_url: str, django_db_setup: None) -> Iterator[psycopg.Connection]:
    options = "-c role=qiflow_app"
    with psycopg.connect(database_url, autocommit=True, options=options) as connection:
        yield connection


class TestServingRole:
    @pytest.mark.parametrize(
        "statement",
        [
            "TRUNCATE auth_group CASCADE",
            "CREATE TABLE x (y int)",
            "DROP TABLE django_session",
            "INSERT INTO django_migrations (app, name, applied) VALUES ('a', 'b', now())",
            "ALTER TABLE django_session DISABLE TRIGGER ALL",
            "SET session_replication_role = replica",
        ],
    )
    def test_may_not(self, serving, statement):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            serving.execute(statement)

    def test_passes_no_row_level_security(self, serving):
        row = serving.execute(
            "SELECT rolsuper, rolbypassrls, rolcanlogin FROM pg_roles WHERE rolname = current_user"
        ).fetchone()

        assert row == (False, False, False)
