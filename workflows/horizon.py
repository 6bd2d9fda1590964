"""How far ahead findings are kept. Pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

MONTHS_AHEAD = 12


def horizon_of(today: date) -> date:
    """The last day of the month a year ahead: it moves once a month, for all subjects together."""
    years, month = divmod(today.month - 1 + MONTHS_AHEAD, 12)
    year, month = today.year + years, month + 1
    return date(year, month, monthrange(year, month)[1])
