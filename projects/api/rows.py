"""One row, as commands give it back, in the form in which lists show it."""

from __future__ import annotations

from typing import Any

from kernel.actors import Actor
from people.queries.bodies import organisation_names
from people.queries.persons import person_names

_MEMBER = (
    "person_id",
    "team",
    "role",
    "capacity",
    "involvement",
    "relevant_experience",
    "partner_agreed",
    "from_date",
    "to_date",
    "recorded_at",
)


def member_out(actor: Actor, member: Any) -> dict[str, Any]:
    names = person_names(actor, [member.person_id])
    return {
        "id": member.line_id,
        **{name: getattr(member, name) for name in _MEMBER},
        "name": names.get(member.person_id, ""),
    }


def participant_out(row: Any) -> dict[str, Any]:
    return {
        "id": row.line_id,
        "participant_id": row.participant_id,
        "name": organisation_names([row.participant_id])[row.participant_id].name,
        "from_date": row.from_date,
        "to_date": row.to_date,
        "recorded_at": row.recorded_at,
    }


def charter_out(charter: Any) -> dict[str, Any]:
    return {
        "id": charter.pk,
        "number": charter.number,
        "purpose": charter.purpose,
        "population": charter.population,
        "partner_recruitment": charter.partner_recruitment,
        "partner_support": charter.partner_support,
        "partner_payment": charter.partner_payment,
        "written_by": charter.written_by,
        "recorded_at": charter.recorded_at,
    }


def sign_off_out(actor: Actor, given: Any) -> dict[str, Any]:
    names = person_names(actor, [given.person_id])
    return {
        "id": given.pk,
        "about": given.about,
        "given_as": given.given_as,
        "person_id": given.person_id,
        "name": names.get(given.person_id, ""),
        "way": given.way,
        "given_on": given.given_on,
        "charter_number": given.charter.number if given.charter_id else None,
        "recorded_by": given.recorded_by,
        "recorded_at": given.recorded_at,
    }
