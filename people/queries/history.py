"""What happened to the access of a user, from the log."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from kernel.actors import Actor
from kernel.api.pages import Page, key_of
from kernel.models import Event
from people.queries.access import get_user

_EVENT = ("uuid", "type", "seq", "data", "effective_on", "recorded_at", "actor_kind", "actor_id")


def user_history(actor: Actor, user_id: UUID, *, page: Page) -> list[dict[str, Any]]:
    """Events newest first, in the organisations all of whose users the actor may read.

    Raises:
        NotFound
    """
    get_user(actor, user_id)
    readable = [
        one for one in actor.organisation_ids if actor.may("user.read", organisation_id=one)
    ]
    rows = Event.objects.filter(
        aggregate_id=user_id, aggregate_kind="user", organisation_id__in=readable
    )
    if after := key_of(page, int):
        rows = rows.filter(seq__lt=after[0])
    found = rows.order_by("-seq").values(*_EVENT)[: page.fetch]
    return [{"id": row.pop("uuid"), **row} for row in found]
