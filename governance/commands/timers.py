"""What happens to appointments by itself on a date. Each may be done again without effect."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from governance import events
from governance.commands.rows import in_force
from governance.commands.schedule import (
    APPOINTMENT_ENDS,
    APPOINTMENT_STARTS,
    SUSPENSION_UNCONFIRMED,
)
from governance.commands.terms import last_day_of_terms
from governance.commands.vacating import lock_with_seats, vacate
from governance.facts.spans import ONE_DAY
from governance.models import AppointmentState, EndReason, Induction, Suspension
from kernel.actors import SYSTEM
from kernel.errors import NotFound
from kernel.log import record
from kernel.moves import move, reachable

__all__ = [
    "APPOINTMENT_ENDS",
    "APPOINTMENT_STARTS",
    "SUSPENSION_UNCONFIRMED",
    "end_at_term",
    "note_unconfirmed_suspension",
    "start_appointment",
]


@transaction.atomic
def start_appointment(*, subject_id: UUID, today: date, now: datetime) -> None:
    """A prepared partner's role begins on the day that was set.

    Emits:
        Activated
    """
    try:
        appointment, _ = lock_with_seats(subject_id, SYSTEM)
    except NotFound:
        return
    induction = in_force(Induction.objects.filter(appointment_id=subject_id)).first()
    starts_on = induction.starts_on if induction else None
    waiting = appointment.state == AppointmentState.INDUCTING
    if not waiting or starts_on is None or starts_on > today:
        return
    move(
        appointment,
        "complete_induction",
        events.Activated(appointment_id=appointment.pk),
        actor=SYSTEM,
        now=now,
        effective_on=starts_on,
    )


@transaction.atomic
def end_at_term(*, subject_id: UUID, today: date, now: datetime) -> None:
    """The appointment ends on the day after the last day of its last term.

    Emits:
        Ended, SeatVacated
    """
    try:
        appointment, locked = lock_with_seats(subject_id, SYSTEM)
    except NotFound:
        return
    last_day = last_day_of_terms(subject_id)
    if last_day is None or last_day >= today or "end" not in reachable(appointment):
        return
    day = last_day + ONE_DAY
    move(
        appointment,
        "end",
        events.Ended(appointment_id=appointment.pk),
        actor=SYSTEM,
        now=now,
        effective_on=day,
        changes={"end_reason": EndReason.TERM},
    )
    vacate(appointment, locked, first_day_after=day, actor=SYSTEM, now=now, keep_rows=True)


@transaction.atomic
def note_unconfirmed_suspension(*, subject_id: UUID, today: date, now: datetime) -> None:
    """Nobody confirmed a suspension in time: that is told, once.

    Emits:
        SuspensionUnconfirmed
    """
    try:
        appointment, _ = lock_with_seats(subject_id, SYSTEM)
    except NotFound:
        return
    overdue = Suspension.objects.filter(
        appointment_id=subject_id,
        lifted_on__isnull=True,
        confirmed_by__isnull=True,
        confirm_by__lt=today,
    )
    if overdue.exists():
        event = events.SuspensionUnconfirmed(appointment_id=subject_id)
        record(appointment, event, actor=SYSTEM, now=now, effective_on=today)
