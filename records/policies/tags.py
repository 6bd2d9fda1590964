"""Who puts tags on things, who keeps the words in order. Pure."""

from __future__ import annotations

from uuid import UUID

from kernel.actors import Actor
from kernel.decisions import ALLOWED, Decision
from kernel.errors import Denied
from records.policies.files import may_add
from records.things.thing import Thing

KEEP = "organisation.manage"


def may_tag(actor: Actor, thing: Thing) -> Decision:
    """Whoever writes about the thing in the organisation that keeps it."""
    if may_add(actor, thing).allowed:
        return ALLOWED
    return Decision(Denied("Your role does not change the tags here."))


def may_keep(actor: Actor, *, organisation_id: UUID) -> Decision:
    """Give a tag another word, or make one of two."""
    if actor.may(KEEP, organisation_id=organisation_id):
        return ALLOWED
    return Decision(Denied("Only an administrator changes the words of tags."))
