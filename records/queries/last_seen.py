"""When somebody was last at a thing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from kernel.actors import Actor
from records.models import LastSeen


def last_seen(actor: Actor, *, kind: str, thing_id: UUID) -> dict[str, Any]:
    """When the actor's present visit to a thing began, and the one before; nothing where never."""
    rows = LastSeen.objects.visible_to(actor).filter(kind=kind, thing_id=thing_id)
    mine = rows.filter(user_id=actor.id) if actor.id else rows.none()
    return dict(mine.values("seen_at", "before").first() or {"seen_at": None, "before": None})
