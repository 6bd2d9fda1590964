"""May this actor do this to the queue or to a standard? Pure."""

from __future__ import annotations

from uuid import UUID

from kernel.actors import Actor, Scope
from kernel.decisions import ALLOWED, Decision
from kernel.errors import Denied


def may_see_queue(actor: Actor) -> Decision:
    """The queue is of the whole service; it shows ids and problems, no content."""
    if _nationally(actor, "quarantine.read") or _nationally(actor, "quarantine.manage"):
        return ALLOWED
    return Decision(Denied("Your role cannot see the queue. Ask an operator of the service."))


def may_mend_queue(actor: Actor) -> Decision:
    """Retry what was held, or skip it with a reason."""
    if _nationally(actor, "quarantine.manage"):
        return ALLOWED
    return Decision(Denied("Your role cannot change the queue. Ask an operator of the service."))


def may_set_standard(actor: Actor, *, organisation_id: UUID | None) -> Decision:
    """An organisation sets its own standards; national ones take a role for the whole country."""
    if organisation_id is None:
        if _nationally(actor, "standard.set_national"):
            return ALLOWED
        return Decision(
            Denied("Only a national role can change a national standard. Name your organisation.")
        )
    if actor.may("standard.set", organisation_id=organisation_id):
        return ALLOWED
    return Decision(
        Denied("Your role cannot change standards. Ask your administrator or senior lead.")
    )


def _nationally(actor: Actor, permission: str) -> bool:
    if actor.everywhere:
        return True
    if not actor.may_write and not permission.endswith(".read"):
        return False
    return any(
        grant.scope is Scope.COUNTRY and permission in grant.permissions for grant in actor.grants
    )
