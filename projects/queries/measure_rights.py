"""What an actor may do with a measure, so that a page shows no way that is closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from kernel.actors import Actor
from kernel.decisions import Decision
from projects.commands.finding import place_of
from projects.policies.authority import Place
from projects.policies.measures import may_enter, may_keep
from projects.queries.readable import readable_project


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRights:
    """May the actor set things on the chart, and may they enter data? With the reason if not."""

    keeps: Decision
    enters: Decision

    @property
    def keep(self) -> bool:
        return self.keeps.allowed

    @property
    def enter(self) -> bool:
        return self.enters.allowed


def measure_rights(actor: Actor, found: Mapping[str, Any], *, today: date) -> MeasureRights:
    """What is open to the actor on a day; `found` is a measure that they read."""
    place, stage = _home(actor, found, today=today)
    owned = actor.id is not None and found["owner_id"] == actor.id
    return MeasureRights(
        keeps=may_keep(actor, place=place, stage=stage),
        enters=may_enter(actor, place=place, owned=owned, stage=stage),
    )


def may_define(actor: Actor, project_id: UUID, *, today: date) -> Decision:
    """May the actor define measures of a project?

    Raises:
        NotFound, Denied: they do not read the project.
    """
    project = readable_project(project_id, actor)
    place = place_of(project, actor, today=today)
    return may_keep(actor, place=place, stage=project.stage)


def _home(actor: Actor, found: Mapping[str, Any], *, today: date) -> tuple[Place, str]:
    if found["project_id"] is None:
        return Place(organisation_id=found["organisation_id"], unit_id=found["unit_id"]), ""
    project = readable_project(found["project_id"], actor)
    return place_of(project, actor, today=today), str(project.stage)
