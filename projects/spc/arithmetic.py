"""Sums and means to the last bit: a point exactly on the mean must be seen to be on it."""

from collections.abc import Sequence
from math import fsum, isfinite, sqrt

# Squares and sums of values below this cannot overflow a double.
LARGEST_VALUE = 1e100


def mean(values: Sequence[float]) -> float | None:
    """The mean rounded once, as R computes it in extended precision; None for no values.

    Source: R 4.5, `mean.default`: long double sum with a second pass over the residuals.
    """
    count = len(values)
    if not count:
        return None
    first = fsum(values) / count
    return first + fsum([*values, *([-first] * count)]) / count


def median(values: Sequence[float]) -> float | None:
    """The middle value, or the mean of the two middle ones; None for no values."""
    ranked = sorted(values)
    count = len(ranked)
    if not count:
        return None
    middle = count // 2
    if count % 2:
        return ranked[middle]
    return mean(ranked[middle - 1 : middle + 1])


def ratio(above: float, below: float) -> float | None:
    """`above / below`, or None where the division says nothing."""
    if below == 0:
        return None
    return finite(above / below)


def root(value: float | None) -> float | None:
    """The square root, or None of a missing or negative number."""
    if value is None or value < 0:
        return None
    return sqrt(value)


def finite(value: float) -> float | None:
    """`value`, or None where it is infinite or undefined."""
    return value if isfinite(value) else None


def present(values: Sequence[float | None]) -> list[float]:
    """The values that are there."""
    return [value for value in values if value is not None]
