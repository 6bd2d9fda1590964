"""Fills project facts from the tables: one query a table, however many projects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from kernel.clock import london_date
from kernel.models import Transition
from kernel.standards import known, standards_of
from people.models import Employment, Person
from projects.facts.values import Member, ProjectFacts, Span, StageFrom
from projects.models import Project, ProjectOrganisation, TeamMembership

#: Only a confirmed contract or bank basis is employment. Source: domain/domain.md 15 item 3.
EMPLOYED = ("contract", "bank")

Spans = tuple[Span, ...]


def load(ids: Sequence[UUID], known_at: datetime | None = None) -> Mapping[UUID, ProjectFacts]:
    """The facts of projects as known at an instant; None is as known now."""
    rows = list(
        Project.objects.filter(id__among=ids).values_list(
            "id", "organisation_id", "unit_id", "created_at"
        )
    )
    standards = standards_of({row[1] for row in rows}, known_at=known_at)
    stages, opened = _stages(ids, known_at)
    members = _members(ids, {row[0]: row[1] for row in rows}, known_at)
    return {
        project_id: ProjectFacts(
            subject_id=project_id,
            organisation_id=organisation_id,
            unit_id=unit_id,
            begins_on=_first_day(created_at, stages[project_id]),
            standards=standards[organisation_id],
            stages=tuple(stages[project_id]),
            members=tuple(members[project_id]),
            opened_on=opened.get(project_id),
        )
        for project_id, organisation_id, unit_id, created_at in rows
    }


def ids_after(last: UUID | None, most: int) -> Sequence[UUID]:
    """Ids of projects in their order, for a full re-check."""
    rows = Project.objects.order_by("id")
    if last:
        rows = rows.filter(id__gt=last)
    return list(rows.values_list("id", flat=True)[:most])


def _first_day(created_at: datetime, stages: Sequence[StageFrom]) -> date:
    return min(london_date(created_at), *(change.day for change in stages[:1]), date.max)


def _stages(
    ids: Sequence[UUID], known_at: datetime | None
) -> tuple[dict[UUID, list[StageFrom]], dict[UUID, date]]:
    rows = (
        Transition.objects.filter(known(known_at), subject_kind="project", subject_id__among=ids)
        .order_by("effective_on", "recorded_at", "id")
        .values_list("subject_id", "effective_on", "target", "opening_position", "recorded_at")
    )
    stages: dict[UUID, list[StageFrom]] = defaultdict(list)
    opened: dict[UUID, date] = {}
    for project_id, day, target, opening, recorded_at in rows:
        stages[project_id].append(StageFrom(day=day, stage=target, opening=opening))
        if opening:
            opened[project_id] = london_date(recorded_at)
    return stages, opened


def _members(
    ids: Sequence[UUID], keepers: Mapping[UUID, UUID], known_at: datetime | None
) -> dict[UUID, list[Member]]:
    rows = list(
        TeamMembership.objects.filter(known(known_at), project_id__among=ids)
        .order_by("from_date", "id")
        .values_list(
            "project_id",
            "person_id",
            "team",
            "role",
            "capacity",
            "from_date",
            "to_date",
            "relevant_experience",
            "partner_agreed",
        )
    )
    removed = _removed(row[1] for row in rows)
    # Employment matters only for partners; sponsors and staff are employed by definition.
    employment = _employment({row[1] for row in rows if row[3] == "partner"}, known_at)
    service = _service(keepers, known_at)
    members: dict[UUID, list[Member]] = defaultdict(list)
    for project_id, person_id, team, role, capacity, first, last, relevant, agreed in rows:
        members[project_id].append(
            Member(
                person_id=person_id,
                team=team,
                role=role,
                capacity=capacity,
                span=Span(first=first, last=last),
                relevant_experience=relevant,
                partner_agreed=agreed,
                employed=_employed(employment[person_id], service[project_id]),
                removed_on=removed.get(person_id),
            )
        )
    return members


def _removed(person_ids: Iterable[UUID]) -> dict[UUID, date]:
    rows = Person.objects.filter(id__among=set(person_ids), removed_on__isnull=False)
    return {person_id: day for person_id, day in rows.values_list("id", "removed_on") if day}


def _employment(
    person_ids: Iterable[UUID], known_at: datetime | None
) -> dict[UUID, list[tuple[UUID, Span]]]:
    rows = Employment.objects.filter(
        known(known_at), person_id__among=set(person_ids), confirmed=True, basis__in=EMPLOYED
    ).values_list("person_id", "employer_id", "from_date", "to_date")
    employment: dict[UUID, list[tuple[UUID, Span]]] = defaultdict(list)
    for person_id, employer_id, first, last in rows:
        if employer_id:
            employment[person_id].append((employer_id, Span(first=first, last=last)))
    return employment


def _service(
    keepers: Mapping[UUID, UUID], known_at: datetime | None
) -> dict[UUID, dict[UUID, Spans]]:
    """The organisations of each project, with the days on which each takes part."""
    service: dict[UUID, dict[UUID, Spans]] = {
        project_id: {keeper: (Span(first=date.min),)} for project_id, keeper in keepers.items()
    }
    rows = ProjectOrganisation.objects.filter(
        known(known_at), project_id__among=list(keepers)
    ).values_list("project_id", "participant_id", "from_date", "to_date")
    for project_id, participant_id, first, last in rows:
        taking_part = service[project_id].get(participant_id, ())
        service[project_id][participant_id] = (*taking_part, Span(first=first, last=last))
    return service


def _employed(
    employment: Iterable[tuple[UUID, Span]], service: Mapping[UUID, Spans]
) -> tuple[Span, ...]:
    overlaps = (
        _overlap(span, taking_part)
        for employer_id, span in employment
        for taking_part in service.get(employer_id, ())
    )
    return tuple(span for span in overlaps if span)


def _overlap(one: Span, other: Span) -> Span | None:
    first = max(one.first, other.first)
    last = min(one.last or date.max, other.last or date.max)
    if first > last:
        return None
    return Span(first=first, last=None if last == date.max else last)
