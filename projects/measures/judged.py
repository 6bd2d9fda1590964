"""What rules judge a measure by, and what that was before it was changed. Pure.

The data of a measure are dated rows. What is written about it is not: each change keeps what stood
before, so that a past day is judged by what was known then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol


class Written(Protocol):
    """The fields of a measure that count."""

    family: str
    data_kind: str
    direction: str
    frequency: str
    begins_on: date
    ended_on: date | None
    definition: str
    sampling: str
    baseline_plan: str
    rare_event_reason: str
    reliability: bool
    per: int
    reporting_lag_days: int | None
    baseline_points: int | None
    rule_set: str


def judged_by(measure: Written) -> dict[str, Any]:
    """What counts today, as JSON values; of free words only whether there are any."""
    return {
        "family": measure.family,
        "data_kind": measure.data_kind,
        "direction": measure.direction,
        "frequency": measure.frequency,
        "begins_on": measure.begins_on.isoformat(),
        "ended_on": measure.ended_on.isoformat() if measure.ended_on else None,
        "defined": bool(measure.definition),
        "sampled": bool(measure.sampling),
        "planned": bool(measure.baseline_plan),
        "rare": bool(measure.rare_event_reason),
        "reliability": measure.reliability,
        "per": measure.per,
        "lag_days": measure.reporting_lag_days,
        "locked_points": measure.baseline_points,
        "rule_set": measure.rule_set,
    }


def kept(
    earlier: Sequence[Mapping[str, Any]], was: Mapping[str, Any], *, until: datetime
) -> list[Mapping[str, Any]]:
    """The earlier ones, and what stood until now."""
    return [*earlier, {**was, "until": until.isoformat()}]


def as_known(earlier: Sequence[Mapping[str, Any]], known_at: datetime) -> Mapping[str, Any]:
    """What was judged by at an instant; nothing where that is what stands today."""
    for one in earlier:
        if known_at < datetime.fromisoformat(one["until"]):
            return {name: value for name, value in one.items() if name != "until"}
    return {}
