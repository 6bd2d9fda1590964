"""Who may take each step of a state graph, and which event tells of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType

from governance import events as governance_events
from governance.commands import appointments, committee_steps, service
from governance.policies.appointments import MANAGE, OWN_STEPS
from governance.policies.committees import STEP_PERMISSIONS
from projects.policies.authority import PERMISSION, Part
from projects.policies.steps import STEPS
from qiflow.documents import markdown
from qiflow.documents.step_events import events_of_steps
from records.steps import RECORD_STEPS

#: The modules whose commands take the steps.
_COMMANDS: dict[str, tuple[ModuleType, ...]] = {
    "committee": (committee_steps,),
    "psp_appointment": (appointments, service),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """`who` as words and permissions; `event` is the type that the step appends."""

    who: str
    event: str


def tellings() -> dict[str, Telling]:
    """By `<kind>.<transition>`."""
    return {**dict(_of_projects()), **dict(_of_governance()), **dict(_of_records())}


def _of_projects() -> Iterator[tuple[str, Telling]]:
    for name, step in STEPS.items():
        who = "; ".join(_part(part) for part in step.who)
        yield f"project.{name}", Telling(who=who, event=step.event.type)


def _part(part: Part) -> str:
    permission = PERMISSION.get(part)
    return f"{part} ({markdown.code(permission)})" if permission else f"{part} of the team"


def _of_governance() -> Iterator[tuple[str, Telling]]:
    for kind, modules in _COMMANDS.items():
        for step, event in events_of_steps(modules).items():
            told = getattr(governance_events, event).type
            yield f"{kind}.{step}", Telling(who=_holder(kind, step), event=told)


def _of_records() -> Iterator[tuple[str, Telling]]:
    for kind, steps in RECORD_STEPS.items():
        for name, (who, event) in steps.items():
            yield f"{kind}.{name}", Telling(who=who, event=event.type)


def _holder(kind: str, step: str) -> str:
    if kind == "committee":
        return markdown.code(STEP_PERMISSIONS[step])
    own = "the partner; " if step in OWN_STEPS else ""
    return own + markdown.code(MANAGE)
