"""Takes many projects a step each, all or none, with a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from kernel.actors import Actor
from kernel.batches import Change, record_many
from kernel.clock import london_date
from kernel.errors import FieldError, Invalid, NotFound, Unmet, UnmetGuard
from kernel.log import Step
from kernel.transactions import in_one_transaction
from projects.commands.archiving import set_archive_timers
from projects.commands.finding import places_of
from projects.commands.steps import (
    StepRequest,
    allow,
    definition_of,
    plan,
    refusals,
    wrong_values,
)
from projects.facts.gate import Papers, papers_for
from projects.models import Project

MOST = 100


@in_one_transaction
def take_steps(*, requests: Sequence[StepRequest], actor: Actor, now: datetime) -> list[Project]:
    """Move up to a hundred projects one step each. One refusal refuses all.

    Emits:
        The event of each step.
    Raises:
        NotFound: one of the projects is not there for the actor; which one is not said.
        Denied, Blocked, Stale: as for one step, for the first project that it is true of.
        Invalid: wrong days or approvers, each with a pointer into the list.
        Unmet: everything that rules and guards refuse; `params.project_id` says for which.
    """
    _check_list(requests)
    for request in requests:
        definition_of(request.step)
    today = london_date(now)
    projects = _lock([request.project_id for request in requests], actor)
    places = places_of(list(projects.values()), actor, today=today)
    for request in requests:
        allow(projects[request.project_id], request, actor, place=places[request.project_id])
    papers = papers_for(list(projects.values()), {request.step for request in requests})
    _refuse_wrong(requests, projects, actor, papers, today)
    _refuse_unmet(requests, projects, papers, today)
    _commit(requests, projects, actor, now)
    return [projects[request.project_id] for request in requests]


def _check_list(requests: Sequence[StepRequest]) -> None:
    if not 1 <= len(requests) <= MOST:
        raise Invalid.one("/steps", f"Give 1 to {MOST} steps.", code="wrong_length")
    if len({request.project_id for request in requests}) != len(requests):
        raise Invalid.one("/steps", "Name each project once.", code="repeated")


def _lock(ids: Sequence[UUID], actor: Actor) -> dict[UUID, Project]:
    # In the order of ids: two lists that overlap wait for each other instead of blocking both.
    rows = Project.objects.visible_to(actor).filter(pk__among=ids).order_by("id")
    found = {project.pk: project for project in rows.select_for_update(no_key=True)}
    if len(found) != len(ids):
        raise NotFound
    return found


def _refuse_wrong(
    requests: Sequence[StepRequest],
    projects: dict[UUID, Project],
    actor: Actor,
    papers: Papers,
    today: date,
) -> None:
    wrong = [
        FieldError(pointer=f"/steps/{index}{error.pointer}", code=error.code, message=error.message)
        for index, request in enumerate(requests)
        for error in wrong_values(projects[request.project_id], request, actor, papers, today=today)
    ]
    if wrong:
        raise Invalid(*wrong)


def _refuse_unmet(
    requests: Sequence[StepRequest], projects: dict[UUID, Project], papers: Papers, today: date
) -> None:
    refused: list[UnmetGuard] = []
    for request in requests:
        found = refusals(projects[request.project_id], request, papers, today=today)
        whose = {"project_id": str(request.project_id)}
        refused += [replace(guard, params={**guard.params, **whose}) for guard in found]
    if refused:
        held = len({guard.params["project_id"] for guard in refused})
        raise Unmet(
            f"No project was moved: {held} of {len(requests)} still need something.",
            unmet=tuple(refused),
        )


def _commit(
    requests: Sequence[StepRequest],
    projects: dict[UUID, Project],
    actor: Actor,
    now: datetime,
) -> None:
    changes = [
        _change(projects[request.project_id], request, actor, london_date(now))
        for request in requests
    ]
    record_many(changes, actor=actor, now=now)
    set_archive_timers(projects.values(), today=london_date(now))


def _change(project: Project, request: StepRequest, actor: Actor, today: date) -> Change:
    planned = plan(project, request, actor, today=today)
    source = project.stage
    getattr(project, planned.definition.name)()  # a name of our own table, never of a request
    step = Step(
        transition=request.step,
        source=source,
        target=project.stage,
        reason=request.asked.reason,
        guards=planned.results,
        approved_by=request.approved_by,
    )
    return Change(
        aggregate=project,
        event=planned.event,
        effective_on=planned.on,
        step=step,
        changes={**planned.changes, "stage": project.stage},
    )
