"""Signs of life and of progress of a job at work, on a session of their own."""

from __future__ import annotations

import threading
import time
from types import TracebackType
from typing import Self

import psycopg
import structlog
from django.db import connection as django_connection

from kernel.doorbell import connect
from records.jobs.claims import Claim, Lost
from records.jobs.signs import BEAT_SECONDS, SILENT_SECONDS

#: Progress is told at most so often.
TELL_SECONDS = 0.5

logger = structlog.get_logger(__name__)


class Stopped(Exception):
    """Somebody asked for the job to be cancelled."""


class Pulse:
    """A thread that says "at work" while the work goes on, and hears whether it should.

    It writes on a session of its own: the work may be one long transaction that others must not
    wait for.
    """

    def __init__(self, held: Claim) -> None:
        self._held = held
        self._parameters = django_connection.get_connection_params()
        self._ended = threading.Event()
        self._wanted = threading.Event()
        self._thread = threading.Thread(target=self._run, name="job-pulse", daemon=True)
        self._heard_at = time.monotonic()
        self._told_at = 0.0
        self._stopped = False
        self._lost = False
        self.done = 0
        self.total: int | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()

    def end(self) -> None:
        """No more signs: the row is about to change for good."""
        self._ended.set()
        self._wanted.set()
        self._thread.join()

    def tell(self, done: int, total: int | None) -> None:
        """Keep how far the work is.

        Raises:
            Stopped: it was cancelled. Lost: another process has it, or the database is away.
        """
        self.done = done
        self.total = self.total if total is None else total
        if time.monotonic() - self._told_at >= TELL_SECONDS:
            self._told_at = time.monotonic()
            self._wanted.set()
        self.check()

    def check(self) -> None:
        """Raises: Stopped, Lost."""
        if self._lost or time.monotonic() - self._heard_at > SILENT_SECONDS:
            raise Lost(str(self._held.job_id))
        if self._stopped:
            raise Stopped

    def _run(self) -> None:
        link: psycopg.Connection | None = None
        while not self._ended.is_set():
            try:
                if link is None or link.closed:
                    link = connect(self._parameters)
                    link.execute("SELECT set_config('qiflow.scope', 'all', false)")
                    link.execute("SELECT set_config('lock_timeout', '2s', false)")
                self._beat(link)
            except psycopg.Error as error:
                logger.warning("pulse_missed", job_id=str(self._held.job_id), error=str(error))
                _close(link)
                link = None
            self._wanted.wait(BEAT_SECONDS)
            self._wanted.clear()
        _close(link)

    def _beat(self, link: psycopg.Connection) -> None:
        row = link.execute(
            "UPDATE records_job SET beat_at = now(), done = %s, total = %s"
            " WHERE id = %s AND attempt = %s AND state = 'running'"
            " RETURNING cancel_asked_at IS NOT NULL",
            [self.done, self.total, self._held.job_id, self._held.attempt],
        ).fetchone()
        if row is None:
            self._lost = True
            return
        self._stopped = bool(row[0])
        self._heard_at = time.monotonic()


def _close(link: psycopg.Connection | None) -> None:
    if link is not None:
        link.close()
