"""Where a measure ought to be, from which day or by which day."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from kernel.actors import Actor
from kernel.errors import Invalid
from projects.commands.measures.finding import kept_measure
from projects.commands.measures.writing import close, commit, row_of, standing, standing_on
from projects.measure_events import MeasureTargetSet
from projects.models import Measure, MeasureTarget, TargetShape

PER_CENT = Decimal(100)


@transaction.atomic
def set_target(
    *,
    measure_id: UUID,
    on_date: date,
    value: Decimal,
    actor: Actor,
    now: datetime,
    shape: str = TargetShape.STEP,
    reason: str = "",
    expected_version: int | None = None,
) -> tuple[Measure, MeasureTarget]:
    """Say where the measure ought to be from a day; as a line, where it gets to by that day.

    A target of the same day takes the place of the one before. The same again changes nothing.

    Emits:
        MeasureTargetSet, unless nothing differs.
    Raises:
        NotFound, Denied, Stale. Blocked: the project is archived, or the measure has ended.
        Invalid: a percentage beyond 0 to 100.
    """
    measure = kept_measure(measure_id, actor, now, expected_version)
    _refuse_impossible(measure, value)
    before = standing_on(MeasureTarget, measure, on_date)
    if before and (before.value, before.shape, before.reason) == (value, shape, reason):
        return measure, before
    if before:
        close(before, now)
    target = row_of(
        MeasureTarget, measure, actor, now, on_date=on_date, value=value, shape=shape, reason=reason
    )
    target.save(force_insert=True)
    _tell(measure, on_date, "set", actor, now)
    return measure, target


@transaction.atomic
def withdraw_target(
    *,
    measure_id: UUID,
    target_id: UUID,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Measure:
    """Take back a target; it never was.

    Emits:
        MeasureTargetSet
    Raises:
        NotFound, Denied, Stale. Blocked: the project is archived, or the measure has ended.
    """
    measure = kept_measure(measure_id, actor, now, expected_version)
    target = standing(MeasureTarget, measure, target_id)
    close(target, now)
    _tell(measure, target.on_date, "withdrawn", actor, now)
    return measure


def _refuse_impossible(measure: Measure, value: Decimal) -> None:
    if measure.data_kind == "proportion" and not 0 <= value <= PER_CENT:
        raise Invalid.one("/value", "Give a percentage from 0 to 100.", code="out_of_range")
    if measure.data_kind != "value" and measure.data_kind != "sample" and value < 0:
        raise Invalid.one("/value", "Give 0 or more.", code="negative")


def _tell(measure: Measure, on_date: date, change: str, actor: Actor, now: datetime) -> None:
    event = MeasureTargetSet(
        measure_id=measure.pk, project_id=measure.project_id, on_date=on_date, change=change
    )
    commit(measure, event, actor=actor, now=now, effective_on=on_date)
