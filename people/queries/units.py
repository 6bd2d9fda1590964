"""Reads of the dated tree of units."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery

from kernel.actors import Actor
from kernel.api.pages import Page, key_of
from kernel.errors import NotFound
from kernel.standards import known
from people.models import Unit, UnitPlace

FIELDS = (
    "id",
    "organisation_id",
    "type",
    "name",
    "external_id",
    "opened_on",
    "closed_on",
    "version",
    "parent_id",
)


def visible_units(
    actor: Actor,
    *,
    page: Page,
    on: date,
    organisation: UUID | None = None,
    parent: UUID | None = None,
    external_id: str = "",
) -> list[dict[str, Any]]:
    """Units that exist on a day, by name, each with the unit above it on that day."""
    rows = _placed(Unit.objects.visible_to(actor), on).filter(
        Q(opened_on__isnull=True) | Q(opened_on__lte=on),
        Q(closed_on__isnull=True) | Q(closed_on__gte=on),
    )
    if organisation:
        rows = rows.filter(organisation_id=organisation)
    if parent:
        rows = rows.filter(Q(parent_id=parent))  # annotated: not a field of the table
    if external_id:
        rows = rows.filter(external_id=external_id)
    if after := key_of(page, str, UUID):
        name, last = after
        rows = rows.filter(Q(name__gt=name) | Q(name=name, id__gt=last))
    return list(rows.order_by("name", "id").values(*FIELDS)[: page.fetch])


def get_unit(actor: Actor, unit_id: UUID, *, on: date) -> dict[str, Any]:
    """One unit, with every place it has had as now known.

    Raises:
        NotFound: none such, or not one that the actor may see.
    """
    rows = _placed(Unit.objects.visible_to(actor).filter(pk=unit_id), on)
    found = rows.values(*FIELDS).first()
    if found is None:
        raise NotFound
    places = UnitPlace.objects.filter(known(None), unit_id=unit_id).order_by("from_date")
    return {**found, "places": list(places.values("parent_id", "from_date", "to_date"))}


def unit_names(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, str]:
    rows = Unit.objects.visible_to(actor).filter(pk__among=set(ids))
    return dict(rows.values_list("id", "name"))


def unit_external_ids(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, str]:
    """The organisations' own codes of units."""
    rows = Unit.objects.visible_to(actor).filter(pk__in=set(ids))
    return dict(rows.values_list("id", "external_id"))


def units_coded(organisation_id: UUID, codes: Iterable[str]) -> dict[str, UUID]:
    """The units of an organisation that have these codes of its own."""
    rows = Unit.objects.filter(organisation_id=organisation_id, external_id__in=set(codes))
    return dict(rows.values_list("external_id", "id"))


_BELOW = """
    WITH RECURSIVE below AS (
        SELECT start AS root, start AS id FROM unnest(%(ids)s::uuid[]) AS start
        UNION
        SELECT below.root, place.unit_id FROM below
        JOIN people_unitplace place ON place.parent_id = below.id
        WHERE place.superseded_at IS NULL AND place.from_date <= %(day)s
            AND (place.to_date IS NULL OR place.to_date >= %(day)s)
    )
    SELECT id FROM below
"""


def units_below(ids: Iterable[UUID], *, on: date) -> frozenset[UUID]:
    """These units and everything below them on a day; for filters and roll-ups."""
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, {"ids": list(set(ids)), "day": on})
        return frozenset(row[0] for row in cursor.fetchall())


def _placed(rows: QuerySet[Unit], on: date) -> QuerySet[Unit]:
    place = UnitPlace.objects.filter(
        known(None),
        Q(to_date__isnull=True) | Q(to_date__gte=on),
        unit_id=OuterRef("pk"),
        from_date__lte=on,
    ).order_by("-from_date")
    return rows.annotate(parent_id=Subquery(place.values("parent_id")[:1]))
