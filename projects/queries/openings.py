"""Reads of opening positions: files that were loaded, and those that wait for a sign-off."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from kernel.actors import Actor
from kernel.api.pages import Page, key_of
from kernel.errors import NotFound
from projects.models import OpeningPosition

_LISTED = (
    "id",
    "organisation_id",
    "file_name",
    "sha256",
    "checked_by",
    "checked_at",
    "signed_off_by",
    "signed_off_at",
)


def opening_positions(actor: Actor, *, page: Page) -> list[dict[str, Any]]:
    """The files of organisations whose imports the actor runs, the last first."""
    rows = _readable(actor)
    if after := key_of(page, datetime.fromisoformat, UUID):
        at, last = after
        rows = rows.filter(Q(checked_at__lt=at) | Q(checked_at=at, id__lt=last))
    return list(rows.order_by("-checked_at", "-id").values(*_LISTED)[: page.fetch])


def get_opening_position(actor: Actor, opening_position_id: UUID) -> dict[str, Any]:
    """One file with what was found in it.

    Raises:
        NotFound
    """
    row = _readable(actor).filter(pk=opening_position_id).values(*_LISTED, "report").first()
    if row is None:
        raise NotFound
    return row


def _readable(actor: Actor) -> Any:
    rows = OpeningPosition.objects.visible_to(actor)
    if actor.everywhere:
        return rows
    homes = [
        organisation_id
        for organisation_id in actor.organisation_ids
        if actor.may("import.run", organisation_id=organisation_id)
    ]
    return rows.filter(organisation_id__in=homes)
