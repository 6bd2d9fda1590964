"""Data as somebody enters them: what is wrong with each row, and what the rows would change. Pure.

The same look serves the grid, a pasted block, a file and the API, before and while saving.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from kernel.british import british_date
from kernel.errors import FieldError
from projects.measures.periods import IRREGULAR, in_words, period_of
from projects.measures.suits import FIELDS_OF

#: Fields of which only whole numbers make sense, because they count.
WHOLE = {
    "proportion": ("numerator", "denominator"),
    "rate": ("numerator",),
    "count": ("value",),
    "cases_between": ("value",),
}
#: The largest number that the tables hold. Units: the measure's own.
LARGEST = Decimal(10) ** 14
DECIMALS = 6
LARGEST_SAMPLE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """One row: what was found in the period in which `on_date` lies.

    Nothing but the date, and perhaps a note: a gap, known to be one.
    """

    on_date: date
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None
    sample: tuple[Decimal, ...] | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entering:
    """The measure into which rows go, as far as it decides what may stand in them."""

    data_kind: str
    frequency: str
    today: date
    ended_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What rows would do: each with the first day of its period as its date, and all faults."""

    added: tuple[Entered, ...] = ()
    changed: tuple[Entered, ...] = ()
    unchanged: tuple[Entered, ...] = ()
    faults: tuple[FieldError, ...] = ()
    rows: tuple[Entered, ...] = field(default=())

    @property
    def dates(self) -> tuple[date, ...]:
        """The periods of which something becomes new or other."""
        return tuple(sorted(row.on_date for row in (*self.added, *self.changed)))


def look(rows: Sequence[Entered], known: Mapping[date, Entered], into: Entering) -> Look:
    """Compare rows with what is known, by period. Faults name `/points/0/numerator`."""
    dated = [replace(row, on_date=period_of(into.frequency, row.on_date)) for row in rows]
    faults = [
        *(fault for place, row in enumerate(dated) for fault in _faults(place, row, into)),
        *_twins(dated, into),
    ]
    return Look(
        added=tuple([row for row in dated if row.on_date not in known]),
        changed=tuple([row for row in dated if known.get(row.on_date, row) != row]),
        unchanged=tuple([row for row in dated if known.get(row.on_date) == row]),
        faults=tuple(faults),
        rows=tuple(dated),
    )


def _faults(place: int, row: Entered, into: Entering) -> Iterator[FieldError]:
    def fault(name: str, code: str, message: str) -> FieldError:
        return FieldError(pointer=f"/points/{place}/{name}", code=code, message=message)

    for code, message in _wrong_day(row, into):
        yield fault("on_date", code, message)
    takes = FIELDS_OF[into.data_kind]
    for name in ("numerator", "denominator", "value", "sample"):
        if getattr(row, name) is not None and name not in takes:
            yield fault(name, "not_taken", f"Leave this out. The measure takes {_names(takes)}.")
    for name in takes:
        for code, message in _wrong_numbers(name, row, into.data_kind):
            yield fault(name, code, message)
    if "denominator" in takes:
        for name, code, message in _wrong_pair(row, into.data_kind):
            yield fault(name, code, message)


def _wrong_day(row: Entered, into: Entering) -> Iterator[tuple[str, str]]:
    if row.on_date > into.today:
        yield "future", f"Enter a period that has begun: {british_date(into.today)} or earlier."
    elif into.ended_on and row.on_date > into.ended_on:
        yield "after_end", f"The measure ended on {british_date(into.ended_on)}."


def _wrong_numbers(name: str, row: Entered, data_kind: str) -> Iterator[tuple[str, str]]:
    given = getattr(row, name)
    if given is None:
        return
    numbers: Sequence[Decimal] = given if name == "sample" else (given,)
    if name == "sample" and not 1 <= len(numbers) <= LARGEST_SAMPLE:
        yield "sample_size", f"Enter 1 to {LARGEST_SAMPLE:,} values, or leave it out for a gap."
    checks = (*_CHECKS, *((_not_whole,) if name in WHOLE.get(data_kind, ()) else ()))
    if data_kind not in ("value", "sample"):
        checks = (*checks, _negative)
    if data_kind == "time_between":
        checks = (*checks, _no_time)
    for check in checks:
        if found := next(filter(None, map(check, numbers)), None):
            yield found
            return


def _too_large(one: Decimal) -> tuple[str, str] | None:
    if one.is_finite() and abs(one) < LARGEST:
        return None
    return "too_large", "Enter a number of at most 14 digits before the point."


def _too_fine(one: Decimal) -> tuple[str, str] | None:
    exponent = one.normalize().as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -DECIMALS:
        return None
    return "too_fine", f"Enter at most {DECIMALS} decimals."


def _not_whole(one: Decimal) -> tuple[str, str] | None:
    return None if one == one.to_integral_value() else ("not_whole", "Enter a whole number.")


def _negative(one: Decimal) -> tuple[str, str] | None:
    return ("negative", "Enter 0 or more.") if one < 0 else None


def _no_time(one: Decimal) -> tuple[str, str] | None:
    return ("not_positive", "Enter a time of more than 0.") if one == 0 else None


_Check = Callable[[Decimal], "tuple[str, str] | None"]
_CHECKS: tuple[_Check, ...] = (_too_large, _too_fine)


def _wrong_pair(row: Entered, data_kind: str) -> Iterator[tuple[str, str, str]]:
    above, below = row.numerator, row.denominator
    if (above is None) != (below is None):
        missing = "numerator" if above is None else "denominator"
        yield missing, "required", "Enter both numbers, or neither for a gap."
    elif above is not None and below is not None and above > below and _is_part(data_kind, below):
        yield "numerator", "more_than_all", f"Enter at most {below:f}: these are out of {below:f}."


def _is_part(data_kind: str, below: Decimal) -> bool:
    """Is the numerator a part of the denominator? Nothing happens on no occasion, rate or not."""
    return data_kind == "proportion" or below == 0


def _twins(rows: Sequence[Entered], into: Entering) -> Iterator[FieldError]:
    first: dict[date, int] = {}
    for place, row in enumerate(rows):
        earlier = first.setdefault(row.on_date, place)
        if earlier != place:
            period = (
                "on the same day"
                if into.frequency == IRREGULAR
                else f"of the same period, {in_words(into.frequency, row.on_date)}"
            )
            yield FieldError(
                pointer=f"/points/{place}/on_date",
                code="twice",
                message=f"Entry {earlier + 1} is {period}. Keep one of them.",
            )


def _names(names: Sequence[str]) -> str:
    return " and ".join(names)
