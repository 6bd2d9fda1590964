"""What the pages show of organisations, the visitor's or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from kernel.errors import FieldError, Invalid
from people import queries
from people.policies.bodies import may_change_organisation, may_register
from web.pages.frame import Answer
from web.visit import Visit
from web.words import choices
from web.words.dates import british_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Overseer:
    """A wider body that may read the organisation's findings."""

    id: UUID
    name: str
    from_date: date
    to_date: date | None
    over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationPage:
    """One organisation, ready for its template. `own`: the visitor has a role in it."""

    id: UUID
    name: str
    facts: tuple[Answer, ...]
    line: tuple[str, ...]
    overseers: tuple[Overseer, ...]
    own: bool
    may_change: bool
    may_oversee: bool
    may_register: bool


def organisation_page(visit: Visit, organisation_id: UUID) -> OrganisationPage:
    """What the register says of it, what it came from and became, and who looks at it."""
    found = queries.get_organisation(visit.actor, organisation_id)
    own = is_own(visit, organisation_id)
    change = may_change_organisation(visit.actor, organisation_id=organisation_id).allowed
    return OrganisationPage(
        id=organisation_id,
        name=found["name"],
        facts=_facts(found),
        line=_line(found),
        overseers=_overseers(found, visit.today) if own else (),
        own=own,
        may_change=change,
        may_oversee=own and change,
        may_register=may_register(visit.actor).allowed,
    )


def is_own(visit: Visit, organisation_id: UUID) -> bool:
    """Has the visitor a role in it? Keeping the register, or looking from above, is none."""
    return visit.actor.everywhere or organisation_id in visit.actor.organisation_ids


def body_coded(code: str) -> UUID:
    """The organisation with an ODS code.

    Raises:
        Invalid: there is none.
    """
    found = queries.organisations_coded([code])
    if not found:
        raise Invalid(
            FieldError(
                pointer="/code",
                code="unknown",
                message="Enter the ODS code of an organisation that QIflow knows",
            )
        )
    return next(iter(found.values())).id


def _facts(found: Mapping[str, Any]) -> tuple[Answer, ...]:
    facts = (
        ("Kind", choices.said(choices.ORGANISATION_TYPE, found["type"])),
        ("ODS code", found["ods_code"] or "None"),
        ("Integrated care board", found["icb"]),
        ("Region", found["region"]),
        ("Opened", british_date(found["opened_on"])),
        ("Closed", british_date(found["closed_on"])),
    )
    return tuple(Answer(key=key, value=value) for key, value in facts if value)


def _line(found: Mapping[str, Any]) -> tuple[str, ...]:
    """Each succession as a sentence, the oldest first."""
    rows = found["succession"]
    bodies = queries.organisation_names(
        one[side] for one in rows for side in ("predecessor_id", "successor_id")
    )
    return tuple(
        f"From {british_date(one['from_date'])}, {bodies[one['successor_id']].name} stands in the "
        f"place of {bodies[one['predecessor_id']].name}."
        for one in rows
    )


def _overseers(found: Mapping[str, Any], today: date) -> tuple[Overseer, ...]:
    rows = found["overseers"]
    bodies = queries.organisation_names(one["overseer_id"] for one in rows)
    return tuple(
        Overseer(
            id=one["id"],
            name=bodies[one["overseer_id"]].name,
            from_date=one["from_date"],
            to_date=one["to_date"],
            over=one["to_date"] is not None and one["to_date"] < today,
        )
        for one in rows
    )
