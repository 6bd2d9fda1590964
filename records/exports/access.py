"""The lists of users and invitations as files, for whoever reviews access."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from people import queries
from people.lists import INVITATION_FILTERS, USER_FILTERS
from records.exports.declared import Asked, ListExport, OutColumn, Row, columns


def _users(asked: Asked) -> Sequence[Row]:
    rows = queries.visible_users(asked.actor, page=asked.page, **asked.filters)
    units = {one["unit_id"] for row in rows for one in row["role_grants"] if one["unit_id"]}
    names = queries.unit_names(asked.actor, units)
    return [
        {**row, "roles": "; ".join(_role(one, names) for one in row["role_grants"])} for row in rows
    ]


def _role(grant: Mapping[str, Any], units: Mapping[Any, str]) -> str:
    """`coach in Stroke ward from 2026-01-01 until 2027-06-30`."""
    place = f" in {units.get(grant['unit_id'], 'a unit')}" if grant["unit_id"] else ""
    until = f" until {grant['to_date'].isoformat()}" if grant["to_date"] else ""
    return f"{grant['role']}{place} from {grant['from_date'].isoformat()}{until}"


def _invitations(asked: Asked) -> Sequence[Row]:
    rows = queries.visible_invitations(asked.actor, page=asked.page, now=asked.now, **asked.filters)
    units = {row["unit_id"] for row in rows if row["unit_id"]}
    codes = queries.unit_external_ids(asked.actor, units)
    return [
        {**row, "roles": "; ".join(row["roles"]), "unit": codes.get(row["unit_id"], "")}
        for row in rows
    ]


USERS = ListExport(
    name="users",
    title="Users and roles",
    columns=columns("name", "email", "is_active", "second_factor", "roles", "id"),
    filters=USER_FILTERS,
    rows=_users,
    key=lambda row: (row["name"], row["id"]),
)
INVITATIONS = ListExport(
    name="invitations",
    title="Invitations",
    columns=(
        *columns("email", "name", "roles", "unit"),
        OutColumn("until", "role_to_date"),
        *columns(
            "state",
            "sent_at",
            "times_sent",
            "expires_at",
            "accepted_at",
            "cancelled_at",
            "organisation_id",
            "unit_id",
            "invited_by",
            "id",
        ),
    ),
    filters=INVITATION_FILTERS,
    rows=_invitations,
    key=lambda row: (row["sent_at"].isoformat(), row["id"]),
)
