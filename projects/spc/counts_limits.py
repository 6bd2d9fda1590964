"""Limits of charts of counts: P, P', U, U', C and G."""

from collections.abc import Sequence
from math import fsum, sqrt

from projects.spc.arithmetic import mean, median, present, ratio, root
from projects.spc.chart_part import Lines, Part, lines_around
from projects.spc.variables_limits import range_sigma

# Source: qicharts2 0.8.1, chart "g": the median of a geometric distribution is about
# log(2) = 0.693 of its mean, so that a given mean is drawn where the median would be.
MEDIAN_OF_MEAN = 0.693


def proportion_lines(part: Part) -> Lines:
    """P chart: limits from the binomial distribution, between 0 and 1.

    Source: Montgomery, Introduction to Statistical Quality Control (7th ed.), 7.2.
    """
    centre = _pooled(part)
    return lines_around(part, centre, _errors(part, _binomial(centre)), floor=0, ceiling=1)


def laney_proportion_lines(part: Part) -> Lines:
    """P' chart: a P chart whose limits also allow for variation between the periods."""
    centre = _pooled(part)
    errors = _laney(part, centre, _errors(part, _binomial(centre)))
    return lines_around(part, centre, errors, floor=0, ceiling=1)


def rate_lines(part: Part) -> Lines:
    """U chart: limits from the Poisson distribution, not below 0.

    Source: Montgomery, as above, 7.3.
    """
    centre = _pooled(part)
    return lines_around(part, centre, _errors(part, centre), floor=0)


def laney_rate_lines(part: Part) -> Lines:
    """U' chart: a U chart whose limits also allow for variation between the periods."""
    centre = _pooled(part)
    return lines_around(part, centre, _laney(part, centre, _errors(part, centre)), floor=0)


def count_lines(part: Part) -> Lines:
    """C chart: counts over equal opportunities.

    Source: Montgomery, as above, 7.3.
    """
    centre = part.centre
    if centre is None:
        centre = mean(present(part.of_base(part.values)))
    return lines_around(part, centre, [root(centre)] * len(part.values), floor=0)


def gap_lines(part: Part) -> Lines:
    """G chart: opportunities between rare events; limits from the mean, the median drawn.

    Source: Benneyan, Health Care Management Science 2001; 4: 305-318, g chart.
    """
    base = present(part.of_base(part.values))
    average = mean(base) if part.centre is None else part.centre
    error = None if average is None else root(average * (average + 1))
    lines = lines_around(part, average, [error] * len(part.values), floor=0)
    drawn = median(base) if part.centre is None else MEDIAN_OF_MEAN * part.centre
    return Lines(
        values=lines.values,
        cl=drawn,
        lcl=lines.lcl,
        ucl=lines.ucl,
        lcl_95=lines.lcl_95,
        ucl_95=lines.ucl_95,
    )


def _pooled(part: Part) -> float | None:
    """Sum of numerators over sum of denominators: never a mean of percentages."""
    if part.centre is not None:
        return part.centre
    above = fsum([part.sums[here] for here in part.base])
    return ratio(above, fsum([part.weights[here] for here in part.base]))


def _binomial(centre: float | None) -> float | None:
    return None if centre is None else centre * (1 - centre)


def _errors(part: Part, variance: float | None) -> list[float | None]:
    """Standard error of each point from the variance of one opportunity."""
    if variance is None or variance < 0:
        return [None] * len(part.weights)
    return [None if weight <= 0 else sqrt(variance / weight) for weight in part.weights]


def _laney(part: Part, centre: float | None, errors: Sequence[float | None]) -> list[float | None]:
    """Standard errors times sigma z, the variation beyond what the distribution explains.

    Source: Laney, Improved control charts for attributes, Quality Engineering 2002; 14: 531-537.
    """
    scores: list[float | None] = [
        None
        if value is None or error is None or centre is None or not error
        else (value - centre) / error
        for value, error in zip(part.values, errors, strict=True)
    ]
    sigma = range_sigma(part.of_base(scores), screen=part.screen)
    return [None if error is None or sigma is None else error * sigma for error in errors]
