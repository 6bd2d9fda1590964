"""What the pages show of access: a user with roles and history, invitations, a leaver."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from kernel.actors import Scope
from kernel.api.pages import Page
from people import queries
from people.queries.colleagues import colleague_names
from people.roles import ROLES
from web.pages import choices
from web.pages.frame import Answer
from web.pages.history import Entry
from web.pages.subjects import subject_href
from web.visit import Visit
from web.words.access import (
    access_words,
    invitation_state,
    role_name,
    role_names,
    until_words,
)
from web.words.dates import british_date, british_moment
from web.words.states import StateWords

_SERVICE = "QIflow"
_SOMEBODY = "Somebody from elsewhere"


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
class InvitationLine:
    """One invitation in a list."""

    href: str
    email: str
    roles: str
    state: StateWords
    sent: str
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldLine:
    """One thing that a leaver holds; `href` is empty where it has no page."""

    title: str
    detail: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldSection:
    """Things of one kind. `asked`: for each of them the form asks who takes it over."""

    kind: str
    words: str
    becomes: str
    asked: bool
    things: tuple[HeldLine, ...]


def role_lines(visit: Visit, found: Mapping[str, Any], *, may_manage: bool) -> tuple[RoleLine, ...]:
    """The roles of a user, those of today first."""
    grants = found["role_grants"]
    bodies = queries.organisation_names(one["organisation_id"] for one in grants)
    units = queries.unit_names(visit.actor, (one["unit_id"] for one in grants if one["unit_id"]))
    names = colleague_names(visit.actor, {one["granted_by"] for one in grants if one["granted_by"]})
    lines = [
        RoleLine(
            role=role_name(one["role"]),
            place=_place(one, bodies, units),
            since=british_date(one["from_date"]),
            until=until_words(one["to_date"]),
            given_by=_giver(one["granted_by"], names),
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


def _place(one: Mapping[str, Any], bodies: Mapping[UUID, Any], units: Mapping[UUID, str]) -> str:
    body = bodies[one["organisation_id"]].name
    return f"{units.get(one['unit_id'], 'A unit')}, {body}" if one["unit_id"] else str(body)


def _giver(giver: UUID | None, names: Mapping[UUID, str]) -> str:
    return names.get(giver, _SOMEBODY) if giver else _SERVICE


def access_history(visit: Visit, user_id: UUID) -> tuple[Entry, ...]:
    """What happened to the access of a user, the newest first."""
    rows = queries.user_history(visit.actor, user_id, page=Page())
    names = colleague_names(visit.actor, {row["actor_id"] for row in rows if row["actor_id"]})
    units = queries.unit_names(visit.actor, _units_in(rows))
    return tuple(
        Entry(
            on=row["effective_on"],
            text=access_words(
                row["type"],
                row["data"],
                units=units,
                by_themselves=row["actor_id"] == user_id,
            ),
            who=f"Recorded on {british_moment(row['recorded_at'])} by {_recorder(row, names)}",
        )
        for row in rows
    )


def _units_in(rows: Iterable[Mapping[str, Any]]) -> list[UUID]:
    return [UUID(row["data"]["unit_id"]) for row in rows if row["data"].get("unit_id")]


def _recorder(row: Mapping[str, Any], names: Mapping[UUID, str]) -> str:
    if row["actor_kind"] == "system":
        return _SERVICE
    if row["actor_kind"] == "api_key":
        return "another system"
    return names.get(row["actor_id"], _SOMEBODY.lower())


def leaving_words(visit: Visit, user_id: UUID) -> str:
    """When a user leaves and who takes over, or nothing."""
    leaving = queries.leaving_of(visit.actor, user_id)
    if leaving is None:
        return ""
    names = colleague_names(visit.actor, {leaving["receiver_id"]})
    taker = names.get(leaving["receiver_id"], "A colleague")
    return f"Leaves. The last day is {british_date(leaving['last_day'])}. {taker} takes over."


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


def invitation_lines(rows: Iterable[Mapping[str, Any]]) -> tuple[InvitationLine, ...]:
    """Invitations as a list shows them."""
    return tuple(
        InvitationLine(
            href=reverse("web:invitation", args=[row["id"]]),
            email=row["email"],
            roles=role_names(row["roles"]),
            state=invitation_state(row["state"]),
            sent=british_moment(row["sent_at"]),
            until=british_moment(row["expires_at"]),
        )
        for row in rows
    )


def invitation_answers(visit: Visit, found: Mapping[str, Any]) -> tuple[Answer, ...]:
    """What an invitation says, key by key."""
    body = queries.organisation_names([found["organisation_id"]])[found["organisation_id"]].name
    units = queries.unit_names(visit.actor, [found["unit_id"]] if found["unit_id"] else [])
    names = colleague_names(visit.actor, {found["invited_by"]} - {None})
    lines = [
        Answer(key="Email address", value=found["email"]),
        Answer(key="Name", value=found["name"] or "Not given"),
        Answer(key="Roles", value=role_names(found["roles"])),
        Answer(key="Where", value=_place(found, {found["organisation_id"]: _Named(body)}, units)),
        Answer(key="How long", value=_upper_first(until_words(found["role_to_date"]))),
        Answer(key="Sent", value=_sent(found, names)),
        Answer(key="Can be taken up until", value=british_moment(found["expires_at"])),
    ]
    if found["person_id"]:
        people = queries.person_names(visit.actor, [found["person_id"]])
        lines.insert(2, Answer(key="Person", value=people.get(found["person_id"], "A person here")))
    if found["accepted_at"]:
        lines[-1] = Answer(
            key="Taken up",
            value=british_moment(found["accepted_at"]),
            href=reverse("web:user", args=[found["accepted_by_id"]]),
        )
    if found["cancelled_at"]:
        lines[-1] = Answer(key="Called back", value=british_moment(found["cancelled_at"]))
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class _Named:
    name: str


def _sent(found: Mapping[str, Any], names: Mapping[UUID, str]) -> str:
    by = "another system" if found["by_key"] else _giver(found["invited_by"], names)
    times = "" if found["times_sent"] == 1 else f", for the {_ordinal(found['times_sent'])} time"
    return f"{british_moment(found['sent_at'])} by {by}{times}"


def _upper_first(words: str) -> str:
    return words[:1].upper() + words[1:]


def _ordinal(number: int) -> str:
    words = {2: "second", 3: "third", 4: "fourth", 5: "fifth"}
    return words.get(number, f"{number}th")


def held_sections(found: Sequence[queries.Holds]) -> tuple[HeldSection, ...]:
    """What a leaver holds, kind by kind."""
    return tuple(
        HeldSection(
            kind=one.holding.kind,
            words=one.holding.words,
            becomes=one.holding.becomes,
            asked=one.holding.hand_over is not None,
            things=tuple(
                HeldLine(
                    title=thing.title,
                    detail=thing.detail,
                    href=_href(thing.subject_kind, thing.subject_id),
                )
                for thing in one.things
            ),
        )
        for one in found
    )


def _href(kind: str, thing_id: UUID | None) -> str:
    if thing_id is None:
        return ""
    if kind == "action":
        return reverse("web:action", args=[thing_id])
    return subject_href(kind, thing_id)
