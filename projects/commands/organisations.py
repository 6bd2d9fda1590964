"""Which other organisations take part in a project, from when to when."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kernel.actors import Actor
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import Invalid, NotFound
from kernel.log import record
from kernel.versions import require_version
from people.queries.bodies import organisation_names
from projects.commands.finding import find_project, place_of
from projects.events import ProjectOrganisationsChanged
from projects.models import Project, ProjectOrganisation
from projects.policies.projects import may_change


@transaction.atomic
def add_participant(
    *,
    project_id: UUID,
    participant_id: UUID,
    actor: Actor,
    now: datetime,
    from_date: date | None = None,
    to_date: date | None = None,
    expected_version: int | None = None,
) -> tuple[Project, ProjectOrganisation]:
    """Another organisation takes part; its members see this project while it does.

    Emits:
        ProjectOrganisationsChanged
    Raises:
        NotFound, Denied, Blocked (archived), Stale, Invalid.
    """
    project = _open(project_id, actor, now, expected_version)
    first = from_date or london_date(now)
    _refuse_wrong(project, participant_id, first, to_date)
    row = ProjectOrganisation.objects.create(
        organisation_id=project.organisation_id,
        line_id=uuid.uuid4(),
        project=project,
        participant_id=participant_id,
        from_date=first,
        to_date=to_date,
        recorded_at=now,
    )
    _record(project, row, "added", first, actor, now)
    return project, row


@transaction.atomic
def end_participant(
    *,
    project_id: UUID,
    participation_id: UUID,
    to_date: date,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> tuple[Project, ProjectOrganisation]:
    """The other organisation takes part until `to_date` and no longer.

    Emits:
        ProjectOrganisationsChanged
    Raises:
        NotFound, Denied, Blocked (archived), Stale, Invalid.
    """
    project = _open(project_id, actor, now, expected_version)
    row = (
        ProjectOrganisation.objects.current()
        .filter(project_id=project.pk, line_id=participation_id)
        .first()
    )
    if row is None:
        raise NotFound
    if to_date < row.from_date:
        raise Invalid.one("/to_date", "Give the first day or a later one.", code="before_start")
    first_other = min(day for day in (to_date, row.to_date) if day)
    row.superseded_at = now
    row.save(update_fields=["superseded_at"])
    ended = ProjectOrganisation.objects.create(
        organisation_id=row.organisation_id,
        line_id=row.line_id,
        project_id=row.project_id,
        participant_id=row.participant_id,
        from_date=row.from_date,
        to_date=to_date,
        recorded_at=now,
    )
    _record(project, ended, "ended", first_other, actor, now)
    return project, ended


def _open(project_id: UUID, actor: Actor, now: datetime, expected_version: int | None) -> Project:
    project = find_project(project_id, actor)
    place = place_of(project, actor, today=london_date(now))
    require(may_change(actor, place=place, stage=project.stage))
    require_version(project, expected_version)
    return project


def _refuse_wrong(project: Project, participant_id: UUID, first: date, last: date | None) -> None:
    if participant_id == project.organisation_id:
        raise Invalid.one(
            "/participant_id", "This organisation keeps the project already.", code="own"
        )
    if participant_id not in organisation_names([participant_id]):
        raise Invalid.one("/participant_id", "Choose a known organisation.", code="not_found")
    if last is not None and last < first:
        raise Invalid.one("/to_date", "Give the first day or a later one.", code="before_start")
    taking_part = ProjectOrganisation.objects.current().filter(
        project_id=project.pk, participant_id=participant_id
    )
    for row in taking_part:
        if (last is None or row.from_date <= last) and (
            row.to_date is None or row.to_date >= first
        ):
            raise Invalid.one(
                "/participant_id", "It takes part on these days already.", code="already_there"
            )


def _record(
    project: Project,
    row: ProjectOrganisation,
    change: str,
    first_other: date,
    actor: Actor,
    now: datetime,
) -> None:
    record(
        project,
        ProjectOrganisationsChanged(
            project_id=project.pk,
            participant_id=row.participant_id,
            change=change,
            from_date=first_other,
        ),
        actor=actor,
        now=now,
        effective_on=first_other,
    )
