"""A session beside the transaction: what it is told is done at once and stays, what it sees is so.

For what must outlive a rollback or the end of the process, and for a look that needs no transaction
of its own: one statement, one round trip.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import connection as django_connection

from kernel.doorbell import connect

_local = threading.local()


def execute(sql: str, parameters: Sequence[object]) -> psycopg.Cursor[Any]:
    """One statement that sees every organisation, once more where the server was away.

    Raises:
        OperationalError: the server does not answer.
    """
    try:
        return _link().execute(sql, parameters)
    except psycopg.OperationalError:
        close()  # the session may have been idle when the server went; a new one tells
        return _link().execute(sql, parameters)


def ask(sql: str, parameters: Sequence[object]) -> list[tuple[Any, ...]]:
    """All rows that a statement finds."""
    return execute(sql, parameters).fetchall()


def close() -> None:
    """Close this thread's session."""
    link = getattr(_local, "link", None)
    if link is not None:
        link.close()
        _local.link = None


def _link() -> psycopg.Connection:
    link: psycopg.Connection | None = getattr(_local, "link", None)
    if link is None or link.closed:
        link = connect(django_connection.get_connection_params())
        link.execute(
            "SELECT set_config('qiflow.scope', 'all', false),"
            " set_config('synchronous_commit', 'off', false),"
            " set_config('statement_timeout', '5s', false)"
        )
        _local.link = link
    return link
