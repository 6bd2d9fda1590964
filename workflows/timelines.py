"""Evaluates every rule of a kind for many subjects: the timelines that findings must equal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from kernel.rules.outcomes import Interval
from kernel.rules.rule import Facts, Rule
from kernel.rules.rulebook import RULEBOOK
from kernel.rules.timeline import Sweep, timeline


class Judged(NamedTuple):
    """The timeline of one rule for one subject, with what its findings carry.

    `severity` is that of the rule: an interval may say another one.
    """

    subject_id: UUID
    organisation_id: UUID
    unit_id: UUID | None
    rule_id: str
    rule_version: int
    severity: str
    intervals: tuple[Interval, ...]

    def severity_of(self, interval: Interval) -> str:
        return interval.severity.value if interval.severity else self.severity


def judge(
    kind: str,
    ids: Sequence[UUID],
    *,
    horizons: Mapping[UUID, date] | date,
    known_at: datetime | None = None,
) -> list[Judged]:
    """All rules of a kind over the facts of many subjects, up to each one's horizon."""
    facts_of = RULEBOOK.subjects[kind].load(ids, known_at)
    rules = RULEBOOK.of(kind)
    judged: list[Judged] = []
    for subject_id, facts in facts_of.items():
        horizon = horizons if isinstance(horizons, date) else horizons[subject_id]
        sweep = Sweep()
        judged.extend(_judged(rule, facts, horizon, sweep) for rule in rules)
    return judged


def _judged(rule: Rule[Facts], facts: Facts, horizon: date, sweep: Sweep) -> Judged:
    return Judged(
        subject_id=facts.subject_id,
        organisation_id=facts.organisation_id,
        unit_id=facts.unit_id,
        rule_id=rule.id,
        rule_version=rule.version,
        severity=rule.severity(facts).value,
        intervals=timeline(rule, facts, horizon=horizon, sweep=sweep),
    )
