"""From the rows of a measure to a series that the engine of charts takes. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import fsum
from typing import NamedTuple, cast

from projects.measures.head import MeasureHead
from projects.measures.suits import SAMPLED, WEIGHED
from projects.measures.targets import Target, targets_at
from projects.spc import ChartSeries, XmrSeries
from projects.spc.chart_values import ChartKind


class Row(NamedTuple):
    """What was found in one period. None everywhere: a gap, known to be one."""

    on_date: date
    numerator: float | None = None
    denominator: float | None = None
    value: float | None = None
    sample: Sequence[float] | None = None
    note: str = ""


class Rebase(NamedTuple):
    """New limits from a day, for a reason."""

    on_date: date
    reason: str


class Mark(NamedTuple):
    """Words at a day of the chart: `sort` is note or change."""

    on_date: date
    sort: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """Everything recorded about one measure, as known at one instant; rows oldest first."""

    rows: Sequence[Row] = ()
    targets: Sequence[Target] = ()
    rebases: Sequence[Rebase] = ()
    marks: Sequence[Mark] = ()

    @property
    def dates(self) -> tuple[date, ...]:
        return tuple([row.on_date for row in self.rows])


def value_of(head: MeasureHead, row: Row) -> float | None:
    """The value of one period; None for a gap, and for a denominator of 0.

    Source: QIflow field notes 8.3: 100 n / d, undefined where d = 0.
    """
    if head.data_kind in ("proportion", "rate"):
        if row.numerator is None or not row.denominator:
            return None
        return head.multiple * row.numerator / row.denominator
    if head.data_kind == "sample":
        return fsum(row.sample) / len(row.sample) if row.sample else None
    return row.value


def values_of(head: MeasureHead, rows: Sequence[Row]) -> tuple[float | None, ...]:
    """The value of each period."""
    return tuple([value_of(head, row) for row in rows])


def targets_of(data: Data) -> tuple[float | None, ...]:
    """The target of each period."""
    if not data.targets:
        return (None,) * len(data.rows)
    found = targets_at(data.targets, data.dates)
    return tuple([None if target is None else float(target) for target in found])


def rebased_at(data: Data) -> tuple[tuple[int, Rebase], ...]:
    """Where new limits begin: the first point on or after the day of each rebase.

    Of two rebases before one point the later stands. One after all points waits for its first.
    """
    dates = data.dates
    places = {bisect_left(dates, one.on_date): one for one in sorted(data.rebases)}
    return tuple(sorted((place, one) for place, one in places.items() if place < len(dates)))


def xmr_series(head: MeasureHead, data: Data, *, locked: int) -> XmrSeries:
    """The series of an XmR chart. `locked`: limits are kept to so many first points; 0 to all."""
    dates = data.dates
    return XmrSeries(
        dates=dates,
        values=values_of(head, data.rows),
        improvement_direction=head.improves,
        target=_latest_target(data),
        rebase=[dates[place] for place, _ in rebased_at(data)],
        fix_after_n_points=locked or None,
        rules=head.rules,
    )


def chart_series(head: MeasureHead, data: Data, *, locked: int) -> ChartSeries:
    """The series of a run or Shewhart chart.

    Charts of proportions and rates get what was counted, so that their limits know how much each
    period weighs; charts of samples get every value.
    """
    rows = data.rows
    series = ChartSeries(
        chart=cast("ChartKind", head.chart),
        x=data.dates,
        values=(),
        part=[place for place, _ in rebased_at(data) if place],
        freeze=locked or None,
        improvement_direction=head.improves,
        target=_latest_target(data),
    )
    if head.chart in WEIGHED:
        return replace(
            series,
            values=[row.numerator for row in rows],
            denominators=[row.denominator for row in rows],
            multiply=head.multiple,
        )
    if head.chart in SAMPLED:
        single = [(row.on_date, one) for row in rows for one in row.sample or (None,)]
        return replace(series, x=[day for day, _ in single], values=[one for _, one in single])
    return replace(series, values=values_of(head, rows))


def _latest_target(data: Data) -> float | None:
    """The target of the latest period, by which the assurance icon judges."""
    latest = targets_at(data.targets, data.dates[-1:])[0] if data.targets and data.rows else None
    return None if latest is None else float(latest)
