"""Pools of partners and who belongs to them; for those who read appointments."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from governance.models import Pool, PoolMember
from governance.policies.appointments import may_read_pools, reads_all
from kernel.actors import Actor
from kernel.api.pages import Page, key_of
from kernel.decisions import require
from kernel.errors import NotFound
from kernel.standards import known

_ROW = ("id", "organisation_id", "name")


def pools(
    *, actor: Actor, page: Page, organisation: UUID | None = None, q: str | None = None
) -> list[dict[str, Any]]:
    """Pools by name, at most one more than the page holds."""
    rows = Pool.objects.visible_to(actor).filter(_readable_by(actor))
    rows = rows.filter(organisation_id=organisation) if organisation else rows
    rows = rows.filter(name__icontains=q) if q else rows
    if after := key_of(page, str, UUID):
        name, last = after
        rows = rows.filter(Q(name__gt=name) | Q(name=name, pk__gt=last))
    return list(rows.order_by("name", "pk").values(*_ROW)[: page.fetch])


def _readable_by(actor: Actor) -> Q:
    if actor.everywhere:
        return Q()
    where = {pk for pk in actor.organisation_ids if reads_all(actor, organisation_id=pk)}
    return Q(organisation_id__in=where)


def get_pool(
    *, actor: Actor, pool_id: UUID, as_at: date, known_at: datetime | None = None
) -> dict[str, Any]:
    """One pool with the partners who belong to it on a day or later.

    Raises:
        NotFound, Denied
    """
    row = Pool.objects.visible_to(actor).filter(pk=pool_id).values(*_ROW).first()
    if row is None:
        raise NotFound("There is no such pool.")
    require(may_read_pools(actor, organisation_id=row["organisation_id"]))
    still = Q(to_date__isnull=True) | Q(to_date__gte=as_at)
    members = PoolMember.objects.filter(still, known(known_at), pool_id=pool_id)
    columns = ("appointment_id", "appointment__state", "from_date", "to_date")
    return {
        **row,
        "members": [
            {
                "appointment_id": appointment_id,
                "state": state,
                "from_date": first,
                "to_date": last,
            }
            for appointment_id, state, first, last in members.order_by(
                "from_date", "appointment_id"
            ).values_list(*columns)
        ],
    }
