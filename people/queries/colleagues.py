"""Names of the users one works with: who did something, and who may approve something."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from kernel.actors import Actor
from people.models import RoleGrant, User


def colleague_names(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of users who hold or held a role in one of the actor's organisations."""
    grants = RoleGrant.objects.visible_to(actor).filter(user_id=OuterRef("pk"))
    rows = User.objects.filter(Exists(grants), pk__among=set(ids))
    return dict(rows.values_list("id", "name"))


def who_may(
    actor: Actor, permissions: Iterable[str], *, organisation_id: UUID, on: date
) -> list[tuple[UUID, str]]:
    """Other users who hold one of these permissions in the organisation on a day, by name."""
    wanted = Q()
    for permission in permissions:
        wanted |= Q(role__permissions__contains=[permission])
    grants = RoleGrant.objects.visible_to(actor).filter(
        wanted,
        Q(to_date__isnull=True) | Q(to_date__gte=on),
        user_id=OuterRef("pk"),
        organisation_id=organisation_id,
        from_date__lte=on,
    )
    rows = User.objects.filter(Exists(grants), is_active=True)
    if actor.id is not None:
        rows = rows.exclude(pk=actor.id)
    return list(rows.order_by("name", "id").values_list("id", "name"))
