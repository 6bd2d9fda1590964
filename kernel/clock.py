"""The one clock. In tests and demonstration an offset row moves it for every process."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

LONDON = ZoneInfo("Europe/London")


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
