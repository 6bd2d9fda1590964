"""Who may read a project and who may write about it. Pure."""

from __future__ import annotations

from kernel.actors import Actor
from kernel.decisions import ALLOWED, Decision
from kernel.errors import Blocked, Denied
from projects.policies.authority import Part, Place, has_any

#: What is archived stays as it is.
UNCHANGING = frozenset({"archived"})
#: What a link gives that asks for an agreement.
SIGN_OFF = "project.sign_off"


def may_register(actor: Actor, *, place: Place) -> Decision:
    """A lead, a partner or whoever keeps the records may write down a new project."""
    if has_any(actor, (Part.KEEPER, Part.LEAD, Part.PARTNER), place):
        return ALLOWED
    return Decision(Denied("Your role cannot register projects here."))


def may_change(actor: Actor, *, place: Place, stage: str) -> Decision:
    """The lead, or whoever keeps the records, may change words, team and charter."""
    if not has_any(actor, (Part.KEEPER, Part.LEAD), place):
        return Decision(Denied("Only the project lead can change this project."))
    return _not_archived(stage)


def may_sign_off(actor: Actor, *, place: Place, stage: str) -> Decision:
    """Those who agree may record it themselves, or by a link; the lead may record it for them."""
    parts = (Part.KEEPER, Part.LEAD, Part.SPONSOR, Part.DEPUTY, Part.PARTNER, Part.COACH)
    sent = actor.sent_for(SIGN_OFF, place.project_id)
    if not sent and not has_any(actor, parts, place):
        return Decision(Denied("Your role cannot record sign-offs of this project."))
    return _not_archived(stage)


def may_open(actor: Actor, *, place: Place) -> Decision:
    """Bringing in a project in mid-life is part of an import."""
    if actor.may("import.run", organisation_id=place.organisation_id):
        return ALLOWED
    return Decision(Denied("Only who runs imports can bring in projects at a later stage."))


def _not_archived(stage: str) -> Decision:
    if stage in UNCHANGING:
        return Decision(
            Blocked("This project is archived and stays as it is.", code="archived", state=stage)
        )
    return ALLOWED
