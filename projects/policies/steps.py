"""The steps of a project: who may take each, which event tells of it, what it reads. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from kernel.actors import Actor
from kernel.decisions import ALLOWED, Decision
from kernel.errors import Denied
from kernel.events import DomainEvent
from projects import events
from projects.policies.authority import Part, Place, has_any


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDefinition:
    """One step. `asks` are the fields of the request that the step reads beside its day.

    `papers`: the gate reads charter and sign-offs.
    """

    name: str
    event: type[DomainEvent]
    who: tuple[Part, ...]
    words: str
    asks: tuple[str, ...] = ()
    papers: bool = False


_SPONSOR = (Part.SPONSOR,)
_LEAD = (Part.LEAD,)
_STOP_ASKS = ("stop_reason", "learning", "partners_thanked", "data_disposition", "reason")

_ALL = (
    StepDefinition(
        name="propose",
        event=events.ProjectProposed,
        who=(Part.LEAD, Part.PARTNER),
        words="A project lead or a partner can propose a project.",
    ),
    StepDefinition(
        name="approve_setup",
        event=events.ProjectSetupApproved,
        who=_SPONSOR,
        words="Only a sponsor can approve set-up.",
        papers=True,
    ),
    StepDefinition(
        name="start_testing",
        event=events.ProjectTestingStarted,
        who=_LEAD,
        words="Only the project lead can start testing.",
        papers=True,
    ),
    StepDefinition(
        name="redesign",
        event=events.ProjectRedesignRequested,
        who=_LEAD,
        words="Only the project lead can go back to co-design.",
        asks=("reason",),
    ),
    StepDefinition(
        name="complete_testing",
        event=events.ProjectTestingCompleted,
        who=_LEAD,
        words="Only the project lead can complete testing.",
        papers=True,
    ),
    StepDefinition(
        name="resume_testing",
        event=events.ProjectTestingResumed,
        who=_LEAD,
        words="Only the project lead can go back to testing.",
        asks=("reason",),
    ),
    StepDefinition(
        name="declare_reliable",
        event=events.ProjectReliabilityDeclared,
        who=_SPONSOR,
        words="Only a sponsor can declare a project reliable.",
        papers=True,
    ),
    StepDefinition(
        name="declare_sustained",
        event=events.ProjectSustained,
        who=_SPONSOR,
        words="Only a sponsor can declare a project sustained.",
        papers=True,
    ),
    StepDefinition(
        name="pause",
        event=events.ProjectPaused,
        who=(Part.LEAD, Part.SPONSOR),
        words="The project lead or a sponsor can pause a project.",
        asks=("reason", "review_on", "partners_told"),
    ),
    StepDefinition(
        name="resume",
        event=events.ProjectResumed,
        who=_LEAD,
        words="Only the project lead can resume a project.",
    ),
    StepDefinition(
        name="stop",
        event=events.ProjectStopped,
        who=(Part.SPONSOR, Part.DEPUTY),
        words="Only a sponsor, or the sponsor's deputy while there is none, can stop a project.",
        asks=_STOP_ASKS,
    ),
    StepDefinition(
        name="reopen",
        event=events.ProjectReopened,
        who=_SPONSOR,
        words="Only a sponsor can reopen a project.",
        asks=("reason",),
    ),
    StepDefinition(
        name="archive",
        event=events.ProjectArchived,
        who=(Part.RECORDS,),
        words="Only the information governance lead can archive a project.",
    ),
)

STEPS: Mapping[str, StepDefinition] = {step.name: step for step in _ALL}


def may_take(
    step: StepDefinition, actor: Actor, *, place: Place, proposed_by: UUID | None
) -> Decision:
    """May this actor take this step? Nobody approves the set-up that they proposed themselves."""
    if not has_any(actor, step.who, place):
        return Decision(Denied(step.words))
    own = step.name == "approve_setup" and proposed_by is not None and proposed_by == actor.id
    if own:
        return Decision(
            Denied("You proposed this project. Ask another sponsor to approve its set-up.")
        )
    return ALLOWED
