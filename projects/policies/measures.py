"""Who may define a measure, set its targets and limits, and enter its data. Pure."""

from __future__ import annotations

from kernel.actors import Actor
from kernel.decisions import ALLOWED, Decision
from kernel.errors import Blocked, Denied
from projects.policies.authority import Part, Place, has_any
from projects.policies.projects import UNCHANGING

READ = "project.read"
MANAGE = "measure.manage"

_KEEPERS = (Part.KEEPER, Part.LEAD, Part.COACH, Part.MEASUREMENT)
_ARCHIVED = Blocked(
    "This project is archived, so its measures stay as they are.", code="archived", state="archived"
)


def may_keep(actor: Actor, *, place: Place, stage: str = "") -> Decision:
    """Define, change and end measures; set targets, recalculate limits, mark the chart.

    Of a project: its lead, its measurement lead, its coach, or whoever keeps the records. Of an
    organisation or a unit alone: whose role manages measures there.
    """
    if place.project_id is None:
        if actor.may(MANAGE, organisation_id=place.organisation_id, unit_id=place.unit_id):
            return ALLOWED
        return Decision(Denied("Your role does not manage measures here."))
    if not has_any(actor, _KEEPERS, place):
        return Decision(
            Denied("Only the project's lead, its measurement lead or a coach can do this.")
        )
    return Decision(_ARCHIVED) if stage in UNCHANGING else ALLOWED


def may_enter(actor: Actor, *, place: Place, owned: bool, stage: str = "") -> Decision:
    """Enter and correct data: who keeps the measure, who owns it, and everybody on the team."""
    keeps = may_keep(actor, place=place, stage=stage)
    if keeps.allowed or isinstance(keeps.refusal, Blocked):
        return keeps
    if not actor.may_write or not (owned or place.team_roles):
        return Decision(Denied("Only the owner of this measure, or the team, can enter its data."))
    return Decision(_ARCHIVED) if stage in UNCHANGING else ALLOWED
