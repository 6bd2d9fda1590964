"""Run and Shewhart charts with limits and runs rules as qicharts2 computes them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeVar

from projects.spc.anhoej import run_statistics
from projects.spc.chart_part import Lines, Part
from projects.spc.chart_values import (
    ChartAnalysis,
    ChartKind,
    ChartPoints,
    ChartSeries,
    PartSummary,
)
from projects.spc.counts_limits import (
    count_lines,
    gap_lines,
    laney_proportion_lines,
    laney_rate_lines,
    proportion_lines,
    rate_lines,
)
from projects.spc.errors import InvalidSeries
from projects.spc.icons import assurance_type
from projects.spc.order import check_values
from projects.spc.subgroups import Subgroups, subgroups
from projects.spc.variables_limits import (
    individuals_lines,
    mean_lines,
    moving_range_lines,
    normalised_individuals_lines,
    run_lines,
    spread_lines,
    time_lines,
)
from projects.spc.xmr_values import Assurance

Column = TypeVar("Column")

LINE_MAKERS: dict[ChartKind, Callable[[Part], Lines]] = {
    "run": run_lines,
    "i": individuals_lines,
    "mr": moving_range_lines,
    "p": proportion_lines,
    "pp": laney_proportion_lines,
    "u": rate_lines,
    "up": laney_rate_lines,
    "c": count_lines,
    "g": gap_lines,
    "t": time_lines,
    "ip": normalised_individuals_lines,
    "xbar": mean_lines,
    "s": spread_lines,
}
NEEDS_DENOMINATORS: frozenset[ChartKind] = frozenset({"p", "pp", "u", "up"})
# Charts of spread, on which higher or lower is neither better nor worse.
OF_SPREAD: frozenset[ChartKind] = frozenset({"mr", "s"})
# A run chart has no limits; those of a chart of spread say nothing about a target.
PROMISES_NOTHING: frozenset[ChartKind] = OF_SPREAD | {"run"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """One part with its lines and verdicts."""

    number: int
    lines: Lines
    sigma: list[bool]
    summary: PartSummary

    @property
    def size(self) -> int:
        return len(self.sigma)


def analyse_chart(series: ChartSeries) -> ChartAnalysis:
    """Centre, limits and signals of one series.

    Source: qicharts2 0.8.1, whose results this equals.
    Raises:
        InvalidSeries: the series cannot be charted as given.
    """
    _check(series)
    rows = subgroups(series)
    count = len(rows.x)
    ends = _ends(series.part, count)
    # Freezing is for one stretch of limits; parts make several.
    freeze = count if series.freeze is None or series.part else series.freeze
    baseline = [here < freeze for here in range(count)]
    left_out = set(series.exclude)
    include = [here + 1 not in left_out for here in range(count)]
    judged = [
        _judge(series, rows, baseline=baseline, include=include, place=(number, start, end))
        for number, (start, end) in enumerate(zip([0, *ends], ends, strict=False), 1)
    ]
    points = _points(series, rows, judged, baseline=baseline, include=include)
    return ChartAnalysis(
        chart=series.chart,
        points=points,
        parts=tuple([one.summary for one in judged]),
        improvement_direction=(
            "neutral" if series.chart in OF_SPREAD else series.improvement_direction
        ),
        target=series.target,
        assurance_type=_promise(series, points),
    )


def _check(series: ChartSeries) -> None:
    if series.chart not in LINE_MAKERS:
        raise InvalidSeries("unknown_chart", f"Choose one of {', '.join(LINE_MAKERS)}.")
    if series.chart in NEEDS_DENOMINATORS and series.denominators is None:
        raise InvalidSeries("rejected_by_reference", "Give a denominator for each value.")
    check_values([series.cl, series.multiply, series.target])


def _promise(series: ChartSeries, points: ChartPoints) -> Assurance | None:
    """As on an XmR chart, by the limits of the latest point.

    Source: NHS England, Making Data Count, assurance icons.
    """
    if series.chart in PROMISES_NOTHING:
        return None
    lower, upper = points.latest_limits
    return assurance_type(
        series.improvement_direction, target=series.target, lower=lower, upper=upper
    )


def _ends(parts: Sequence[int], count: int) -> list[int]:
    """Where each part ends; positions outside the series say nothing."""
    return [*sorted({end for end in parts if 0 < end < count}), count]


def _judge(
    series: ChartSeries,
    rows: Subgroups,
    *,
    baseline: list[bool],
    include: list[bool],
    place: tuple[int, int, int],
) -> _Judged:
    number, start, end = place
    here = slice(start, end)
    lines = LINE_MAKERS[series.chart](_part(series, rows, baseline, include, here))
    sigma = [
        value is not None
        and ((high is not None and value > high) or (low is not None and value < low))
        for value, low, high in zip(lines.values, lines.lcl, lines.ucl, strict=True)
    ]
    counted = [value for value, inside in zip(lines.values, include[here], strict=True) if inside]
    runs = run_statistics(counted, centre=lines.cl)
    if not lines.judged_by_runs:
        runs = replace(runs, runs_signal=False)
    summary = PartSummary(part=number, n_obs=len(counted), runs=runs, sigma_signals=sum(sigma))
    return _Judged(number=number, lines=lines, sigma=sigma, summary=summary)


def _part(
    series: ChartSeries, rows: Subgroups, baseline: list[bool], include: list[bool], here: slice
) -> Part:
    used = [inside and known for inside, known in zip(baseline[here], include[here], strict=True)]
    weights = [1.0] * len(rows.x) if rows.weights is None else rows.weights
    return Part(
        values=rows.values[here],
        sums=rows.sums[here],
        weights=weights[here],
        sizes=rows.sizes[here],
        spreads=rows.spreads[here],
        base=[position for position, inside in enumerate(used) if inside],
        centre=series.cl,
        screen=series.screened_mr,
    )


def _points(
    series: ChartSeries,
    rows: Subgroups,
    judged: list[_Judged],
    *,
    baseline: list[bool],
    include: list[bool],
) -> ChartPoints:
    def scaled(column: Callable[[_Judged], Sequence[float | None]]) -> tuple[float | None, ...]:
        values = chain.from_iterable([column(one) for one in judged])
        if series.multiply == 1:
            return tuple(values)
        return tuple([None if value is None else value * series.multiply for value in values])

    def each(fact: Callable[[_Judged], Column]) -> tuple[Column, ...]:
        return tuple(chain.from_iterable([(fact(one),) * one.size for one in judged]))

    return ChartPoints(
        x=tuple(rows.x),
        value=scaled(lambda one: one.lines.values),
        denominator=None if rows.weights is None else tuple(rows.weights),
        subgroup_size=tuple(rows.sizes),
        part=each(lambda one: one.number),
        baseline=tuple(baseline),
        include=tuple(include),
        cl=scaled(lambda one: [one.lines.cl] * one.size),
        lcl=scaled(lambda one: one.lines.lcl),
        ucl=scaled(lambda one: one.lines.ucl),
        lcl_95=scaled(lambda one: one.lines.lcl_95),
        ucl_95=scaled(lambda one: one.lines.ucl_95),
        sigma_signal=tuple(chain.from_iterable([one.sigma for one in judged])),
        runs_signal=each(lambda one: one.summary.runs.runs_signal),
    )
