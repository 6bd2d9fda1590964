"""Arithmetic of stretches of days. Pure.

A span is `(first, last)`, both days inclusive; an open end is `OPEN`. Lists of spans are oldest
first and do not overlap.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

Span = tuple[date, date]
Spans = tuple[Span, ...]

ONE_DAY = timedelta(days=1)
BEGINNING = date.min
OPEN = date.max
ALWAYS: Spans = ((BEGINNING, OPEN),)


def span(first: date, last: date | None) -> Span:
    """A span from a stored pair, where a null end is open."""
    return first, last or OPEN


def merged(spans: Iterable[Span]) -> Spans:
    """The same days as a sorted list without overlaps and without seams."""
    ordered = sorted(spans)
    if len(ordered) == 1 and ordered[0][0] <= ordered[0][1]:
        return (ordered[0],)
    result: list[Span] = []
    for first, last in ordered:
        if first > last:
            continue
        if result and (result[-1][1] == OPEN or first <= result[-1][1] + ONE_DAY):
            result[-1] = (result[-1][0], max(last, result[-1][1]))
        else:
            result.append((first, last))
    return tuple(result)


def common(one: Sequence[Span], other: Sequence[Span]) -> Spans:
    """The days that are in both."""
    if one == ALWAYS:
        return tuple(other)
    if other == ALWAYS:
        return tuple(one)
    return tuple(
        (max(a_first, b_first), min(a_last, b_last))
        for a_first, a_last in one
        for b_first, b_last in other
        if max(a_first, b_first) <= min(a_last, b_last)
    )


def outside(spans: Sequence[Span]) -> Spans:
    """The days that are in none of them."""
    result: list[Span] = []
    free_from = BEGINNING
    for first, last in merged(spans):
        if free_from < first:
            result.append((free_from, first - ONE_DAY))
        if last == OPEN:
            return tuple(result)
        free_from = last + ONE_DAY
    return (*result, (free_from, OPEN))


def edges(spans: Iterable[Span]) -> Iterable[date]:
    """The days on which membership in the spans changes."""
    for first, last in spans:
        if first != BEGINNING:
            yield first
        if last != OPEN:
            yield last + ONE_DAY


def covers(spans: Iterable[Span], day: date) -> bool:
    return any(first <= day <= last for first, last in spans)


def steps_to_spans(steps: Sequence[tuple[date, str]]) -> tuple[tuple[date, date, str], ...]:
    """Status by day from steps in the order (effective, recorded): of one day the later decides.

    Source: domain/domain.md 15 item 2.
    """
    by_day = sorted(dict(steps).items())
    ends = [*(day - ONE_DAY for day, _ in by_day[1:]), OPEN]
    # Without any step there is one end too many.
    return tuple((day, end, state) for (day, state), end in zip(by_day, ends, strict=False))


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
