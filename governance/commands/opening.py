"""Placing committees and appointments in mid-life, with their true dates.

Source: domain/domain.md 15 item 20: loaded at any state by one sign-off a file, marked as opening
position. Whoever imports has been allowed to before; the rows are checked there.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from governance import events
from governance.commands.appointments import write_induction
from governance.commands.schedule import APPOINTMENT_ENDS, schedule
from governance.facts.spans import ONE_DAY
from governance.models import (
    AppointmentState,
    AppointmentTerm,
    Committee,
    CommitteeState,
    PspAppointment,
)
from kernel.actors import Actor
from kernel.errors import Invalid
from kernel.events import DomainEvent
from kernel.log import Step, record
from kernel.models import Aggregate
from kernel.moves import state_field

_SERVING = (AppointmentState.ACTIVE, AppointmentState.PAUSED, AppointmentState.SUSPENDED)
_HAS_SERVED = (*_SERVING, AppointmentState.ENDED)


@transaction.atomic
def place_committee(
    committee: Committee, *, state: str, since: date, actor: Actor, now: datetime
) -> None:
    """Put a proposed committee into the state it has been in since a day.

    Rules say "before QIflow" of all days before the day of `now`.

    Emits:
        CommitteeChanged
    """
    if state == CommitteeState.PROPOSED:
        return
    if state not in CommitteeState.values or since < committee.established_on:
        raise Invalid.one("/state_since", "Give a known state, not before the establishment.")
    if state != CommitteeState.ACTIVE and since > committee.established_on:
        # Before that it governed, so that the status of past days is the true one.
        _place(committee, CommitteeState.ACTIVE, committee.established_on, actor, now)
    event = events.CommitteeChanged(committee_id=committee.pk, fields=("state",))
    over = state in (CommitteeState.MERGED, CommitteeState.ENDED)
    ended_on = since - ONE_DAY if over else None
    _place(committee, state, since, actor, now, event=event, ended_on=ended_on)


def _place(
    aggregate: Aggregate,
    state: str,
    since: date,
    actor: Actor,
    now: datetime,
    *,
    event: DomainEvent | None = None,
    **columns: object,
) -> None:
    if event is None:
        event = (
            events.CommitteeChanged(committee_id=aggregate.pk, fields=("state",))
            if isinstance(aggregate, Committee)
            else events.AppointmentEvent(appointment_id=aggregate.pk)
        )
    source = getattr(aggregate, state_field(aggregate).attname)
    record(
        aggregate,
        event,
        actor=actor,
        now=now,
        effective_on=since,
        changes={"state": state, **columns},
        step=Step(
            transition="opening_position", source=source, target=state, opening_position=True
        ),
    )


@transaction.atomic
def place_appointment(
    appointment: PspAppointment,
    *,
    state: str,
    since: date,
    actor: Actor,
    now: datetime,
    terms: tuple[tuple[date, date], ...] = (),
    inducted_on: date | None = None,
    confidentiality_signed_on: date | None = None,
    end_reason: str = "",
) -> None:
    """Put an application into the state it has been in since a day, with its terms, oldest first.

    Rules say "before QIflow" of all days before the day of `now`.

    Emits:
        AppointmentEvent
    """
    if state not in AppointmentState.values or since < appointment.applied_on:
        raise Invalid.one("/state_since", "Give a known state, not before the application.")
    if state in _HAS_SERVED and not terms:
        raise Invalid.one("/term_from", "Give the dates of the term.", code="required")
    if inducted_on:
        signed = confidentiality_signed_on or inducted_on
        write_induction(
            appointment, completed_on=inducted_on, signed_on=signed, starts_on=None, now=now
        )
    _write_terms(appointment, terms, now)
    if state in _SERVING:
        schedule(appointment, APPOINTMENT_ENDS, terms[-1][1] + ONE_DAY)
    if state in _HAS_SERVED and state != AppointmentState.ACTIVE and terms[0][0] < since:
        _place(appointment, AppointmentState.ACTIVE, terms[0][0], actor, now)
    if state != AppointmentState.APPLIED:
        _place(appointment, state, since, actor, now, end_reason=end_reason)


def _write_terms(
    appointment: PspAppointment, terms: tuple[tuple[date, date], ...], now: datetime
) -> None:
    AppointmentTerm.objects.bulk_create(
        AppointmentTerm(
            organisation_id=appointment.organisation_id,
            appointment=appointment,
            from_date=first,
            to_date=last,
            number=number,
            recorded_at=now,
        )
        for number, (first, last) in enumerate(terms)
    )


def find_committee(organisation_id: UUID, external_id: str) -> Committee | None:
    """The committee that an earlier import entered under this external id."""
    rows = Committee.objects.filter(organisation_id=organisation_id, external_id=external_id)
    return rows.first()


def find_appointment(organisation_id: UUID, external_id: str) -> PspAppointment | None:
    """The appointment that an earlier import entered under this external id."""
    rows = PspAppointment.objects.filter(organisation_id=organisation_id, external_id=external_id)
    return rows.first()
