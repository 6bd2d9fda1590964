"""What every step shares: its day, its order of refusals, and the record of its guards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from governance.commands.holders import another_holder
from governance.commands.rows import latest_effective
from kernel.actors import Actor
from kernel.clock import london_date
from kernel.decisions import Decision, require
from kernel.errors import Invalid, Unmet
from kernel.events import DomainEvent
from kernel.gates import results, unmet
from kernel.models import Aggregate
from kernel.moves import move, reachable, unreachable
from kernel.rules.backdating import needs_second_approver, wrong_day
from kernel.rules.rule import Facts
from kernel.rules.standards import Standards
from kernel.standards import standards_of
from kernel.versions import require_version


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """Who takes a step, when, from which day on, why, and who else approves it.

    `expected_version`: what the caller saw, or None where nobody asks.
    """

    actor: Actor
    now: datetime
    effective_on: date | None = None
    reason: str = ""
    approved_by: UUID | None = None
    expected_version: int | None = None

    @property
    def today(self) -> date:
        return london_date(self.now)

    @property
    def day(self) -> date:
        return self.effective_on or self.today


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a step changes beside the state. `also` are further events of the same aggregate."""

    event: DomainEvent
    changes: Mapping[str, Any] = field(default_factory=dict)


def check_step(
    instance: Aggregate, step: str, taking: Taking, *, decision: Decision, day: date | None = None
) -> None:
    """Rights, then state, then version, then the day: the order in which refusals come.

    Raises:
        Denied, Blocked, PreconditionMissing, Stale, Invalid
    """
    require(decision)
    if step not in reachable(instance):
        raise unreachable(instance, step)
    require_version(instance, taking.expected_version)
    latest = latest_effective(instance.pk, instance.kind)
    wrong = wrong_day(day or taking.day, today=taking.today, latest=latest)
    if wrong:
        raise Invalid(wrong)


def standards_for(organisation_id: UUID) -> Standards:
    return standards_of([organisation_id])[organisation_id]


def second_approver(
    taking: Taking,
    *,
    organisation_id: UUID,
    permission: str,
    standards: Standards,
    day: date | None = None,
) -> bool:
    """Is a second approver there, where the day lies so far back that one is needed?"""
    if taking.actor.everywhere:
        return True
    if not needs_second_approver(day or taking.day, today=taking.today, standards=standards):
        return True
    return another_holder(
        taking.approved_by,
        permission,
        actor=taking.actor,
        organisation_id=organisation_id,
        today=taking.today,
    )


def take(
    instance: Aggregate,
    step: str,
    taking: Taking,
    outcome: Outcome,
    *,
    situation: Any,
    facts: Facts | None = None,
    day: date | None = None,
) -> None:
    """Ask every rule and guard of the step, then move.

    Raises:
        Unmet: with all that holds the step back.
    """
    name = f"{instance.kind}.{step}"
    held = unmet(name, facts=facts, situation=situation, on=day or taking.day)
    if held:
        count = len(held)
        words = "One thing is" if count == 1 else f"{count} things are"
        raise Unmet(f"{words} still needed for this step.", unmet=held)
    move(
        instance,
        step,
        outcome.event,
        actor=taking.actor,
        now=taking.now,
        effective_on=day or taking.day,
        reason=taking.reason,
        guards=results(name, ()),
        changes=outcome.changes,
        approved_by=taking.approved_by,
    )
