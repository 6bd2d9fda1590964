"""Reads the data of measures: one statement, however many measures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from kernel.standards import standards_of
from projects.measures.chart import MeasureChart, chart_from
from projects.measures.head import MeasureHead
from projects.measures.series import Data, Mark, Rebase, Row
from projects.measures.standards import LOCKED_POINTS
from projects.measures.targets import Target

_NOTHING = Data()

# A document a measure: composing rows of Python from arrays of columns took longer.
_STATEMENT = """
    SELECT wanted.id,
        (SELECT json_agg(json_build_array(p.on_date, p.numerator, p.denominator, p.value, p.sample,
            p.note) ORDER BY p.on_date) FROM projects_measurepoint p
            WHERE p.measure_id = wanted.id AND p.superseded_at IS NULL),
        (SELECT json_agg(json_build_array(t.on_date, t.value::text, t.shape) ORDER BY t.on_date)
            FROM projects_measuretarget t
            WHERE t.measure_id = wanted.id AND t.superseded_at IS NULL),
        (SELECT json_agg(json_build_array(r.on_date, r.reason) ORDER BY r.on_date)
            FROM projects_measurerebase r
            WHERE r.measure_id = wanted.id AND r.superseded_at IS NULL),
        (SELECT json_agg(json_build_array(m.on_date, m.sort, m.words) ORDER BY m.on_date, m.id)
            FROM projects_measuremarker m
            WHERE m.measure_id = wanted.id AND m.superseded_at IS NULL)
    FROM unnest(%s::uuid[]) AS wanted (id)
"""


def data_of(measure_ids: Iterable[UUID]) -> dict[UUID, Data]:
    """The data of measures that the caller has found readable, as known now."""
    ids = list(measure_ids)
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, [ids])
        rows = cursor.fetchall()
    return {measure_id: _data(*documents) for measure_id, *documents in rows}


def charts_of(heads: Sequence[MeasureHead], *, today: date) -> dict[UUID, MeasureChart]:
    """The charts of measures, with two queries whatever their number."""
    if not heads:
        return {}
    data = data_of([head.id for head in heads])
    locked = locked_points(heads, today=today)
    return {
        head.id: chart_from(head, data.get(head.id, _NOTHING), locked=locked[head.id])
        for head in heads
    }


def locked_points(heads: Sequence[MeasureHead], *, today: date) -> Mapping[UUID, int]:
    """On how many first points the limits of each measure rest; 0: on every point.

    What the measure says goes before the Standard, which is for XmR charts alone.
    """
    standards = standards_of({head.organisation_id for head in heads})
    return {
        head.id: (
            head.baseline_points
            if head.baseline_points is not None
            else standards[head.organisation_id].on(LOCKED_POINTS, today)
            if head.chart == "xmr"
            else 0
        )
        for head in heads
    }


def _data(points: Any, targets: Any, rebases: Any, marks: Any) -> Data:
    day = date.fromisoformat
    return Data(
        rows=[Row(day(on), *values) for on, *values in _read(points)],
        targets=[
            Target(on=day(on), value=Decimal(value), line=shape == "line")
            for on, value, shape in _read(targets)
        ],
        rebases=[Rebase(day(on), reason) for on, reason in _read(rebases)],
        marks=[Mark(day(on), sort, words) for on, sort, words in _read(marks)],
    )


def _read(document: Any) -> Any:
    """A document as the driver gives it: text, or read already."""
    if document is None:
        return ()
    return orjson.loads(document) if isinstance(document, str | bytes) else document
