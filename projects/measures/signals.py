"""Special causes of a chart as stretches, and what is new against those told of before. Pure.

A stretch is a run of neighbouring points of one phase that one rule flags the same way. Rules are
taken before precedence: a point beyond a limit within a shift does not cut the shift in two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, pairwise
from typing import cast

from projects.measures.head import MeasureHead
from projects.spc import ChartAnalysis, XmrAnalysis
from projects.spc.charts import OF_SPREAD
from projects.spc.icons import POINT_TYPES

ASTRONOMICAL, SHIFT, TREND = "astronomical", "shift", "trend"
TWO_OF_THREE, SIGMA, RUNS = "two_of_three", "sigma", "runs"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Found:
    """One special cause: `began_on` and `last_on` are its first and latest point so far."""

    began_on: date
    rule: str
    meaning: str  # improvement, concern, neutral_high, neutral_low
    last_on: date

    @property
    def key(self) -> tuple[str, str, date]:
        """What makes it the same one when the series is computed again."""
        return self.rule, self.meaning, self.began_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What to write after a recalculation."""

    new: tuple[Found, ...]
    going_on: tuple[Found, ...]  # stored; it reaches further, less far, or is back
    gone: tuple[tuple[str, str, date], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A special cause that was told of; `gone` where it is no longer found."""

    key: tuple[str, str, date]
    last_on: date
    gone: bool

    def overlaps(self, found: Found) -> bool:
        """Does a stretch of the same rule and meaning share a day with this one?"""
        rule, meaning, began_on = self.key
        same = (rule, meaning) == (found.rule, found.meaning)
        return same and began_on <= found.last_on and found.began_on <= self.last_on


def found_in(head: MeasureHead, analysis: XmrAnalysis | ChartAnalysis) -> tuple[Found, ...]:
    """Every special cause of an analysis, the earliest first."""
    if isinstance(analysis, XmrAnalysis):
        return tuple(sorted(_of_xmr(head, analysis)))
    return tuple(sorted(_of_chart(head, analysis)))


def differing(found: Iterable[Found], stored: Iterable[Stored]) -> Difference:
    """New ones, those that changed, and those that are gone."""
    before = {one.key: one for one in stored}
    now = {one.key: one for one in _recognised(tuple(found), before)}
    return Difference(
        new=tuple([one for key, one in now.items() if key not in before]),
        going_on=tuple(
            [
                one
                for key, one in now.items()
                if key in before and (before[key].gone or before[key].last_on != one.last_on)
            ]
        ),
        gone=tuple([key for key, one in before.items() if key not in now and not one.gone]),
    )


def _recognised(
    found: Sequence[Found], before: Mapping[tuple[str, str, date], Stored]
) -> Iterator[Found]:
    """What was found, each under the first point with which it was told of.

    Limits that are computed again may move the first point of a stretch; that is no news.
    """
    same = {one.key for one in found} & before.keys()
    left = sorted(
        (one for key, one in before.items() if key not in same), key=lambda one: (one.gone, one.key)
    )
    for one in found:
        told = None if one.key in same else next((old for old in left if old.overlaps(one)), None)
        if told is None:
            yield one
        else:
            left.remove(told)
            yield replace(one, began_on=told.key[2])


def _of_xmr(head: MeasureHead, analysis: XmrAnalysis) -> Iterator[Found]:
    points = analysis.points
    for phase in analysis.phases:
        here = slice(phase.start, phase.end)
        dates, sides = points.date[here], points.relative_to_mean[here]
        for rule, bridged in ((ASTRONOMICAL, 0), (SHIFT, 0), (TWO_OF_THREE, 1)):
            flags: Sequence[bool | None] = getattr(points, rule)[here]
            signs = [(side or 0) if flag else 0 for flag, side in zip(flags, sides, strict=True)]
            for sign, start, end in _stretches(signs, bridged=bridged):
                yield _found(head, rule, sign, dates[start], dates[end])
        for sign, start, end in _slopes(points.value[here]):
            if end - start + 1 >= head.rules.trend_points:
                yield _found(head, TREND, sign, dates[start], dates[end])


def _of_chart(head: MeasureHead, analysis: ChartAnalysis) -> Iterator[Found]:
    points = analysis.points
    days = cast("tuple[date, ...]", points.x)
    above = [_above(value, cl) for value, cl in zip(points.value, points.cl, strict=True)]
    signs = [side if flag else 0 for flag, side in zip(points.sigma_signal, above, strict=True)]
    start = 0
    for part in analysis.parts:
        end = start + points.part.count(part.part)
        for sign, first, last in _stretches(signs[start:end]):
            yield _found(head, SIGMA, sign, days[start + first], days[start + last])
        if part.runs.runs_signal:
            sign, first, last = _longest_run(above[start:end])
            yield _found(head, RUNS, sign, days[start + first], days[start + last])
        start = end


def _found(head: MeasureHead, rule: str, sign: int, began_on: date, last_on: date) -> Found:
    direction = "neutral" if head.chart in OF_SPREAD else head.improves
    meaning = POINT_TYPES[direction][sign].removeprefix("special_cause_")
    return Found(rule=rule, meaning=meaning, began_on=began_on, last_on=last_on)


def _stretches(signs: Sequence[int], *, bridged: int = 0) -> Iterator[tuple[int, int, int]]:
    """(sign, first, last) of neighbouring equal signs.

    Up to `bridged` unflagged points between them do not cut: of two in three, the third may lie
    between the two.
    """
    sign = first = last = 0
    for here, one in enumerate(signs):
        if one == 0:
            continue
        if sign == one and here - last <= bridged + 1:
            last = here
            continue
        if sign:
            yield sign, first, last
        sign, first, last = one, here, here
    if sign:
        yield sign, first, last


def _slopes(values: Sequence[float | None]) -> Iterator[tuple[int, int, int]]:
    """(sign, first, last) of every unbroken rise and fall; a peak belongs to both."""
    steps = [_above(after, before) for before, after in pairwise(values)]
    here = 0
    for sign, run in groupby(steps):
        length = len(list(run))
        if sign:
            yield sign, here, here + length
        here += length


def _longest_run(sides: Sequence[int]) -> tuple[int, int, int]:
    """(side, first, last) of the longest run on one side; points on the line do not break it.

    Of two that are equally long, the later.
    """
    useful = [(here, side) for here, side in enumerate(sides) if side]
    runs = [list(run) for _, run in groupby(useful, key=lambda one: one[1])]
    longest = max(reversed(runs), key=len)
    return longest[0][1], longest[0][0], longest[-1][0]


def _above(value: float | None, line: float | None) -> int:
    """1 above, -1 below, 0 on the line or unknown."""
    if value is None or line is None or value == line:
        return 0
    return 1 if value > line else -1
