"""Which steps a project can take now, and what each still needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kernel.actors import Actor
from kernel.clock import london_date
from kernel.errors import UnmetGuard
from kernel.gates import GATES
from kernel.moves import reachable
from kernel.rules.rulebook import RULEBOOK
from projects.commands.finding import place_of
from projects.commands.steps import StepRequest, refusals, target_of
from projects.facts.gate import papers_for
from projects.models import Project
from projects.policies.gates import ASKED_WITH_THE_STEP
from projects.policies.steps import STEPS, may_take
from projects.queries.readable import readable_project, readable_projects

#: The step that leads on from each stage.
FORWARD: Mapping[str, str] = {
    "draft": "propose",
    "setup": "approve_setup",
    "co_design": "start_testing",
    "testing": "complete_testing",
    "implementing": "declare_reliable",
    "spreading": "declare_sustained",
    "sustained": "archive",
    "paused": "resume",
    "stopped": "archive",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """The step that leads on: “Start testing: 2 of 6 things still needed”."""

    step: str
    unmet: tuple[UnmetGuard, ...]
    asked: int

    @property
    def needed(self) -> int:
        return len(self.unmet)


def available_steps(actor: Actor, project_id: UUID, *, now: datetime) -> dict[str, Any]:
    """Each step that the graph has from here: allowed, or why not, with all that is unmet.

    `asks` are the fields that the request of the step takes; what they meet is not listed as
    unmet.

    Raises:
        NotFound, Denied.
    """
    project = readable_project(project_id, actor)
    today = london_date(now)
    names = [name for name in STEPS if name in reachable(project)]
    place = place_of(project, actor, today=today)
    unmet = _unmet([project], names, now)
    return {
        "stage": project.stage,
        "version": project.version,
        "transitions": [
            _step(
                project,
                name,
                decision=may_take(
                    STEPS[name], actor, place=place, proposed_by=project.proposed_by
                ).reason,
                unmet=unmet[project.pk, name],
            )
            for name in names
        ],
    }


def next_steps(actor: Actor, project_ids: Iterable[UUID], *, now: datetime) -> dict[UUID, NextStep]:
    """What leads each project on and what it still needs, in a fixed number of queries."""
    projects = list(readable_projects(actor).filter(pk__among=set(project_ids)))
    moving = [project for project in projects if project.stage in FORWARD]
    unmet = _unmet(moving, {FORWARD[project.stage] for project in moving}, now)
    return {
        project.pk: NextStep(
            step=FORWARD[project.stage],
            unmet=unmet[project.pk, FORWARD[project.stage]],
            asked=_asked(FORWARD[project.stage]),
        )
        for project in moving
    }


def _unmet(
    projects: Sequence[Project], steps: Iterable[str], now: datetime
) -> dict[tuple[UUID, str], tuple[UnmetGuard, ...]]:
    names = list(steps)
    if not projects or not names:
        return {}
    papers = papers_for(projects, names)
    found = {}
    for project in projects:
        for name in set(names) & reachable(project):
            request = StepRequest(project_id=project.pk, step=name)
            refused = refusals(project, request, papers, today=london_date(now))
            found[project.pk, name] = tuple(
                guard for guard in refused if guard.code not in ASKED_WITH_THE_STEP
            )
    return found


def _asked(step: str) -> int:
    gate = GATES[f"project.{step}"]
    own = [guard for guard in gate.guards if guard.code not in ASKED_WITH_THE_STEP]
    return len(own) + len(RULEBOOK.at_gate(gate.step))


def _step(
    project: Project, name: str, *, decision: str, unmet: tuple[UnmetGuard, ...]
) -> dict[str, Any]:
    return {
        "transition": name,
        "target": target_of(project, name),
        "allowed": not decision and not unmet,
        "denied": decision,
        "unmet": unmet,
        "asks": list(STEPS[name].asks),
    }
