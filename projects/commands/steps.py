"""Takes a project one step along its stages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kernel import gates
from kernel.actors import Actor
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import FieldError, Invalid, NotFound, Stale, Unmet, UnmetGuard
from kernel.events import DomainEvent
from kernel.moves import move, reachable, unreachable
from kernel.rules.backdating import needs_second_approver, wrong_day
from kernel.transactions import in_one_transaction
from kernel.versions import require_version
from people.access import actor_of_user
from projects.commands.archiving import set_archive_timers
from projects.commands.finding import find_project, place_of
from projects.facts.gate import Papers, papers_for, situation
from projects.facts.situation import Asked
from projects.models import Project
from projects.policies.authority import Place, has_any
from projects.policies.steps import STEPS, StepDefinition, may_take


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRequest:
    """One step that somebody wants to take with one project.

    `approved_by`: the user who approves that it takes effect long ago. A null `expected_version`
    asks for no check, as for work of the service itself.
    """

    project_id: UUID
    step: str
    asked: Asked = field(default_factory=Asked)
    effective_on: date | None = None
    approved_by: UUID | None = None
    expected_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A step that every check has let pass, ready to be committed."""

    project: Project
    definition: StepDefinition
    on: date
    event: DomainEvent
    changes: dict[str, Any]
    results: list[dict[str, Any]]


@in_one_transaction
def take_step(*, request: StepRequest, actor: Actor, now: datetime) -> Project:
    """Move a project one step, with everything that its gate said at that moment.

    Emits:
        The event of the step, such as ProjectTestingStarted.
    Raises:
        NotFound: no such project, not one of the actor's, or no step of that name.
        Denied: the actor has no part in the project that may take this step.
        Blocked: the step is not possible from the present stage.
        Stale: somebody changed the project after the caller read it.
        Invalid: the day is to come, before the latest change, or needs a second approver.
        Unmet: rules or guards refuse, all of them listed.
    """
    today = london_date(now)
    definition = definition_of(request.step)
    project = find_project(request.project_id, actor)
    allow(project, request, actor, place=place_of(project, actor, today=today))
    papers = papers_for([project], [definition.name])
    wrong = wrong_values(project, request, actor, papers, today=today)
    if wrong:
        raise Invalid(*wrong)
    refused = refusals(project, request, papers, today=today)
    if refused:
        raise unmet(definition, refused)
    _commit(plan(project, request, actor, today=today), request, actor, now)
    set_archive_timers([project], today=today)
    return project


def definition_of(name: str) -> StepDefinition:
    """The step of this name; an unknown one is not found, like an unknown address."""
    try:
        return STEPS[name]
    except KeyError:
        raise NotFound("There is no such step.") from None


def allow(project: Project, request: StepRequest, actor: Actor, *, place: Place) -> None:
    """Refuse whom the step is not for, then what the graph does not have, then a stale caller."""
    definition = STEPS[request.step]
    require(may_take(definition, actor, place=place, proposed_by=project.proposed_by))
    if request.step not in reachable(project):
        raise unreachable(project, request.step)
    require_version(project, request.expected_version)


def wrong_values(
    project: Project, request: StepRequest, actor: Actor, papers: Papers, *, today: date
) -> list[FieldError]:
    """Everything wrong about the day of the step and the one who approves it."""
    on = request.effective_on or today
    standards = papers.standards[project.organisation_id]
    wrong_on = wrong_day(on, today=today, latest=project.stage_since)
    errors = [wrong_on] if wrong_on else []
    needed = needs_second_approver(on, today=today, standards=standards)
    if needed and request.approved_by is None:
        errors.append(
            FieldError(
                pointer="/approved_by",
                code="second_approver_needed",
                message="This took effect long ago. Name another holder of the role who agrees.",
            )
        )
    elif request.approved_by and not _may_approve(project, request, actor, today):
        errors.append(
            FieldError(
                pointer="/approved_by",
                code="not_an_approver",
                message="Name somebody else who could take this step themselves.",
            )
        )
    return errors


def refusals(
    project: Project, request: StepRequest, papers: Papers, *, today: date
) -> tuple[UnmetGuard, ...]:
    """Every rule and guard that refuses the step on the day from which it is to take effect.

    Rules judge the team as if the step were taken: approval asks for the partner that a project
    in co-design needs.
    """
    on = request.effective_on or today
    facts = papers.facts.get(project.pk)
    after = facts.after_step(target_of(project, request.step), on) if facts else None
    at_gate = situation(project, papers, on=on, today=today, asked=request.asked)
    found = gates.unmet(f"project.{request.step}", facts=after, situation=at_gate, on=on)
    return tuple(guard if guard.link else _with_link(guard) for guard in found)


def unmet(definition: StepDefinition, refused: tuple[UnmetGuard, ...]) -> Unmet:
    words = definition.name.replace("_", " ").capitalize()
    things = "1 thing is" if len(refused) == 1 else f"{len(refused)} things are"
    return Unmet(f"{words}: {things} still needed.", unmet=refused)


def plan(project: Project, request: StepRequest, actor: Actor, *, today: date) -> Planned:
    """The event and the new values of a step that nothing refuses."""
    definition = STEPS[request.step]
    on = request.effective_on or today
    changes = {"stage_since": on, **_changes(project, request, actor, on)}
    return Planned(
        project=project,
        definition=definition,
        on=on,
        event=definition.event(project_id=project.pk, **_event_facts(request)),  # type: ignore[call-arg]
        changes=changes,
        results=gates.results(f"project.{request.step}", ()),
    )


def target_of(project: Project, step: str) -> str:
    """The stage to which a step leads from here."""
    if step == "resume":
        return project.stage_before_pause
    return _TARGETS[step]


def _commit(planned: Planned, request: StepRequest, actor: Actor, now: datetime) -> None:
    try:
        move(
            planned.project,
            request.step,
            planned.event,
            actor=actor,
            now=now,
            effective_on=planned.on,
            reason=request.asked.reason,
            guards=planned.results,
            changes=planned.changes,
            approved_by=request.approved_by,
        )
    except Stale:
        # Somebody was first. If they took this very step, say so: it is not possible any more.
        fresh = find_project(request.project_id, actor)
        if request.step not in reachable(fresh):
            raise unreachable(fresh, request.step) from None
        raise


def _may_approve(project: Project, request: StepRequest, actor: Actor, today: date) -> bool:
    if request.approved_by is None or request.approved_by == actor.id:
        return False
    approver = actor_of_user(request.approved_by, today)
    if approver is None or project.organisation_id not in approver.organisation_ids:
        return False
    place = Place(organisation_id=project.organisation_id, unit_id=project.unit_id)
    return has_any(approver, STEPS[request.step].who, place)


def _with_link(guard: UnmetGuard) -> UnmetGuard:
    return replace(guard, link=_MENDED_AT[guard.code]) if guard.code in _MENDED_AT else guard


#: Where what a rule asks for is mended.
_MENDED_AT: Mapping[str, str] = {
    **dict.fromkeys(("P01", "P02"), "team"),
    **dict.fromkeys(("P08", "P09", "P13", "P14"), "measures"),
}


def _changes(project: Project, request: StepRequest, actor: Actor, on: date) -> dict[str, Any]:
    asked = request.asked
    match request.step:
        case "propose":
            return {"proposed_by": actor.id}
        case "approve_setup":
            return {"started_on": project.started_on or on}
        case "pause":
            return {"stage_before_pause": project.stage, "review_on": asked.review_on}
        case "resume":
            return {"stage_before_pause": "", "review_on": None}
        case "declare_sustained":
            return {"retention_from": on}
        case "reopen":
            return {"retention_from": None}
        case "stop":
            return {
                "stage_before_pause": "",
                "review_on": None,
                "retention_from": on,
                "stop_reason": asked.stop_reason,
                "learning": asked.learning,
                "data_disposition": asked.data_disposition,
            }
    return {}


def _event_facts(request: StepRequest) -> dict[str, Any]:
    if request.step == "pause":
        return {"review_on": request.asked.review_on}
    if request.step == "stop":
        return {"stop_reason": request.asked.stop_reason}
    return {}


_TARGETS = {
    step.name: str(step.target)
    for step in Project._meta.get_field("stage").get_all_transitions(Project)
    if step.name != "resume"
}
