"""Putting a series in date order, and refusing what cannot be put in order."""

from collections.abc import Iterable, Sequence
from datetime import date
from operator import lt

from projects.spc.arithmetic import LARGEST_VALUE
from projects.spc.errors import InvalidSeries


def in_date_order(
    dates: Sequence[date], values: Sequence[float | None]
) -> tuple[tuple[date, ...], tuple[float | None, ...]]:
    """Dates and values, oldest first.

    Raises:
        InvalidSeries: nothing given, lengths differ, a date twice, a value that is no number.
    """
    check_lengths(len(dates), len(values))
    check_values(values)
    if all(map(lt, dates, dates[1:])):
        return tuple(dates), tuple(values)
    ranks = sorted(range(len(dates)), key=dates.__getitem__)
    ordered = tuple([dates[rank] for rank in ranks])
    if len(set(ordered)) < len(ordered):
        raise InvalidSeries("duplicate_dates", "Give each date once: two rows have the same date.")
    return ordered, tuple([values[rank] for rank in ranks])


def check_lengths(places: int, values: int) -> None:
    """Refuse an empty series, or one whose columns do not run in step."""
    if not places:
        raise InvalidSeries("no_points", "Add at least one value to draw a chart.")
    if places != values:
        raise InvalidSeries("lengths_differ", "Give one value, or a gap, for each date.")


def check_values(values: Iterable[float | None]) -> None:
    """Refuse infinities, not-a-number and numbers too large to square."""
    for value in values:
        # Written so that not-a-number, which compares false with everything, is refused too.
        if value is not None and not -LARGEST_VALUE < value < LARGEST_VALUE:
            raise InvalidSeries("value_out_of_range", "Give finite numbers below 1e100 only.")
