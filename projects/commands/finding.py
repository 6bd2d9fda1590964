"""Finds the projects that a command is about, and who the actor is for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from kernel.actors import Actor
from kernel.errors import Invalid, NotFound
from people.models import Person
from projects.models import Project, TeamMembership
from projects.policies.authority import Place


def find_project(project_id: UUID, actor: Actor) -> Project:
    """The project, if the actor may know of it.

    No lock is taken: every change is committed under the version that was read here.

    Raises:
        NotFound: there is none, or it belongs to somebody else.
    """
    for project in Project.objects.visible_to(actor).filter(pk=project_id):
        return project
    raise NotFound


def place_of(project: Project, actor: Actor, *, today: date) -> Place:
    """Where a project is kept, with the actor's own roles on its team."""
    return places_of([project], actor, today=today)[project.pk]


def places_of(projects: Sequence[Project], actor: Actor, *, today: date) -> dict[UUID, Place]:
    """The places of many projects, with at most two queries."""
    roles = _team_roles(projects, actor, today) if actor.person_ids else {}
    deputised = [key for key, held in roles.items() if "sponsor_deputy" in held]
    sponsored = _with_sponsor(deputised, today) if deputised else frozenset()
    return {
        project.pk: Place(
            organisation_id=project.organisation_id,
            unit_id=project.unit_id,
            team_roles=frozenset(roles.get(project.pk, ())),
            project_id=project.pk,
            sponsor_in_post=project.pk not in deputised or project.pk in sponsored,
        )
        for project in projects
    }


def known_person(person_id: UUID, actor: Actor, *, pointer: str = "/person_id") -> Person:
    """A person whom the actor may name.

    Raises:
        Invalid: nobody of that id is in the actor's organisations, or they were removed.
    """
    person = Person.objects.visible_to(actor).filter(pk=person_id, removed_on=None).first()
    if person is None:
        raise Invalid.one(pointer, "Choose a person of your organisation.", code="not_found")
    return person


def _team_roles(projects: Sequence[Project], actor: Actor, today: date) -> dict[UUID, set[str]]:
    rows = TeamMembership.objects.active_on(today).filter(
        project__in=projects, person_id__in=actor.person_ids
    )
    roles: dict[UUID, set[str]] = defaultdict(set)
    for project_id, role in rows.values_list("project_id", "role"):
        roles[project_id].add(role)
    return roles


def _with_sponsor(project_ids: Sequence[UUID], today: date) -> frozenset[UUID]:
    rows = TeamMembership.objects.active_on(today).filter(
        project_id__in=project_ids, role="executive_sponsor"
    )
    return frozenset(rows.values_list("project_id", flat=True))
