"""Small series for the tests of this folder."""

from datetime import date, timedelta

from projects.spc import XmrAnalysis, XmrSeries, analyse


def months(count: int) -> list[date]:
    """The first days of `count` months from April 2024."""
    return [date(2024 + (3 + step) // 12, (3 + step) % 12 + 1, 1) for step in range(count)]


def weeks(count: int) -> list[date]:
    """`count` Mondays from 1 January 2024."""
    return [date(2024, 1, 1) + timedelta(weeks=step) for step in range(count)]


def chart(values: list[float | None], **given: object) -> XmrAnalysis:
    """The XmR chart of monthly values."""
    return analyse(XmrSeries(dates=months(len(values)), values=values, **given))


NOISE = [50, 52, 49, 51, 48, 50, 53, 49, 51, 50, 48, 52, 50, 49]
