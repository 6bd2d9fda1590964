"""Words at a day of the chart: something that happened, or a change that was tested."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kernel.actors import Actor
from projects.commands.measures.finding import kept_measure
from projects.commands.measures.writing import close, commit, row_of, standing
from projects.measure_events import MeasureMarked
from projects.models import MarkerSort, Measure, MeasureMarker


@transaction.atomic
def mark(
    *,
    measure_id: UUID,
    on_date: date,
    words: str,
    actor: Actor,
    now: datetime,
    sort: str = MarkerSort.NOTE,
    expected_version: int | None = None,
) -> tuple[Measure, MeasureMarker]:
    """Write words at a day of the chart.

    Emits:
        MeasureMarked
    Raises:
        NotFound, Denied, Stale. Blocked: the project is archived, or the measure has ended.
    """
    measure = kept_measure(measure_id, actor, now, expected_version)
    marker = row_of(MeasureMarker, measure, actor, now, on_date=on_date, sort=sort, words=words)
    marker.save(force_insert=True)
    _tell(measure, marker, "set", actor, now)
    return measure, marker


@transaction.atomic
def withdraw_mark(
    *,
    measure_id: UUID,
    marker_id: UUID,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Measure:
    """Take words off the chart.

    Emits:
        MeasureMarked
    Raises:
        NotFound, Denied, Stale. Blocked: the project is archived, or the measure has ended.
    """
    measure = kept_measure(measure_id, actor, now, expected_version)
    marker = standing(MeasureMarker, measure, marker_id)
    close(marker, now)
    _tell(measure, marker, "withdrawn", actor, now)
    return measure


def _tell(
    measure: Measure, marker: MeasureMarker, change: str, actor: Actor, now: datetime
) -> None:
    event = MeasureMarked(
        measure_id=measure.pk,
        project_id=measure.project_id,
        marker_id=marker.pk,
        on_date=marker.on_date,
        sort=str(marker.sort),
        change=change,
    )
    commit(measure, event, actor=actor, now=now, effective_on=marker.on_date)
