"""Who brings tables in. Pure."""

from __future__ import annotations

from uuid import UUID

from kernel.actors import Actor
from kernel.decisions import ALLOWED, Decision
from kernel.errors import Denied

RUN = "import.run"


def may_import(actor: Actor, *, organisation_id: UUID, permission: str) -> Decision:
    """Whoever runs imports, and could make each row by hand as well."""
    needed = (RUN, permission)
    if all(actor.may(one, organisation_id=organisation_id) for one in needed):
        return ALLOWED
    return Decision(Denied("Your role does not run imports of this kind."))
