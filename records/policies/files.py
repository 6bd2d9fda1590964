"""Who adds, sees, changes and erases files. Pure."""

from __future__ import annotations

from uuid import UUID

from kernel.actors import Actor
from kernel.decisions import ALLOWED, Decision
from kernel.errors import Denied
from records.things.thing import Thing

#: Whoever keeps an organisation's users in order also erases, files as people.
ERASE = "user.manage"
_ELSEWHERE = "Only members of the organisation that keeps this can do this."


def may_add(actor: Actor, thing: Thing) -> Decision:
    """Whoever writes about the thing in the organisation that keeps it."""
    if not _at_home(actor, thing):
        return Decision(Denied(_ELSEWHERE))
    if not actor.may_write:
        return Decision(Denied("This key may only read.", code="read_only_key"))
    if _keeps(actor, thing):
        return ALLOWED
    return Decision(Denied("Your role does not add or change files here."))


def may_see(actor: Actor, thing: Thing, *, audience: str, added_by: UUID | None) -> Decision:
    """Whoever reads the thing, unless the file is for fewer; its sender always."""
    if audience == "everyone" or _own(actor, added_by):
        return ALLOWED
    if audience == "home":
        return ALLOWED if _at_home(actor, thing) else Decision(Denied(_ELSEWHERE))
    if _at_home(actor, thing) and _keeps(actor, thing):
        return ALLOWED
    return Decision(Denied("Only those who look after this see this file."))


def may_change(actor: Actor, thing: Thing, *, added_by: UUID | None) -> Decision:
    """Its sender, and whoever may add one."""
    if _own(actor, added_by) and actor.may_write and _at_home(actor, thing):
        return ALLOWED
    return may_add(actor, thing)


def may_be_given(virus_check: str, *, unscanned: bool) -> bool:
    """Is a file that is kept given out? One that no scanner saw only where the setting says so."""
    return virus_check == "clean" or unscanned


def may_erase(actor: Actor, thing: Thing) -> Decision:
    if actor.may(ERASE, organisation_id=thing.organisation_id):
        return ALLOWED
    return Decision(Denied("Only an administrator erases files. Delete it, or ask one."))


def _keeps(actor: Actor, thing: Thing) -> bool:
    return any(
        actor.may(permission, organisation_id=thing.organisation_id, unit_id=thing.unit_id)
        for permission in thing.change
    )


def _own(actor: Actor, added_by: UUID | None) -> bool:
    return actor.everywhere or (added_by is not None and actor.id == added_by)


def _at_home(actor: Actor, thing: Thing) -> bool:
    return actor.everywhere or thing.organisation_id in actor.organisation_ids
