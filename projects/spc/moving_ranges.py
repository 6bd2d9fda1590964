"""Moving ranges between neighbours, and the one-pass screening that both references share."""

from collections.abc import Sequence
from itertools import pairwise
from operator import sub

from projects.spc.arithmetic import mean, present


def moving_ranges(values: Sequence[float | None]) -> list[float | None]:
    """|each value - the one before|, oldest first; None for the first and beside a gap.

    A gap is not bridged: a range is a difference between neighbours in time.
    """
    if not values:
        return []
    if None not in values:
        known = present(values)
        return [None, *map(abs, map(sub, known[1:], known))]
    return [
        None,
        *[
            None if value is None or before is None else abs(value - before)
            for before, value in pairwise(values)
        ],
    ]


def screened_mean(ranges: Sequence[float | None], *, factor: float, screen: bool) -> float | None:
    """Mean moving range without those at or above `factor` times the first mean.

    Undefined when nothing is left, as for a constant series.
    """
    known = present(ranges)
    centre = mean(known)
    if centre is None or not screen:
        return centre
    highest = factor * centre
    return mean([value for value in known if value < highest])
