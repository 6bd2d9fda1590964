"""Loads appointments: one query a table, however many are asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from governance.facts.bodies import Families, always
from governance.facts.spans import Span, merged, span
from governance.facts.values import (
    AppointmentFacts,
    AppointmentSubject,
    Body,
    PersonFacts,
    Served,
    Steps,
    Work,
)
from governance.models import (
    AppointmentTerm,
    Committee,
    CommitteeOrganisation,
    Induction,
    PoolMember,
    PspAppointment,
    SeatAssignment,
)
from kernel.models import Transition
from kernel.standards import known, standards_of
from people.models import Consent, Employment

BINDING_TYPES = ("trust", "icb")
EMPLOYING = ("contract", "bank")


def load_appointments(
    ids: Collection[UUID], known_at: datetime | None
) -> dict[UUID, AppointmentFacts]:
    """The facts of these appointments, in six queries."""
    rows = list(
        PspAppointment.objects.filter(existing(known_at), pk__among=ids).values_list(
            "pk", "person_id", "person__removed_on"
        )
    )
    people = _people({person_id: removed_on for _, person_id, removed_on in rows}, known_at)
    steps = steps_of("psp_appointment", ids, known_at)
    terms: dict[UUID, list[Span]] = defaultdict(list)
    for appointment_id, first, last in _of(AppointmentTerm, ids, known_at, "from_date", "to_date"):
        terms[appointment_id].append(span(first, last))
    inductions = {
        appointment_id: (completed, starts)
        for appointment_id, completed, starts in _of(
            Induction, ids, known_at, "from_date", "starts_on"
        )
    }
    return {
        pk: _appointment(
            pk, people[person_id], steps.get(pk, ()), merged(terms[pk]), inductions.get(pk)
        )
        for pk, person_id, _ in rows
    }


def _appointment(
    pk: UUID,
    person: PersonFacts,
    steps: Steps,
    terms: tuple[Span, ...],
    induction: tuple[date, date | None] | None,
) -> AppointmentFacts:
    inducted_on, starts_on = induction or (None, None)
    if steps and starts_on and steps[-1][1] == "inducting":
        # Prepared, and the role begins on a day that has not been recorded as a step yet.
        steps = (*steps, (max(starts_on, steps[-1][0]), "active"))
    return AppointmentFacts(
        subject_id=pk, person=person, steps=steps, terms=terms, inducted_on=inducted_on
    )


def existing(known_at: datetime | None) -> Q:
    """Things that had been registered by then."""
    return Q() if known_at is None else Q(created_at__lte=known_at)


def steps_of(kind: str, ids: Collection[UUID], known_at: datetime | None) -> Mapping[UUID, Steps]:
    """Status by day of many subjects, each in the order effective, then recorded."""
    rows = (
        Transition.objects.filter(known(known_at), subject_id__among=ids, subject_kind=kind)
        .order_by("effective_on", "recorded_at", "id")
        .values_list("subject_id", "effective_on", "target")
    )
    steps: dict[UUID, list[tuple[date, str]]] = defaultdict(list)
    for subject_id, day, target in rows:
        steps[subject_id].append((day, target))
    return {subject_id: tuple(found) for subject_id, found in steps.items()}


def _of(
    model: Any, ids: Collection[UUID], known_at: datetime | None, *columns: str
) -> Iterable[tuple[Any, ...]]:
    rows: Iterable[tuple[Any, ...]] = (
        model.objects.filter(known(known_at), appointment_id__among=ids)
        .order_by("from_date")
        .values_list("appointment_id", *columns)
    )
    return rows


def _people(
    removed: Mapping[UUID, date | None], known_at: datetime | None
) -> dict[UUID, PersonFacts]:
    works: dict[tuple[UUID, bool], list[Work]] = defaultdict(list)
    for person_id, employer_id, confirmed, first, last in Employment.objects.filter(
        known(known_at), person_id__among=removed, basis__in=EMPLOYING, employer_id__isnull=False
    ).values_list("person_id", "employer_id", "confirmed", "from_date", "to_date"):
        works[person_id, confirmed].append(Work(employer_id, *span(first, last)))
    consents: dict[UUID, list[Span]] = defaultdict(list)
    for person_id, first, last in Consent.objects.filter(
        known(known_at), person_id__among=removed, scope="serve"
    ).values_list("person_id", "from_date", "to_date"):
        consents[person_id].append(span(first, last))
    return {
        person_id: PersonFacts(
            id=person_id,
            works=tuple(works.get((person_id, True), ())),
            claimed=tuple(works.get((person_id, False), ())),
            consents=merged(consents.get(person_id, ())),
            removed_on=removed_on,
        )
        for person_id, removed_on in removed.items()
    }


def load_appointment_subjects(
    ids: Sequence[UUID], known_at: datetime | None
) -> dict[UUID, AppointmentSubject]:
    """Appointments as subjects of C07, with the organisations behind what they serve."""
    rows = list(
        PspAppointment.objects.filter(existing(known_at), pk__among=ids).values_list(
            "pk", "organisation_id", "organisation__type", "applied_on"
        )
    )
    facts = load_appointments(ids, known_at)
    served = _served(ids, known_at)
    families = Families(known_at)
    committees = committee_bodies(
        {row.committee_id for found in served.values() for row in found}, families, known_at
    )
    standards = standards_of({row[1] for row in rows}, known_at=known_at)
    return {
        pk: AppointmentSubject(
            subject_id=pk,
            organisation_id=organisation_id,
            begins_on=min([applied_on, *(day for day, _ in facts[pk].steps)]),
            standards=standards[organisation_id],
            binding=kind in BINDING_TYPES,
            appointment=facts[pk],
            bodies=families.behind([always(organisation_id)]),
            served=tuple(served.get(pk, ())),
            committees={
                row.committee_id: committees[row.committee_id] for row in served.get(pk, ())
            },
        )
        for pk, organisation_id, kind, applied_on in rows
    }


def _served(ids: Collection[UUID], known_at: datetime | None) -> dict[UUID, list[Served]]:
    served: dict[UUID, list[Served]] = defaultdict(list)
    in_force = SeatAssignment.objects.filter(known(known_at))
    for appointment_id, committee_id, first, last in in_force.filter(
        appointment_id__among=ids
    ).values_list("appointment_id", "committee_id", "from_date", "to_date"):
        served[appointment_id].append(Served(committee_id, *span(first, last)))
    places: dict[UUID, list[tuple[UUID, Span]]] = defaultdict(list)
    for pool_id, appointment_id, first, last in PoolMember.objects.filter(
        known(known_at), appointment_id__among=ids
    ).values_list("pool_id", "appointment_id", "from_date", "to_date"):
        places[pool_id].append((appointment_id, span(first, last)))
    for pool_id, committee_id, start, end in in_force.filter(pool_id__among=places).values_list(
        "pool_id", "committee_id", "from_date", "to_date"
    ):
        begins, ends = span(start, end)
        for appointment_id, (joined, left) in places[pool_id]:
            if max(begins, joined) <= min(ends, left):
                row = Served(committee_id, max(begins, joined), min(ends, left))
                served[appointment_id].append(row)
    return served


def committee_bodies(
    ids: Collection[UUID], families: Families, known_at: datetime | None
) -> dict[UUID, tuple[Body, ...]]:
    """The organisations of each committee, with predecessors and successors, in two queries."""
    own = {
        pk: [always(organisation_id)]
        for pk, organisation_id in Committee.objects.filter(pk__among=ids).values_list(
            "pk", "organisation_id"
        )
    }
    for committee_id, participant_id, first, last in CommitteeOrganisation.objects.filter(
        known(known_at), committee_id__among=ids
    ).values_list("committee_id", "participant_id", "from_date", "to_date"):
        own.setdefault(committee_id, []).append(Body(participant_id, *span(first, last)))
    return {pk: families.behind(bodies) for pk, bodies in own.items()}
