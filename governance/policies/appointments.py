"""Who may read and change appointments of patient safety partners."""

from __future__ import annotations

from uuid import UUID

from kernel.actors import Actor
from kernel.decisions import ALLOWED, Decision
from kernel.errors import Denied

MANAGE = "psp.manage"
#: Suspending, confirming that and lifting it; `LEAD`: of those who decide, one holds this too.
SUSPEND = "psp.suspend"
LEAD = "psp.lead_suspension"

#: Steps that ask for another permission than `MANAGE`. Source: domain.md 13.3, who.
STEP_PERMISSIONS = {"suspend": SUSPEND, "confirm_suspension": SUSPEND, "lift": SUSPEND}

#: Steps that partners take themselves; staff may record them on their behalf.
OWN_STEPS = frozenset({"accept", "pause", "return_", "withdraw"})


def may_take(actor: Actor, step: str, *, organisation_id: UUID, person_id: UUID) -> Decision:
    """Whoever manages appointments here; a partner for what is theirs to decide.

    Suspending is not for those who find, support and pay partners.
    """
    permission = permission_for(step)
    if actor.may(permission, organisation_id=organisation_id):
        return ALLOWED
    if permission == SUSPEND:
        return Decision(
            Denied("Only a patient safety specialist or the senior lead for safety can do this.")
        )
    if step in OWN_STEPS and person_id in actor.person_ids and actor.may_write:
        return ALLOWED
    if step in OWN_STEPS:
        return Decision(Denied("Only the partner, or people who manage appointments, can do this."))
    return Decision(Denied("Only people who manage appointments can do this."))


def permission_for(step: str) -> str:
    return STEP_PERMISSIONS.get(step, MANAGE)


def may_manage(actor: Actor, *, organisation_id: UUID) -> Decision:
    if actor.may(MANAGE, organisation_id=organisation_id):
        return ALLOWED
    return Decision(Denied("Only people who manage appointments can do this."))


def may_read(actor: Actor, *, organisation_id: UUID, person_id: UUID) -> Decision:
    """Those who manage or read appointments here, and the partner."""
    if person_id in actor.person_ids or reads_all(actor, organisation_id=organisation_id):
        return ALLOWED
    return Decision(Denied("Your role does not read appointments."))


def reads_all(actor: Actor, *, organisation_id: UUID) -> bool:
    return actor.may("psp.read", organisation_id=organisation_id) or sees_causes(
        actor, organisation_id=organisation_id
    )


def may_read_pools(actor: Actor, *, organisation_id: UUID) -> Decision:
    if reads_all(actor, organisation_id=organisation_id):
        return ALLOWED
    return Decision(Denied("Your role does not read appointments."))


def sees_causes(actor: Actor, *, organisation_id: UUID) -> bool:
    """Why somebody stepped back or left is for those who manage appointments."""
    return actor.may(MANAGE, organisation_id=organisation_id)
