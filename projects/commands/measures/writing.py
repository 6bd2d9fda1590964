"""What the commands of measures share: commit a change, correct a dated row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from kernel.actors import Actor
from kernel.clock import london_date
from kernel.errors import NotFound
from kernel.events import DomainEvent
from kernel.log import record
from projects.measures.judged import judged_by, kept
from projects.models import Measure
from projects.models.measure_data import OfMeasure

RowT = TypeVar("RowT", bound=OfMeasure)


def commit(
    measure: Measure,
    event: DomainEvent,
    *,
    actor: Actor,
    now: datetime,
    effective_on: date | None = None,
    changes: dict[str, Any] | None = None,
    was: Mapping[str, Any] | None = None,
) -> None:
    """Record what happened to a measure.

    `was`: what rules judged it by before, where the change may be one of that.
    """
    if was is not None and was != judged_by(measure):
        before = kept(measure.judged_before, was, until=now)
        changes = {**(changes or {}), "judged_before": before}
    record(
        measure,
        event,
        actor=actor,
        now=now,
        effective_on=effective_on or london_date(now),
        changes=changes,
    )


def row_of(model: type[RowT], measure: Measure, actor: Actor, now: datetime, **values: Any) -> RowT:
    """A new row of a measure, not yet saved."""
    return model(
        organisation_id=measure.organisation_id,
        project_id=measure.project_id,
        measure=measure,
        recorded_by=actor.id,
        recorded_at=now,
        **values,
    )


def standing(model: type[RowT], measure: Measure, row_id: UUID) -> RowT:
    """A row of the measure that was not corrected or withdrawn.

    Raises:
        NotFound
    """
    row = model.objects.filter(pk=row_id, measure_id=measure.pk, superseded_at=None).first()
    if row is None:
        raise NotFound
    return row


def standing_on(model: type[RowT], measure: Measure, day: date) -> RowT | None:
    """The row of a day that stands, if there is one."""
    return model.objects.filter(measure_id=measure.pk, on_date=day, superseded_at=None).first()


def close(row: OfMeasure, now: datetime) -> None:
    """A row stands no longer; what was known stays readable."""
    row.superseded_at = now
    row.save(update_fields=["superseded_at"])
