"""The periods in which a measure is counted, each named by its first day. Pure.

A week begins on Monday. Quarters begin in January, April, July and October, which are the quarters
of the calendar year and of the NHS year alike. A measure of rare events has no periods: each day
on which it is recorded stands for itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

DAY, WEEK, MONTH, QUARTER, IRREGULAR = "day", "week", "month", "quarter", "irregular"

#: The frequencies that have periods, shortest first.
REGULAR = (DAY, WEEK, MONTH, QUARTER)

ONE_DAY = timedelta(days=1)
_MONTHS = {MONTH: 1, QUARTER: 3}
#: The days of a period after its first, where that is the same for all.
_REST_OF_PERIOD = {IRREGULAR: timedelta(), DAY: timedelta(), WEEK: timedelta(days=6)}


def period_of(frequency: str, day: date) -> date:
    """The first day of the period in which a day lies."""
    if frequency in _MONTHS:
        months = _MONTHS[frequency]
        return date(day.year, day.month - (day.month - 1) % months, 1)
    if frequency == WEEK:
        return day - timedelta(days=day.weekday())
    if frequency in (DAY, IRREGULAR):
        return day
    raise ValueError(f"No frequency is called {frequency!r}.")


def next_period(frequency: str, first: date, *, steps: int = 1) -> date:
    """The first day of the period that many steps on; negative steps go back.

    Raises: ValueError for a measure without periods.
    """
    if frequency in _MONTHS:
        month = first.year * 12 + first.month - 1 + steps * _MONTHS[frequency]
        return date(month // 12, month % 12 + 1, 1)
    if frequency == WEEK:
        return first + timedelta(weeks=steps)
    if frequency == DAY:
        return first + timedelta(days=steps)
    raise ValueError(f"A measure recorded {frequency!r} has no next period.")


def last_day(frequency: str, first: date) -> date:
    """The last day of a period."""
    rest = _REST_OF_PERIOD.get(frequency)
    return next_period(frequency, first) - ONE_DAY if rest is None else first + rest


def due_on(frequency: str, first: date, *, lag_days: int) -> date:
    """The last day on which the data of a period are in time.

    Source: QIflow field notes 12.2 (P15, within 15 days of the end of the period), 15 item 14.
    """
    return last_day(frequency, first) + timedelta(days=lag_days)


def periods(frequency: str, since: date, until: date) -> Iterator[date]:
    """The first days of all periods that touch the days from `since` to `until`."""
    first = period_of(frequency, since)
    while first <= until:
        yield first
        first = next_period(frequency, first)


def whole_periods(frequency: str, since: date, until: date) -> Iterator[date]:
    """The first days of the periods that lie wholly in the days from `since` to `until`."""
    for first in periods(frequency, since, until):
        if first >= since and last_day(frequency, first) <= until:
            yield first


def overdue(frequency: str, since: date, *, on: date, lag_days: int) -> Iterator[date]:
    """The periods that began on `since` or later and whose data had to be in before `on`."""
    for first in whole_periods(frequency, since, on):
        if due_on(frequency, first, lag_days=lag_days) >= on:
            break
        yield first


def consecutive(frequency: str, earlier: date, later: date) -> bool:
    """Does one period follow the other with none between?"""
    return next_period(frequency, earlier) == later


def in_words(frequency: str, first: date) -> str:
    """A period as people name it: "March 2027", "the week of 1 March 2027"."""
    if frequency == MONTH:
        return f"{first:%B %Y}"
    if frequency == QUARTER:
        return f"{first:%B} to {last_day(frequency, first):%B %Y}"
    if frequency == WEEK:
        return f"the week of {_written(first)}"
    return _written(first)


def _written(day: date) -> str:
    # As `kernel.british` has it, which knows the clock: rules may not.
    return f"{day.day} {day:%B %Y}"
