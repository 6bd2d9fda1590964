"""Working days: neither a weekend nor a bank holiday of England. Pure."""

from __future__ import annotations

from datetime import date, timedelta

import holidays

_SATURDAY = 5
# Years are reckoned when they are first asked for; substitute days are among them.
_BANK_HOLIDAYS = holidays.country_holidays("GB", subdiv="ENG")


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
    return day.weekday() < _SATURDAY and day not in _BANK_HOLIDAYS
