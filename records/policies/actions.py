"""Who adds actions, who changes them. Reading follows the thing. Pure."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An action as policies need to know it: who has it, a user or a person, or nobody yet."""

    action_id: UUID
    owner_id: UUID | None
    owner_person_id: UUID | None


def may_take(actor: Actor, thing: Thing, held: Held, *, step: str) -> Decision:
    """Whoever may change it, and whoever holds a link for this step of it."""
    if actor.sent_for(f"action.{step}", held.action_id):
        return ALLOWED
    return may_change(actor, thing, held)


def may_change(actor: Actor, thing: Thing, held: Held) -> Decision:
    """Its owner, and whoever may add one."""
    if actor.errand is not None:
        return Decision(Denied("This link is for something else."))
    own = actor.id is not None and actor.id == held.owner_id
    own = own or held.owner_person_id in actor.person_ids
    if own and actor.may_write and _at_home(actor, thing):
        return ALLOWED
    return may_add(actor, thing)


def _at_home(actor: Actor, thing: Thing) -> bool:
    return actor.everywhere or thing.organisation_id in actor.organisation_ids
