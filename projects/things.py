"""Projects as things on which actions hang."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from kernel.actors import Actor
from projects.queries.projects import titles
from projects.queries.readable import READ, readable_project, readable_projects
from records.things.declared import ThingKind
from records.things.thing import Thing

#: Everybody with a task in a project, partners too, writes down what is to be done.
_CHANGE = (
    "project.manage",
    "project.lead",
    "project.sponsor",
    "project.coach",
    "project.propose",
)


def project_thing(found: Mapping[str, Any]) -> Thing:
    """A project that was read, as records need to know it."""
    return Thing(
        kind="project",
        id=found["id"],
        organisation_id=found["organisation_id"],
        unit_id=found["unit_id"],
        title=found["title"],
        read=(READ,),
        change=_CHANGE,
    )


def _project(project_id: UUID, actor: Actor) -> Thing:
    found = readable_project(project_id, actor)
    return project_thing(
        {
            "id": found.pk,
            "organisation_id": found.organisation_id,
            "unit_id": found.unit_id,
            "title": found.title,
        }
    )


PROJECT_THING = ThingKind(
    kind="project",
    readable=readable_projects,
    find=_project,
    titles=titles,
    change=_CHANGE,
    in_units=True,
)
