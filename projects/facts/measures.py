"""Frozen facts of a project's measures: what was counted, when it was in, what was aimed at. Pure.

Reference series belong to no project and are judged by no rule.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from projects.measures.periods import IRREGULAR, last_day
from projects.measures.targets import Target, Targets
from projects.spc import CURRENT_RULES, RuleSet, XmrSeries, analyse
from projects.spc.xmr_values import Direction

OUTCOME, PROCESS, BALANCING = "outcome", "process", "balancing"
PROPORTION, RATE = "proportion", "rate"


class PointFacts(NamedTuple):
    """What was found in the period that begins `on`.

    `in_on`: the day on which data of this period first came in. `counted`: there is a figure;
    otherwise the period is known to have none. Of a sample, `numerator` is the sum of its values
    and `denominator` their number.
    """

    on: date
    in_on: date
    counted: bool = True
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None

    @property
    def empty(self) -> bool:
        """Was there no opportunity at all (0 of 0)?"""
        return self.denominator == 0


@dataclass(frozen=True, eq=False, kw_only=True)
class MeasureFacts:
    """One measure with its data, oldest first.

    `defined`: it has an operational definition. `sampled`: not every opportunity is counted.
    `created_on`: the day on which it was written down in QIflow. Units: `lag_days` from the end of
    a period, None for the Standard; `locked_points` is how many first points the limits keep to,
    None for the Standard and 0 for every point.
    """

    measure_id: UUID
    family: str
    data_kind: str
    direction: Direction
    frequency: str
    begins_on: date
    created_on: date
    ended_on: date | None = None
    defined: bool = True
    sampled: bool = False
    planned: bool = False
    rare: bool = False
    reliability: bool = False
    per: int = 1
    lag_days: int | None = None
    locked_points: int | None = None
    rules: RuleSet = CURRENT_RULES
    points: tuple[PointFacts, ...] = ()
    targets: tuple[Target, ...] = ()
    rebases: tuple[date, ...] = ()

    @property
    def regular(self) -> bool:
        return self.frequency != IRREGULAR

    @property
    def known_from(self) -> date:
        """The day from which the measure is there, even if its first period is still to come."""
        return min(self.begins_on, self.created_on)

    def known(self, day: date) -> bool:
        return self.known_from <= day and not self.over(day)

    def running(self, day: date) -> bool:
        return self.begins_on <= day and not self.over(day)

    def over(self, day: date) -> bool:
        return self.ended_on is not None and self.ended_on < day

    def edges(self) -> tuple[date, ...]:
        """The days on which it begins to be there, begins to run, or is there no more."""
        days = (self.known_from, self.begins_on)
        return (*days, self.ended_on + timedelta(days=1)) if self.ended_on else days

    @cached_property
    def ends(self) -> tuple[date, ...]:
        """The last day of the period of each point."""
        return tuple(last_day(self.frequency, point.on) for point in self.points)

    def ended_before(self, day: date) -> int:
        """How many points are of periods that were over before a day: they are what it knows."""
        return bisect_left(self.ends, day)

    @cached_property
    def counted_ends(self) -> tuple[date, ...]:
        """The last day of each period that has a figure."""
        pairs = zip(self.ends, self.points, strict=True)
        return tuple(end for end, point in pairs if point.counted)

    def figure(self, point: PointFacts) -> Fraction | None:
        """The exact value of a point; None for a gap.

        Source: QIflow field notes 8.3 (100 x n / d; undefined where d is 0).
        """
        if not point.counted:
            return None
        if point.denominator is None or point.numerator is None:
            return None if point.value is None else Fraction(point.value)
        times = {PROPORTION: 100, RATE: self.per}.get(self.data_kind, 1)
        return times * Fraction(point.numerator) / Fraction(point.denominator)

    def met(self, point: PointFacts) -> bool | None:
        """Did a point meet its target? None: no figure, no target or no direction to meet it in."""
        figure, target = self.figure(point), self._targets.on(point.on)
        if figure is None or target is None or self.direction == "neutral":
            return None
        return figure >= target if self.direction == "increase" else figure <= target

    def concerns(self, known: int, *, since: date, locked: int) -> frozenset[date]:
        """The points of a segment that signal something unfavourable, on the unfavourable side.

        `known` is how many points there are; the segment begins on the first one at or after
        `since`. A fall that is still above the mean, or a rise still below it, is not a concern.
        Judged on an XmR chart, whatever chart is drawn.
        Source: QIflow field notes 8.4, 15 item 13.
        """
        key = (known, since, locked)
        if key not in self._concerns:
            self._concerns[key] = self._unfavourable(*key)
        return self._concerns[key]

    def _unfavourable(self, known: int, since: date, locked: int) -> frozenset[date]:
        segment = [point for point in self.points[:known] if point.on >= since]
        if not segment or self.direction == "neutral":
            return frozenset()
        figures = [self.figure(point) for point in segment]
        found = analyse(
            XmrSeries(
                dates=[point.on for point in segment],
                values=[None if figure is None else float(figure) for figure in figures],
                improvement_direction=self.direction,
                fix_after_n_points=locked or None,
                rules=self.rules,
            )
        ).points
        bad_side = -1 if self.direction == "increase" else 1
        return frozenset(
            day
            for day, kind, side in zip(
                found.date, found.point_type, found.relative_to_mean, strict=True
            )
            if kind == "special_cause_concern" and side == bad_side
        )

    @cached_property
    def _targets(self) -> Targets:
        return Targets(self.targets)

    @cached_property
    def _concerns(self) -> dict[tuple[int, date, int], frozenset[date]]:
        return {}
