"""Database sessions of work that is done for every organisation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

# A worker that hangs must hold no lock for long, and none must wait long for another.
_LIMITS = {
    "statement_timeout": "10s",
    "lock_timeout": "3s",
    "idle_in_transaction_session_timeout": "10s",
}


@contextmanager
def working_transaction(*, idle_seconds: int = 10) -> Iterator[None]:
    """A transaction that sees every organisation, within a worker's limits, and leaves no trace.

    `idle_seconds`: how long Python may think between two statements; a thousand subjects at once
    take longer than the few of a doorbell.

    The settings are local to the transaction; where it is nested in another they are put back.
    """
    idle = {"idle_in_transaction_session_timeout": f"{idle_seconds}s"}
    with _transaction({"qiflow.scope": "all", **_LIMITS, **idle}):
        yield


@contextmanager
def everything_visible() -> Iterator[None]:
    """A transaction that sees every organisation; afterwards the session sees what it did."""
    with _transaction({"qiflow.scope": "all"}):
        yield


@contextmanager
def _transaction(settings: dict[str, str]) -> Iterator[None]:
    nested = connection.in_atomic_block
    before = _now_set() if nested else {}
    with transaction.atomic():
        _set(settings)
        yield
        if nested:
            _set(before)


def _now_set() -> dict[str, str]:
    names = ["qiflow.scope", *_LIMITS]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, coalesce(current_setting(name, true), '')"
            " FROM unnest(%s::text[]) AS name",
            [names],
        )
        return dict(cursor.fetchall())


def _set(settings: dict[str, str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(name, value, true)"
            " FROM unnest(%s::text[], %s::text[]) AS setting (name, value)",
            [list(settings), list(settings.values())],
        )
