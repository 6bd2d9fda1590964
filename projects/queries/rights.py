"""What an actor may write about a project, so that a page shows no way that is closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kernel.actors import Actor
from projects.commands.finding import place_of
from projects.policies.measures import may_keep
from projects.policies.projects import may_change, may_sign_off
from projects.queries.readable import readable_project


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """May the actor change words, team and charter, record agreements, and define measures?

    `measures_closed`: why they may define none; empty where they may.
    """

    change: bool
    sign_off: bool
    measures_closed: str


def rights(actor: Actor, project_id: UUID, *, today: date) -> Rights:
    """What is open to the actor on a day.

    Raises:
        NotFound, Denied.
    """
    project = readable_project(project_id, actor)
    place = place_of(project, actor, today=today)
    return Rights(
        change=may_change(actor, place=place, stage=project.stage).allowed,
        sign_off=may_sign_off(actor, place=place, stage=project.stage).allowed,
        measures_closed=may_keep(actor, place=place, stage=project.stage).reason,
    )
