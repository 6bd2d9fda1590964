"""Committees, seats and appointments for tests, made through commands where that is short."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from governance.commands.appointments import apply
from governance.commands.committees import register_committee
from governance.commands.opening import place_appointment, place_committee
from governance.commands.seats import add_seat, assign_seat
from governance.commands.stepping import Taking
from governance.models import Committee, PspAppointment, Seat, SeatAssignment
from kernel.actors import SYSTEM, Actor
from people.models import Organisation, Person
from tests.factories import people

#: The instant at which everything of these factories is recorded, unless said otherwise.
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
TODAY = NOW.date()
ESTABLISHED = date(2025, 1, 1)
#: The instant at which opening positions are recorded: days before it are not judged.
RECORDED = datetime(2025, 1, 1, 9, tzinfo=UTC)

_numbers = itertools.count(1)


def taking(actor: Actor, *, now: datetime = NOW, **values: Any) -> Taking:
    return Taking(actor=actor, now=now, **values)


def committee(
    organisation: Organisation,
    *,
    state: str = "active",
    safety_related: str = "yes",
    established_on: date = ESTABLISHED,
    seats: int = 2,
    now: datetime = NOW,
    recorded: datetime = RECORDED,
    actor: Actor = SYSTEM,
    **values: Any,
) -> Committee:
    """A committee with terms of reference and `seats` PSP seats, active since its establishment."""
    made = register_committee(
        organisation_id=organisation.pk,
        name=f"Quality and Safety Committee {next(_numbers)}",
        established_on=established_on,
        actor=actor,
        now=now,
        terms_of_reference="https://intranet.example.nhs.uk/terms",
        terms_dated_on=established_on,
        safety_related=safety_related,
        **values,
    )
    for _ in range(seats):
        add_seat(committee_id=made.pk, seat_kind="psp", actor=actor, now=now)
    made.refresh_from_db()
    if state != "proposed":
        place_committee(made, state=state, since=established_on, actor=actor, now=recorded)
    return made


def seats_of(committee: Committee) -> list[Seat]:
    return list(Seat.objects.filter(committee=committee).order_by("seat_no"))


def appointment(
    organisation: Organisation,
    *,
    person: Person | None = None,
    state: str = "active",
    since: date = ESTABLISHED,
    ends_on: date = date(2028, 12, 31),
    now: datetime = NOW,
    recorded: datetime = RECORDED,
    actor: Actor = SYSTEM,
) -> PspAppointment:
    """An inducted partner, active since a day, for one term."""
    made = apply(
        organisation_id=organisation.pk,
        person_id=(person or people.person(organisation, partner_kind="patient")).pk,
        applied_on=since,
        actor=actor,
        now=now,
    )
    served = state in ("active", "paused", "suspended", "ended")
    place_appointment(
        made,
        state=state,
        since=since,
        actor=actor,
        now=recorded,
        terms=((since, ends_on),) if served else (),
        inducted_on=since if served else None,
    )
    return made


def assignment(
    seat: Seat,
    appointment: PspAppointment,
    *,
    from_date: date = ESTABLISHED,
    to_date: date | None = None,
    now: datetime = NOW,
    actor: Actor = SYSTEM,
    **values: Any,
) -> SeatAssignment:
    return assign_seat(
        committee_id=seat.committee_id,
        seat_id=seat.pk,
        appointment_id=appointment.pk,
        from_date=from_date,
        to_date=to_date,
        actor=actor,
        now=now,
        **values,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffed:
    """A committee whose two seats are held by two active partners."""

    committee: Committee
    seats: list[Seat]
    appointments: list[PspAppointment]


def staffed(
    organisation: Organisation, *, members: int = 2, now: datetime = NOW, **values: Any
) -> Staffed:
    made = committee(organisation, now=now, **values)
    seats = seats_of(made)
    partners = [appointment(organisation, now=now) for _ in range(members)]
    for seat, partner in zip(seats, partners, strict=False):
        assignment(seat, partner, now=now)
    made.refresh_from_db()
    for partner in partners:
        partner.refresh_from_db()
    return Staffed(committee=made, seats=seats, appointments=partners)


def days(count: int) -> date:
    """Today of these factories, and so many days on."""
    return TODAY + timedelta(days=count)
