"""The steps of an appointment in service: renew, pause, return, suspend, lift, end."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from governance import events
from governance.commands.appointments import check, take_step
from governance.commands.rows import lock_appointment
from governance.commands.schedule import (
    APPOINTMENT_ENDS,
    APPOINTMENT_STARTS,
    SUSPENSION_UNCONFIRMED,
    cancel,
    schedule,
)
from governance.commands.situations import situation_of
from governance.commands.stepping import Outcome, Taking, standards_for, take
from governance.commands.terms import add_term, last_day_of_terms, usual_end
from governance.commands.vacating import lock_with_seats, vacate
from governance.facts.spans import ONE_DAY
from governance.models import AppointmentState, EndReason, PspAppointment, Suspension
from governance.rules.standards import SUSPENSION_CONFIRM
from kernel.errors import Blocked, Invalid
from kernel.working_days import working_days_after


@transaction.atomic
def renew(
    *,
    appointment_id: UUID,
    taking: Taking,
    from_date: date | None = None,
    to_date: date | None = None,
    signed_on: date | None = None,
    review_held: bool | None = None,
    over_limit_reason: str | None = None,
) -> PspAppointment:
    """Another term, from the day after the old one unless it was recorded late.

    A renewal recorded after the end takes the appointment up again from its first day; a real gap
    stays visible.

    Emits:
        Renewed
    Source: domain/domain.md 13.3, 15 item 4.
    """
    appointment = lock_appointment(appointment_id, taking.actor)
    last_day = last_day_of_terms(appointment.pk)
    begins = from_date or (last_day + ONE_DAY if last_day else taking.today)
    # A term that begins later is agreed today; one that has begun takes effect on its first day.
    day = min(begins, taking.today)
    if appointment.state == AppointmentState.ACTIVE and begins > taking.today:
        day = taking.today
    if appointment.state == AppointmentState.ENDED and begins > taking.today:
        raise Invalid.one("/from_date", "Give today or an earlier day.", code="in_the_future")
    check(appointment, "renew", taking, day=day)
    given = {
        "from_date": begins,
        "review_held": review_held,
        "over_limit_reason": over_limit_reason,
    }
    take(
        appointment,
        "renew",
        taking,
        Outcome(event=events.Renewed(appointment_id=appointment.pk), changes={"end_reason": ""}),
        situation=situation_of(appointment, "renew", taking, given, day=day),
        day=day,
    )
    add_term(
        appointment,
        from_date=begins,
        to_date=to_date or usual_end(begins, standards_for(appointment.organisation_id)),
        now=taking.now,
        signed_on=signed_on,
        over_limit_reason=over_limit_reason or "",
    )
    return appointment


def pause(
    *, appointment_id: UUID, taking: Taking, return_expected_on: date | None = None
) -> PspAppointment:
    """The partner takes a break. No reason is asked, and none is kept."""
    return take_step(
        appointment_id=appointment_id,
        step="pause",
        event=events.Paused,
        taking=taking,
        given={"return_expected_on": return_expected_on},
        keep=("return_expected_on",),
    )


def return_(
    *, appointment_id: UUID, taking: Taking, refresher_done: bool | None = None
) -> PspAppointment:
    """The partner is back, after a refresher where the break was long."""
    return take_step(
        appointment_id=appointment_id,
        step="return_",
        event=events.Returned,
        taking=taking,
        given={"refresher_done": refresher_done},
    )


@transaction.atomic
def suspend(
    *,
    appointment_id: UUID,
    taking: Taking,
    concern_reference: str | None = None,
    raised_by: UUID | None = None,
    support_offered: bool | None = None,
    review_on: date | None = None,
) -> PspAppointment:
    """One person suspends at once; a second confirms within two working days.

    Emits:
        Suspended
    Source: domain/domain.md 13.3, 15 item 6.
    """
    appointment = lock_appointment(appointment_id, taking.actor)
    check(appointment, "suspend", taking)
    given = {
        "concern_reference": concern_reference,
        "raised_by": raised_by,
        "support_offered": support_offered,
        "review_on": review_on,
    }
    take(
        appointment,
        "suspend",
        taking,
        Outcome(event=events.Suspended(appointment_id=appointment.pk)),
        situation=situation_of(appointment, "suspend", taking, given),
    )
    standards = standards_for(appointment.organisation_id)
    allowed = standards.on(SUSPENSION_CONFIRM, taking.today)
    confirm_by = working_days_after(taking.today, allowed)
    Suspension.objects.create(
        organisation_id=appointment.organisation_id,
        appointment=appointment,
        concern_reference=concern_reference or "",
        raised_by=raised_by,
        decided_by=taking.actor.id,
        support_offered=bool(support_offered),
        starts_on=taking.day,
        review_on=review_on or taking.day,
        confirm_by=confirm_by,
        recorded_at=taking.now,
    )
    schedule(appointment, SUSPENSION_UNCONFIRMED, confirm_by + ONE_DAY)
    return appointment


@transaction.atomic
def confirm_suspension(*, appointment_id: UUID, taking: Taking) -> PspAppointment:
    """A second person confirms a suspension.

    Emits:
        SuspensionConfirmed
    """
    appointment = lock_appointment(appointment_id, taking.actor)
    check(appointment, "confirm_suspension", taking)
    rows = Suspension.objects.filter(appointment=appointment, lifted_on__isnull=True)
    suspension = rows.first()
    if suspension is not None and suspension.confirmed_by is not None:
        raise Blocked("This suspension is confirmed.", code="confirmed", state=appointment.state)
    take(
        appointment,
        "confirm_suspension",
        taking,
        Outcome(event=events.SuspensionConfirmed(appointment_id=appointment.pk)),
        situation=situation_of(appointment, "confirm_suspension", taking),
    )
    rows.update(confirmed_by=taking.actor.id, confirmed_at=taking.now)
    cancel(appointment.pk, SUSPENSION_UNCONFIRMED)
    return appointment


@transaction.atomic
def lift(*, appointment_id: UUID, taking: Taking, outcome: str | None = None) -> PspAppointment:
    """The concern is settled: the partner counts again from the day on which this takes effect.

    Emits:
        SuspensionLifted
    """
    appointment = lock_appointment(appointment_id, taking.actor)
    check(appointment, "lift", taking)
    take(
        appointment,
        "lift",
        taking,
        Outcome(event=events.SuspensionLifted(appointment_id=appointment.pk)),
        situation=situation_of(appointment, "lift", taking, {"outcome": outcome}),
    )
    _settle(appointment, taking, outcome or "")
    return appointment


def _settle(appointment: PspAppointment, taking: Taking, outcome: str) -> None:
    rows = Suspension.objects.filter(appointment=appointment, lifted_on__isnull=True)
    rows.update(lifted_on=taking.day, outcome=outcome)
    cancel(appointment.pk, SUSPENSION_UNCONFIRMED)


@transaction.atomic
def end(
    *,
    appointment_id: UUID,
    taking: Taking,
    end_reason: str | None = None,
    exit_conversation_offered: bool | None = None,
    access_removed_on: date | None = None,
) -> PspAppointment:
    """The role is over from a day on, and every seat that it held is empty from then.

    Emits:
        Ended; SeatVacated on each committee
    """
    appointment, locked = lock_with_seats(appointment_id, taking.actor)
    check(appointment, "end", taking)
    given = {
        "end_reason": end_reason,
        "exit_conversation_offered": exit_conversation_offered,
        "access_removed_on": access_removed_on,
    }
    columns = {name: value for name, value in given.items() if value is not None}
    take(
        appointment,
        "end",
        taking,
        Outcome(event=events.Ended(appointment_id=appointment.pk), changes=columns),
        situation=situation_of(appointment, "end", taking, given),
    )
    _settle(appointment, taking, "")
    cancel(appointment.pk, APPOINTMENT_STARTS, APPOINTMENT_ENDS)
    by_term = end_reason == EndReason.TERM
    vacate(
        appointment,
        locked,
        first_day_after=taking.day,
        actor=taking.actor,
        now=taking.now,
        keep_rows=by_term,
    )
    return appointment
