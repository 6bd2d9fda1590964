"""What of a measure decides how its chart looks and speaks. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, cast
from uuid import UUID

from projects.measures.suits import CHART_EDITION
from projects.spc import CURRENT_RULES, RULE_SETS, RuleSet

Direction = Literal["increase", "decrease", "neutral"]

PER_CENT = 100

#: The names of a `MeasureHead`'s fields, which are columns of the table too.
HEAD = (
    "id",
    "organisation_id",
    "project_id",
    "unit_id",
    "name",
    "family",
    "data_kind",
    "unit_word",
    "per",
    "direction",
    "frequency",
    "chart",
    "rule_set",
    "baseline_points",
    "reference",
    "reliability",
    "begins_on",
    "ended_on",
    "owner_id",
    "version",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureHead:
    """One measure without its data.

    Units: `per` is the multiple of a rate; `baseline_points` counts points, None for the Standard
    and 0 for limits from every point.
    """

    id: UUID
    organisation_id: UUID
    project_id: UUID | None
    unit_id: UUID | None
    name: str
    family: str
    data_kind: str
    unit_word: str
    per: int
    direction: str
    frequency: str
    chart: str
    rule_set: str
    baseline_points: int | None
    reference: bool
    reliability: bool
    begins_on: date
    ended_on: date | None
    owner_id: UUID | None
    version: int

    @property
    def unit(self) -> str:
        """The unit as a value carries it: "%", "per 1,000 bed days", "minutes"."""
        if self.data_kind == "proportion":
            return "%"
        if self.data_kind == "rate":
            return f"per {self.per:,} {self.unit_word}".strip()
        return self.unit_word or {"time_between": "days", "cases_between": "cases"}.get(
            self.data_kind, ""
        )

    @property
    def multiple(self) -> int:
        """By what a numerator over a denominator is multiplied."""
        return PER_CENT if self.data_kind == "proportion" else self.per

    @property
    def lowest(self) -> float | None:
        """The least that can be drawn."""
        return None if self.data_kind in ("value", "sample") else 0.0

    @property
    def highest(self) -> float | None:
        """The most that can be drawn."""
        return float(PER_CENT) if self.data_kind == "proportion" else None

    @property
    def improves(self) -> Direction:
        """Which way is better."""
        return cast("Direction", self.direction)

    @property
    def rules(self) -> RuleSet:
        """The edition of the XmR rules by which the measure is judged."""
        return RULE_SETS.get(self.rule_set, CURRENT_RULES)


def edition_for(chart: str) -> str:
    """The newest edition of the rules of a chart."""
    return CURRENT_RULES.key if chart == "xmr" else CHART_EDITION
