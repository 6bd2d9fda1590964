"""Who writes about things, and who changes what was written. Reading follows the thing. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from kernel.actors import Actor, Grant
from kernel.decisions import ALLOWED, Decision
from kernel.errors import Denied
from records.things.thing import Thing

#: What a link gives that asks for somebody's words.
WRITE = "comment.write"
#: Who may take down what another wrote: whoever keeps users, or answers for information.
_MODERATORS = ("user.manage", "project.archive")


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorship:
    """By whom a comment is: who wrote it into the service, and whose words it holds."""

    writer_kind: str
    writer_id: UUID | None
    person_id: UUID | None
    organisation_id: UUID
    unit_id: UUID | None


def may_write(actor: Actor, thing: Thing) -> Decision:
    """Everybody who reads the thing and has some task, here or in a body that takes part.

    Roles that read and nothing else listen in silence.
    """
    if actor.everywhere or actor.sent_for(WRITE, thing.id):
        return ALLOWED
    here = any(
        _has_task(grant) and grant.covers(thing.organisation_id, thing.unit_id)
        for grant in actor.grants
    )
    beside = thing.id in actor.shared_ids and any(_has_task(grant) for grant in actor.grants)
    if actor.may_write and (here or beside):
        return ALLOWED
    return Decision(Denied("Your role reads this discussion and does not write in it."))


def may_edit(actor: Actor, by: Authorship) -> Decision:
    """Whoever wrote it, and nobody else: words are not put into other people's mouths."""
    if _is_writer(actor, by):
        return ALLOWED
    return Decision(Denied("Only whoever wrote this can change its words."))


def may_withdraw(actor: Actor, by: Authorship) -> Decision:
    """Whoever wrote it or whose words they are; and, with a reason, whoever keeps order."""
    if is_own(actor, by) or may_moderate(actor, by):
        return ALLOWED
    return Decision(Denied("Only whoever wrote this, or an administrator, can withdraw it."))


def may_moderate(actor: Actor, by: Authorship) -> bool:
    """May the actor take down what others wrote here?"""
    return any(
        actor.may(permission, organisation_id=by.organisation_id, unit_id=by.unit_id)
        for permission in _MODERATORS
    )


def is_own(actor: Actor, by: Authorship) -> bool:
    """Did the actor write it, or does it hold their words?"""
    return _is_writer(actor, by) or (actor.may_write and by.person_id in actor.person_ids)


def _is_writer(actor: Actor, by: Authorship) -> bool:
    wrote = actor.id is not None and (str(actor.kind), actor.id) == (by.writer_kind, by.writer_id)
    return wrote and actor.may_write


def _has_task(grant: Grant) -> bool:
    return any(not permission.endswith(".read") for permission in grant.permissions)
