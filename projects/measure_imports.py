"""Data of measures as a table that comes in, each row told apart by measure and day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from kernel.errors import Blocked, FieldError, Invalid
from projects.commands.measures import put_points, withdraw_point
from projects.measure_tables import POINT_COLUMNS, entered_from
from projects.measures.entered import Entered
from projects.measures.periods import period_of
from projects.models import Measure, MeasurePoint
from records.imports.declared import Applied, ImportKind, Into, Outcome, Undone
from records.tables.columns import Column

_NUMBERS = ("numerator", "denominator", "value")


def _apply(values: Mapping[str, Any], into: Into) -> Applied:
    measure = _measure(str(values["measure"]), into)
    row = entered_from(values)
    before = _standing(measure, period_of(measure.frequency, row.on_date))
    try:
        put = put_points(measure_id=measure.pk, points=[row], actor=into.actor, now=into.now)
    except Invalid as refusal:
        raise Invalid(*map(_of_column, refusal.errors)) from None
    if put.unchanged:
        return Applied(outcome=Outcome.SAME, subject_id=measure.pk, version=0)
    made = _standing(measure, period_of(measure.frequency, row.on_date))
    if made is None:
        raise LookupError("A point that was just written is not there.")
    return Applied(
        outcome=Outcome.NEW if before is None else Outcome.CHANGED,
        subject_id=made.pk,
        version=0,  # a row of data has none: a correction is another row
        before={} if before is None else _kept(before),
    )


def _undo(row: Undone, into: Into) -> None:
    """The row that the import wrote must still be the one that stands."""
    point = MeasurePoint.objects.select_related("measure").filter(pk=row.subject_id).first()
    if point is None or point.superseded_at is not None:
        raise Blocked("These data were changed since, so the import stays.", code="changed_since")
    by: dict[str, Any] = {
        "measure_id": point.measure_id,
        "actor": into.actor,
        "now": into.now,
    }
    if row.outcome is Outcome.NEW:
        withdraw_point(on_date=point.on_date, **by)
    else:
        put_points(points=[_restored(point.on_date, row.before)], **by)


def _measure(external_id: str, into: Into) -> Measure:
    rows = Measure.objects.visible_to(into.actor).filter(organisation_id=into.organisation_id)
    measure = rows.filter(external_id=external_id).first()
    if measure is None:
        message = "There is no measure with this external_id."
        raise Invalid.one("/measure", message, code="not_found")
    return measure


def _standing(measure: Measure, day: date) -> MeasurePoint | None:
    rows = MeasurePoint.objects.filter(measure_id=measure.pk, superseded_at=None)
    return rows.filter(on_date=day).first()


def _kept(point: MeasurePoint) -> dict[str, Any]:
    """Values as texts, as an import keeps them."""
    numbers = {name: getattr(point, name) for name in _NUMBERS}
    return {
        **{name: None if one is None else str(one) for name, one in numbers.items()},
        "sample": None if point.sample is None else [str(one) for one in point.sample],
        "note": point.note,
    }


def _restored(on_date: date, before: Mapping[str, Any]) -> Entered:
    numbers = {name: before.get(name) for name in _NUMBERS}
    sample = before.get("sample")
    return Entered(
        on_date=on_date,
        **{name: None if text is None else Decimal(text) for name, text in numbers.items()},
        sample=None if sample is None else tuple(map(Decimal, sample)),
        note=str(before.get("note", "")),
    )


def _of_column(error: FieldError) -> FieldError:
    """`/points/0/numerator` is the column `/numerator` of a row."""
    pointer = error.pointer.removeprefix("/points/0")
    return FieldError(pointer=pointer, code=error.code, message=error.message)


MEASURE_POINTS = ImportKind(
    name="measure_points",
    title="Data of measures",
    columns=(
        Column(
            name="measure", meaning="The external_id of the measure.", required=True, longest=100
        ),
        *POINT_COLUMNS,
    ),
    permission="measure.manage",
    apply=_apply,
    undo=_undo,
    key=("measure", "on_date"),
)
