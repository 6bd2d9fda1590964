"""After a commit, tell the relay that there is work: on its own connection, at most every 5 ms.

Losing a ring loses nothing: the relay looks at the queue by itself as well.
"""

from __future__ import annotations

import os
import threading
import time

import psycopg
import structlog
from django.db import connection, transaction

CHANNEL = "qiflow_work"
PAUSE_SECONDS = 0.005

logger = structlog.get_logger(__name__)


def ring_after_commit() -> None:
    """Ring once the present transaction has committed (at once when there is none)."""
    transaction.on_commit(_BELL.ring)


class _Bell:
    """A thread that sends NOTIFY for everything rung since it last did."""

    def __init__(self) -> None:
        self._wanted = threading.Event()
        self._lock = threading.Lock()
        self._pid = 0

    def ring(self) -> None:
        with self._lock:
            if self._pid != os.getpid():  # first ring, or the process was forked
                self._pid = os.getpid()
                parameters = connection.get_connection_params()
                threading.Thread(
                    target=self._run, args=(parameters,), name="doorbell", daemon=True
                ).start()
        self._wanted.set()

    def _run(self, parameters: dict[str, object]) -> None:
        link: psycopg.Connection | None = None
        while True:
            self._wanted.wait()
            self._wanted.clear()
            try:
                if link is None or link.closed:
                    link = connect(parameters)
                    # A ring is a transaction of its own; it must not wait for the disk.
                    link.execute("SET synchronous_commit = off")
                link.execute(f"NOTIFY {CHANNEL}")
            except psycopg.Error:
                logger.warning("doorbell_not_rung")  # the relay looks by itself
                link = None
            time.sleep(PAUSE_SECONDS)


def connect(parameters: dict[str, object]) -> psycopg.Connection:
    """A plain autocommit connection beside Django's, from Django's own parameters."""
    plain = {
        name: value
        for name, value in parameters.items()
        if name not in {"cursor_factory", "context", "prepare_threshold"}
    }
    return psycopg.connect(**plain, autocommit=True)  # type: ignore[arg-type]


_BELL = _Bell()
