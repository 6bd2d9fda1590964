"""One measured figure beside its limit, its first bar and its goal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A number to reach. `at_least`: more is better; otherwise less is."""

    value: float
    at_least: bool = False

    def met(self, value: float) -> bool:
        return value >= self.value if self.at_least else value <= self.value

    def distance(self, value: float) -> float:
        """How far on the way to the goal: 1 is there, 0.5 is half as good."""
        if not value or not self.value:
            return 0.0
        return value / self.value if self.at_least else self.value / value

    def text(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {number(self.value)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What we did, what the limit did in the same run, and what is asked for.

    `judged` is the number that bar and goal speak of: a ratio to the limit, or a plain value.
    `goal_judged` is set where the goal speaks of another number than the bar.
    """

    id: str
    what: str
    ours: str
    limit: str
    judged: float
    bar: Target | None = None
    goal: Target | None = None
    goal_judged: float | None = None

    @property
    def passed(self) -> bool:
        return self.bar is None or self.bar.met(self.judged)

    def row(self) -> list[str]:
        against = self.judged if self.goal_judged is None else self.goal_judged
        bar = f"{self.bar.text()} {'✓' if self.passed else '✗'}" if self.bar else "-"
        goal = distance = "-"
        if self.goal:
            goal = f"{self.goal.text()} {'✓' if self.goal.met(against) else '✗'}"
            distance = f"{self.goal.distance(against):.2f}"
        shown = number(self.judged)
        if self.goal_judged is not None:
            shown += f" / {number(self.goal_judged)}"
        return [self.id, self.what, self.ours, self.limit, shown, bar, goal, distance]


HEAD = ["", "Work", "Ours", "Limit in the same run", "Judged", "First bar", "Goal", "Of goal"]


def number(value: float) -> str:
    """Three figures that matter, with thousands apart."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def table(figures: Iterable[Figure]) -> str:
    """A table that reads well in a terminal and in Markdown."""
    rows = [HEAD, *(figure.row() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = [_line(row, widths) for row in rows]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
    return "| " + " | ".join(cells) + " |"


def dump(figures: Sequence[Figure]) -> str:
    return json.dumps([asdict(figure) for figure in figures])


def load(text: str) -> list[Figure]:
    return [
        Figure(
            **{
                name: Target(**value) if name in ("bar", "goal") and value else value
                for name, value in row.items()
            }
        )
        for row in json.loads(text)
    ]
