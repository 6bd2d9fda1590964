"""New limits from a day, with a reason; the limits before stay on the chart."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kernel.actors import Actor
from kernel.errors import Invalid
from projects.commands.measures.finding import kept_measure
from projects.commands.measures.writing import close, commit, row_of, standing, standing_on
from projects.measure_events import MeasureRebased
from projects.models import Measure, MeasureRebase


@transaction.atomic
def rebase(
    *,
    measure_id: UUID,
    on_date: date,
    reason: str,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> tuple[Measure, MeasureRebase]:
    """Compute the limits anew from a day on. Another reason for that day takes the former's place.

    Emits:
        MeasureRebased, unless nothing differs.
    Raises:
        NotFound, Denied, Stale. Blocked: the project is archived, or the measure has ended.
        Invalid: without a reason.
    """
    measure = kept_measure(measure_id, actor, now, expected_version)
    if not reason.strip():
        raise Invalid.one("/reason", "Say what changed in the process.", code="required")
    before = standing_on(MeasureRebase, measure, on_date)
    if before and before.reason == reason:
        return measure, before
    if before:
        close(before, now)
    made = row_of(MeasureRebase, measure, actor, now, on_date=on_date, reason=reason)
    made.save(force_insert=True)
    _tell(measure, on_date, "set", actor, now)
    return measure, made


@transaction.atomic
def withdraw_rebase(
    *,
    measure_id: UUID,
    rebase_id: UUID,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Measure:
    """Take back a recalculation; the limits go on as before it.

    Emits:
        MeasureRebased
    Raises:
        NotFound, Denied, Stale. Blocked: the project is archived, or the measure has ended.
    """
    measure = kept_measure(measure_id, actor, now, expected_version)
    row = standing(MeasureRebase, measure, rebase_id)
    close(row, now)
    _tell(measure, row.on_date, "withdrawn", actor, now)
    return measure


def _tell(measure: Measure, on_date: date, change: str, actor: Actor, now: datetime) -> None:
    event = MeasureRebased(
        measure_id=measure.pk, project_id=measure.project_id, on_date=on_date, change=change
    )
    commit(measure, event, actor=actor, now=now, effective_on=on_date)
