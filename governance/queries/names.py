"""What committees and appointments are called, many at once."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from governance.models import Committee, PspAppointment
from governance.queries.appointments import readable_by
from kernel.actors import Actor


def committee_names(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of committees; wider roles read those of the bodies that let them look."""
    rows = Committee.objects.named_to(actor).filter(pk__among=set(ids))
    return dict(rows.values_list("id", "name"))


def partner_names(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of the people behind appointments, for those who may read them."""
    rows = PspAppointment.objects.visible_to(actor).filter(readable_by(actor), pk__among=set(ids))
    return dict(rows.values_list("id", "person__name"))
