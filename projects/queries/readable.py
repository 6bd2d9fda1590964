"""Which projects an actor may read: by role, by a share, or by a place on the team."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from kernel.actors import Actor, Scope
from kernel.errors import Denied, NotFound, Refusal
from projects.models import Project, TeamMembership

READ = "project.read"


def readable_projects(actor: Actor) -> QuerySet[Project]:
    """The projects whose pages the actor may open."""
    rows = Project.objects.visible_to(actor)
    if actor.everywhere:
        return rows
    wide = organisations_read(actor)
    if actor.organisation_ids <= wide:
        return rows  # they read whatever they may know of
    may = Q(organisation_id__in=wide)
    # Each further way is added only where it exists: a plain condition keeps the index in use.
    if units := units_read(actor):
        may |= Q(unit_id__in=units)
    if others := actor.shared_ids | _teams(actor, wide):
        may |= Q(id__in=others)
    return rows.filter(may)


def require_readable(project_id: UUID, actor: Actor) -> None:
    """Refuse to show a project that is not the actor's to read.

    Raises:
        NotFound: there is none, or it belongs to somebody else.
        Denied: the actor's role does not read projects.
    """
    if not readable_projects(actor).filter(pk=project_id).exists():
        raise refusal(project_id, actor)


def readable_project(project_id: UUID, actor: Actor) -> Project:
    """The project itself, in the one query that also asks whether it may be read.

    Raises:
        NotFound, Denied: see `require_readable`.
    """
    project = readable_projects(actor).filter(pk=project_id).first()
    if project is None:
        raise refusal(project_id, actor)
    return project


def refusal(project_id: UUID, actor: Actor) -> Refusal:
    """Why a project that `readable_projects` does not have is not shown."""
    if Project.objects.visible_to(actor).filter(pk=project_id).exists():
        return Denied("Your role does not read this project.")
    return NotFound()


def organisations_read(actor: Actor) -> frozenset[UUID]:
    """The organisations in which every project is the actor's to read."""
    return frozenset(
        grant.organisation_id
        for grant in actor.grants
        if grant.organisation_id and grant.scope is Scope.ORGANISATION and READ in grant.permissions
    )


def units_read(actor: Actor) -> frozenset[UUID]:
    """The units in which every project is the actor's to read."""
    return frozenset(
        unit_id
        for grant in actor.grants
        if grant.scope is Scope.UNIT and READ in grant.permissions
        for unit_id in grant.unit_ids
    )


def _teams(actor: Actor, wide: frozenset[UUID]) -> frozenset[UUID]:
    if not actor.person_ids:
        return frozenset()
    rows = TeamMembership.objects.current().filter(person_id__in=actor.person_ids)
    return frozenset(rows.exclude(organisation_id__in=wide).values_list("project_id", flat=True))
