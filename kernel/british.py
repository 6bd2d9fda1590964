"""Dates and times as people in the United Kingdom write them."""

from datetime import date, datetime

from kernel.clock import LONDON


def british_date(day: date | None) -> str:
    """ "3 March 2027", or nothing for an open end.

    An instant is told as the date it has in London.
    """
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = _in_london(day).date()
    return f"{day.day} {day:%B %Y}"


def british_time(instant: datetime | None) -> str:
    """ "2:30pm" in London, or nothing when there is no instant."""
    if instant is None:
        return ""
    local = _in_london(instant)
    return f"{local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def british_moment(instant: datetime | None) -> str:
    """ "3 March 2027 at 2:30pm" in London, or nothing when there is no instant."""
    if instant is None:
        return ""
    return f"{british_date(instant)} at {british_time(instant)}"


def _in_london(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("An instant needs its zone before it can be told.")
    return instant.astimezone(LONDON)
