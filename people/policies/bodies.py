"""Who keeps the register of organisations, and the units of one of them."""

from __future__ import annotations

from uuid import UUID

from kernel.actors import Actor
from kernel.decisions import ALLOWED, Decision
from kernel.errors import Denied


def may_register(actor: Actor) -> Decision:
    """An operator keeps the register: which bodies there are, their codes, what became of them."""
    if actor.may_somewhere("organisation.register") and actor.may_write:
        return ALLOWED
    return Decision(Denied("Only an operator of the service can do this. Ask one."))


def may_change_organisation(actor: Actor, *, organisation_id: UUID) -> Decision:
    if may_register(actor).allowed:
        return ALLOWED
    if actor.may("organisation.manage", organisation_id=organisation_id):
        return ALLOWED
    return Decision(Denied("Only an administrator of this organisation can do this. Ask one."))


def may_manage_units(actor: Actor, *, organisation_id: UUID) -> Decision:
    if actor.may("unit.manage", organisation_id=organisation_id):
        return ALLOWED
    return Decision(Denied("Only an administrator of this organisation can change its units."))
