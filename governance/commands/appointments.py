"""Applying, and the steps of an appointment up to the first day of the role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from governance import events
from governance.commands.rows import (
    in_force,
    lock_appointment,
    require_organisation,
    require_person,
)
from governance.commands.schedule import APPOINTMENT_STARTS, schedule
from governance.commands.situations import situation_of
from governance.commands.stepping import Outcome, Taking, check_step, standards_for, take
from governance.commands.terms import add_term, usual_end
from governance.facts.appointments import load_appointment_subjects
from governance.models import AppointmentState, AppointmentTerm, Induction, PspAppointment
from governance.policies.appointments import may_manage, may_take
from kernel.actors import Actor
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import FieldError, Invalid, Unmet
from kernel.events import DomainEvent
from kernel.gates import unmet
from kernel.log import begin, record
from kernel.versions import require_version

_OVER = (AppointmentState.ENDED, AppointmentState.WITHDRAWN, AppointmentState.DECLINED)


@transaction.atomic
def apply(
    *,
    organisation_id: UUID,
    person_id: UUID,
    actor: Actor,
    now: datetime,
    applied_on: date | None = None,
    role_level: int = 4,
    external_id: str = "",
) -> PspAppointment:
    """A person would like to be a patient safety partner.

    Emits:
        Applied
    Raises:
        NotFound, Denied, Invalid
    """
    require_organisation(organisation_id, actor)
    require(may_manage(actor, organisation_id=organisation_id))
    require_person(person_id, actor, organisation_id=organisation_id, pointer="/person_id")
    day = applied_on or london_date(now)
    wrong = _wrong_application(organisation_id, person_id, day, external_id, london_date(now))
    if wrong:
        raise Invalid(*wrong)
    appointment = PspAppointment(
        organisation_id=organisation_id,
        person_id=person_id,
        applied_on=day,
        role_level=role_level,
        external_id=external_id,
    )
    event = events.Applied(appointment_id=appointment.pk)
    begin(appointment, event, actor=actor, now=now, effective_on=day)
    return appointment


def _wrong_application(
    organisation_id: UUID, person_id: UUID, day: date, external_id: str, today: date
) -> list[FieldError]:
    wrong = []
    if day > today:
        message = "Give today or an earlier day."
        wrong.append(FieldError(pointer="/applied_on", code="in_the_future", message=message))
    rows = PspAppointment.objects.filter(organisation_id=organisation_id)
    if rows.filter(person_id=person_id).exclude(state__in=_OVER).exists():
        message = "This person has an appointment or an application already."
        wrong.append(FieldError(pointer="/person_id", code="taken", message=message))
    if external_id and rows.filter(external_id=external_id).exists():
        message = "An appointment has this external id already."
        wrong.append(FieldError(pointer="/external_id", code="taken", message=message))
    return wrong


@transaction.atomic
def take_step(
    *,
    appointment_id: UUID,
    step: str,
    event: type[events.AppointmentEvent],
    taking: Taking,
    given: Mapping[str, Any] | None = None,
    keep: tuple[str, ...] = (),
) -> PspAppointment:
    """A step that changes the state and some columns. `keep`: names in `given` that are columns."""
    appointment = lock_appointment(appointment_id, taking.actor)
    check(appointment, step, taking)
    values = {name: value for name, value in (given or {}).items() if value is not None}
    take(
        appointment,
        step,
        taking,
        Outcome(
            event=event(appointment_id=appointment.pk),
            changes={name: values[name] for name in keep if name in values},
        ),
        situation=situation_of(appointment, step, taking, values),
        facts=gate_facts(appointment, step),
    )
    return appointment


def check(
    appointment: PspAppointment, step: str, taking: Taking, *, day: date | None = None
) -> None:
    decision = may_take(
        taking.actor,
        step,
        organisation_id=appointment.organisation_id,
        person_id=appointment.person_id,
    )
    check_step(appointment, step, taking, decision=decision, day=day)


def gate_facts(appointment: PspAppointment, step: str) -> Any:
    """Facts for the rules at a gate; only the checks have one (C07).

    A step is judged on whatever day it is said to take effect, also before an opening position.
    """
    if step != "clear_checks":
        return None
    facts = load_appointment_subjects([appointment.pk], None)[appointment.pk]
    return replace(facts, appointment=replace(facts.appointment, opened_on=None))


def shortlist(
    *, appointment_id: UUID, taking: Taking, panel_had_partner: bool | None = None
) -> PspAppointment:
    """A panel with a partner on it thinks well of the application."""
    return take_step(
        appointment_id=appointment_id,
        step="shortlist",
        event=events.Shortlisted,
        taking=taking,
        given={"panel_had_partner": panel_had_partner},
        keep=("panel_had_partner",),
    )


def decline(
    *, appointment_id: UUID, taking: Taking, feedback_offered: bool | None = None
) -> PspAppointment:
    """Not this time; the person is offered feedback."""
    return take_step(
        appointment_id=appointment_id,
        step="decline",
        event=events.Declined,
        taking=taking,
        given={"feedback_offered": feedback_offered},
        keep=("feedback_offered",),
    )


def hold_in_reserve(*, appointment_id: UUID, taking: Taking) -> PspAppointment:
    """A good applicant waits for a place. Source: domain.md 15 item 5."""
    return take_step(
        appointment_id=appointment_id,
        step="hold_in_reserve",
        event=events.HeldInReserve,
        taking=taking,
    )


def offer(
    *,
    appointment_id: UUID,
    taking: Taking,
    task_profile: str | None = None,
    payment_explained_on: date | None = None,
) -> PspAppointment:
    """A place is offered, with its tasks and payment explained."""
    return take_step(
        appointment_id=appointment_id,
        step="offer",
        event=events.Offered,
        taking=taking,
        given={"task_profile": task_profile, "payment_explained_on": payment_explained_on},
        keep=("task_profile", "payment_explained_on"),
    )


def accept(
    *,
    appointment_id: UUID,
    taking: Taking,
    terms_accepted_on: date | None = None,
    confidentiality_draft_seen_on: date | None = None,
) -> PspAppointment:
    """The person takes the place; staff may record it on their behalf."""
    return take_step(
        appointment_id=appointment_id,
        step="accept",
        event=events.Accepted,
        taking=taking,
        given={
            "terms_accepted_on": terms_accepted_on,
            "confidentiality_draft_seen_on": confidentiality_draft_seen_on,
        },
        keep=("terms_accepted_on", "confidentiality_draft_seen_on"),
    )


def clear_checks(
    *,
    appointment_id: UUID,
    taking: Taking,
    identity_seen_on: date | None = None,
    references_seen_on: date | None = None,
    benefits_advice_offered_on: date | None = None,
) -> PspAppointment:
    """Identity and references are in order, advice was offered, and C07 holds."""
    names = ("identity_seen_on", "references_seen_on", "benefits_advice_offered_on")
    values = (identity_seen_on, references_seen_on, benefits_advice_offered_on)
    return take_step(
        appointment_id=appointment_id,
        step="clear_checks",
        event=events.ChecksCleared,
        taking=taking,
        given=dict(zip(names, values, strict=True)),
        keep=names,
    )


def withdraw(*, appointment_id: UUID, taking: Taking) -> PspAppointment:
    """The person takes the application back; no reason is asked."""
    return take_step(
        appointment_id=appointment_id, step="withdraw", event=events.Withdrawn, taking=taking
    )


@transaction.atomic
def complete_induction(
    *,
    appointment_id: UUID,
    taking: Taking,
    induction_completed_on: date | None = None,
    confidentiality_signed_on: date | None = None,
    starts_on: date | None = None,
    term_ends_on: date | None = None,
    signed_on: date | None = None,
) -> PspAppointment:
    """The person is prepared. The role begins on `starts_on`: now or earlier it is active at once,
    later it stays in induction until that day and a timer makes it active.

    Emits:
        InductionRecorded or Activated
    """
    appointment = lock_appointment(appointment_id, taking.actor)
    begins = starts_on or taking.day
    ahead = begins > taking.today
    check(appointment, "complete_induction", taking, day=taking.day if ahead else begins)
    given = {
        "induction_completed_on": induction_completed_on,
        "confidentiality_signed_on": confidentiality_signed_on,
    }
    situation = situation_of(appointment, "complete_induction", taking, given)
    held = unmet("psp_appointment.complete_induction", facts=None, situation=situation, on=begins)
    if held:
        raise Unmet("Some things are still needed for this step.", unmet=held)
    write_induction(
        appointment,
        completed_on=induction_completed_on or situation.induction_completed_on or begins,
        signed_on=confidentiality_signed_on or situation.confidentiality_signed_on or begins,
        starts_on=begins,
        now=taking.now,
    )
    _write_first_term(appointment, begins, term_ends_on, signed_on, taking)
    if ahead:
        _wait(appointment, begins, taking)
        return appointment
    event: DomainEvent = events.Activated(appointment_id=appointment.pk)
    take(
        appointment,
        "complete_induction",
        taking,
        Outcome(event=event),
        situation=situation,
        day=begins,
    )
    return appointment


def _write_first_term(
    appointment: PspAppointment,
    begins: date,
    term_ends_on: date | None,
    signed_on: date | None,
    taking: Taking,
) -> None:
    """A second recording of the same induction replaces the term that it had set."""
    standards = standards_for(appointment.organisation_id)
    in_force(AppointmentTerm.objects.filter(appointment=appointment)).update(
        superseded_at=taking.now
    )
    add_term(
        appointment,
        from_date=begins,
        to_date=term_ends_on or usual_end(begins, standards),
        now=taking.now,
        signed_on=signed_on,
    )


def _wait(appointment: PspAppointment, begins: date, taking: Taking) -> None:
    schedule(appointment, APPOINTMENT_STARTS, begins)
    event = events.InductionRecorded(appointment_id=appointment.pk)
    record(appointment, event, actor=taking.actor, now=taking.now, effective_on=taking.day)


def write_induction(
    appointment: PspAppointment,
    *,
    completed_on: date,
    signed_on: date,
    starts_on: date | None,
    now: datetime,
) -> None:
    """What is known of the induction; what was known before is kept with its own clock."""
    in_force(Induction.objects.filter(appointment=appointment)).update(superseded_at=now)
    Induction.objects.create(
        organisation_id=appointment.organisation_id,
        appointment=appointment,
        from_date=completed_on,
        confidentiality_signed_on=signed_on,
        starts_on=starts_on,
        recorded_at=now,
    )


@transaction.atomic
def record_induction(
    *,
    appointment_id: UUID,
    completed_on: date,
    confidentiality_signed_on: date,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> PspAppointment:
    """Enter or correct when induction was completed, whatever the state.

    Emits:
        InductionRecorded
    Raises:
        NotFound, Denied, Stale, Invalid
    """
    appointment = lock_appointment(appointment_id, actor)
    require(may_manage(actor, organisation_id=appointment.organisation_id))
    require_version(appointment, expected_version)
    if completed_on > london_date(now):
        raise Invalid.one("/completed_on", "Give today or an earlier day.", code="in_the_future")
    before = in_force(Induction.objects.filter(appointment=appointment)).first()
    earliest = min(completed_on, before.from_date) if before else completed_on
    write_induction(
        appointment,
        completed_on=completed_on,
        signed_on=confidentiality_signed_on,
        starts_on=before.starts_on if before else None,
        now=now,
    )
    event = events.InductionRecorded(appointment_id=appointment.pk)
    record(appointment, event, actor=actor, now=now, effective_on=earliest)
    return appointment
