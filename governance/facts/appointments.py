"""Loads appointments: one query a table, however many are asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
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
from kernel.clock import london_date
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
    histories = histories_of("psp_appointment", ids, known_at)
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
            pk,
            people[person_id],
            histories.get(pk, NOTHING_YET),
            merged(terms[pk]),
            inductions.get(pk),
        )
        for pk, person_id, _ in rows
    }


def _appointment(
    pk: UUID,
    person: PersonFacts,
    history: History,
    terms: tuple[Span, ...],
    induction: tuple[date, date | None] | None,
) -> AppointmentFacts:
    steps = history.steps
    inducted_on, starts_on = induction or (None, None)
    if steps and starts_on and steps[-1][1] == "inducting":
        # Prepared, and the role begins on a day that has not been recorded as a step yet.
        steps = (*steps, (max(starts_on, steps[-1][0]), "active"))
    return AppointmentFacts(
        subject_id=pk,
        person=person,
        steps=steps,
        terms=terms,
        inducted_on=inducted_on,
        opened_on=history.opened_on,
    )


def existing(known_at: datetime | None) -> Q:
    """Things that had been registered by then."""
    return Q() if known_at is None else Q(created_at__lte=known_at)


class History(NamedTuple):
    """`opened_on`: the day on which the subject was brought into QIflow, if that was in mid-life.

    `steps`: its status by day, in the order effective, then recorded.
    """

    steps: Steps
    opened_on: date | None


NOTHING_YET = History((), None)


def histories_of(
    kind: str, ids: Collection[UUID], known_at: datetime | None
) -> Mapping[UUID, History]:
    """The histories of many subjects; one without any step is left out."""
    rows = (
        Transition.objects.filter(known(known_at), subject_id__among=ids, subject_kind=kind)
        .order_by("effective_on", "recorded_at", "id")
        .values_list("subject_id", "effective_on", "target", "opening_position", "recorded_at")
    )
    steps: dict[UUID, list[tuple[date, str]]] = defaultdict(list)
    opened: dict[UUID, date] = {}
    for subject_id, day, target, opening_position, recorded_at in rows:
        steps[subject_id].append((day, target))
        if opening_position:
            recorded_on = london_date(recorded_at)
            opened[subject_id] = min(recorded_on, opened.get(subject_id, recorded_on))
    return {
        subject_id: History(tuple(found), opened.get(subject_id))
        for subject_id, found in steps.items()
    }


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
    behind = {row.committee_id for found in served.values() for row in found}
    committees = committee_bodies(_keeping(behind), participations(behind, known_at), families)
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


def _keeping(ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The organisation that each committee was registered by."""
    return dict(Committee.objects.filter(pk__among=ids).values_list("pk", "organisation_id"))


class Participation(NamedTuple):
    """An organisation takes part in a committee. `keeps`: it keeps it after a merger."""

    committee_id: UUID
    body: Body
    keeps: bool


def participations(ids: Collection[UUID], known_at: datetime | None) -> tuple[Participation, ...]:
    """The further organisations of these committees."""
    rows = CommitteeOrganisation.objects.filter(known(known_at), committee_id__among=ids)
    return tuple(
        Participation(committee_id, Body(participant_id, *span(first, last)), keeps)
        for committee_id, participant_id, first, last, keeps in rows.values_list(
            "committee_id", "participant_id", "from_date", "to_date", "keeps"
        )
    )


def committee_bodies(
    keeping: Mapping[UUID, UUID], others: Iterable[Participation], families: Families
) -> dict[UUID, tuple[Body, ...]]:
    """The organisations of each committee, with predecessors and successors."""
    own = {pk: [always(organisation_id)] for pk, organisation_id in keeping.items()}
    for other in others:
        own.setdefault(other.committee_id, []).append(other.body)
    return {pk: families.behind(bodies) for pk, bodies in own.items()}
