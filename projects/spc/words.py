"""Numbers, dates and counts as a chart says them, in plain British English."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from projects.spc.chart_values import Place

Cadence = Literal["day", "week", "month", "point"]

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SMALL_NUMBERS = (
    *("no", "one", "two", "three", "four", "five"),
    *("six", "seven", "eight", "nine", "ten"),
)
_SHORTEST_MONTH_DAYS = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """How one chart speaks: its unit and the length of its periods.

    `lowest` and `highest` are the bounds of what can be measured, such as 0 and 100 of a
    percentage: limits are told only as far as these, while points are judged by the limits.
    Source: domain/domain.md 8.4 (limits of a percentage: clip the drawing, not the test).
    """

    unit: str = ""
    cadence: Cadence = "point"
    lowest: float | None = None
    highest: float | None = None

    def amount(self, value: float) -> str:
        """A value with its unit: "93.4%", "12 days"."""
        gap = "" if self.unit in ("", "%") else " "
        return f"{number(value)}{gap}{self.unit}"

    def possible(self, limit: float) -> float:
        """A limit, or the bound beyond which it lies."""
        above = limit if self.lowest is None else max(limit, self.lowest)
        return above if self.highest is None else min(above, self.highest)

    def limit(self, value: float) -> str:
        """A limit with its unit, as far as it is possible."""
        return self.amount(self.possible(value))

    def span(self, low: float, high: float) -> str:
        """A range, its unit said once where it is a word: "9 to 20 minutes", "9% to 20%"."""
        low, high = self.possible(low), self.possible(high)
        first = self.amount(low) if self.unit in ("", "%") else number(low)
        return f"{first} to {self.amount(high)}"

    def when(self, place: Place) -> str:
        """A date as people say it: "May 2026" in a monthly series, else "4 May 2026"."""
        if not isinstance(place, date):
            return f"point {number(place)}"
        day = "" if self.cadence == "month" else f"{place.day} "
        return f"{day}{MONTHS[place.month - 1]} {place.year}"

    def periods(self, count: int) -> str:
        """ "seven months", "one week", "12 points"."""
        return f"{counted(count)} {self.cadence}{'' if count == 1 else 's'}"


def speech(
    places: Sequence[Place],
    *,
    unit: str = "",
    lowest: float | None = None,
    highest: float | None = None,
) -> Speech:
    """How a chart over these places, oldest first, speaks."""
    return Speech(unit=unit, cadence=cadence(places), lowest=lowest, highest=highest)


def cadence(places: Sequence[Place]) -> Cadence:
    """The length of the periods, where the dates show one."""
    days = [place for place in places if isinstance(place, date)]
    if len(days) < len(places) or len(days) < 2:
        return "point"
    gaps = {(after - before).days for before, after in pairwise(days)}
    if all(day.day == 1 for day in days) and min(gaps) >= _SHORTEST_MONTH_DAYS:
        return "month"
    if all(gap % 7 == 0 for gap in gaps):
        return "week"
    return "day" if min(gaps) == 1 else "point"


def number(value: float) -> str:
    """A number with as many digits as a reader needs: 12,346, 64.1, 0.0417."""
    size = abs(value)
    if size >= 1e9 or 0 < size < 1e-4:
        return f"{value:.3g}"
    decimals = 0 if size >= 1000 else 1 if size >= 10 else 2 if size >= 1 else 4
    text = f"{value:,.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def counted(count: int) -> str:
    """Counts to ten in words, as in running text."""
    return _SMALL_NUMBERS[count] if 0 <= count < len(_SMALL_NUMBERS) else str(count)


def capitalised(text: str) -> str:
    """The first letter large, the rest left alone."""
    return text[:1].upper() + text[1:]
