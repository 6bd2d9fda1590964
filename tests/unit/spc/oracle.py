"""The XmR method written a second time, slowly and in fractions, to check the engine against.

It shares no code with `projects.spc`: each rule is the sentence of its definition, window by
window, and no number is rounded.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

LIMIT = Fraction(266, 100)
SCREEN = Fraction(3267, 1000)


@dataclass(frozen=True, kw_only=True)
class Group:
    """What the oracle says of one phase."""

    mean: Fraction | None
    lpl: Fraction | None
    upl: Fraction | None
    astronomical: list[bool]
    shift: list[bool]
    trend: list[bool]
    two_of_three: list[bool]
    closest: Fraction | None  # distance of a comparison from a tie, ties on the mean aside


def judge(values: list[int | None], *, fix: int | None, screen: bool) -> Group:
    places = range(len(values))
    base = [value if fix is None or here < fix else None for here, value in enumerate(values)]
    ranges = [
        abs(base[here] - base[here - 1])
        for here in places
        if here and base[here] is not None and base[here - 1] is not None
    ]
    mean = average([value for value in base if value is not None])
    kept, edges = screened(ranges) if screen and ranges else (ranges, [])
    amr = average(kept)
    if mean is None or amr is None:
        lines: list[Fraction] = []
    else:
        lines = [mean + LIMIT * amr * share for share in (-1, Fraction(-2, 3), Fraction(2, 3), 1)]
    far = [bool(lines) and v is not None and not lines[0] <= v <= lines[3] for v in values]
    near = [
        bool(lines) and v is not None and not lines[1] <= v <= lines[2] and not out
        for v, out in zip(values, far, strict=True)
    ]
    edges += [abs(v - line) for line in lines for v in values if v is not None and amr]
    return Group(
        mean=mean,
        lpl=lines[0] if lines else None,
        upl=lines[3] if lines else None,
        astronomical=far,
        shift=members(values, 7, lambda window: one_side(window, mean)),
        trend=members(values, 7, one_way),
        two_of_three=[
            near[here]
            and any(
                one_side(values[start : start + 3], mean) and sum(near[start : start + 3]) >= 2
                for start in range(max(here - 2, 0), min(here, len(values) - 3) + 1)
            )
            for here in places
        ],
        closest=min(edges, default=None),
    )


def average(values):
    return Fraction(sum(values), len(values)) if values else None


def screened(ranges):
    top = SCREEN * average(ranges)
    return [each for each in ranges if each < top], [abs(each - top) for each in ranges if top]


def members(values, size, holds) -> list[bool]:
    flags = [False] * len(values)
    for start in range(len(values) - size + 1):
        if holds(values[start : start + size]):
            flags[start : start + size] = [True] * size
    return flags


def one_side(window, mean) -> bool:
    if mean is None or None in window:
        return False
    return all(value > mean for value in window) or all(value < mean for value in window)


def one_way(window) -> bool:
    if None in window:
        return False
    pairs = list(pairwise(window))
    return all(a < b for a, b in pairs) or all(a > b for a, b in pairs)
