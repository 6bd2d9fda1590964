"""Events that the service itself makes known: compliance, standards, work that was skipped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from kernel.events import DomainEvent
from kernel.rules.outcomes import Outcome


@dataclass(frozen=True, kw_only=True)
class OutcomeChanged:
    """From `since` on, one rule has another outcome for one subject, as known now."""

    subject_kind: str
    subject_id: UUID
    rule_id: str
    rule_version: int
    outcome: str
    since: date
    met: str | None = None
    next_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ComplianceFailed(OutcomeChanged, DomainEvent):
    """What must hold does not."""

    type: ClassVar[str] = "uk.qiflow.compliance.failed.v1"


@dataclass(frozen=True, kw_only=True)
class ComplianceAtRisk(OutcomeChanged, DomainEvent):
    """It will fail on a known day, or fails now within a stated grace period."""

    type: ClassVar[str] = "uk.qiflow.compliance.at_risk.v1"


@dataclass(frozen=True, kw_only=True)
class ComplianceRestored(OutcomeChanged, DomainEvent):
    """It holds again."""

    type: ClassVar[str] = "uk.qiflow.compliance.restored.v1"


@dataclass(frozen=True, kw_only=True)
class ComplianceUnknown(OutcomeChanged, DomainEvent):
    """An input is missing, so nobody can say."""

    type: ClassVar[str] = "uk.qiflow.compliance.unknown.v1"


@dataclass(frozen=True, kw_only=True)
class ComplianceNotApplicable(OutcomeChanged, DomainEvent):
    """The rule does not apply to the subject any longer."""

    type: ClassVar[str] = "uk.qiflow.compliance.not_applicable.v1"


OF_OUTCOME: dict[str, type[DomainEvent]] = {
    Outcome.FAIL: ComplianceFailed,
    Outcome.AT_RISK: ComplianceAtRisk,
    Outcome.PASS: ComplianceRestored,
    Outcome.UNKNOWN: ComplianceUnknown,
    Outcome.NOT_APPLICABLE: ComplianceNotApplicable,
}


@dataclass(frozen=True, kw_only=True)
class StandardChanged(DomainEvent):
    """A threshold has another value from `valid_from` on; no value returns to the national one."""

    type: ClassVar[str] = "uk.qiflow.standard.changed.v1"

    standard_id: UUID
    name: str
    valid_from: date
    value: int | None = None


@dataclass(frozen=True, kw_only=True)
class WorkSkipped(DomainEvent):
    """An operator decided that nothing shall follow from an event for a subject."""

    type: ClassVar[str] = "uk.qiflow.queue.work_skipped.v1"

    skip_id: UUID
    event_id: UUID
    subject_kind: str
    subject_id: UUID
