"""Fires what is due: outcomes that change by themselves, and steps that apps set for a day."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError, connection
from django.db.models import Min

from governance import timers as governance_timers
from kernel import clock
from kernel.models import Standing, Timer
from people import timers as people_timers
from projects import timers as project_timers
from records import timers as record_timers
from workflows import forgetting, heartbeats, horizons, locks, recheck, standings, stored
from workflows.horizon import horizon_of
from workflows.sessions import everything_visible, working_transaction
from workflows.standings import Following
from workflows.subjects import SubjectKey

LOOK_SECONDS = 0.5
BATCH = 500
LONGEST_REST_SECONDS = 60.0

#: What an app does with a subject when a timer of a kind is due, in the transaction in which the
#: timer is taken away: called with `subject_id`, `today` (the timer's day) and `now`.
REGISTRY: dict[str, Callable[..., None]] = {
    **governance_timers.TIMERS,
    **project_timers.TIMERS,
    **record_timers.TIMERS,
    **people_timers.TIMERS,
}

logger = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Rest:
    until: float
    seconds: float


class Timers:
    """One running look-out for dates."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop
        self._resting: dict[int, _Rest] = {}  # timers that could not be fired, by id
        self._extended_to: date | None = None
        self._beaten = 0.0
        self._forgot_at: datetime | None = None

    def run(self) -> None:
        """Fire what is due until told to stop, whatever happens to the database meanwhile."""
        while not self._stop.is_set():
            try:
                self._beat()
                fired = self.fire_due(clock.now())
                self._extend(clock.now())
                self._forget(clock.now())
            except (OperationalError, InterfaceError) as error:
                logger.warning("timers_lost_database", error=str(error))
                connection.close()
                fired = 0
            if not fired:
                self._stop.wait(LOOK_SECONDS)

    def fire_due(self, now: datetime) -> int:
        """Fire the timers of the earliest due day; the number fired.

        Days come one after the other, so that a service that was stopped for months announces
        everything in the order in which it would have.
        """
        today = clock.london_date(now)
        with everything_visible():
            waiting = Timer.objects.filter(due_on__lte=today).exclude(pk__in=self._at_rest())
            day = waiting.aggregate(day=Min("due_on"))["day"]
            timers = list(waiting.filter(due_on=day).order_by("id")[:BATCH]) if day else []
        follow = [timer for timer in timers if timer.kind == standings.TIMER]
        steps = [timer for timer in timers if timer.kind != standings.TIMER]
        fired = sum(self._step(timer, now) for timer in steps)
        if follow and day:
            follow_stored([SubjectKey(t.subject_kind, t.subject_id) for t in follow], day, now)
        return fired + len(follow)

    def _step(self, timer: Timer, now: datetime) -> bool:
        """Fire one timer or put it to rest; False when another process is at it."""
        try:
            with working_transaction():
                if not locks.take_timer(timer.pk):
                    return False
                if Timer.objects.filter(pk=timer.pk).exists():
                    fire = REGISTRY[timer.kind]
                    fire(subject_id=timer.subject_id, today=timer.due_on, now=now)
                    Timer.objects.filter(pk=timer.pk).delete()
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:  # noqa: BLE001 - one timer must not keep others from firing
            self._rest(timer, error)
            return True
        self._resting.pop(timer.pk, None)
        return True

    def _rest(self, timer: Timer, error: Exception) -> None:
        before = self._resting.get(timer.pk)
        seconds = min(before.seconds * 2 if before else 1.0, LONGEST_REST_SECONDS)
        self._resting[timer.pk] = _Rest(time.monotonic() + seconds, seconds)
        logger.error("timer_failed", timer=timer.pk, kind=timer.kind, exc_info=error)

    def _at_rest(self) -> list[int]:
        now = time.monotonic()
        return [key for key, rest in self._resting.items() if rest.until > now]

    def _extend(self, now: datetime) -> None:
        horizon = horizon_of(clock.london_date(now))
        if self._extended_to != horizon:
            horizons.extend(now=now)
            self._extended_to = horizon

    def _forget(self, now: datetime) -> None:
        if self._forgot_at is None or now >= self._forgot_at + forgetting.EVERY:
            forgetting.forget(now=now)
            self._forgot_at = now

    def _beat(self) -> None:
        if time.monotonic() >= self._beaten + heartbeats.BEAT_SECONDS:
            heartbeats.beat("timers")
            self._beaten = time.monotonic()


def follow_stored(keys: list[SubjectKey], day: date, now: datetime) -> None:
    """Let standings follow the stored timelines to a day, and announce what turns on it."""
    by_kind: Mapping[str, list[UUID]] = defaultdict(list)
    with working_transaction():
        locks.lock_for_check(keys)
        for key in _still_due(keys, day):
            by_kind[key.kind].append(key.id)
        for kind, found in sorted(by_kind.items()):
            ids = _begun(found)
            recheck.check({kind: sorted(set(found) - set(ids))}, now=now)
            judged = stored.as_judged(stored.read_current(ids))
            for horizon, some in _by_horizon(ids).items():
                as_of = Following(kind=kind, today=day, horizon=horizon, now=now, causes={})
                mine = [one for one in judged if one.subject_id in some]
                standings.follow(mine, ids=sorted(some), as_of=as_of)


def _still_due(keys: list[SubjectKey], day: date) -> list[SubjectKey]:
    """A re-check may have been there first, and moved the timer to a later day."""
    rows = Timer.objects.filter(
        kind=standings.TIMER, due_on=day, subject_id__among=[key.id for key in keys]
    ).values_list("subject_kind", "subject_id")
    return sorted(SubjectKey(kind, subject_id) for kind, subject_id in rows)


def _begun(ids: list[UUID]) -> list[UUID]:
    """Those that had a standing before; one that begins on this day is checked from its facts."""
    rows = Standing.objects.filter(subject_id__among=ids).values_list("subject_id", flat=True)
    return sorted(set(rows))


def _by_horizon(ids: list[UUID]) -> dict[date, set[UUID]]:
    """Subjects by the last day that their findings speak of."""
    known = dict(
        Standing.objects.filter(subject_id__among=ids).values_list("subject_id", "evaluated_to")
    )
    ends: dict[date, set[UUID]] = defaultdict(set)
    for subject_id in ids:
        ends[known[subject_id]].add(subject_id)
    return ends
