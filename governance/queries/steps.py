"""Which steps a committee or an appointment can take today, and what each still needs."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from governance.commands.appointments import gate_facts
from governance.commands.committee_steps import facts_as_active
from governance.commands.committee_steps import situation_of as committee_situation
from governance.commands.situations import situation_of as appointment_situation
from governance.commands.stepping import Taking
from governance.models import Committee, PspAppointment
from governance.policies.appointments import may_take
from governance.policies.committees import STEP_PERMISSIONS, may_manage
from governance.queries.appointments import readable_appointment
from governance.queries.committees import readable_committee
from governance.steps import APPOINTMENT_STEPS, COMMITTEE_STEPS
from kernel.actors import Actor
from kernel.decisions import Decision
from kernel.errors import UnmetGuard
from kernel.gates import unmet
from kernel.models import Aggregate
from kernel.moves import reachable


def committee_steps(*, actor: Actor, committee_id: UUID, now: datetime) -> dict[str, Any]:
    """Each step that the graph has from here: allowed, or why not, with all that is unmet.

    `asks` are the fields that the request of the step takes; a guard that one of them meets is
    not listed as unmet.

    Raises:
        NotFound, Denied
    """
    readable_committee(committee_id, actor)
    committee = Committee.objects.get(pk=committee_id)
    taking = Taking(actor=actor, now=now)
    shown = []
    for step in _open(committee, STEP_PERMISSIONS):
        decision = may_manage(
            actor,
            organisation_id=committee.keeper_id,
            unit_id=committee.unit_id,
            permission=STEP_PERMISSIONS[step],
        )
        held = unmet(
            f"committee.{step}",
            facts=facts_as_active(committee, taking.day) if step == "constitute" else None,
            situation=committee_situation(committee, step, taking),
            on=taking.day,
        )
        shown.append(_shown(step, decision, held, COMMITTEE_STEPS[step]))
    return {"state": committee.state, "version": committee.version, "transitions": shown}


def appointment_steps(*, actor: Actor, appointment_id: UUID, now: datetime) -> dict[str, Any]:
    """The same for an appointment.

    Raises:
        NotFound, Denied
    """
    readable_appointment(appointment_id, actor)
    appointment = PspAppointment.objects.get(pk=appointment_id)
    taking = Taking(actor=actor, now=now)
    shown = []
    for step in _open(appointment, APPOINTMENT_STEPS):
        decision = may_take(
            actor,
            step,
            organisation_id=appointment.organisation_id,
            person_id=appointment.person_id,
        )
        held = unmet(
            f"psp_appointment.{step}",
            facts=gate_facts(appointment, step),
            situation=appointment_situation(appointment, step, taking),
            on=taking.day,
        )
        shown.append(_shown(step, decision, held, APPOINTMENT_STEPS[step]))
    return {"state": appointment.state, "version": appointment.version, "transitions": shown}


def _open(instance: Aggregate, order: Any) -> list[str]:
    here = reachable(instance)
    return [step for step in order if step in here]


def _shown(
    step: str, decision: Decision, held: tuple[UnmetGuard, ...], asks: tuple[str, ...]
) -> dict[str, Any]:
    left = [guard for guard in held if guard.link not in asks]
    return {
        "transition": step.rstrip("_"),
        "allowed": decision.allowed and not left,
        "denied": decision.reason,
        "unmet": left,
        "asks": list(asks),
    }
