"""Seats, who holds them, and recruiting for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from governance import events
from governance.commands.rows import (
    close,
    in_force,
    lock_committee,
    lock_together,
    open_after,
    replace,
    require_person,
    seat_of,
)
from governance.models import (
    AppointmentState,
    Committee,
    CommitteeState,
    Membership,
    Pool,
    PspAppointment,
    RecruitmentAction,
    Seat,
    SeatAssignment,
    SeatTerm,
)
from governance.policies.committees import may_manage
from kernel.actors import Actor
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import Blocked, FieldError, Invalid, NotFound
from kernel.events import DomainEvent
from kernel.log import record
from kernel.models import Aggregate
from kernel.versions import require_version

_OVER = (AppointmentState.ENDED, AppointmentState.WITHDRAWN, AppointmentState.DECLINED)


def _kept(committee: Committee, actor: Actor, expected_version: int | None) -> Committee:
    """A committee that the actor keeps, that has not ended, in the version that they saw."""
    require(may_manage(actor, organisation_id=committee.keeper_id, unit_id=committee.unit_id))
    if committee.state in (CommitteeState.MERGED, CommitteeState.ENDED):
        raise Blocked("This committee has ended.", code="ended", state=committee.state)
    require_version(committee, expected_version)
    return committee


@transaction.atomic
def add_seat(
    *,
    committee_id: UUID,
    seat_kind: str,
    actor: Actor,
    now: datetime,
    seat_no: int | None = None,
    required: bool = True,
    from_date: date | None = None,
    external_id: str = "",
    expected_version: int | None = None,
) -> Seat:
    """The terms of reference give a committee a seat, from its beginning unless said otherwise.

    Emits:
        SeatAdded
    Raises:
        NotFound, Denied, Blocked, Stale, Invalid
    """
    committee = _kept(lock_committee(committee_id, actor), actor, expected_version)
    taken = set(Seat.objects.filter(committee_id=committee.pk).values_list("seat_no", flat=True))
    if seat_no in taken:
        raise Invalid.one("/seat_no", "The committee has a seat with this number.", code="taken")
    first = from_date or committee.established_on
    if first < committee.established_on:
        raise Invalid.one("/from_date", "Give the day of its establishment or a later one.")
    seat = Seat.objects.create(
        organisation_id=committee.organisation_id,
        committee=committee,
        seat_no=seat_no or max(taken, default=0) + 1,
        seat_kind=seat_kind,
        external_id=external_id,
    )
    SeatTerm.objects.create(
        organisation_id=committee.organisation_id,
        committee=committee,
        seat=seat,
        required=required,
        from_date=first,
        recorded_at=now,
    )
    event = events.SeatAdded(committee_id=committee.pk, seat_id=seat.pk)
    record(committee, event, actor=actor, now=now, effective_on=first)
    return seat


@transaction.atomic
def close_seat(
    *,
    committee_id: UUID,
    seat_id: UUID,
    first_day_after: date,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Committee:
    """From a day on the committee has this seat no longer: whoever holds it leaves it then, and
    nobody recruits for it.

    Emits:
        SeatClosed, SeatVacated
    """
    committee = _kept(lock_committee(committee_id, actor), actor, expected_version)
    seat = seat_of(committee, seat_id)
    terms = list(open_after(SeatTerm.objects.filter(seat=seat), first_day_after))
    if not terms:
        raise Blocked("This seat is closed.", code="closed")
    for term in terms:
        close(term, first_day_after=first_day_after, now=now)
    told: list[DomainEvent] = [events.SeatClosed(committee_id=committee.pk, seat_id=seat.pk)]
    for row in open_after(SeatAssignment.objects.filter(seat=seat), first_day_after):
        close(row, first_day_after=first_day_after, now=now)
        told.append(
            events.SeatVacated(committee_id=committee.pk, seat_id=seat.pk, assignment_id=row.line)
        )
    for action in open_after(RecruitmentAction.objects.filter(seat=seat), first_day_after):
        close(action, first_day_after=first_day_after, now=now)
    record(committee, *told, actor=actor, now=now, effective_on=first_day_after)
    return committee


@transaction.atomic
def assign_seat(
    *,
    committee_id: UUID,
    seat_id: UUID,
    from_date: date,
    actor: Actor,
    now: datetime,
    appointment_id: UUID | None = None,
    pool_id: UUID | None = None,
    to_date: date | None = None,
    membership: str = Membership.FULL,
    holds_seat: bool = False,
    external_id: str = "",
    expected_version: int | None = None,
) -> SeatAssignment:
    """An appointment or a pool takes a seat. Two may share one seat; it still counts as one.

    Emits:
        SeatFilled, on the committee and on the appointment
    Raises:
        NotFound, Denied, Blocked, Stale, Invalid
    """
    wanted = _visible_appointment(appointment_id, actor)
    locked = lock_together(actor, committees=[committee_id], appointments=wanted)
    committee = locked.committees[committee_id]
    _kept(committee, actor, expected_version)
    seat = seat_of(committee, seat_id)
    appointment = locked.appointments.get(appointment_id) if appointment_id else None
    _check_holder(appointment, pool_id, actor, committee)
    _check_days(committee, seat, from_date, to_date, appointment_id)
    row = SeatAssignment.objects.create(
        organisation_id=committee.organisation_id,
        committee=committee,
        seat=seat,
        appointment_id=appointment_id,
        pool_id=pool_id,
        membership=membership,
        holds_seat=holds_seat,
        from_date=from_date,
        to_date=to_date,
        external_id=external_id,
        recorded_at=now,
    )
    event = events.SeatFilled(
        committee_id=committee.pk, seat_id=seat.pk, assignment_id=row.line, from_date=from_date
    )
    for aggregate in (committee, appointment):
        if aggregate is not None:
            record(aggregate, event, actor=actor, now=now, effective_on=from_date)
    return row


def _visible_appointment(appointment_id: UUID | None, actor: Actor) -> list[UUID]:
    if appointment_id is None:
        return []
    rows = PspAppointment.objects.visible_to(actor).filter(pk=appointment_id)
    return list(rows.values_list("pk", flat=True))


def _check_holder(
    appointment: PspAppointment | None, pool_id: UUID | None, actor: Actor, committee: Committee
) -> None:
    if pool_id is not None:
        if not Pool.objects.visible_to(actor).filter(pk=pool_id).exists():
            raise Invalid.one("/pool_id", "There is no such pool here.", code="unknown")
        return
    if appointment is None:
        raise Invalid.one("/appointment_id", "There is no such appointment here.", code="unknown")
    if appointment.state in _OVER:
        raise Blocked("This appointment is over.", code="ended", state=appointment.state)


def _check_days(
    committee: Committee,
    seat: Seat,
    from_date: date,
    to_date: date | None,
    appointment_id: UUID | None,
) -> None:
    wrong = []
    if to_date and to_date < from_date:
        wrong.append(
            FieldError(
                pointer="/to_date", code="before_start", message="Give a day after the start."
            )
        )
    if from_date < committee.established_on:
        wrong.append(
            FieldError(
                pointer="/from_date",
                code="before_committee",
                message="Give the day of the committee's establishment or a later one.",
            )
        )
    if not _exists_on(seat, from_date):
        wrong.append(
            FieldError(
                pointer="/from_date",
                code="no_seat",
                message="The committee does not have this seat on that day.",
            )
        )
    if appointment_id and _overlaps(seat, appointment_id, from_date, to_date):
        wrong.append(
            FieldError(
                pointer="/appointment_id", code="taken", message="They hold this seat already."
            )
        )
    if wrong:
        raise Invalid(*wrong)


def _exists_on(seat: Seat, day: date) -> bool:
    terms = open_after(SeatTerm.objects.filter(seat=seat), day)
    return bool(terms.filter(from_date__lte=day).exists())


def _overlaps(seat: Seat, appointment_id: UUID, first: date, last: date | None) -> bool:
    rows = SeatAssignment.objects.filter(seat=seat, appointment_id=appointment_id)
    later = open_after(rows, first)
    return bool((later.filter(from_date__lte=last) if last else later).exists())


@transaction.atomic
def change_assignment(
    *,
    assignment_id: UUID,
    actor: Actor,
    now: datetime,
    from_date: date | None = None,
    to_date: date | None = None,
    reopen: bool = False,
    expected_version: int | None = None,
) -> SeatAssignment:
    """End an assignment on a last day, or correct its days. `reopen` takes the end away.

    Emits:
        SeatVacated, or SeatFilled where it was corrected to begin or go on otherwise
    Raises:
        NotFound, Denied, Blocked, Stale, Invalid
    """
    row = _assignment(assignment_id, actor)
    appointments = _visible_appointment(row.appointment_id, actor)
    locked = lock_together(actor, committees=[row.committee_id], appointments=appointments)
    row = _assignment(assignment_id, actor)
    committee = locked.committees[row.committee_id]
    _kept(committee, actor, expected_version)
    first = from_date or row.from_date
    last = None if reopen else (to_date or row.to_date)
    if last and last < first:
        raise Invalid.one("/to_date", "Give a day after the start.", code="before_start")
    earliest = min(day for day in (first, row.from_date, last, row.to_date) if day)
    fresh = replace(row, now, from_date=first, to_date=last)
    event = _told(fresh, committee)
    aggregates: list[Aggregate] = [committee, *locked.appointments.values()]
    for aggregate in aggregates:
        record(aggregate, event, actor=actor, now=now, effective_on=earliest)
    return fresh


def _told(row: SeatAssignment, committee: Committee) -> events.SeatFilled | events.SeatVacated:
    if row.to_date:
        return events.SeatVacated(
            committee_id=committee.pk, seat_id=row.seat_id, assignment_id=row.line
        )
    return events.SeatFilled(
        committee_id=committee.pk,
        seat_id=row.seat_id,
        assignment_id=row.line,
        from_date=row.from_date,
    )


def _assignment(assignment_id: UUID, actor: Actor) -> SeatAssignment:
    rows = in_force(SeatAssignment.objects.visible_to(actor))
    row: SeatAssignment | None = rows.filter(line=assignment_id).first()
    if row is None:
        raise NotFound("There is no such seat assignment.")
    return row


@transaction.atomic
def start_recruiting(
    *,
    committee_id: UUID,
    seat_id: UUID,
    owner_id: UUID,
    actor: Actor,
    now: datetime,
    from_date: date | None = None,
    expected_version: int | None = None,
) -> RecruitmentAction:
    """Somebody is finding a partner for a seat; an open action changes hands.

    Emits:
        RecruitmentChanged
    """
    committee = _kept(lock_committee(committee_id, actor), actor, expected_version)
    seat = seat_of(committee, seat_id)
    require_person(owner_id, actor, organisation_id=committee.keeper_id, pointer="/owner_id")
    first = from_date or london_date(now)
    _close_all(RecruitmentAction.objects.filter(seat=seat, to_date__isnull=True), first, now)
    row = RecruitmentAction.objects.create(
        organisation_id=committee.organisation_id,
        committee=committee,
        seat=seat,
        owner_id=owner_id,
        from_date=first,
        recorded_at=now,
    )
    event = events.RecruitmentChanged(committee_id=committee.pk, seat_id=seat.pk, open=True)
    record(committee, event, actor=actor, now=now, effective_on=first)
    return row


def _close_all(rows: Iterable[RecruitmentAction], first_day_after: date, now: datetime) -> None:
    for row in in_force(rows):
        close(row, first_day_after=first_day_after, now=now)


@transaction.atomic
def stop_recruiting(
    *,
    committee_id: UUID,
    recruitment_id: UUID,
    first_day_after: date,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Committee:
    """Recruiting for a seat is done or dropped.

    Emits:
        RecruitmentChanged
    """
    committee = _kept(lock_committee(committee_id, actor), actor, expected_version)
    rows = RecruitmentAction.objects.filter(
        committee_id=committee.pk, line=recruitment_id, to_date__isnull=True
    )
    row = in_force(rows).first()
    if row is None:
        raise NotFound("There is no such recruitment action.")
    close(row, first_day_after=first_day_after, now=now)
    event = events.RecruitmentChanged(committee_id=committee.pk, seat_id=row.seat_id, open=False)
    record(committee, event, actor=actor, now=now, effective_on=first_day_after)
    return committee
