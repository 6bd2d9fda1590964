"""Days and periods as people in the United Kingdom write them in a spreadsheet. Pure."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from projects.measures.periods import MONTH, QUARTER, WEEK, period_of

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_WORD = r"(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
_EARLIEST_YEAR, _LATEST_YEAR = 1990, 2100
#: Spreadsheets count days from here; a date cell that lost its format is such a number.
_SERIAL_FROM = date(1899, 12, 30)
_LEAST_SERIAL, _MOST_SERIAL = 32_874, 73_415  # the years above
_EXAMPLES = {
    WEEK: "31/3/2027",
    MONTH: "March 2027 or 1/3/2027",
    QUARTER: "1/4/2027 or Q1 2027/28",
}
_BEFORE_IT = re.compile(
    r"^(w/?c|wc|week (commencing|beginning|starting|of)|(week )?commencing|month of|"
    r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*)[\s,.:]+",
    re.IGNORECASE,
)
_WEEK_ENDING = re.compile(r"^(w/?e|week ending)[\s,.:]+", re.IGNORECASE)
_NO_TIME = re.compile(r"(T| )00:00(:00(\.0+)?)?Z?$")
_ORDINAL = re.compile(r"(?<=\d)(st|nd|rd|th)\b", re.IGNORECASE)


class UnclearDay(ValueError):
    """The cell names no day; the message says what to write instead."""


def read_day(text: str, frequency: str) -> date:
    """The first day of the period that a cell names.

    Raises:
        UnclearDay: it names none, or more than one.
    """
    plain = _NO_TIME.sub("", _ORDINAL.sub("", " ".join(text.split())))
    if ending := _WEEK_ENDING.match(plain):
        day = _read(plain[ending.end() :], frequency)
        return period_of(frequency, day - timedelta(days=6) if frequency == WEEK else day)
    while before := _BEFORE_IT.match(plain):
        plain = plain[before.end() :]
    return period_of(frequency, _read(plain, frequency))


def _read(text: str, frequency: str) -> date:
    for pattern, make in _FORMS:
        if match := pattern.fullmatch(text):
            day = make(match, frequency)
            if not _EARLIEST_YEAR <= day.year <= _LATEST_YEAR:
                raise UnclearDay(f"The year {day.year} cannot be right")
            return day
    raise UnclearDay(f"“{_short(text)}” is not a day. {_write(frequency)}")


def _write(frequency: str) -> str:
    return f"Write it like {_EXAMPLES.get(frequency, '31/3/2027')}"


def _short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:30]}…"


def _day(year: str, month: int, day: str) -> date:
    try:
        return date(_year(year), month, int(day))
    except ValueError:
        raise UnclearDay(_no_such_day(_year(year), month, int(day))) from None


def _no_such_day(year: int, month: int, day: int) -> str:
    if 1 <= day <= 12 < month:
        return f"There is no month {month}. Write the day first, like {month}/{day}/{year}"
    if not 1 <= month <= 12:
        return f"There is no month {month}"
    return f"{date(year, month, 1):%B %Y} has {monthrange(year, month)[1]} days"


def _year(text: str) -> int:
    return int(text) + 2000 if len(text) == 2 else int(text)


def _month(word: str) -> int:
    return _MONTHS.index(word[:3].lower()) + 1


def _year_first(match: re.Match[str], _frequency: str) -> date:
    return _day(match[1], int(match[2]), match[3])


def _day_first(match: re.Match[str], _frequency: str) -> date:
    return _day(match[3], int(match[2]), match[1])


def _named_month(match: re.Match[str], _frequency: str) -> date:
    return _day(match[3], _month(match[2]), match[1])


def _month_first(match: re.Match[str], _frequency: str) -> date:
    return _day(match[3], _month(match[1]), match[2])


def _month_and_year(match: re.Match[str], frequency: str) -> date:
    """A month alone names the period of whoever counts by months or longer."""
    if frequency not in (MONTH, QUARTER):
        raise UnclearDay("The day is missing. Write it like 31/3/2027")
    return _day(match[2], _month(match[1]), "1")


def _year_and_month(match: re.Match[str], frequency: str) -> date:
    if frequency not in (MONTH, QUARTER):
        raise UnclearDay("The day is missing. Write it like 31/3/2027")
    return _day(match[1], int(match[2]), "1")


def _no_year(match: re.Match[str], _frequency: str) -> date:
    raise UnclearDay(f"Add the year to “{match[0]}”")


def _week_of_year(match: re.Match[str], _frequency: str) -> date:
    try:
        return date.fromisocalendar(int(match[1]), int(match[2]), 1)
    except ValueError:
        raise UnclearDay(f"{match[1]} has no week {match[2]}") from None


def _quarter(match: re.Match[str], frequency: str) -> date:
    """A quarter of an NHS year, which begins in April and is written with both its years."""
    quarter, year, following = int(match[1]), int(match[2]), match[3]
    if frequency != QUARTER:
        raise UnclearDay(f"“{match[0]}” is a quarter. {_write(frequency)}")
    if following is None or _year(following[-2:]) % 100 != (year + 1) % 100:
        raise UnclearDay(
            f"Say which year “{match[0]}” counts by: Q1 {year}/{(year + 1) % 100:02d} for "
            f"April to June {year}"
        )
    return date(year + quarter // 4, quarter * 3 % 12 + 1, 1)


def _serial(match: re.Match[str], _frequency: str) -> date:
    number = int(match[1])
    if not _LEAST_SERIAL <= number <= _MOST_SERIAL:
        raise UnclearDay(f"“{match[0]}” is a number, not a day. Write it like 31/3/2027")
    return _SERIAL_FROM + timedelta(days=number)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], date]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE | re.ASCII), make)
    for pattern, make in (
        (r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", _year_first),
        (r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})", _day_first),
        (rf"(\d{{1,2}})[- ]?{_MONTH_WORD}[-, ]*(\d{{4}}|\d{{2}})", _named_month),
        (rf"{_MONTH_WORD}[- ](\d{{1,2}}),? (\d{{4}})", _month_first),
        (rf"{_MONTH_WORD}[-/' ]*(\d{{4}}|\d{{2}})", _month_and_year),
        (r"(\d{4})-(\d{1,2})", _year_and_month),
        (rf"\d{{1,2}}[- ]?{_MONTH_WORD}|\d{{1,2}}/\d{{1,2}}|{_MONTH_WORD}", _no_year),
        (r"(\d{4})[- ]?w(?:eek)? ?(\d{1,2})", _week_of_year),
        (r"q([1-4])[ ,-]*(?:fy ?)?(\d{4})(?:[/-](\d{4}|\d{2}))?", _quarter),
        (r"(\d{4,7})(?:\.0+)?", _serial),
    )
)
