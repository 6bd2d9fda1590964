"""Who somebody is for a project: by a role in the organisation, or by a place on its team. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from kernel.actors import Actor


class Part(StrEnum):
    """The parts that somebody can have in a project, as domain.md 13 names its actors."""

    LEAD = "lead"
    SPONSOR = "sponsor"
    DEPUTY = "deputy"
    PARTNER = "partner"
    COACH = "coach"
    RECORDS = "records"  # information governance, who archive
    KEEPER = "keeper"  # who may mend what is written about a project
    MEASUREMENT = "measurement"  # who sees to measures and their data


#: The permission by which a role of the organisation gives a part in every project there.
PERMISSION: Mapping[Part, str] = {
    Part.LEAD: "project.lead",
    Part.SPONSOR: "project.sponsor",
    Part.PARTNER: "project.propose",
    Part.COACH: "project.coach",
    Part.RECORDS: "project.archive",
    Part.KEEPER: "project.manage",
}

#: The part that a role on the team of this one project gives.
TEAM_ROLE: Mapping[str, Part] = {
    "project_lead": Part.LEAD,
    "executive_sponsor": Part.SPONSOR,
    "sponsor_deputy": Part.DEPUTY,
    "partner": Part.PARTNER,
    "coach": Part.COACH,
    "measurement_lead": Part.MEASUREMENT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a project is kept, and the actor's own roles on its team today."""

    organisation_id: UUID
    unit_id: UUID | None
    team_roles: frozenset[str] = field(default_factory=frozenset)
    project_id: UUID | None = None
    sponsor_in_post: bool = True


def has_part(actor: Actor, part: Part, place: Place) -> bool:
    """Does the actor have this part in the project?

    A deputy stands in only while no sponsor is in post. Source: domain/domain.md 15 item 6.
    """
    if part is Part.DEPUTY and place.sponsor_in_post:
        return False
    permission = PERMISSION.get(part)
    if permission and actor.may(
        permission, organisation_id=place.organisation_id, unit_id=place.unit_id
    ):
        return True
    if not actor.may_write:
        return False
    return any(TEAM_ROLE.get(role) is part for role in place.team_roles)


def has_any(actor: Actor, parts: tuple[Part, ...], place: Place) -> bool:
    return any(has_part(actor, part, place) for part in parts)
