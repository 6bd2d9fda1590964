"""Where a measure ought to be on a day, from dated targets and trajectories. Pure.

A point is held against the target of its own day, the first day of its period.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

STEP, LINE = "step", "line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One dated target. `line`: reached on this day, in equal parts from the target before it."""

    on: date
    value: Decimal
    line: bool = False


class Targets:
    """The targets of one measure, asked day by day."""

    def __init__(self, targets: Iterable[Target]) -> None:
        self._targets = sorted(targets, key=lambda target: target.on)
        self._days = [target.on for target in self._targets]
        self._values = [Fraction(target.value) for target in self._targets]

    def on(self, day: date) -> Fraction | None:
        """The target of a day, exactly; None before the first one.

        The first target has nothing to rise or fall from: it holds from its day, line or not.
        """
        place = bisect_right(self._days, day)
        if place == 0:
            return None
        held = self._targets[place - 1]
        coming = self._targets[place] if place < len(self._targets) else None
        if coming is None or not coming.line:
            return self._values[place - 1]
        return _on_the_way(held, coming, day)


def targets_at(targets: Iterable[Target], days: Iterable[date]) -> Sequence[Fraction | None]:
    """The target of each day."""
    held = Targets(targets)
    return [held.on(day) for day in days]


def _on_the_way(held: Target, coming: Target, day: date) -> Fraction:
    start, end = Fraction(held.value), Fraction(coming.value)
    return start + (end - start) * Fraction((day - held.on).days, (coming.on - held.on).days)
