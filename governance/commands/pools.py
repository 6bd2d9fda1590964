"""Pools of partners who cover seats between them. Source: domain.md 15 item 5."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from governance import events
from governance.commands.rows import (
    close,
    in_force,
    lock_appointment,
    require_organisation,
)
from governance.models import Pool, PoolMember
from governance.policies.appointments import may_manage
from kernel.actors import Actor
from kernel.decisions import require
from kernel.errors import Invalid, NotFound
from kernel.log import record


@transaction.atomic
def make_pool(*, organisation_id: UUID, name: str, actor: Actor) -> Pool:
    """A named group of partners."""
    require_organisation(organisation_id, actor)
    require(may_manage(actor, organisation_id=organisation_id))
    if Pool.objects.filter(organisation_id=organisation_id, name=name).exists():
        raise Invalid.one("/name", "A pool has this name already.", code="taken")
    return Pool.objects.create(organisation_id=organisation_id, name=name)


def _pool(pool_id: UUID, actor: Actor) -> Pool:
    pool: Pool | None = Pool.objects.visible_to(actor).filter(pk=pool_id).first()
    if pool is None:
        raise NotFound("There is no such pool.")
    require(may_manage(actor, organisation_id=pool.organisation_id))
    return pool


@transaction.atomic
def join_pool(
    *, pool_id: UUID, appointment_id: UUID, from_date: date, actor: Actor, now: datetime
) -> PoolMember:
    """A partner belongs to a pool from a day on.

    Emits:
        PoolMembershipChanged, on the appointment
    """
    pool = _pool(pool_id, actor)
    appointment = lock_appointment(appointment_id, actor)
    rows = PoolMember.objects.filter(pool=pool, appointment=appointment, to_date__isnull=True)
    if in_force(rows).exists():
        raise Invalid.one("/appointment_id", "They belong to this pool already.", code="taken")
    place = PoolMember.objects.create(
        organisation_id=pool.organisation_id,
        pool=pool,
        appointment=appointment,
        from_date=from_date,
        recorded_at=now,
    )
    event = events.PoolMembershipChanged(appointment_id=appointment.pk, pool_id=pool.pk)
    record(appointment, event, actor=actor, now=now, effective_on=from_date)
    return place


@transaction.atomic
def leave_pool(
    *, pool_id: UUID, appointment_id: UUID, first_day_after: date, actor: Actor, now: datetime
) -> None:
    """A partner belongs to a pool no longer.

    Emits:
        PoolMembershipChanged, on the appointment
    """
    pool = _pool(pool_id, actor)
    appointment = lock_appointment(appointment_id, actor)
    rows = PoolMember.objects.filter(pool=pool, appointment=appointment, to_date__isnull=True)
    place = in_force(rows).first()
    if place is None:
        raise Invalid.one("/appointment_id", "They do not belong to this pool.", code="unknown")
    close(place, first_day_after=first_day_after, now=now)
    event = events.PoolMembershipChanged(appointment_id=appointment.pk, pool_id=pool.pk)
    record(appointment, event, actor=actor, now=now, effective_on=first_day_after)
