"""The one clock. In tests and demonstration an offset row moves it for every process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

LONDON = ZoneInfo("Europe/London")
#: How far the clock was moved when a request first asked; empty until then, None outside of any.
_held: ContextVar[list[timedelta] | None] = ContextVar("_held", default=None)


def now() -> datetime:
    """The present instant in UTC, moved by the offset row where that is allowed."""
    return datetime.now(UTC) + offset()


def real() -> datetime:
    """The present instant as every telephone shows it, also where our own clock was moved.

    Sessions and one-time codes go by it: what they guard against happens in the real world.
    """
    return datetime.now(UTC)


def today() -> date:
    """The calendar date in Europe/London, where the day turns at midnight."""
    return london_date(now())


def london_date(instant: datetime) -> date:
    return instant.astimezone(LONDON).date()


def start_of_day(day: date) -> datetime:
    """The first instant of a London day, in UTC."""
    return datetime.combine(day, time.min, tzinfo=LONDON).astimezone(UTC)


def offset() -> timedelta:
    """How far the clock has been moved; always zero in production."""
    if not settings.QIFLOW_CLOCK_MOVABLE:
        return timedelta()
    held = _held.get()
    if held is None:
        return _moved_by()
    if not held:
        held.append(_moved_by())
    return held[0]


@contextmanager
def one_request() -> Iterator[None]:
    """Within it the clock is read once and only goes on: it does not jump within an answer."""
    token = _held.set([])
    try:
        yield
    finally:
        _held.reset(token)


def _moved_by() -> timedelta:
    with connection.cursor() as cursor:
        cursor.execute("SELECT moved_by FROM kernel_clock")
        row = cursor.fetchone()
    return row[0] if row else timedelta()


def move_by(distance: timedelta) -> None:
    """Move the clock of every process.

    Raises:
        ClockIsReal: the service runs in production, where nobody moves the clock.
    """
    if not settings.QIFLOW_CLOCK_MOVABLE:
        raise ClockIsReal("The clock can be moved only in tests and demonstrations.")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE kernel_clock SET moved_by = moved_by + make_interval(secs => %s)",
            [distance.total_seconds()],
        )


class ClockIsReal(RuntimeError):
    """Somebody tried to move the clock of a production service."""
