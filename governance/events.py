"""What happens in governance: ids and facts only, no names, no causes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from kernel.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class _OfCommittee:
    committee_id: UUID


@dataclass(frozen=True, kw_only=True)
class CommitteeRegistered(_OfCommittee, DomainEvent):
    """A committee was entered; it governs nothing yet."""

    type: ClassVar[str] = "uk.qiflow.committee.registered.v1"


@dataclass(frozen=True, kw_only=True)
class CommitteeChanged(_OfCommittee, DomainEvent):
    """Name, unit, chair, terms of reference or the like were changed."""

    type: ClassVar[str] = "uk.qiflow.committee.changed.v1"
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CommitteeConstituted(_OfCommittee, DomainEvent):
    """A committee governs from here on."""

    type: ClassVar[str] = "uk.qiflow.committee.constituted.v1"


@dataclass(frozen=True, kw_only=True)
class CommitteeClassified(_OfCommittee, DomainEvent):
    """Somebody said, or said again, whether a committee reviews safety data."""

    type: ClassVar[str] = "uk.qiflow.committee.classified.v1"
    safety_related: str


@dataclass(frozen=True, kw_only=True)
class CommitteeSuspended(_OfCommittee, DomainEvent):
    """A committee stops meeting for a while."""

    type: ClassVar[str] = "uk.qiflow.committee.suspended.v1"
    duties_go_to: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class CommitteeReinstated(_OfCommittee, DomainEvent):
    """A suspended committee meets again."""

    type: ClassVar[str] = "uk.qiflow.committee.reinstated.v1"


@dataclass(frozen=True, kw_only=True)
class CommitteeMerged(_OfCommittee, DomainEvent):
    """Another committee stands in the place of this one."""

    type: ClassVar[str] = "uk.qiflow.committee.merged.v1"
    into: UUID


@dataclass(frozen=True, kw_only=True)
class CommitteeEnded(_OfCommittee, DomainEvent):
    """A committee has ceased to be."""

    type: ClassVar[str] = "uk.qiflow.committee.ended.v1"
    duties_go_to: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class CommitteeApprovedAgain(_OfCommittee, DomainEvent):
    """A committee was approved again after a merger of its organisation."""

    type: ClassVar[str] = "uk.qiflow.committee.approved_again.v1"


@dataclass(frozen=True, kw_only=True)
class ParticipationChanged(_OfCommittee, DomainEvent):
    """An organisation takes part in a joint committee, or no longer does."""

    type: ClassVar[str] = "uk.qiflow.committee.participation_changed.v1"
    participant_id: UUID
    takes_part: bool


@dataclass(frozen=True, kw_only=True)
class SeatAdded(_OfCommittee, DomainEvent):
    """The terms of reference give a committee another seat."""

    type: ClassVar[str] = "uk.qiflow.seat.added.v1"
    seat_id: UUID


@dataclass(frozen=True, kw_only=True)
class SeatClosed(_OfCommittee, DomainEvent):
    """A committee has a seat no longer."""

    type: ClassVar[str] = "uk.qiflow.seat.closed.v1"
    seat_id: UUID


@dataclass(frozen=True, kw_only=True)
class SeatFilled(_OfCommittee, DomainEvent):
    """A partner or a pool holds a seat."""

    type: ClassVar[str] = "uk.qiflow.seat.filled.v1"
    seat_id: UUID
    assignment_id: UUID
    from_date: date


@dataclass(frozen=True, kw_only=True)
class SeatVacated(_OfCommittee, DomainEvent):
    """Whoever held a seat holds it no longer."""

    type: ClassVar[str] = "uk.qiflow.seat.vacated.v1"
    seat_id: UUID
    assignment_id: UUID


@dataclass(frozen=True, kw_only=True)
class RecruitmentChanged(_OfCommittee, DomainEvent):
    """Recruiting for a seat began, changed hands or ended."""

    type: ClassVar[str] = "uk.qiflow.seat.recruitment_changed.v1"
    seat_id: UUID
    open: bool


@dataclass(frozen=True, kw_only=True)
class PoolMembershipChanged(DomainEvent):
    """A partner joined or left a pool that covers seats."""

    type: ClassVar[str] = "uk.qiflow.psp.pool_changed.v1"
    appointment_id: UUID
    pool_id: UUID


@dataclass(frozen=True, kw_only=True)
class AppointmentEvent(DomainEvent):
    """Something happened to an appointment of a patient safety partner."""

    type: ClassVar[str] = "uk.qiflow.psp.changed.v1"
    appointment_id: UUID


class Applied(AppointmentEvent):
    """Somebody would like to be a patient safety partner."""

    type: ClassVar[str] = "uk.qiflow.psp.applied.v1"


class Shortlisted(AppointmentEvent):
    """A panel thinks well of an application."""

    type: ClassVar[str] = "uk.qiflow.psp.shortlisted.v1"


class HeldInReserve(AppointmentEvent):
    """A good applicant waits for a place."""

    type: ClassVar[str] = "uk.qiflow.psp.held_in_reserve.v1"


class Declined(AppointmentEvent):
    """An application was declined."""

    type: ClassVar[str] = "uk.qiflow.psp.declined.v1"


class Offered(AppointmentEvent):
    """A place was offered."""

    type: ClassVar[str] = "uk.qiflow.psp.offered.v1"


class Accepted(AppointmentEvent):
    """An offer was accepted."""

    type: ClassVar[str] = "uk.qiflow.psp.accepted.v1"


class ChecksCleared(AppointmentEvent):
    """Checks are in order."""

    type: ClassVar[str] = "uk.qiflow.psp.checks_cleared.v1"


class InductionRecorded(AppointmentEvent):
    """Induction is complete; the role begins on its day."""

    type: ClassVar[str] = "uk.qiflow.psp.induction_recorded.v1"


class Activated(AppointmentEvent):
    """The role has begun."""

    type: ClassVar[str] = "uk.qiflow.psp.activated.v1"


class TermChanged(AppointmentEvent):
    """The dates of a term were corrected."""

    type: ClassVar[str] = "uk.qiflow.psp.term_changed.v1"


class Renewed(AppointmentEvent):
    """Another term was agreed."""

    type: ClassVar[str] = "uk.qiflow.psp.renewed.v1"


class Paused(AppointmentEvent):
    """The partner takes a break."""

    type: ClassVar[str] = "uk.qiflow.psp.paused.v1"


class Returned(AppointmentEvent):
    """The partner is back from a break."""

    type: ClassVar[str] = "uk.qiflow.psp.returned.v1"


class Suspended(AppointmentEvent):
    """The appointment does not count for the present."""

    type: ClassVar[str] = "uk.qiflow.psp.suspended.v1"


class SuspensionConfirmed(AppointmentEvent):
    """A second person confirmed a suspension."""

    type: ClassVar[str] = "uk.qiflow.psp.suspension_confirmed.v1"


class SuspensionUnconfirmed(AppointmentEvent):
    """Nobody confirmed a suspension in time."""

    type: ClassVar[str] = "uk.qiflow.psp.suspension_unconfirmed.v1"


class SuspensionLifted(AppointmentEvent):
    """A suspension is over."""

    type: ClassVar[str] = "uk.qiflow.psp.suspension_lifted.v1"


class Ended(AppointmentEvent):
    """The appointment is over."""

    type: ClassVar[str] = "uk.qiflow.psp.ended.v1"


class Withdrawn(AppointmentEvent):
    """The person took the application back."""

    type: ClassVar[str] = "uk.qiflow.psp.withdrawn.v1"
