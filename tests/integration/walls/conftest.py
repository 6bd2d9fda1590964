"""One world for all cells, made once; each cell is rolled back."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.core.signals import request_finished
from django.db import connection, transaction
from psycopg import sql

from kernel import tenancy
from qiflow.environment import OWNER_ROLE
from tests.integration.walls.callers import Caller
from tests.integration.walls.town import Town
from tests.integration.walls.world import World


def _open_again(**_: object) -> None:
    """A door closes the connection behind a caller; what the test does next sees everything."""
    tenancy.open_to_all()


class _Undo(Exception):
    """Ends a cell: nothing of it is kept."""


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside did not happen, also to the settings of the connection."""
    within = connection.in_atomic_block  # which opened it, and gets it back as it was
    try:
        with transaction.atomic():
            if not within:
                tenancy.open_to_all()
            yield
            raise _Undo
    except _Undo:
        pass


@contextmanager
def left_closed() -> Iterator[None]:
    """For requests that are each undone, which opens the connection again by itself."""
    request_finished.disconnect(_open_again)
    try:
        yield
    finally:
        request_finished.connect(_open_again)


@pytest.fixture(autouse=True)
def rolled_back(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test leaves the world as it found it."""
    if "world" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("world")
    with undone():
        yield


@contextmanager
def without_second_wall() -> Iterator[None]:
    """Row-level security is off: what is refused now, the code refuses.

    Otherwise the second wall would hide a hole in the first one.
    """
    options = f"-c role={OWNER_ROLE} -c lock_timeout=15s"
    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True, options=options) as owner:
        tables = [row[0] for row in owner.execute(_WALLED)]
        _switch(owner, tables, "DISABLE")
        try:
            yield
        finally:
            _switch(owner, tables, "ENABLE")


_WALLED = "SELECT relname FROM pg_class WHERE relrowsecurity AND relkind = 'r'"


def _switch(owner: psycopg.Connection, tables: list[str], how: str) -> None:
    for table in tables:
        owner.execute(
            sql.SQL("ALTER TABLE {} {} ROW LEVEL SECURITY").format(
                sql.Identifier(table), sql.SQL(how)
            )
        )


@pytest.fixture(scope="module")
def world(town: Town, django_db_blocker: Any) -> Iterator[World]:
    """Opens the database to the tests of a module."""
    with django_db_blocker.unblock():
        tenancy.open_to_all()
        request_finished.connect(_open_again)
        yield town.world
        request_finished.disconnect(_open_again)
        connection.close()


@pytest.fixture(scope="class")
def first_wall_alone(world: World) -> Iterator[None]:
    """For all tests of a class: to switch every table for each would cost more than the tests."""
    with without_second_wall():
        yield


@pytest.fixture(scope="module")
def callers(town: Town, world: World) -> list[Caller]:
    return town.callers


@pytest.fixture(scope="module")
def stranger(town: Town, world: World) -> Caller:
    """An administrator of the other organisation."""
    return town.stranger


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many cells the matrix tried."""
    counted: Counter[str] = Counter()
    for report in terminalreporter.stats.get("passed", []) + terminalreporter.stats.get(
        "failed", []
    ):
        for name, value in getattr(report, "user_properties", ()):
            if report.when == "call" and name in ("cells", "open_cells"):
                counted[name] += value
    if counted:
        told = f"{counted['cells']} cells tried, {counted['open_cells']} of them open"
        terminalreporter.write_line(f"Isolation matrix: {told}.")
