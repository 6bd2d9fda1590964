"""Who may read and change committees."""

from __future__ import annotations

from uuid import UUID

from kernel.actors import Actor
from kernel.decisions import ALLOWED, Decision
from kernel.errors import Denied

#: The permission that each step of a committee asks for. Source: domain.md 13.2, who.
STEP_PERMISSIONS = {
    "constitute": "committee.manage",
    "reclassify": "committee.manage",
    "suspend": "committee.chair",
    "reinstate": "committee.manage",
    "merge_into": "committee.manage",
    "dissolve": "committee.manage",
}


def may_manage(
    actor: Actor,
    *,
    organisation_id: UUID,
    unit_id: UUID | None,
    permission: str = "committee.manage",
) -> Decision:
    """Whoever holds the role where the committee is kept, or above its unit."""
    if actor.may(permission, organisation_id=organisation_id, unit_id=unit_id):
        return ALLOWED
    if permission == "committee.chair":
        return Decision(Denied("Only the chair's role can do this."))
    return Decision(Denied("Only people who keep this committee can do this."))


def may_read(actor: Actor, *, organisation_id: UUID, shared: bool) -> Decision:
    """Members of the organisation, and of organisations that take part in a joint committee."""
    if shared and actor.may_somewhere("committee.read"):
        return ALLOWED
    if (
        any(
            "committee.read" in grant.permissions and grant.organisation_id == organisation_id
            for grant in actor.grants
        )
        or actor.everywhere
    ):
        return ALLOWED
    return Decision(Denied("Your role does not read committees."))
