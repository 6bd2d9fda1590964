"""How instants come from the database: by the driver's own reader, always in UTC.

Django puts a reader written in Python in its place, for the sake of other time zones than that of
the session. It took a tenth of a list; sessions of ours are in UTC, and so is `TIME_ZONE`.
"""

from __future__ import annotations

from datetime import UTC
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from psycopg import adapters
from psycopg.abc import AdaptContext, Buffer
from psycopg.adapt import Loader
from psycopg.pq import Format

_OID = adapters.types["timestamptz"].oid


class InstantLoader(Loader):
    """Gives every value to the driver's reader, which is compiled where the driver is."""

    #: What Django compares with the zone of its connection before each statement.
    timezone = UTC

    def __init__(self, oid: int, context: AdaptContext | None = None) -> None:
        super().__init__(oid, context)
        reader: Any = adapters.get_loader(_OID, Format.TEXT)
        # In the place of our method: a call in between would cost as much as the reading.
        self.load = reader(oid, context).load  # type: ignore[method-assign]

    def load(self, data: Buffer) -> Any:
        """Never called: each instance has the method of its reader."""
        raise NotImplementedError


def register() -> None:
    """Have every connection read instants so."""
    connection_created.connect(_read_by_driver, dispatch_uid="kernel.instants")


def _read_by_driver(connection: BaseDatabaseWrapper, **_: Any) -> None:
    connection.connection.adapters.register_loader("timestamptz", InstantLoader)
