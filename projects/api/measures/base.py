"""What the doors of measures share."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from kernel.api.views import ApiView
from projects.measures.chart import MeasureChart
from projects.measures.tabled import tabled
from projects.queries import measures as queries

_NUMBERS = ("numerator", "denominator", "value")


class MeasureDoor(ApiView):
    """A door to one measure."""

    def by(self, measure_id: UUID, *, must_match: bool = False) -> dict[str, Any]:
        """Who does what to which measure. If-Match may be left out where nothing is overwritten."""
        sent = must_match or "If-Match" in self.request.headers
        return {
            "measure_id": measure_id,
            "actor": self.actor,
            "now": self.now,
            "expected_version": self.expected_version if sent else None,
        }

    def detail(self, measure_id: UUID) -> dict[str, Any]:
        row = queries.get_measure(self.actor, measure_id)
        return {name: value for name, value in row.items() if name != "project_stage"}


def plain(value: Any) -> Any:
    """An exact number as a JSON number; anything else as it is."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def point_out(row: Mapping[str, Any]) -> dict[str, Any]:
    """Data of one period, with numbers as JSON writes them."""
    sample = None if row["sample"] is None else [plain(one) for one in row["sample"]]
    return {**row, **{name: plain(row[name]) for name in _NUMBERS}, "sample": sample}


def target_out(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "value": plain(row["value"])}


def row_out(row: Any, *names: str) -> dict[str, Any]:
    """A row as commands give it back, in the form in which lists show it."""
    shown = ("on_date", *names, "recorded_by", "recorded_at")
    return {"id": row.pk, **{name: plain(getattr(row, name)) for name in shown}}


def chart_out(chart: MeasureChart) -> dict[str, Any]:
    """A chart with every line and flag."""
    head = chart.measure
    return {
        "measure_id": head.id,
        "name": head.name,
        "unit": head.unit,
        "chart": head.chart,
        "rule_set": head.rule_set,
        "direction": head.direction,
        **queries.said(chart),
        "points": tabled(chart),
        "stretches": [
            {name: getattr(phase, name) for name in phase.__slots__} for phase in chart.phases
        ],
        "markers": [
            {"on_date": one.at, "kind": one.kind, "words": one.text} for one in chart.markers
        ],
        "signals": [
            {
                "rule": one.rule,
                "meaning": one.meaning,
                "began_on": one.began_on,
                "last_on": one.last_on,
            }
            for one in chart.signals
        ],
    }
