"""The views that somebody keeps."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from kernel.actors import Actor
from kernel.errors import NotFound
from records.models import SavedView

_ROW = ("id", "list", "name", "filters", "version", "created_at", "updated_at")


def saved_views(*, actor: Actor, of: str | None = None) -> list[dict[str, Any]]:
    """One's own views, by list and name; at most a hundred."""
    rows = SavedView.objects.visible_to(actor).filter(user_id=actor.id)
    rows = rows.filter(list=of) if of else rows
    return [dict(row) for row in rows.order_by("list", "name").values(*_ROW)]


def get_view(*, actor: Actor, view_id: UUID) -> dict[str, Any]:
    """One of them. Raises: NotFound."""
    rows = SavedView.objects.visible_to(actor).filter(user_id=actor.id, pk=view_id)
    row = rows.values(*_ROW).first()
    if row is None:
        raise NotFound("There is no such view.")
    return dict(row)
