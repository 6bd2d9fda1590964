"""Planning an occasion, changing it, calling it off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction

from kernel.actors import Actor
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import Blocked, Denied, Invalid
from kernel.log import begin, record
from kernel.versions import require_version
from records import occasion_events as events
from records.models import Occasion
from records.policies.occasions import may_plan
from records.queries.occasions import occasion_and_thing
from records.things.declared import find_thing
from records.things.thing import Thing


@transaction.atomic
def plan_occasion(
    *,
    subject_kind: str,
    subject_id: UUID,
    title: str,
    on_date: date,
    from_time: time,
    actor: Actor,
    now: datetime,
    to_time: time | None = None,
    place: str = "",
    way_to_join: str = "",
) -> Occasion:
    """Have people come together about a thing on a day.

    Emits:
        OccasionPlanned
    Raises:
        NotFound, Denied: the thing may not be read, or nothing be planned about it.
        Invalid: a day that has passed, an end before the beginning, nowhere to go.
    """
    thing = find_thing(subject_kind, subject_id, actor)
    require(may_plan(actor, thing))
    occasion = Occasion(
        organisation_id=thing.organisation_id,
        subject_kind=subject_kind,
        subject_id=subject_id,
        title=title,
        on_date=on_date,
        from_time=from_time,
        to_time=to_time,
        place=place,
        way_to_join=way_to_join,
    )
    today = london_date(now)
    _refuse_past(on_date, today)
    _refuse_wrong(occasion)
    event = events.OccasionPlanned(
        occasion_id=occasion.pk, thing_kind=subject_kind, thing_id=subject_id, on_date=on_date
    )
    begin(occasion, event, actor=actor, now=now, effective_on=today)
    return occasion


@transaction.atomic
def change_occasion(
    *,
    occasion_id: UUID,
    changes: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Occasion:
    """Give an occasion another day, time, place or other words.

    Emits:
        OccasionChanged, unless nothing differs.
    Raises:
        NotFound, Denied, Stale. Blocked: it was called off. Invalid: as planning refuses.
    """
    occasion, thing = held_occasion(occasion_id, actor)
    require(may_plan(actor, thing))
    refuse_cancelled(occasion)
    require_version(occasion, expected_version)
    new = {name: value for name, value in changes.items() if getattr(occasion, name) != value}
    if not new:
        return occasion
    today = london_date(now)
    if "on_date" in new:
        _refuse_past(new["on_date"], today)
    for name, value in new.items():
        setattr(occasion, name, value)
    _refuse_wrong(occasion)
    event = events.OccasionChanged(
        occasion_id=occasion_id, fields=tuple(sorted(new)), on_date=occasion.on_date
    )
    record(occasion, event, actor=actor, now=now, effective_on=today, changes=new)
    return occasion


@transaction.atomic
def cancel_occasion(
    *,
    occasion_id: UUID,
    reason: str,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Occasion:
    """Call an occasion off, and say why.

    Emits:
        OccasionCancelled
    Raises:
        NotFound, Denied, Stale. Blocked: it was called off before.
    """
    occasion, thing = held_occasion(occasion_id, actor)
    require(may_plan(actor, thing))
    refuse_cancelled(occasion)
    require_version(occasion, expected_version)
    record(
        occasion,
        events.OccasionCancelled(occasion_id=occasion_id, on_date=occasion.on_date),
        actor=actor,
        now=now,
        effective_on=london_date(now),
        changes={"cancelled_at": now, "cancelled_reason": reason},
    )
    return occasion


def held_occasion(occasion_id: UUID, actor: Actor) -> tuple[Occasion, Thing]:
    """The occasion, locked: two who answer at once are both heard."""
    _, thing = occasion_and_thing(actor, occasion_id)
    rows = Occasion.objects.visible_to(actor).select_for_update(of=("self",))
    occasion = rows.filter(pk=occasion_id).first()
    if occasion is None:
        # What is shared with another organisation is read there and locked by nobody there.
        raise Denied("Only members of the organisation that keeps this can do this.")
    return occasion, thing


def refuse_cancelled(occasion: Occasion) -> None:
    if occasion.cancelled_at is not None:
        raise Blocked("This was called off.", state="cancelled")


def _refuse_past(on_date: date, today: date) -> None:
    if on_date < today:
        raise Invalid.one("/on_date", "Enter a day that is today or later.", code="past")


def _refuse_wrong(occasion: Occasion) -> None:
    if occasion.to_time is not None and occasion.to_time <= occasion.from_time:
        raise Invalid.one("/to_time", "Enter a time after the beginning.", code="before_start")
    if not occasion.place and not occasion.way_to_join:
        raise Invalid.one("/place", "Say where it is, or how to join.", code="required")
