"""Who adds actions, who changes them. Reading follows the thing. Pure."""

from __future__ import annotations

from uuid import UUID

from kernel.actors import Actor
from kernel.decisions import ALLOWED, Decision
from kernel.errors import Denied
from records.things.thing import Thing

_ELSEWHERE = "Only members of the organisation that keeps this can do this."


def may_add(actor: Actor, thing: Thing) -> Decision:
    """Whoever has a task about the thing in the organisation that keeps it."""
    if not _at_home(actor, thing):
        return Decision(Denied(_ELSEWHERE))
    if any(
        actor.may(permission, organisation_id=thing.organisation_id, unit_id=thing.unit_id)
        for permission in thing.change
    ):
        return ALLOWED
    return Decision(Denied("Your role does not add or change actions here."))


def may_change(actor: Actor, thing: Thing, *, owner_id: UUID) -> Decision:
    """Its owner, and whoever may add one."""
    own = actor.id is not None and actor.id == owner_id
    if own and actor.may_write and _at_home(actor, thing):
        return ALLOWED
    return may_add(actor, thing)


def _at_home(actor: Actor, thing: Thing) -> bool:
    return actor.everywhere or thing.organisation_id in actor.organisation_ids
