"""What people recorded of a measure and set on its chart, row by row, as known now.

The caller has found the measure readable.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from projects.measures.entered import Entered
from projects.models import MeasureMarker, MeasurePoint, MeasureRebase, MeasureTarget

_KEPT = ("id", "on_date", "recorded_by", "recorded_at")


def known_points(measure_id: UUID) -> Mapping[date, Entered]:
    """What is recorded of each period, by its first day."""
    rows = MeasurePoint.objects.filter(measure_id=measure_id, superseded_at=None)
    names = ("on_date", "numerator", "denominator", "value", "sample", "note")
    return {
        row["on_date"]: Entered(
            **{**row, "sample": tuple(row["sample"]) if row["sample"] else None}
        )
        for row in rows.order_by("on_date").values(*names)
    }


def targets_of(measure_id: UUID) -> list[dict[str, Any]]:
    """The targets that stand, by day."""
    return _standing(MeasureTarget, measure_id, "value", "shape", "reason")


def rebases_of(measure_id: UUID) -> list[dict[str, Any]]:
    """The recalculations that stand, by day."""
    return _standing(MeasureRebase, measure_id, "reason")


def markers_of(measure_id: UUID) -> list[dict[str, Any]]:
    """The words on the chart, by day."""
    return _standing(MeasureMarker, measure_id, "sort", "words")


def _standing(model: Any, measure_id: UUID, *names: str) -> list[dict[str, Any]]:
    rows = model.objects.filter(measure_id=measure_id, superseded_at=None)
    return list(rows.order_by("on_date", "recorded_at", "id").values(*_KEPT, *names))
