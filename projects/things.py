"""Projects and measures as things on which actions, files and comments hang."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kernel.actors import Actor
from kernel.errors import NotFound
from projects.models import Measure
from projects.policies.measures import MANAGE
from projects.queries.projects import titles
from projects.queries.readable import READ, readable_project, readable_projects
from projects.queries.readable_measures import readable_measure, readable_measures
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


_CHANGE_MEASURES = (*_CHANGE, MANAGE)


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


def measure_thing(found: Measure) -> Thing:
    """A measure that was read, as records need to know it."""
    return Thing(
        kind="measure",
        id=found.pk,
        organisation_id=found.organisation_id,
        unit_id=found.project.unit_id if found.project else found.unit_id,
        title=found.name,
        read=(READ,),
        change=_CHANGE_MEASURES,
    )


def _own_measures(actor: Actor) -> QuerySet[Measure]:
    """Published series belong to everybody: nothing hangs on them."""
    return readable_measures(actor).filter(reference=False)


def _measure(measure_id: UUID, actor: Actor) -> Thing:
    found = readable_measure(measure_id, actor)
    if found.reference:
        raise NotFound
    return measure_thing(found)


def _measure_names(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, str]:
    return dict(_own_measures(actor).filter(pk__among=set(ids)).values_list("id", "name"))


MEASURE_THING = ThingKind(
    kind="measure",
    readable=_own_measures,
    find=_measure,
    titles=_measure_names,
    change=_CHANGE_MEASURES,
)
PROJECT_THING = ThingKind(
    kind="project",
    readable=readable_projects,
    find=_project,
    titles=titles,
    change=_CHANGE,
    in_units=True,
)
