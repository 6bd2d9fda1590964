"""Data come in and are corrected: by grid, pasted block, file or API, all through here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from kernel.actors import Actor
from kernel.clock import london_date
from kernel.errors import Invalid, NotFound
from projects.commands.measures.finding import entered_measure
from projects.commands.measures.writing import close, commit, row_of, standing_on
from projects.measure_events import MeasureDataRecorded
from projects.measures.entered import Entered, Entering, Look, look
from projects.measures.periods import period_of
from projects.models import Measure, MeasurePoint

#: At most so many rows at once.
MOST_POINTS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsPut:
    """What came of rows. Units: periods."""

    measure: Measure
    added: int
    changed: int
    unchanged: int


@transaction.atomic
def put_points(
    *,
    measure_id: UUID,
    points: Sequence[Entered],
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> PointsPut:
    """Say what was found in each period; periods that are not named stay as they are.

    The same rows again change nothing and tell nobody.

    Emits:
        MeasureDataRecorded, once for all rows, unless nothing differs.
    Raises:
        NotFound, Denied, Blocked (archived), Stale.
        Invalid: rows that cannot be right, all of them, as `/points/0/numerator`.
    """
    measure = entered_measure(measure_id, actor, now, expected_version)
    seen = look_at(measure, points, today=london_date(now))
    if seen.faults:
        raise Invalid(*seen.faults, sentence="Check the rows that are marked. Nothing was saved.")
    _write(measure, seen, actor, now)
    return PointsPut(
        measure=measure,
        added=len(seen.added),
        changed=len(seen.changed),
        unchanged=len(seen.unchanged),
    )


@transaction.atomic
def withdraw_point(
    *,
    measure_id: UUID,
    on_date: date,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Measure:
    """Take back what was recorded of a period, in which `on_date` lies; it never was.

    Emits:
        MeasureDataRecorded
    Raises:
        NotFound: nothing is recorded of that period. Denied, Blocked (archived), Stale.
    """
    measure = entered_measure(measure_id, actor, now, expected_version)
    first = period_of(measure.frequency, on_date)
    row = standing_on(MeasurePoint, measure, first)
    if row is None:
        raise NotFound("Nothing is recorded of that period.")
    close(row, now)
    _tell(measure, (first,), actor, now, withdrawn=1)
    return measure


def look_at(measure: Measure, points: Sequence[Entered], *, today: date) -> Look:
    """What rows would do to a measure, and what is wrong with them.

    Raises:
        Invalid: none, or too many at once.
    """
    if not 1 <= len(points) <= MOST_POINTS:
        message = f"Give 1 to {MOST_POINTS:,} rows."
        raise Invalid.one("/points", message, code="too_many" if points else "required")
    into = Entering(
        data_kind=measure.data_kind,
        frequency=measure.frequency,
        today=today,
        ended_on=measure.ended_on,
    )
    return look(points, _known(measure, points), into)


def _known(measure: Measure, points: Sequence[Entered]) -> Mapping[date, Entered]:
    """What stands in the periods from the first row to the last: an import comes row by row."""
    days = [period_of(measure.frequency, point.on_date) for point in points]
    rows = MeasurePoint.objects.filter(
        measure_id=measure.pk, superseded_at=None, on_date__range=(min(days), max(days))
    )
    names = ("on_date", "numerator", "denominator", "value", "sample", "note")
    found = [Entered(**row) for row in rows.values(*names)]
    return {row.on_date: replace(row, sample=_sample(row)) for row in found}


def _sample(row: Entered) -> tuple[Decimal, ...] | None:
    return None if row.sample is None else tuple(row.sample)


def _write(measure: Measure, seen: Look, actor: Actor, now: datetime) -> None:
    if not seen.dates:
        return
    other = [row.on_date for row in seen.changed]
    if other:
        MeasurePoint.objects.filter(
            measure_id=measure.pk, on_date__in=other, superseded_at=None
        ).update(superseded_at=now)
    MeasurePoint.objects.bulk_create(
        row_of(
            MeasurePoint,
            measure,
            actor,
            now,
            on_date=row.on_date,
            numerator=row.numerator,
            denominator=row.denominator,
            value=row.value,
            sample=None if row.sample is None else list(row.sample),
            note=row.note,
        )
        for row in (*seen.added, *seen.changed)
    )
    _tell(measure, seen.dates, actor, now, added=len(seen.added), changed=len(seen.changed))


def _tell(
    measure: Measure,
    dates: Sequence[date],
    actor: Actor,
    now: datetime,
    *,
    added: int = 0,
    changed: int = 0,
    withdrawn: int = 0,
) -> None:
    event = MeasureDataRecorded(
        measure_id=measure.pk,
        project_id=measure.project_id,
        first_on=dates[0],
        last_on=dates[-1],
        added=added,
        changed=changed,
        withdrawn=withdrawn,
    )
    commit(measure, event, actor=actor, now=now, effective_on=dates[0])
