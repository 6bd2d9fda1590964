"""Brings a project in mid-life into QIflow, at its stage and with its true dates.

Source: domain/domain.md 15 item 20 (opening position).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kernel.actors import Actor
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import Invalid
from kernel.log import begin
from kernel.models import Transition
from projects.commands.archiving import set_archive_timers
from projects.commands.projects import find_organisation, refuse_wrong
from projects.events import ProjectOpened
from projects.models import Project, Stage
from projects.models.project import WORKING
from projects.policies.authority import Place
from projects.policies.projects import may_open


@dataclass(frozen=True, slots=True, kw_only=True)
class StageSince:
    """The project was in this stage from this day on."""

    stage: str
    from_date: date


@transaction.atomic
def open_project(
    *,
    organisation_id: UUID,
    title: str,
    stages: Sequence[StageSince],
    actor: Actor,
    now: datetime,
    unit_id: UUID | None = None,
    **written: Any,
) -> Project:
    """Place a project at the last of `stages` (oldest first); no gate is asked.

    `written` are more fields of the project. An empty list is a project that is still a draft.
    Rules say "before QIflow" of all days before this one.

    Emits:
        ProjectOpened
    Raises:
        NotFound, Denied.
        Invalid: unknown stages, days to come or out of order, a pause of nothing.
    """
    find_organisation(organisation_id, actor)
    require(may_open(actor, place=Place(organisation_id=organisation_id, unit_id=unit_id)))
    _refuse_wrong_stages(stages, today=london_date(now))
    last = stages[-1] if stages else None
    project = Project(
        organisation_id=organisation_id,
        title=title,
        unit_id=unit_id,
        stage=last.stage if last else Stage.DRAFT,
        stage_since=last.from_date if last else None,
        stage_before_pause=_paused_from(stages),
        retention_from=last.from_date if last and last.stage in _CLOSED else None,
        **written,
    )
    refuse_wrong(project)
    begin(
        project,
        ProjectOpened(project_id=project.pk, stage=project.stage),
        actor=actor,
        now=now,
        effective_on=stages[0].from_date if stages else london_date(now),
    )
    Transition.objects.bulk_create(_history(project, stages, actor, now))
    set_archive_timers([project], today=london_date(now))
    return project


_CLOSED = (Stage.SUSTAINED, Stage.STOPPED, Stage.ARCHIVED)


def _refuse_wrong_stages(stages: Sequence[StageSince], *, today: date) -> None:
    days = [each.from_date for each in stages]
    if any(each.stage not in Stage.values for each in stages):
        raise Invalid.one("/stage", f"Give one of: {', '.join(Stage.values)}.", code="not_a_choice")
    if days != sorted(days):
        raise Invalid.one("/from_date", "Give the stages oldest first.", code="out_of_order")
    if days and days[-1] > today:
        raise Invalid.one("/from_date", "Give today or an earlier day.", code="in_the_future")
    last = stages[-1].stage if stages else ""
    if last == Stage.PAUSED and _paused_from(stages) not in WORKING:
        raise Invalid.one(
            "/stage",
            "Say in which stage it was before the pause.",
            code="pause_of_nothing",
        )


def _paused_from(stages: Sequence[StageSince]) -> str:
    if not stages or stages[-1].stage != Stage.PAUSED:
        return ""
    return stages[-2].stage if len(stages) > 1 else ""


def _history(
    project: Project, stages: Sequence[StageSince], actor: Actor, now: datetime
) -> list[Transition]:
    before = [Stage.DRAFT.value, *(each.stage for each in stages)]
    return [
        Transition(
            organisation_id=project.organisation_id,
            subject_kind=project.kind,
            subject_id=project.pk,
            version=project.version,
            transition="opening_position",
            source=source,
            target=each.stage,
            effective_on=each.from_date,
            recorded_at=now,
            actor_kind=str(actor.kind),
            actor_id=actor.id,
            opening_position=True,
        )
        for source, each in zip(before, stages, strict=False)
    ]
