"""What the page of a person shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from people import policies, queries
from web.lists import Asked
from web.pages.frame import Answer
from web.visit import Visit
from web.words import choices


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """One person, with what the visitor may change."""

    id: UUID
    name: str
    about: tuple[Answer, ...]
    employments: tuple[Mapping[str, Any], ...]
    consents: tuple[Mapping[str, Any], ...]
    may_keep: bool
    removed_on: Any


def person_page(visit: Visit, found: Mapping[str, Any]) -> PersonPage:
    employers = queries.organisation_names(
        one["employer_id"] for one in found["employments"] if one["employer_id"]
    )
    kind = found["partner_kind"]
    return PersonPage(
        id=found["id"],
        name=found["name"],
        about=(
            Answer(
                key="Who this is",
                value=choices.said(choices.PARTNER_KIND, kind) if kind else "A member of staff",
            ),
            Answer(key="Email address", value=found["email"] or "Not given"),
            Answer(key="Telephone", value=found["phone"] or "Not given"),
            Answer(key="Postal address", value=found["postal_address"] or "Not given"),
            Answer(key="Needs", value=needs_words(found) or "None that we know of"),
            Answer(key="What else helps", value=found["access_needs"] or "Not given"),
        ),
        employments=tuple(
            {
                **one,
                "employer": one["employer_name"] or _named(employers, one["employer_id"]),
                "basis_words": choices.said(choices.EMPLOYMENT_BASIS, one["basis"]),
            }
            for one in found["employments"]
        ),
        consents=tuple(
            {**one, "words": choices.said(choices.CONSENT_SCOPE, one["scope"])}
            for one in found["consents"]
        ),
        may_keep=may_keep(visit, found),
        removed_on=found["removed_on"],
    )


def may_keep(visit: Visit, found: Mapping[str, Any]) -> bool:
    decision = policies.may_manage_people(visit.actor, organisation_id=found["organisation_id"])
    return decision.allowed and found["removed_on"] is None


def needs_words(found: Mapping[str, Any]) -> str:
    """Needs by their names, with the language where an interpreter is one of them."""
    words = [choices.said(choices.NEED, code) for code in found["needs"]]
    if found["interpreter_language"]:
        words.append(f"Language: {found['interpreter_language']}")
    return "; ".join(words)


def filter_words(sought: Asked) -> bool:
    """Has the visitor narrowed the list?"""
    return bool(sought.typed)


def _named(employers: Mapping[UUID, queries.bodies.NamedBody], one: UUID | None) -> str:
    return employers[one].name if one and one in employers else "Not given"
