"""From a request to a step: names are looked up in tables, never in the code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from governance.commands import appointments, committee_steps, service
from governance.commands.stepping import Taking
from governance.steps import APPOINTMENT_STEPS, COMMITTEE_STEPS
from kernel.errors import FieldError, Invalid, NotFound

Command = Callable[..., Any]

COMMITTEE_COMMANDS: Mapping[str, Command] = {
    "constitute": committee_steps.constitute,
    "reclassify": committee_steps.reclassify,
    "suspend": committee_steps.suspend_committee,
    "reinstate": committee_steps.reinstate,
    "merge_into": committee_steps.merge_into,
    "dissolve": committee_steps.dissolve,
}
APPOINTMENT_COMMANDS: Mapping[str, Command] = {
    "shortlist": appointments.shortlist,
    "offer": appointments.offer,
    "accept": appointments.accept,
    "clear_checks": appointments.clear_checks,
    "complete_induction": appointments.complete_induction,
    "renew": service.renew,
    "pause": service.pause,
    "return_": service.return_,
    "suspend": service.suspend,
    "confirm_suspension": service.confirm_suspension,
    "lift": service.lift,
    "end": service.end,
    "hold_in_reserve": appointments.hold_in_reserve,
    "decline": appointments.decline,
    "withdraw": appointments.withdraw,
}
#: Fields of every step; the others belong to some.
_COMMON = ("reason", "approved_by")
_RETURN = "return"


def committee_step(name: str, values: Mapping[str, Any]) -> tuple[Command, dict[str, Any]]:
    """The command of a step with the values that it takes.

    Raises:
        NotFound: there is no such step. Invalid: a field belongs to another step.
    """
    given = _given(name, values, COMMITTEE_STEPS)
    if name == "reclassify":
        given["classification_approved_by"] = values.get("approved_by")
    return COMMITTEE_COMMANDS[name], given


def appointment_step(name: str, values: Mapping[str, Any]) -> tuple[Command, dict[str, Any]]:
    """The same for an appointment."""
    step = "return_" if name == _RETURN else name
    if name == "return_":
        raise NotFound("There is no such step.")
    given = _given(step, values, APPOINTMENT_STEPS)
    return APPOINTMENT_COMMANDS[step], given


def _given(
    step: str, values: Mapping[str, Any], steps: Mapping[str, tuple[str, ...]]
) -> dict[str, Any]:
    if step not in steps:
        raise NotFound("There is no such step.")
    taken = steps[step]
    strange = [name for name in values if name not in (*taken, *_COMMON)]
    if strange:
        words = ", ".join(taken) or "no further fields"
        raise Invalid(
            *(
                FieldError(
                    pointer=f"/{name}", code="unknown_field", message=f"This step takes: {words}."
                )
                for name in strange
            )
        )
    return {name: value for name, value in values.items() if name not in _COMMON}


def taking_of(values: dict[str, Any], **who: Any) -> Taking:
    """Takes day, reason and approver out of `values`."""
    return Taking(
        effective_on=values.pop("effective_on", None),
        reason=values.get("reason", ""),
        approved_by=values.get("approved_by"),
        **who,
    )
