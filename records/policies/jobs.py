"""Who sees a job, who stops it, who has its file. Pure."""

from __future__ import annotations

from uuid import UUID

from kernel.actors import Actor
from kernel.decisions import ALLOWED, Decision
from kernel.errors import Denied

READ = "job.read"
MANAGE = "job.manage"


def may_read(actor: Actor, *, organisation_id: UUID, started_by: UUID | None) -> Decision:
    if _own(actor, started_by) or actor.may(READ, organisation_id=organisation_id):
        return ALLOWED
    return Decision(Denied("Your role does not read the jobs of others."))


def may_manage(actor: Actor, *, organisation_id: UUID, started_by: UUID | None) -> Decision:
    """Stop it, or ask for it once more."""
    if not actor.may_write:
        return Decision(Denied("This key may only read.", code="read_only_key"))
    if _own(actor, started_by) or actor.may(MANAGE, organisation_id=organisation_id):
        return ALLOWED
    return Decision(Denied("Only whoever started a job, or an administrator, can do this."))


def may_download(actor: Actor, *, started_by: UUID | None) -> Decision:
    """A file holds what its maker may see, which others may not."""
    if _own(actor, started_by):
        return ALLOWED
    return Decision(Denied("Only whoever started a job can have its file. Start one of your own."))


def _own(actor: Actor, started_by: UUID | None) -> bool:
    return actor.everywhere or (started_by is not None and actor.id == started_by)
