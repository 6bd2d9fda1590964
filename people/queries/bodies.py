"""Reads of organisations, and of which bodies became which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from kernel.actors import Actor
from kernel.api.pages import Page, key_of
from kernel.errors import NotFound
from kernel.standards import known
from kernel.text import clean
from people.models import Organisation, OrganisationSuccession, OversightGrant

FIELDS = (
    "id",
    "ods_code",
    "name",
    "type",
    "icb",
    "region",
    "opened_on",
    "closed_on",
    "version",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedBody:
    """What everyone may know of a body: the register is public."""

    id: UUID
    ods_code: str | None
    name: str


def visible_organisations(
    actor: Actor,
    *,
    page: Page,
    q: str = "",
    type: str = "",  # noqa: A002 - the filter's name
) -> list[dict[str, Any]]:
    """Organisations by name, at most one more than the page holds."""
    rows = Organisation.objects.visible_to(actor).filter(reference_only=False)
    if q:
        rows = rows.filter(Q(name__icontains=clean(q)) | Q(ods_code__iexact=clean(q)))
    if type:
        rows = rows.filter(type=type)
    if after := key_of(page, str, UUID):
        name, last = after
        rows = rows.filter(Q(name__gt=name) | Q(name=name, id__gt=last))
    return list(rows.order_by("name", "id").values(*FIELDS)[: page.fetch])


def get_organisation(actor: Actor, organisation_id: UUID) -> dict[str, Any]:
    """One organisation with what it came from, what it became, and who may look at it.

    Raises:
        NotFound: none such, or not one that the actor may see.
    """
    rows = Organisation.objects.visible_to(actor).filter(pk=organisation_id)
    found = rows.values(*FIELDS).first()
    if found is None:
        raise NotFound
    return {
        **found,
        "succession": _successions(organisation_id),
        "overseers": _overseers(organisation_id),
    }


def _successions(organisation_id: UUID) -> list[dict[str, Any]]:
    rows = OrganisationSuccession.objects.filter(
        Q(predecessor_id=organisation_id) | Q(successor_id=organisation_id), known(None)
    )
    names = ("predecessor_id", "successor_id", "from_date")
    return [dict(row) for row in rows.order_by("from_date").values(*names)]


def _overseers(organisation_id: UUID) -> list[dict[str, Any]]:
    rows = OversightGrant.objects.filter(known(None), organisation_id=organisation_id)
    names = ("id", "overseer_id", "from_date", "to_date")
    return [dict(row) for row in rows.order_by("from_date").values(*names)]


def organisation_names(ids: Iterable[UUID]) -> dict[UUID, NamedBody]:
    """Name and code of bodies, the actor's or not, in one query."""
    return {body.id: body for body in _named(list(set(ids)), [])}


def organisations_coded(codes: Iterable[str]) -> dict[str, NamedBody]:
    """The bodies that have these ODS codes, the actor's or not, in one query."""
    wanted = [code.strip().upper() for code in codes]
    return {body.ods_code: body for body in _named([], wanted) if body.ods_code}


def _named(ids: Sequence[UUID], codes: Sequence[str]) -> list[NamedBody]:
    if not ids and not codes:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, ods_code, name FROM qiflow_organisation_names(%s::uuid[], %s::text[])",
            [list(ids), list(codes)],
        )
        return [NamedBody(id=row[0], ods_code=row[1], name=row[2]) for row in cursor.fetchall()]


_LINEAGE = """
    WITH RECURSIVE link AS (
        SELECT predecessor_id, successor_id FROM people_organisationsuccession
        WHERE from_date <= %(day)s AND (to_date IS NULL OR to_date >= %(day)s)
            AND CASE WHEN %(known_at)s::timestamptz IS NULL THEN superseded_at IS NULL
                ELSE recorded_at <= %(known_at)s
                    AND (superseded_at IS NULL OR superseded_at > %(known_at)s) END
    ), line AS (
        SELECT start AS root, start AS id, 0 AS direction
        FROM unnest(%(ids)s::uuid[]) AS start
        UNION
        SELECT line.root,
            CASE WHEN link.successor_id = line.id THEN link.predecessor_id
                ELSE link.successor_id END,
            CASE WHEN link.successor_id = line.id THEN -1 ELSE 1 END
        FROM line JOIN link
            ON (link.successor_id = line.id AND line.direction <= 0)
            OR (link.predecessor_id = line.id AND line.direction >= 0)
    )
    SELECT DISTINCT root, id FROM line
"""


def lineages(
    ids: Iterable[UUID], *, on: date, known_at: datetime | None = None
) -> dict[UUID, frozenset[UUID]]:
    """Each organisation with all that it came from and became by a day, itself included.

    A body that merged into the same successor is not in the line: it is neither before nor after.
    One query for any number of organisations. `known_at` None is as known now.
    """
    line: dict[UUID, set[UUID]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(_LINEAGE, {"ids": list(set(ids)), "day": on, "known_at": known_at})
        for root, member in cursor.fetchall():
            line[root].add(member)
    return {root: frozenset(members) for root, members in line.items()}
