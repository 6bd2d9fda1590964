"""Changes of an organisation's dated tree of units."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from kernel.actors import Actor
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import Blocked, Invalid, NotFound
from kernel.log import begin, record
from kernel.versions import require_version
from people import events, policies
from people.commands.rows import changed, cut, from_day_on, hold
from people.models import Organisation, Unit, UnitPlace

#: Where a unit has stood in the tree before anybody wrote down since when.
BEGINNING = date(1900, 1, 1)


@transaction.atomic
def open_unit(
    *,
    organisation_id: UUID,
    type: str,  # noqa: A002 - the field's name
    name: str,
    parent_id: UUID | None = None,
    opened_on: date | None = None,
    external_id: str = "",
    actor: Actor,
    now: datetime,
) -> Unit:
    """Add a part to an organisation, below another part or at the top.

    Emits:
        UnitOpened
    Raises:
        NotFound: the organisation is not the actor's.
        Denied: the actor does not keep its units.
        Invalid: the parent is elsewhere or closed, or the external id is taken.
    """
    _require_own(organisation_id, actor)
    if parent_id is not None:
        _require_parent(parent_id, organisation_id, on=opened_on or london_date(now))
    if (
        external_id
        and Unit.objects.filter(organisation_id=organisation_id, external_id=external_id).exists()
    ):
        raise Invalid.one("/external_id", "Another unit has this identifier.", code="taken")
    unit = Unit(
        id=uuid.uuid4(),
        organisation_id=organisation_id,
        type=type,
        name=name,
        opened_on=opened_on,
        external_id=external_id,
    )
    event = events.UnitOpened(unit_id=unit.pk, parent_id=parent_id)
    begin(unit, event, actor=actor, now=now, effective_on=opened_on or london_date(now))
    _place(unit, parent_id, from_date=opened_on or BEGINNING, now=now)
    return unit


@transaction.atomic
def change_unit(
    *,
    unit_id: UUID,
    values: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Unit:
    """Change a unit's name or type.

    Emits:
        UnitChanged
    """
    unit = _held(unit_id, actor, expected_version)
    different = changed(unit, values)
    if different:
        event = events.UnitChanged(unit_id=unit_id, fields=tuple(sorted(different)))
        record(
            unit,
            event,
            actor=actor,
            now=now,
            effective_on=london_date(now),
            changes=different,
        )
    return unit


@transaction.atomic
def move_unit(
    *,
    unit_id: UUID,
    parent_id: UUID | None,
    from_date: date,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Unit:
    """From a day on the unit sits elsewhere; what was planned from that day on is replaced.

    Emits:
        UnitMoved
    Raises:
        Invalid: the new parent is elsewhere, closed, or lies below this unit.
    """
    unit = _held(unit_id, actor, expected_version)
    _lock_tree(unit.organisation_id)
    if unit.opened_on and from_date < unit.opened_on:
        raise Invalid.one("/from_date", "The unit was not there yet on this day.", code="too_early")
    if parent_id is not None:
        _require_parent(parent_id, unit.organisation_id, on=from_date)
        _require_no_circle(unit_id, parent_id, from_date)
    for place in from_day_on(UnitPlace.objects.filter(unit_id=unit_id), from_date):
        cut(place, before=from_date, now=now)
    _place(unit, parent_id, from_date=from_date, now=now)
    event = events.UnitMoved(unit_id=unit_id, parent_id=parent_id, from_date=from_date)
    record(unit, event, actor=actor, now=now, effective_on=from_date)
    return unit


@transaction.atomic
def close_unit(
    *,
    unit_id: UUID,
    last_day: date,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Unit:
    """The unit is no more after a day; its history stays.

    Emits:
        UnitClosed
    Raises:
        Blocked: it is closed, or units still sit below it.
        Invalid: the day lies before its opening.
    """
    unit = _held(unit_id, actor, None)
    _lock_tree(unit.organisation_id)
    if unit.closed_on is not None:
        raise Blocked("This unit is closed already.", code="already_closed", state="closed")
    after = last_day + timedelta(days=1)
    below = from_day_on(UnitPlace.objects.filter(parent_id=unit_id), after)
    if open_ones := below.filter(unit__closed_on__isnull=True).count():
        raise Blocked(
            f"Move or close the units below it first: {open_ones}.", code="units_below_it"
        )
    require_version(unit, expected_version)
    if unit.opened_on and last_day < unit.opened_on:
        raise Invalid.one(
            "/last_day", "The last day lies before the opening.", code="end_before_start"
        )
    record(
        unit,
        events.UnitClosed(unit_id=unit_id, last_day=last_day),
        actor=actor,
        now=now,
        effective_on=after,
        changes={"closed_on": last_day},
    )
    return unit


def _held(unit_id: UUID, actor: Actor, expected_version: int | None) -> Unit:
    seen = Unit.objects.visible_to(actor).filter(pk=unit_id).first()
    if seen is None:
        raise NotFound
    require(policies.may_manage_units(actor, organisation_id=seen.organisation_id))
    unit = hold(Unit.objects.visible_to(actor), unit_id)
    require_version(unit, expected_version)
    return unit


def _require_own(organisation_id: UUID, actor: Actor) -> None:
    if not Organisation.objects.visible_to(actor).filter(pk=organisation_id).exists():
        raise NotFound
    require(policies.may_manage_units(actor, organisation_id=organisation_id))


def _require_parent(parent_id: UUID, organisation_id: UUID, *, on: date) -> None:
    parent = Unit.objects.filter(pk=parent_id, organisation_id=organisation_id).first()
    if parent is None:
        raise Invalid.one("/parent_id", "There is no such unit here.", code="unknown")
    if parent.closed_on is not None and parent.closed_on < on:
        raise Invalid.one("/parent_id", "That unit is closed.", code="closed")


def _require_no_circle(unit_id: UUID, parent_id: UUID, from_date: date) -> None:
    """Looks at every place from the day on, so no later date can close a circle either."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE above AS (
                SELECT %(parent)s::uuid AS id
                UNION
                SELECT place.parent_id FROM above
                JOIN people_unitplace place ON place.unit_id = above.id
                WHERE place.parent_id IS NOT NULL AND place.superseded_at IS NULL
                    AND (place.to_date IS NULL OR place.to_date >= %(day)s)
            )
            SELECT EXISTS (SELECT 1 FROM above WHERE id = %(unit)s)
            """,
            {"parent": parent_id, "day": from_date, "unit": unit_id},
        )
        if cursor.fetchone()[0]:
            raise Invalid.one("/parent_id", "That unit lies below this one.", code="circle")


def _lock_tree(organisation_id: UUID) -> None:
    # Two moves at once could each be right alone and close a circle together.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 13))", [str(organisation_id)]
        )


def _place(unit: Unit, parent_id: UUID | None, *, from_date: date, now: datetime) -> None:
    UnitPlace.objects.create(
        organisation_id=unit.organisation_id,
        unit_id=unit.pk,
        parent_id=parent_id,
        from_date=from_date,
        recorded_at=now,
    )
