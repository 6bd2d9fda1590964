"""Working days: neither a weekend nor a bank holiday of England. Pure."""

from __future__ import annotations

import importlib
from collections.abc import Container
from datetime import date, timedelta
from functools import cache

_SATURDAY = 5


def working_days_after(day: date, count: int) -> date:
    """The working day that lies `count` working days after a day, which need not be one itself.

    Units:
        count: working days; 0 gives the day itself.
    Source: Banking and Financial Dealings Act 1971, schedule 1; gov.uk/bank-holidays.
    """
    while count > 0:
        day += timedelta(days=1)
        if is_working_day(day):
            count -= 1
    return day


def is_working_day(day: date) -> bool:
    return day.weekday() < _SATURDAY and day not in _bank_holidays()


@cache
def _bank_holidays() -> Container[date]:
    """Those of England, substitute days among them; a year is reckoned when it is first asked for.

    Loaded on first use: the library brings the calendars of 250 countries, 20 MB of memory.
    """
    days: Container[date] = importlib.import_module("holidays").country_holidays("GB", subdiv="ENG")
    return days
