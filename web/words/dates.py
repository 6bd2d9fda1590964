"""Dates and times as people in the United Kingdom write them, for pages."""

from datetime import date

from kernel.british import british_date, british_moment, british_time

__all__ = ["british_date", "british_moment", "british_time", "iso_date"]


def iso_date(day: date | None) -> str:
    """The date for the `datetime` attribute of a `time` element."""
    if day is None:
        return ""
    return day.isoformat()
