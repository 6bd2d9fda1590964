"""The rows of one measure: data, targets, recalculations, marks, signals; and one's rights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kernel.actors import Actor
from kernel.api.pages import Page, key_of
from kernel.decisions import require
from kernel.standards import known
from projects.commands.measures.finding import has_ended, place_of_measure, stage_of
from projects.commands.measures.points import look_at
from projects.measures.entered import Entered, Look
from projects.models import (
    Measure,
    MeasureMarker,
    MeasurePoint,
    MeasureRebase,
    MeasureSignal,
    MeasureTarget,
)
from projects.policies.measures import may_enter, may_keep
from projects.queries.readable_measures import readable_measure

_WHO = ("recorded_by", "recorded_at")
_POINT = ("on_date", "numerator", "denominator", "value", "sample", "note", *_WHO)
_SIGNAL = ("id", "rule", "meaning", "rule_set", "began_on", "last_on", "found_at", "gone_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRights:
    """What is open to an actor: change the measure and its chart, end it, enter data."""

    keep: bool
    end: bool
    enter: bool


def measure_rights(actor: Actor, measure_id: UUID, *, today: date) -> MeasureRights:
    """What the actor may do, so that a page shows no way that is closed.

    Raises:
        NotFound, Denied.
    """
    measure = readable_measure(measure_id, actor)
    if measure.reference:
        return MeasureRights(keep=False, end=False, enter=False)
    place, stage = place_of_measure(measure, actor, today=today), stage_of(measure)
    keeps = may_keep(actor, place=place, stage=stage).allowed
    enters = may_enter(actor, place=place, owned=_owns(actor, measure), stage=stage).allowed
    over = has_ended(measure, today=today)
    return MeasureRights(keep=keeps and not over, end=keeps, enter=enters)


def look_at_points(
    actor: Actor, measure_id: UUID, points: Sequence[Entered], *, today: date
) -> Look:
    """What rows would change and what is wrong with them; nothing is saved.

    Raises:
        NotFound; Denied, Blocked: the actor does not enter data of it. Invalid: none, or too many.
    """
    measure = readable_measure(measure_id, actor)
    place, stage = place_of_measure(measure, actor, today=today), stage_of(measure)
    require(may_enter(actor, place=place, owned=_owns(actor, measure), stage=stage))
    return look_at(measure, points, today=today)


def measure_points(
    actor: Actor,
    measure_id: UUID,
    *,
    page: Page,
    from_date: date | None = None,
    to_date: date | None = None,
    known_at: datetime | None = None,
) -> list[dict[str, Any]]:
    """Data by period, the latest first, as known now or then.

    Raises:
        NotFound, Denied.
    """
    readable_measure(measure_id, actor)
    rows = MeasurePoint.objects.filter(known(known_at), measure_id=measure_id)
    if from_date:
        rows = rows.filter(on_date__gte=from_date)
    if to_date:
        rows = rows.filter(on_date__lte=to_date)
    if after := key_of(page, date.fromisoformat):
        rows = rows.filter(on_date__lt=after[0])
    return [dict(row) for row in rows.order_by("-on_date").values(*_POINT)[: page.fetch]]


def targets(actor: Actor, measure_id: UUID) -> list[dict[str, Any]]:
    """Targets that stand, by day. Raises: NotFound, Denied."""
    return _standing(MeasureTarget, actor, measure_id, "value", "shape", "reason")


def rebases(actor: Actor, measure_id: UUID) -> list[dict[str, Any]]:
    """Recalculations that stand, by day. Raises: NotFound, Denied."""
    return _standing(MeasureRebase, actor, measure_id, "reason")


def markers(actor: Actor, measure_id: UUID) -> list[dict[str, Any]]:
    """Words on the chart, by day. Raises: NotFound, Denied."""
    return _standing(MeasureMarker, actor, measure_id, "sort", "words")


def signals(actor: Actor, measure_id: UUID) -> list[dict[str, Any]]:
    """Special causes that were told of, the latest first; `gone_at` where no longer found.

    Raises:
        NotFound, Denied.
    """
    readable_measure(measure_id, actor)
    rows = MeasureSignal.objects.filter(measure_id=measure_id).order_by("-began_on", "rule", "id")
    return [dict(row) for row in rows.values(*_SIGNAL)]


def _standing(model: Any, actor: Actor, measure_id: UUID, *names: str) -> list[dict[str, Any]]:
    readable_measure(measure_id, actor)
    rows = model.objects.filter(measure_id=measure_id, superseded_at=None)
    ordered = rows.order_by("on_date", "recorded_at", "id")
    return [dict(row) for row in ordered.values("id", "on_date", *names, *_WHO)]


def _owns(actor: Actor, measure: Measure) -> bool:
    return actor.id is not None and measure.owner_id == actor.id
