"""Limits of charts of measurements: run, I, moving range, T, I', X-bar and S."""

from collections.abc import Sequence
from math import exp, fsum, lgamma, pi, sqrt

from projects.spc.arithmetic import mean, median, present, ratio, root
from projects.spc.chart_part import ACTION_SIGMAS, WARNING_SIGMAS, Lines, Part, lines_around
from projects.spc.errors import InvalidSeries
from projects.spc.moving_ranges import moving_ranges, screened_mean

# Source: Montgomery, Introduction to Statistical Quality Control (7th ed.), appendix VI,
# n = 2: d2 = 1.128 and D4 = 3.267; qicharts2 0.8.1 uses both as rounded here.
D2 = 1.128
D4 = 3.267
# Source: qicharts2 0.8.1, chart "ip", after Taylor, Normalized Individuals Control Chart (2017):
# the screening factor of the standardised ranges, with one digit more than D4.
STANDARDISED_D4 = 3.2665
# Source: Nelson, J. Quality Technology 1994; 26: 239-240: an exponential time to the power 1/3.6
# is close to normal.
TIME_POWER = 3.6


def run_lines(part: Part) -> Lines:
    """The median alone: a run chart has no limits."""
    centre = part.centre
    if centre is None:
        centre = median(present(part.of_base(part.values)))
    return lines_around(part, centre, [None] * len(part.values))


def individuals_lines(part: Part) -> Lines:
    """I chart: the mean, and limits from the moving ranges of the base points.

    Excluded points leave the base before differencing, so their neighbours are differenced.
    """
    base = part.of_base(part.values)
    centre = mean(present(base)) if part.centre is None else part.centre
    sigma = range_sigma(base, screen=part.screen)
    return lines_around(part, centre, [sigma] * len(part.values))


def range_sigma(values: Sequence[float | None], *, screen: bool) -> float | None:
    """Standard deviation of common cause variation, from ranges between neighbours."""
    average = screened_mean(moving_ranges(values), factor=D4, screen=screen)
    return None if average is None else average / D2


def moving_range_lines(part: Part) -> Lines:
    """MR chart: the ranges themselves; neighbouring ranges share a point, so no runs verdict."""
    ranges = moving_ranges(part.values)
    centre = part.centre
    if centre is None:
        centre = mean(present(part.of_base(ranges)))
    count = len(ranges)
    action = None if centre is None else D4 * centre
    warning = None if action is None else action * WARNING_SIGMAS / ACTION_SIGMAS
    return Lines(
        values=ranges,
        cl=centre,
        lcl=[None if centre is None else 0.0] * count,
        ucl=[action] * count,
        lcl_95=[None if centre is None else 0.0] * count,
        ucl_95=[warning] * count,
        judged_by_runs=False,
    )


def time_lines(part: Part) -> Lines:
    """T chart: times between rare events, made near normal, charted, and turned back.

    Raises:
        InvalidSeries: a time of 0 or less has no place on the scale.
    """
    if any(value <= 0 for value in present(part.values)):
        raise InvalidSeries("rejected_by_reference", "Give times between events above 0.")
    near_normal = Part(
        values=[_power(value, 1 / TIME_POWER) for value in part.values],
        sums=part.sums,
        weights=part.weights,
        sizes=part.sizes,
        spreads=part.spreads,
        base=part.base,
        centre=_power(part.centre, 1 / TIME_POWER),
        screen=part.screen,
    )
    lines = individuals_lines(near_normal)
    return Lines(
        values=[_power(value, TIME_POWER) for value in near_normal.values],
        cl=_power(lines.cl, TIME_POWER),
        # A limit below zero cannot be turned back: the lower action limit is then no limit at all.
        lcl=[_power(value, TIME_POWER) or 0.0 for value in lines.lcl],
        ucl=[_power(value, TIME_POWER) for value in lines.ucl],
        lcl_95=[_power(value, TIME_POWER) for value in lines.lcl_95],
        ucl_95=[_power(value, TIME_POWER) for value in lines.ucl_95],
    )


def _power(value: float | None, power: float) -> float | None:
    if value is None or value < 0:
        return None
    return float(value**power)


def normalised_individuals_lines(part: Part) -> Lines:
    """I' chart: individual values that rest on unequal denominators.

    Source: Taylor, Normalized Individuals Control Chart (2017); qicharts2 0.8.1, chart "ip".
    """
    values, weights = part.values, part.weights
    known = [here for here in part.base if values[here] is not None]
    centre = part.centre
    if centre is None:
        weighted = fsum([(values[here] or 0.0) * weights[here] for here in known])
        centre = ratio(weighted, fsum([weights[here] for here in known]))
    sigma = screened_mean(
        _standardised_ranges(values, weights), factor=STANDARDISED_D4, screen=part.screen
    )
    errors = [None if sigma is None or weight <= 0 else sigma / sqrt(weight) for weight in weights]
    return lines_around(part, centre, errors)


def _standardised_ranges(
    values: Sequence[float | None], weights: Sequence[float]
) -> list[float | None]:
    """Each moving range as an estimate of the standard deviation for a denominator of 1."""
    ranges = moving_ranges(values)
    standardised: list[float | None] = [None]
    for here in range(1, len(ranges)):
        step, low, high = ranges[here], weights[here - 1], weights[here]
        if step is None or not low or not high:
            standardised.append(None)
        else:
            standardised.append(sqrt(pi / 2) * step / sqrt(1 / high + 1 / low))
    return standardised


def mean_lines(part: Part) -> Lines:
    """X-bar chart: subgroup means around the grand mean, limits from the spread inside them.

    Source: Montgomery, as above, appendix VI: A3 = 3 / (c4 sqrt n).
    """
    centre = part.centre
    if centre is None:
        known = [here for here in part.base if part.values[here] is not None]
        weighted = fsum([(part.values[here] or 0.0) * part.sizes[here] for here in known])
        centre = ratio(weighted, fsum([part.sizes[here] for here in known]))
    spread = _average_spread(part)
    errors = [
        None if spread is None or size < 2 else spread / (c4(size) * sqrt(size))
        for size in part.sizes
    ]
    return lines_around(part, centre, errors)


def spread_lines(part: Part) -> Lines:
    """S chart: the standard deviations inside the subgroups.

    Source: Montgomery, as above, appendix VI: B3 and B4 = 1 -/+ 3 sqrt(1 - c4^2) / c4.
    """
    centre = _average_spread(part) if part.centre is None else part.centre
    errors = [
        None if centre is None or size < 2 else centre * sqrt(1 - c4(size) ** 2) / c4(size)
        for size in part.sizes
    ]
    lines = lines_around(part, centre, errors, floor=0)
    return Lines(
        values=part.spreads,
        cl=centre,
        lcl=lines.lcl,
        ucl=lines.ucl,
        lcl_95=lines.lcl_95,
        ucl_95=lines.ucl_95,
    )


def _average_spread(part: Part) -> float | None:
    """Mean of the standard deviations; pooled where the subgroups differ in size."""
    sizes = [part.sizes[here] for here in part.base]
    spreads = part.of_base(part.spreads)
    if len(set(sizes)) == 1:
        return mean(present(spreads))
    squares = [
        (size - 1) * spread**2
        for size, spread in zip(sizes, spreads, strict=True)
        if spread is not None
    ]
    degrees = sum(size - 1 for size in sizes if size > 0)
    return root(ratio(fsum(squares), degrees))


def c4(size: int) -> float:
    """Expected standard deviation of a normal sample of `size`, for a standard deviation of 1.

    Source: Montgomery, as above, chapter 6: sqrt(2 / (n - 1)) gamma(n / 2) / gamma((n - 1) / 2).
    """
    return sqrt(2 / (size - 1)) * exp(lgamma(size / 2) - lgamma((size - 1) / 2))
