"""Measures and data for unit tests, without a database."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from projects.measures.chart import MeasureChart, chart_from
from projects.measures.head import MeasureHead, edition_for
from projects.measures.periods import next_period
from projects.measures.series import Data, Row

FIRST = date(2025, 1, 1)


def head(**values: Any) -> MeasureHead:
    """A monthly proportion that ought to rise, on an XmR chart."""
    given = {
        "id": UUID(int=1),
        "organisation_id": UUID(int=2),
        "project_id": None,
        "unit_id": None,
        "name": "A measure",
        "family": "",
        "data_kind": "value",
        "unit_word": "",
        "per": 1,
        "direction": "increase",
        "frequency": "month",
        "chart": "xmr",
        "baseline_points": None,
        "reference": False,
        "reliability": False,
        "begins_on": FIRST,
        "ended_on": None,
        "owner_id": None,
        "version": 1,
        **values,
    }
    return MeasureHead(**{"rule_set": edition_for(given["chart"]), **given})


def rows(values: list[Any], field: str = "value") -> tuple[Row, ...]:
    """One a month: numbers, pairs of numerator and denominator, or None for a gap."""
    made = []
    for step, value in enumerate(values):
        day = next_period("month", FIRST, steps=step)
        if value is None:
            made.append(Row(day))
        elif isinstance(value, tuple):
            made.append(Row(day, numerator=value[0], denominator=value[1]))
        else:
            made.append(Row(day, **{field: value}))
    return tuple(made)


def chart(
    values: list[Any], *, locked: int = 0, data: Data | None = None, **of: Any
) -> MeasureChart:
    return chart_from(head(**of), data or Data(rows=rows(values)), locked=locked)


def month(step: int) -> date:
    return next_period("month", FIRST, steps=step)
