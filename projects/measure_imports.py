"""Data of measures as a table that comes in, each row told apart by measure and day."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from kernel.errors import Blocked, FieldError, Invalid
from projects.commands.measures import put_points, withdraw_point
from projects.commands.measures.points import MOST_POINTS
from projects.measure_tables import POINT_COLUMNS, entered_from
from projects.measures.entered import Entered
from projects.measures.periods import period_of
from projects.models import Measure, MeasurePoint
from records.imports.declared import Applied, ImportKind, Into, Outcome, Together, Undone
from records.tables.columns import Column

_NUMBERS = ("numerator", "denominator", "value")
#: How a command names another row of the same period, which in a file has another number.
_ENTRY = re.compile(r"^Entry \d+ is")


def _apply(rows: Sequence[Mapping[str, Any]], into: Into) -> Sequence[Applied]:
    """All rows of one measure in one go, so that one event tells of them."""
    measure = _measure(str(rows[0]["measure"]), into)
    entered = _entered(rows)
    days = [period_of(measure.frequency, row.on_date) for row in entered]
    before = _standing(measure, days)
    try:
        put_points(measure_id=measure.pk, points=entered, actor=into.actor, now=into.now)
    except Invalid as refusal:
        raise Invalid(*map(_of_row, refusal.errors)) from None
    after = _standing(measure, days)
    return [_came(before.get(day), after[day]) for day in days]


def _entered(rows: Sequence[Mapping[str, Any]]) -> list[Entered]:
    """The rows as they are read, or every fault of them."""
    entered, faults = [], []
    for place, values in enumerate(rows):
        try:
            entered.append(entered_from(values))
        except Invalid as refusal:
            faults += [
                replace(error, pointer=f"/{place}{error.pointer}") for error in refusal.errors
            ]
    if faults:
        raise Invalid(*faults)
    return entered


def _came(before: MeasurePoint | None, after: MeasurePoint) -> Applied:
    """What came of a row; data have no version: a correction is another row."""
    if before is None:
        return Applied(outcome=Outcome.NEW, subject_id=after.pk, version=0)
    if before.pk == after.pk:
        return Applied(outcome=Outcome.SAME, subject_id=after.pk, version=0)
    kept = _kept(before)
    return Applied(outcome=Outcome.CHANGED, subject_id=after.pk, version=0, before=kept)


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


def _standing(measure: Measure, days: Sequence[date]) -> dict[date, MeasurePoint]:
    rows = MeasurePoint.objects.filter(measure_id=measure.pk, superseded_at=None)
    return {row.on_date: row for row in rows.filter(on_date__among=days)}


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


def _of_row(error: FieldError) -> FieldError:
    """`/points/3/numerator` is the column `/numerator` of the row at place 3."""
    message = _ENTRY.sub("Another row is", error.message)
    return replace(error, pointer=error.pointer.removeprefix("/points"), message=message)


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
    apply=Together(column="measure", most=MOST_POINTS, apply=_apply),
    undo=_undo,
    key=("measure", "on_date"),
)
