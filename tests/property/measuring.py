"""The oracle's part on measures: plain reckoning from dated rows, day by day. Imports no rule.

What a signal is comes from the engine of charts, which has vectors of its own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from projects.spc import XmrSeries, analyse
from tests.property.oracle import (
    _WORKING,
    END,
    EVERY,
    ORIGIN,
    Days,
    History,
    Row,
    Said,
    _approved,
    of,
    state,
    stay,
)

A_DAY = timedelta(days=1)


class Point(NamedTuple):  # of a period; no figure is a gap, or nobody at all if `n` is 0
    day: date
    came: date
    figure: Fraction | None
    n: Decimal | None


class Measured(NamedTuple):
    key: Any
    family: str
    defined: bool
    sampled: bool
    plan: bool
    rare: bool
    marked: bool
    way: str
    every: str
    lag: int | None
    written: date
    points: list[Point]
    targets: list[tuple[date, Fraction, bool]]
    rebases: list[date]


def number(every: str, day: date) -> int:
    """Periods are counted: two that follow each other differ by one."""
    return day.year * 12 + day.month - 1 if every == "month" else (day.toordinal() - 1) // 7


def begins(every: str, period: int) -> date:
    if every == "month":
        return date(period // 12, period % 12 + 1, 1)
    return date.fromordinal(period * 7 + 1)


def ends(it: Measured, point: date) -> date:
    return (
        point if it.every == "irregular" else begins(it.every, number(it.every, point) + 1) - A_DAY
    )


def due(it: Measured, period: int) -> date:
    return begins(it.every, period + 1) - A_DAY + timedelta(days=15 if it.lag is None else it.lag)


def family(it: History) -> Said:
    """P08: outcome and process from testing on, balancing from implementing on."""
    _, open_ = _approved(it)
    there = {
        kind: of(_known(it, lambda one, kind=kind: one.family == kind and one.defined))
        for kind in ("outcome", "process", "balancing")
    }
    unsaid = of(_known(it, lambda one: not one.family))
    two = there["outcome"] & there["process"]
    testing, later = (open_ & _work(it, *stages) for stages in (("testing",), _WORKING[2:]))
    all_three = two & there["balancing"]
    yes = (testing | later) & all_three | testing & two & ~unsaid
    unknown = (testing | later) & unsaid & ~all_three
    return Said(yes, (testing | later) & ~yes & ~unknown, unknown)


def baseline(it: History) -> Said:
    """P09: eight points, a reason, or one that is begun and planned and not too late."""
    _, open_ = _approved(it)
    judged = open_ & _work(it, *_WORKING[1:]) & (0 if _came_in_testing(it) else EVERY)
    known, good = EVERY, EVERY
    for kind in ("outcome", "process"):
        rows = _known(it, lambda one, kind=kind: one.family == kind)
        known &= of(rows)
        some = 0
        for row in rows:
            some |= stay(row.first, row.last) & _enough(row.said)
        good &= some
    return Said(judged & known & good, judged & known & ~good, judged & ~known)


def _enough(one: Measured) -> Days:
    over = [ends(one, point.day) for point in one.points if point.figure is not None]
    days = EVERY if one.rare else 0
    if len(over) >= 8:
        days |= stay(over[7] + A_DAY)
    if over and one.plan:
        last = END
        if one.every != "irregular":
            first = next(point.day for point in one.points if point.figure is not None)
            last = due(one, number(one.every, first) + 7)
        days |= stay(over[0] + A_DAY, last)
    return days


def data_in(it: History) -> Said:
    """P15: of every period that is asked for, something came by the day on which it was due."""
    since, _ = _approved(it)
    at_work = state(it.rows["state"], *_WORKING, "sustained") & since & of(it.rows["opened"])
    running = missed = 0
    for row in it.rows["measure"]:
        one, lives = row.said, stay(row.first, row.last)
        running |= lives
        if one.every == "irregular":
            continue
        came = {point.day: point.came for point in one.points}
        for period in range(number(one.every, row.first), number(one.every, row.last or END) + 1):
            first, end = begins(one.every, period), begins(one.every, period + 1) - A_DAY
            asked = first >= row.first and one.written <= end <= (row.last or END)
            if asked and at_work & stay(end, end):
                last = came.get(first)
                missed |= lives & stay(due(one, period) + A_DAY, last - A_DAY if last else None)
    in_use = _work(it, *_WORKING[1:])
    return Said(at_work & running & ~missed, at_work & missed, at_work & ~running & in_use)


def reached(it: History) -> Said:
    """P13: the last three periods in a row; once declared, as it was on that day."""
    _, open_ = _approved(it)
    open_ &= ~state(it.rows["state"], "paused")
    answers = _Answers(it, _is_reliable)
    found = {"yes": 0, "no": 0, "unknown": 0}
    for first, last, declared in _declarations(it):
        days = open_ & stay(first, last)
        if declared is None:
            for day in _each(days & _work(it, "implementing")):
                found[answers.on(day)] |= stay(day, day)
        elif declared not in it.rows["came_in"]:
            found[answers.on(declared.first)] |= days
    return Said(**found)


def held(it: History) -> Said:
    """P14: not two misses in the last four periods, and nothing that gets worse."""
    since, _ = _approved(it)
    judged = state(it.rows["state"], *_WORKING, "sustained") & since & of(it.rows["opened"])
    answers = _Answers(it, _is_held)
    found = {"yes": 0, "no": 0, "unknown": 0}
    for day in _each(judged & _work(it, "spreading", "sustained")):
        found[answers.on(day)] |= stay(day, day)
    return Said(**found)


class _Answers:
    """What is said on a day of all measures that are judged then; the same data say the same."""

    def __init__(self, it: History, judge: Callable[[Measured, int, list[int]], str]) -> None:
        self._it, self._judge = it, judge
        self._said: dict[Any, str] = {}
        self._over = {
            row.said.key: [ends(row.said, point.day) for point in row.said.points]
            for row in it.rows["measure"]
        }
        self._missing = {row.said.key: _missing(row) for row in it.rows["measure"]}

    def on(self, day: date) -> str:
        rows = [
            row for row in self._it.rows["measure"] if stay(row.first, row.last) & stay(day, day)
        ]
        marked = [row for row in rows if row.said.marked][-1:]
        if not marked and self._it.rows["method"][0].said == "model_for_improvement":
            marked = [row for row in rows if row.said.family == "process"]
        said = {self._of(row.said, day) for row in marked} or {"unknown"}
        return next(answer for answer in ("no", "unknown", "yes") if answer in said)

    def _of(self, one: Measured, day: date) -> str:
        known = bisect_left(self._over[one.key], day)
        missing = [period for period, last in self._missing[one.key] if last < day]
        rebased = sum(rebase < day for rebase in one.rebases)
        key = (one.key, known, len(missing), rebased)
        if key not in self._said:
            some = one._replace(points=one.points[:known], rebases=sorted(one.rebases)[:rebased])
            self._said[key] = self._judge(some, known, missing)
        return self._said[key]


def _missing(row: Row) -> list[tuple[int, date]]:
    """Periods of which nothing came, each with the last day on which that was in time."""
    one = row.said
    if one.every == "irregular":
        return []
    there = {number(one.every, point.day) for point in one.points}
    first = min(there, default=number(one.every, max(row.first, one.written) - A_DAY) + 1)
    periods = range(first, number(one.every, (row.last or END) + A_DAY))
    return [(period, due(one, period)) for period in periods if period not in there]


def _is_reliable(one: Measured, known: int, missing: list[int]) -> str:
    newest = number(one.every, one.points[-1].day) if known else -1
    if any(period > newest for period in missing) or one.way == "neutral":
        return "unknown"
    row: list[Point] = []
    nobody = 0
    for place, point in enumerate(reversed(one.points)):
        if one.every != "irregular" and number(one.every, point.day) != newest - place:
            break
        nobody += point.n == 0
        if nobody > 1 or (point.figure is None and point.n != 0):
            break
        row += [point] if point.figure is not None else []
        if len(row) == 3:
            break
    met = [_met(one, point) for point in row]
    if None in met:
        return "unknown"
    few = one.sampled and any(point.n is not None and point.n < 20 for point in row)
    worse = {point.day for point in row} & _worse(one)
    return "no" if False in met or len(row) < 3 or few or worse else "yes"


def _is_held(one: Measured, known: int, missing: list[int]) -> str:
    if one.way == "neutral":
        return "unknown"
    figures = [point for point in one.points if point.figure is not None]
    late = [begins(one.every, period) for period in missing]
    window = sorted([*(point.day for point in figures), *late])[-4:]
    met = [_met(one, point) for point in figures if point.day in window]
    if met.count(False) >= 2 or set(window) & _worse(one):
        return "no"
    return "unknown" if None in met or not met or set(late) & set(window) else "yes"


def _met(one: Measured, point: Point) -> bool | None:
    before = [target for target in one.targets if target[0] <= point.day]
    if not before:
        return None
    (begun, aim, _), after = before[-1], one.targets[len(before) :]
    if after and after[0][2]:
        day, last, _ = after[0]
        aim += (last - aim) * (point.day - begun).days / (day - begun).days
    assert point.figure is not None
    return point.figure >= aim if one.way == "increase" else point.figure <= aim


def _worse(one: Measured) -> set[date]:
    since = one.rebases[-1] if one.rebases else date.min
    some = [point for point in one.points if point.day >= since]
    if not some:
        return set()
    found = analyse(
        XmrSeries(
            dates=[point.day for point in some],
            values=[None if point.figure is None else float(point.figure) for point in some],
            improvement_direction=one.way,  # type: ignore[arg-type]
            fix_after_n_points=12,
        )
    ).points
    bad = 1 if one.way == "decrease" else -1
    return {
        day
        for day, kind, side in zip(
            found.date, found.point_type, found.relative_to_mean, strict=True
        )
        if kind == "special_cause_concern" and side == bad
    }


def _known(it: History, wanted: Callable[[Any], bool]) -> list[Row]:
    """Measures from the day on which they were there, be it before their first period."""
    return [
        row._replace(first=min(row.first, row.said.written))
        for row in it.rows["measure"]
        if wanted(row.said)
    ]


def _work(it: History, *stages: str) -> Days:
    """The days in a stage, as if no pause had ever been."""
    return state([row for row in it.rows["state"] if row.said != "paused"], *stages)


def _came_in_testing(it: History) -> bool:
    """Was it brought in by the very step by which testing began?"""
    tested = state(it.rows["state"], *_WORKING[1:], "sustained")
    began = tested & -tested
    return any(stay(row.first, row.first) == began for row in it.rows["came_in"])


def _declarations(it: History) -> Iterator[tuple[date, date, Row | None]]:
    """From day to day, the step by which it had been declared reliable."""
    steps = sorted(it.rows["state"], key=lambda row: row.first)
    declared, first = None, ORIGIN
    for place, row in enumerate(steps):
        if row.first > first:
            yield first, row.first - A_DAY, declared
            first = row.first
        if row.said in ("spreading", "sustained"):
            declared = declared or row
        elif row.said != "paused":
            declared = None
        if place == len(steps) - 1:
            yield first, END, declared


def _each(days: Days) -> Iterable[date]:
    while days:
        bit = days & -days
        yield ORIGIN + timedelta(days=bit.bit_length() - 1)
        days ^= bit
