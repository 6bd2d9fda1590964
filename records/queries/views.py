"""The views that somebody keeps."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kernel.actors import Actor
from kernel.errors import NotFound
from records.models import SavedView

_ROW = ("id", "list", "name", "filters", "version", "created_at", "updated_at")


def saved_views(*, actor: Actor, of: str | None = None) -> list[dict[str, Any]]:
    """One's own views, by list and name; at most a hundred."""
    rows = _mine(actor)
    rows = rows.filter(list=of) if of else rows
    return [dict(row) for row in rows.order_by("list", "name").values(*_ROW)]


def get_view(*, actor: Actor, view_id: UUID) -> dict[str, Any]:
    """One of them. Raises: NotFound."""
    row = _mine(actor).filter(pk=view_id).values(*_ROW).first()
    if row is None:
        raise NotFound("There is no such view.")
    return dict(row)


def _mine(actor: Actor) -> QuerySet[SavedView]:
    if actor.id is None:
        return SavedView.objects.none()
    return SavedView.objects.visible_to(actor).filter(user_id=actor.id)
