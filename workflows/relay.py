"""The relay: sees undone events in the database and rings the doorbell of the workers.

It holds nothing that matters: two at once are harmless, and a new one begins by looking.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import dramatiq
import psycopg
import redis
import structlog
from django.db import connection as django_connection

from kernel.doorbell import CHANNEL, connect
from workflows import bells
from workflows.heartbeats import BEAT, BEAT_SECONDS
from workflows.job_bells import JobBells
from workflows.message_bells import MessageBells
from workflows.subjects import SubjectKey

LOOK_SECONDS = 0.1  # between two looks when nobody rings
BREATH_SECONDS = 0.005  # between two looks when somebody rings all the time
#: After a look the relay rests this many times as long: a long queue is not read all the time, at
#: the cost of those who work on it.
REST = 3
RECONNECT_SECONDS = 0.5
#: A doorbell can be lost with its broker or worker: after so long without an effect it rings
#: again, and then more and more seldom, lest a long queue fills with doubles.
RING_AGAIN_SECONDS = (2.0, 2.0, 2.0, 4.0, 8.0, 15.0)
LARGEST_RING = 200
SPREAD_OVER = 4  # a burst is cut into so many doorbells, for as many workers

logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A subject with undone events that can be worked now."""

    subject: SubjectKey
    newest: int
    suspected: bool  # an attempt on its first event came to nothing


@dataclass(slots=True)
class _Rung:
    newest: int
    times: int
    at: float


class Memory:
    """What has been rung, so that it is not rung again at every look."""

    def __init__(self) -> None:
        self._rung: dict[SubjectKey, _Rung] = {}

    def due(self, waiting: Sequence[Waiting], now: float) -> list[Waiting]:
        """The subjects to ring now; those that no longer wait are forgotten."""
        present = {one.subject for one in waiting}
        self._rung = {key: rung for key, rung in self._rung.items() if key in present}
        return [one for one in waiting if self._is_due(one, now)]

    def note(self, rung: Iterable[Waiting], now: float) -> None:
        for one in rung:
            before = self._rung.get(one.subject)
            times = before.times + 1 if before and before.newest == one.newest else 1
            self._rung[one.subject] = _Rung(one.newest, times, now)

    def _is_due(self, one: Waiting, now: float) -> bool:
        rung = self._rung.get(one.subject)
        if rung is None or rung.newest != one.newest:
            return True
        rest = RING_AGAIN_SECONDS[min(rung.times, len(RING_AGAIN_SECONDS)) - 1]
        return now >= rung.at + rest


def doorbells(due: Sequence[Waiting]) -> list[list[SubjectKey]]:
    """What to send: suspects alone, so that a crash takes no other with it; the rest in batches."""
    alone = [[one.subject] for one in due if one.suspected]
    others = [one.subject for one in due if not one.suspected]
    size = min(max(-(-len(others) // SPREAD_OVER), 1), LARGEST_RING)
    return alone + [others[start : start + size] for start in range(0, len(others), size)]


class Relay:
    """One running relay."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop
        self._memory = Memory()
        self._bells = JobBells(lambda job_id: _send(partial(bells.ring_for_job, job_id)))
        self._mail = MessageBells(lambda: _send(bells.ring_for_messages))
        self._beaten = 0.0

    def run(self) -> None:
        """Look and ring until told to stop, whatever happens to the servers meanwhile."""
        while not self._stop.is_set():
            try:
                with connect(django_connection.get_connection_params()) as link:
                    link.execute("SELECT set_config('qiflow.scope', 'all', false)")
                    link.execute(f"LISTEN {CHANNEL}")
                    self._serve(link)
            except psycopg.Error as error:
                logger.warning("relay_lost_database", error=str(error))
                self._stop.wait(RECONNECT_SECONDS)

    def _serve(self, link: psycopg.Connection) -> None:
        while not self._stop.is_set():
            self._beat(link)
            began = time.monotonic()
            self.look(link)
            self._bells.look(link)
            self._mail.look(link)
            self._stop.wait(max(BREATH_SECONDS, REST * (time.monotonic() - began)))
            for _ in link.notifies(timeout=LOOK_SECONDS, stop_after=1):
                pass

    def look(self, link: psycopg.Connection) -> int:
        """Ring for what waits and has not been rung lately; the number of doorbells sent."""
        waiting = [
            Waiting(SubjectKey(row[0], row[1]), row[2], row[3])
            for row in link.execute(_WAITING).fetchall()
        ]
        due = self._memory.due(waiting, time.monotonic())
        sent = 0
        by_subject = {one.subject: one for one in due}
        for keys in doorbells(due):
            if not _send(partial(bells.ring, keys)):
                break
            self._memory.note((by_subject[key] for key in keys), time.monotonic())
            sent += 1
        return sent

    def _beat(self, link: psycopg.Connection) -> None:
        if time.monotonic() < self._beaten + BEAT_SECONDS:
            return
        self._beaten = time.monotonic()
        link.execute(BEAT, ["relay"])
        _send(bells.pulse)


def _send(message: Callable[[], object]) -> bool:
    """Send, or say that the broker does not answer: the work stays in the database."""
    try:
        message()
    except (redis.RedisError, dramatiq.errors.ConnectionError, OSError) as error:
        logger.warning("broker_unreachable", error=str(error))
        return False
    return True


# Grouping needs no limit: the table holds what is undone and nothing else.
_WAITING = """
    SELECT subject_kind, subject_id, newest, attempts > 0 FROM (
        SELECT DISTINCT ON (subject_id, subject_kind) subject_kind, subject_id, attempts,
            quarantined_at, retry_at,
            max(event_id) OVER (PARTITION BY subject_id, subject_kind) AS newest, id
        FROM kernel_pending ORDER BY subject_id, subject_kind, event_id
    ) AS heads
    WHERE quarantined_at IS NULL AND (retry_at IS NULL OR retry_at <= now())
    ORDER BY id
"""
