"""Who sees what goes out, who sends again, who posts letters and makes calls. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from kernel.actors import Actor, ActorKind
from kernel.decisions import ALLOWED, Decision
from kernel.errors import Denied

#: Administrators see that something went out, and to whom, never what it said.
OUTGOING_READ = ("user.read", "user.manage")
OUTGOING_MANAGE = ("user.manage",)
#: Whoever keeps people's particulars may write to them and call them.
BY_HAND = ("person.manage",)


def may_choose(actor: Actor) -> Decision:
    """How often one gets email: a user for oneself."""
    if actor.kind is ActorKind.USER:
        return ALLOWED
    return Decision(Denied("Only a signed-in user can choose how to be told."))


def may_read_outgoing(actor: Actor, *, organisation_id: UUID | None) -> Decision:
    if _may(actor, OUTGOING_READ, organisation_id):
        return ALLOWED
    return Decision(Denied("Your role does not see what goes out. Ask an administrator."))


def may_send_again(actor: Actor, *, organisation_id: UUID | None) -> Decision:
    if _may(actor, OUTGOING_MANAGE, organisation_id):
        return ALLOWED
    return Decision(Denied("Only an administrator can have a message sent again."))


def may_do_by_hand(actor: Actor, *, organisation_id: UUID | None) -> Decision:
    """Print a letter, make a call, and say that it is done."""
    if _may(actor, BY_HAND, organisation_id):
        return ALLOWED
    return Decision(Denied("Only those who keep people's particulars can do this."))


def places_where(actor: Actor, permissions: Iterable[str]) -> set[UUID]:
    """The actor's organisations in which one of these permissions is held for the whole of it."""
    wanted = tuple(permissions)
    return {
        organisation_id
        for organisation_id in actor.organisation_ids
        if _may(actor, wanted, organisation_id)
    }


def _may(actor: Actor, permissions: Iterable[str], organisation_id: UUID | None) -> bool:
    if actor.everywhere:
        return True
    return organisation_id is not None and any(
        actor.may(permission, organisation_id=organisation_id) for permission in permissions
    )
