"""Finding and locking what a command changes, and the two clocks of dated facts."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from governance.facts.spans import ONE_DAY
from governance.models import Committee, PspAppointment, Seat
from kernel.actors import Actor
from kernel.errors import Invalid, NotFound
from kernel.models import DatedFact, Transition
from people.models import Organisation, Person, Unit

Fact = TypeVar("Fact", bound=DatedFact)


def lock_committee(committee_id: UUID, actor: Actor) -> Committee:
    """The committee, locked until the transaction ends.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    rows = Committee.objects.visible_to(actor).select_for_update()
    found = rows.filter(pk=committee_id).first()
    if found is None:
        raise NotFound("There is no such committee.")
    return found


def lock_appointment(appointment_id: UUID, actor: Actor) -> PspAppointment:
    """The appointment, locked until the transaction ends.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    rows = PspAppointment.objects.visible_to(actor).select_for_update()
    found = rows.filter(pk=appointment_id).first()
    if found is None:
        raise NotFound("There is no such appointment.")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """Aggregates that this transaction holds, by id."""

    committees: dict[UUID, Committee] = field(default_factory=dict)
    appointments: dict[UUID, PspAppointment] = field(default_factory=dict)


def lock_together(
    actor: Actor, *, committees: Iterable[UUID] = (), appointments: Iterable[UUID] = ()
) -> Locked:
    """Several aggregates, locked in id order so that no two commands wait for each other."""
    of_committees, locked = set(committees), Locked()
    for pk in sorted(of_committees | set(appointments)):
        if pk in of_committees:
            locked.committees[pk] = lock_committee(pk, actor)
        else:
            locked.appointments[pk] = lock_appointment(pk, actor)
    return locked


def seat_of(committee: Committee, seat_id: UUID) -> Seat:
    seat = Seat.objects.filter(committee_id=committee.pk, pk=seat_id).first()
    if seat is None:
        raise NotFound("There is no such seat.")
    return seat


def require_person(person_id: UUID, actor: Actor, *, organisation_id: UUID, pointer: str) -> Person:
    """A person of the organisation, as a value of a form."""
    people = Person.objects.visible_to(actor).filter(organisation_id=organisation_id)
    person = people.filter(pk=person_id, removed_on__isnull=True).first()
    if person is None:
        raise Invalid.one(pointer, "There is no such person here.", code="unknown")
    return person


def require_unit(unit_id: UUID | None, actor: Actor, *, organisation_id: UUID) -> None:
    units = Unit.objects.visible_to(actor).filter(organisation_id=organisation_id)
    if unit_id is not None and not units.filter(pk=unit_id).exists():
        raise Invalid.one("/unit_id", "There is no such unit here.", code="unknown")


def require_organisation(organisation_id: UUID, actor: Actor) -> Organisation:
    """One of the actor's own organisations.

    Raises:
        NotFound: it does not exist or is not the actor's.
    """
    rows = Organisation.objects.filter(pk=organisation_id)
    if not actor.everywhere:
        rows = rows.filter(pk__in=actor.organisation_ids)
    found = rows.first()
    if found is None:
        raise NotFound("There is no such organisation.")
    return found


def latest_effective(subject_id: UUID, kind: str) -> date | None:
    """The first day of the status that was recorded for the latest day."""
    row: date | None = (
        Transition.objects.filter(
            subject_id=subject_id, subject_kind=kind, superseded_at__isnull=True
        )
        .order_by("-effective_on")
        .values_list("effective_on", flat=True)
        .first()
    )
    return row


def replace(fact: Fact, now: datetime, **changes: Any) -> Fact:
    """A correction: the row as it was known is closed, and one with the changes takes its place."""
    forget(fact, now)
    fresh = copy.copy(fact)
    fresh.pk = uuid.uuid4()
    fresh._state = copy.copy(fact._state)
    fresh._state.adding = True
    fresh.recorded_at, fresh.superseded_at = now, None
    for name, value in changes.items():
        setattr(fresh, name, value)
    fresh.save(force_insert=True)
    return fresh


def forget(fact: DatedFact, now: datetime) -> None:
    """From now on the row is known to have been wrong."""
    rows: Any = type(fact)
    rows._default_manager.filter(pk=fact.pk, superseded_at__isnull=True).update(superseded_at=now)


def close(fact: Fact, *, first_day_after: date, now: datetime) -> Fact | None:
    """The fact ends before a day; one that had not begun by then is forgotten (None)."""
    if fact.from_date >= first_day_after:
        forget(fact, now)
        return None
    return replace(fact, now, to_date=first_day_after - ONE_DAY)


def in_force(rows: Any) -> Any:
    return rows.filter(superseded_at__isnull=True)


def open_after(rows: Any, day: date) -> Any:
    """Facts in force that reach the day or later."""
    from_then = in_force(rows)
    return from_then.filter(to_date__isnull=True) | from_then.filter(to_date__gte=day)
