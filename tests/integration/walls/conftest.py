"""One world for all cells of a module, made once; each cell is rolled back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.signals import request_finished
from django.db import connection, transaction

from kernel import tenancy
from tests.integration.walls import world as worlds
from tests.integration.walls.callers import Caller, everybody, member
from tests.integration.walls.world import World


def _open_again(**_: object) -> None:
    """A door closes the connection behind a caller; what the test does next sees everything."""
    tenancy.open_to_all()


class _Undo(Exception):
    """Ends a cell: nothing of it is kept."""


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside did not happen, also to the settings of the connection."""
    try:
        with transaction.atomic():
            tenancy.open_to_all()
            yield
            raise _Undo
    except _Undo:
        pass


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), undone():
        tenancy.open_to_all()
        with connection.cursor() as cursor:
            # All cells share a transaction, which may wait for slow neighbours between two of them.
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        request_finished.connect(_open_again)
        yield worlds.build()
        request_finished.disconnect(_open_again)


@pytest.fixture(scope="module")
def callers(world: World) -> list[Caller]:
    return everybody(world.home)


@pytest.fixture(scope="module")
def stranger(world: World) -> Caller:
    """An administrator of the other organisation."""
    return member("administrator", world.other)


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
