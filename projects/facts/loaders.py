"""Fills project facts from the tables: one statement, however many projects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from kernel.clock import london_date
from kernel.lookups import one_of, uuid_array
from kernel.standards import standards_of
from projects.facts.measure_rows import MEASURES, measure_of
from projects.facts.values import Member, ProjectFacts, Span, StageFrom
from projects.models import Project

#: Only a confirmed contract or bank basis is employment. Source: domain/domain.md 15 item 3.
EMPLOYED = ("contract", "bank")

#: The organisations of a project, with the days on which each takes part.
Service = Mapping[str, Sequence[Span]]


def load(ids: Sequence[UUID], known_at: datetime | None = None) -> Mapping[UUID, ProjectFacts]:
    """The facts of projects as known at an instant; None is as known now."""
    with connection.cursor() as cursor:
        cursor.execute(
            _statement(one_of("p.id", "ids", ids), past=known_at is not None),
            {"ids": uuid_array(ids), "at": known_at, "employed": list(EMPLOYED)},
        )
        rows = cursor.fetchall()
    standards = standards_of({row[1] for row in rows}, known_at=known_at)
    facts = {}
    for project_id, organisation_id, unit_id, created_at, method, *lists in rows:
        stages, members, others, measures = lists
        changes = tuple(map(_stage, _read(stages)))
        service = _service(str(organisation_id), _read(others))
        facts[project_id] = ProjectFacts(
            subject_id=project_id,
            organisation_id=organisation_id,
            unit_id=unit_id,
            begins_on=min(london_date(created_at), *(change.day for change in changes[:1]), _NEVER),
            standards=standards[organisation_id],
            stages=changes,
            members=tuple(_member(row, service) for row in _read(members)),
            opened_on=_opened_on(_read(stages)),
            method=method,
            measures=tuple(measure_of(row, known_at) for row in _read(measures)),
        )
    return facts


def ids_after(last: UUID | None, most: int) -> Sequence[UUID]:
    """Ids of projects in their order, for a full re-check."""
    rows = Project.objects.order_by("id")
    if last:
        rows = rows.filter(id__gt=last)
    return list(rows.values_list("id", flat=True)[:most])


_NEVER = date.max


@cache
def _statement(wanted: str, *, past: bool) -> str:
    """One row a project with lists of what belongs to it; a gate has one round trip to wait for."""
    known = _KNOWN_THEN if past else _KNOWN
    names = ("stage", "team", "job", "other", "point", "target", "rebase")
    of_measures = _MEASURES_THEN if past else _MEASURES
    filled = {name: known.format(name) for name in names}
    measures = MEASURES.format(**of_measures, **filled)
    return _FACTS.format(measures=measures, wanted=wanted, **filled)


_KNOWN = "{0}.superseded_at IS NULL"
_KNOWN_THEN = (
    "{0}.recorded_at <= %(at)s AND ({0}.superseded_at IS NULL OR {0}.superseded_at > %(at)s)"
)
_MEASURES = {
    "created": "true",
    "earlier": "null",
    "judged": "m.reliability OR m.family IN ('process', 'balancing')",
}
#: What a measure is judged by may have changed since, and with it whether its figures count.
_MEASURES_THEN = {
    "created": "m.created_at <= %(at)s",
    "earlier": "m.judged_before",
    "judged": "true",
}
_FACTS = """
    SELECT p.id, p.organisation_id, p.unit_id, p.created_at, p.method, (
        SELECT json_agg(json_build_array(stage.effective_on, stage.target, stage.opening_position,
            stage.recorded_at) ORDER BY stage.effective_on, stage.recorded_at, stage.id)::text
        FROM kernel_transition stage
        WHERE stage.subject_id = p.id AND stage.subject_kind = 'project' AND {stage}
    ), (
        SELECT json_agg(json_build_array(team.person_id, team.team, team.role, team.capacity,
            team.from_date, team.to_date, team.relevant_experience, team.partner_agreed,
            person.removed_on, CASE WHEN team.role = 'partner' THEN (
                SELECT json_agg(json_build_array(job.employer_id, job.from_date, job.to_date))
                FROM people_employment job
                WHERE job.person_id = team.person_id AND job.employer_id IS NOT NULL
                    AND job.confirmed AND job.basis = ANY (%(employed)s) AND {job}
            ) END) ORDER BY team.from_date, team.id)::text
        FROM projects_teammembership team
        LEFT JOIN people_person person ON person.id = team.person_id
        WHERE team.project_id = p.id AND {team}
    ), (
        SELECT json_agg(json_build_array(other.participant_id, other.from_date,
            other.to_date))::text
        FROM projects_projectorganisation other WHERE other.project_id = p.id AND {other}
    ), ({measures})
    FROM projects_project p WHERE {wanted}
"""


def _read(text: str | None) -> list[list[Any]]:
    return orjson.loads(text) if text else []


def _stage(row: Sequence[Any]) -> StageFrom:
    return StageFrom(day=date.fromisoformat(row[0]), stage=row[1], opening=row[2])


def _opened_on(rows: Iterable[Sequence[Any]]) -> date | None:
    """The day on which it was brought in, if it was."""
    opened = [row[3] for row in rows if row[2]]
    return london_date(datetime.fromisoformat(opened[-1])) if opened else None


def _member(row: Sequence[Any], service: Service) -> Member:
    return Member(
        person_id=UUID(row[0]),
        team=row[1],
        role=row[2],
        capacity=row[3],
        span=_span(row[4], row[5]),
        relevant_experience=row[6],
        partner_agreed=row[7],
        # Employment matters only for partners; sponsors and staff are employed by definition.
        employed=_employed(row[9], service) if row[9] else (),
        removed_on=_day(row[8]),
    )


def _service(keeper: str, others: Iterable[Sequence[Any]]) -> Service:
    service = {keeper: [Span(first=date.min)]}
    for participant_id, first, last in others:
        service.setdefault(participant_id, []).append(_span(first, last))
    return service


def _employed(jobs: Iterable[Sequence[Any]], service: Service) -> tuple[Span, ...]:
    overlaps = (
        _overlap(_span(first, last), taking_part)
        for employer_id, first, last in jobs
        for taking_part in service.get(employer_id, ())
    )
    return tuple(span for span in overlaps if span)


def _overlap(one: Span, other: Span) -> Span | None:
    first = max(one.first, other.first)
    last = min(one.last or date.max, other.last or date.max)
    if first > last:
        return None
    return Span(first=first, last=None if last == date.max else last)


def _span(first: str, last: str | None) -> Span:
    return Span(first=date.fromisoformat(first), last=_day(last))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
