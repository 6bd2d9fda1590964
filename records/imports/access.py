"""Invitations as a table that comes in: many people asked to join at once.

`people` lies below records.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from kernel.errors import FieldError, Invalid
from people import commands
from people.commands.counting import INVITATIONS_BY_TABLE
from people.queries.invitations import has_roles_or_is_asked
from people.queries.units import units_coded
from people.words import OWN_PLACE_ROLE_CODES
from records.imports.declared import Applied, ImportKind, Into, Outcome, Undone
from records.tables.columns import Column, Kind

#: Invitations have no version: what was built on one is that it was taken up.
_NO_VERSION = 0


def _apply(values: Mapping[str, Any], into: Into) -> Applied:
    unit_id = _unit(values.get("unit", ""), into)
    known = has_roles_or_is_asked(
        into.organisation_id, values["email"], values["roles"], unit_id=unit_id, now=into.now
    )
    if known:
        return Applied(outcome=Outcome.SAME, subject_id=known, version=_NO_VERSION)
    try:
        sent = commands.invite(
            organisation_id=into.organisation_id,
            email=values["email"],
            name=values.get("name", ""),
            roles=values["roles"],
            unit_id=unit_id,
            to_date=values.get("until"),
            limit=INVITATIONS_BY_TABLE,
            actor=into.actor,
            now=into.now,
        )
    except Invalid as refusal:
        raise Invalid(*map(_by_column, refusal.errors)) from None
    return Applied(outcome=Outcome.NEW, subject_id=sent.pk, version=_NO_VERSION)


def _undo(row: Undone, into: Into) -> None:
    commands.cancel_invitation(invitation_id=row.subject_id, actor=into.actor, now=into.now)


def _by_column(error: FieldError) -> FieldError:
    """What the command calls the last day, the table calls `until`."""
    return replace(error, pointer=error.pointer.replace("/to_date", "/until"))


def _unit(code: str, into: Into) -> UUID | None:
    if not code:
        return None
    found = units_coded(into.organisation_id, [code]).get(code)
    if found is None:
        raise Invalid.one("/unit", "There is no unit with this external id here.", code="unknown")
    return found


INVITATIONS = ImportKind(
    name="invitations",
    title="Invitations",
    columns=(
        Column(
            name="email",
            meaning="The address that is asked to join.",
            kind=Kind.EMAIL,
            required=True,
            longest=254,
        ),
        Column(name="name", meaning="As you know it; the person may change it."),
        Column(
            name="roles",
            meaning="One role or several, with commas between.",
            kind=Kind.CHOICES,
            required=True,
            choices=OWN_PLACE_ROLE_CODES,
        ),
        Column(
            name="unit",
            meaning="Your own code of the unit, where the roles are for that part alone.",
            longest=100,
        ),
        Column(name="until", meaning="The last day of the roles.", kind=Kind.DAY),
    ),
    permission="user.manage",
    apply=_apply,
    undo=_undo,
    key=("email",),
    sensitive=True,
)
