"""Who asks people without an account for something by a link. Pure."""

from __future__ import annotations

from kernel.actors import Actor
from kernel.decisions import ALLOWED, Decision
from kernel.errors import Denied
from records.policies.actions import may_add
from records.things.thing import Thing


def may_ask(actor: Actor, thing: Thing) -> Decision:
    """Whoever writes about the thing where it is kept, and reads people there.

    Whoever may ask also sees whom others asked, calls links back, and enters answers.
    """
    if not may_add(actor, thing).allowed:
        return Decision(Denied("Your role does not ask people about this."))
    reads_people = any(
        grant.organisation_id == thing.organisation_id and "person.read" in grant.permissions
        for grant in actor.grants
    )
    if actor.everywhere or reads_people:
        return ALLOWED
    return Decision(Denied("Your role does not read particulars of people."))
