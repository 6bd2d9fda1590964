"""Who reads and keeps the particulars of people."""

from __future__ import annotations

from uuid import UUID

from kernel.actors import Actor
from kernel.decisions import ALLOWED, Decision
from kernel.errors import Denied


def may_read_people(actor: Actor, *, organisation_id: UUID, person_id: UUID | None) -> Decision:
    """Everyone may read their own row; the others need a role that reads people."""
    if person_id in actor.person_ids or _anywhere(actor, "person.read", organisation_id):
        return ALLOWED
    return Decision(Denied("Your role does not read particulars of people. Ask an administrator."))


def may_manage_people(actor: Actor, *, organisation_id: UUID) -> Decision:
    if _anywhere(actor, "person.manage", organisation_id):
        return ALLOWED
    return Decision(Denied("Your role cannot change people. Ask an administrator."))


def may_link_person(actor: Actor, *, organisation_id: UUID) -> Decision:
    """Linking lets a user read and act as the person, so it belongs to whoever keeps users."""
    if actor.may("user.manage", organisation_id=organisation_id):
        return ALLOWED
    return Decision(Denied("Only an administrator can link a user to a person."))


def _anywhere(actor: Actor, permission: str, organisation_id: UUID) -> bool:
    """People belong to the organisation, not to a unit: a role in any unit of it is enough."""
    if actor.everywhere:
        return True
    if not actor.may_write and not permission.endswith(".read"):
        return False
    return any(
        grant.organisation_id == organisation_id and permission in grant.permissions
        for grant in actor.grants
    )
