"""Who plans occasions, invites people, and answers for them. Reading follows the thing. Pure."""

from __future__ import annotations

from uuid import UUID

from kernel.actors import Actor
from kernel.decisions import ALLOWED, Decision
from kernel.errors import Denied
from records.policies.actions import may_add
from records.policies.links import may_ask
from records.things.thing import Thing

#: What the link of an invitation gives.
ANSWER = "occasion.answer"


def may_plan(actor: Actor, thing: Thing) -> Decision:
    """Whoever writes about the thing where it is kept."""
    if actor.errand is None and may_add(actor, thing).allowed:
        return ALLOWED
    return Decision(Denied("Your role does not plan meetings about this."))


def may_invite(actor: Actor, thing: Thing) -> Decision:
    """Inviting is asking: whoever may ask people by a link."""
    return may_ask(actor, thing)


def may_answer(
    actor: Actor,
    thing: Thing,
    *,
    occasion_id: UUID,
    person_id: UUID | None,
    user_id: UUID | None,
) -> Decision:
    """The invited themselves, by their account or their link; else whoever may invite."""
    if actor.sent_for(ANSWER, occasion_id):
        return ALLOWED
    own = is_invited(actor, person_id=person_id, user_id=user_id)
    if own and actor.may_write:
        return ALLOWED
    return may_invite(actor, thing)


def is_invited(actor: Actor, *, person_id: UUID | None, user_id: UUID | None) -> bool:
    """Is the actor the one who is invited?"""
    if actor.errand is not None:
        return actor.id in (person_id, user_id)
    return (user_id is not None and user_id == actor.id) or person_id in actor.person_ids
