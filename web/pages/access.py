"""What the pages show of a user: roles with their last day, and what happened to access."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from kernel.actors import Scope
from people import queries
from people.queries.colleagues import colleague_names
from people.roles import ROLES
from people.standards import PARTNER_SECOND_FACTOR, STAFF_SECOND_FACTOR
from web.pages import choices
from web.visit import Visit
from web.words.access import (
    role_name,
    until_words,
)
from web.words.dates import british_date

_SERVICE = "QIflow"
_SOMEBODY = "Somebody from elsewhere"
_WHO = {STAFF_SECOND_FACTOR: "Staff", PARTNER_SECOND_FACTOR: "Partners"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleLine:
    """One role of a user; `end_href` is empty where nobody here may change its end."""

    role: str
    place: str
    since: str
    until: str
    given_by: str
    over: bool
    end_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandLine:
    """Who is asked for a second factor, and where that is changed."""

    who: str
    answer: str
    href: str


def second_factor_demands(visit: Visit) -> tuple[DemandLine, ...]:
    """For the organisations whose standards the visitor sets; none for others."""
    found = queries.second_factor_demands(visit.actor, today=visit.today)
    bodies = queries.organisation_names(one.organisation_id for one in found)
    several = len(bodies) > 1
    return tuple(
        DemandLine(
            who=_WHO[one.name] + (f", {bodies[one.organisation_id].name}" if several else ""),
            answer=_asked_words(one.since, visit.today),
            href=reverse("web:standard", args=[one.name]),
        )
        for one in found
    )


def _asked_words(since: date | None, today: date) -> str:
    if since is None:
        return "not asked"
    return "asked" if since <= today else f"asked from {british_date(since)}"


def role_lines(visit: Visit, found: Mapping[str, Any], *, may_manage: bool) -> tuple[RoleLine, ...]:
    """The roles of a user, those of today first."""
    grants = found["role_grants"]
    bodies = queries.organisation_names(one["organisation_id"] for one in grants)
    units = queries.unit_names(visit.actor, (one["unit_id"] for one in grants if one["unit_id"]))
    names = colleague_names(visit.actor, {one["granted_by"] for one in grants if one["granted_by"]})
    lines = [
        RoleLine(
            role=role_name(one["role"]),
            place=place_words(one, bodies, units),
            since=british_date(one["from_date"]),
            until=until_words(one["to_date"]),
            given_by=giver_name(one["granted_by"], names),
            over=bool(one["to_date"] and one["to_date"] < visit.today),
            end_href=_end_href(found, one, visit) if may_manage else "",
        )
        for one in grants
    ]
    return tuple(sorted(lines, key=lambda line: line.over))


def _end_href(found: Mapping[str, Any], one: Mapping[str, Any], visit: Visit) -> str:
    if one["to_date"] and one["to_date"] < visit.today:
        return ""
    return reverse("web:end-role", args=[found["id"], one["id"]])


def place_words(
    one: Mapping[str, Any], bodies: Mapping[UUID, Any], units: Mapping[UUID, str]
) -> str:
    body = bodies[one["organisation_id"]].name
    return f"{units.get(one['unit_id'], 'A unit')}, {body}" if one["unit_id"] else str(body)


def giver_name(giver: UUID | None, names: Mapping[UUID, str]) -> str:
    return names.get(giver, _SOMEBODY) if giver else _SERVICE


def roles_to_give(visit: Visit) -> list[tuple[str, str]]:
    """Roles of a place that the visitor could hand on: all of whose permissions they hold."""
    held = {permission for grant in visit.actor.grants for permission in grant.permissions}
    return [
        (role.code, f"{role.name}: {role.purpose}")
        for role in ROLES
        if Scope.ORGANISATION in role.scopes and held.issuperset(role.permissions)
    ]


def gives_everywhere(visit: Visit) -> bool:
    """May the visitor give roles in a whole organisation, not only in a part of it?"""
    return any(
        visit.actor.may("user.manage", organisation_id=one) for one in visit.actor.organisation_ids
    )


def units_to_give(visit: Visit) -> list[tuple[str, str]]:
    """The units in which the visitor may give roles."""
    if gives_everywhere(visit):
        return list(choices.units(visit))
    mine = {
        str(unit)
        for grant in visit.actor.grants
        if "user.manage" in grant.permissions
        for unit in grant.unit_ids
    }
    return [option for option in choices.units(visit) if option[0] in mine]
