"""From rows to points: rows with the same x are one subgroup."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt

from projects.spc.arithmetic import mean, median, ratio
from projects.spc.chart_values import Aggregate, ChartSeries, Place
from projects.spc.errors import InvalidSeries
from projects.spc.order import check_lengths, check_values

Row = tuple[float, float]  # value and denominator


@dataclass(frozen=True, slots=True, kw_only=True)
class Subgroups:
    """One entry a point, in the order of x.

    `weights` are the summed denominators, 0 where there is none; `spreads` the standard
    deviations inside the subgroups.
    """

    x: list[Place]
    values: list[float | None]
    sums: list[float]
    weights: list[float] | None
    sizes: list[int]
    spreads: list[float | None]


def subgroups(series: ChartSeries) -> Subgroups:
    """Sort and aggregate the rows of a series.

    A value without its denominator, or the reverse, counts for nothing, and so does a value over
    a denominator of 0: that period had no opportunities.

    Raises:
        InvalidSeries: nothing given, lengths differ, or a value that is no number.
    """
    check_lengths(len(series.x), len(series.values))
    check_values(series.values)
    below = _denominators(series)
    rows: dict[Place, list[Row]] = {}
    for place, value, denominator in zip(series.x, series.values, below, strict=True):
        known = rows.setdefault(place, [])
        if value is not None and denominator is not None:
            known.append((value, denominator))
    places = sorted(rows)
    return _summed([rows[place] for place in places], places=places, series=series)


def _denominators(series: ChartSeries) -> Sequence[float | None]:
    if series.denominators is None:
        return [1] * len(series.x)
    check_lengths(len(series.x), len(series.denominators))
    check_values(series.denominators)
    if any(below is not None and below < 0 for below in series.denominators):
        raise InvalidSeries("negative_denominator", "Give denominators of 0 or more.")
    return series.denominators


def _summed(groups: list[list[Row]], *, places: list[Place], series: ChartSeries) -> Subgroups:
    counted = [fsum([value for value, below in rows if below]) for rows in groups]
    columns = [[value for value, _ in rows] for rows in groups]
    if series.denominators is None:
        weights = None
        values = [_aggregate(column, series.agg_fun) for column in columns]
    else:
        weights = [fsum([below for _, below in rows]) for rows in groups]
        values = [ratio(above, below) for above, below in zip(counted, weights, strict=True)]
    return Subgroups(
        x=places,
        values=values,
        sums=counted,
        weights=weights,
        sizes=[len(column) for column in columns],
        spreads=[_spread(column) for column in columns],
    )


def _aggregate(values: list[float], how: Aggregate) -> float | None:
    if how == "median":
        return median(values)
    if how == "sum":
        # The sum of no values is a gap, not 0: nobody counted.
        return fsum(values) if values else None
    return mean(values)


def _spread(values: list[float]) -> float | None:
    """Sample standard deviation; undefined for fewer than two values."""
    centre = mean(values)
    if centre is None or len(values) < 2:
        return None
    return sqrt(fsum([(value - centre) ** 2 for value in values]) / (len(values) - 1))
