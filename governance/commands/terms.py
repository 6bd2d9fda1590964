"""Terms of office: their dates, corrections, and the timer at their end."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from governance import events
from governance.commands.rows import in_force, lock_appointment, replace
from governance.commands.schedule import APPOINTMENT_ENDS, cancel, schedule
from governance.facts.spans import ONE_DAY, months_after
from governance.models import AppointmentTerm, PspAppointment
from governance.policies.appointments import may_manage
from governance.rules.standards import TERM_LENGTH
from kernel.actors import Actor
from kernel.decisions import require
from kernel.errors import Invalid, NotFound
from kernel.log import record
from kernel.rules.standards import Standards
from kernel.versions import require_version


def last_day_of_terms(appointment_id: UUID) -> date | None:
    """The last day of the latest term, or None where there is no term or it is open."""
    rows = in_force(AppointmentTerm.objects.filter(appointment_id=appointment_id))
    latest = rows.order_by("-from_date").first()
    return latest.to_date if latest else None


def usual_end(from_date: date, standards: Standards) -> date:
    """The last day of a term of the usual length."""
    return months_after(from_date, standards.on(TERM_LENGTH, from_date)) - ONE_DAY


def add_term(
    appointment: PspAppointment,
    *,
    from_date: date,
    to_date: date,
    now: datetime,
    signed_on: date | None = None,
    over_limit_reason: str = "",
) -> AppointmentTerm:
    """Another term; the appointment ends by itself on the day after its last day."""
    if to_date < from_date:
        raise Invalid.one("/to_date", "Give a day after the start.", code="before_start")
    rows = in_force(AppointmentTerm.objects.filter(appointment=appointment))
    numbers = list(rows.values_list("number", flat=True))
    term = AppointmentTerm.objects.create(
        organisation_id=appointment.organisation_id,
        appointment=appointment,
        from_date=from_date,
        to_date=to_date,
        signed_on=signed_on,
        number=max(numbers, default=-1) + 1,
        over_limit_reason=over_limit_reason,
        recorded_at=now,
    )
    schedule(appointment, APPOINTMENT_ENDS, to_date + ONE_DAY)
    return term


@transaction.atomic
def correct_term(
    *,
    appointment_id: UUID,
    number: int,
    from_date: date,
    to_date: date,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> PspAppointment:
    """The dates of a term were entered wrongly.

    Emits:
        TermChanged
    Raises:
        NotFound, Denied, Stale, Invalid
    """
    appointment = lock_appointment(appointment_id, actor)
    require(may_manage(actor, organisation_id=appointment.organisation_id))
    require_version(appointment, expected_version)
    if to_date < from_date:
        raise Invalid.one("/to_date", "Give a day after the start.", code="before_start")
    rows = in_force(AppointmentTerm.objects.filter(appointment=appointment))
    term = rows.filter(number=number).first()
    if term is None:
        raise NotFound("There is no such term.")
    clash = rows.exclude(pk=term.pk).filter(from_date__lte=to_date, to_date__gte=from_date)
    if clash.exists():
        raise Invalid.one("/from_date", "Another term covers some of these days.", code="overlaps")
    earliest = min(from_date, term.from_date)
    replace(term, now, from_date=from_date, to_date=to_date)
    cancel(appointment.pk, APPOINTMENT_ENDS)
    last_day = last_day_of_terms(appointment.pk)
    if last_day:
        schedule(appointment, APPOINTMENT_ENDS, last_day + ONE_DAY)
    event = events.TermChanged(appointment_id=appointment.pk)
    record(appointment, event, actor=actor, now=now, effective_on=earliest)
    return appointment
