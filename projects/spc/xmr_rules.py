"""The four Making Data Count rules over one phase: which points belong to which signal."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from projects.spc.rule_sets import RuleSet
from projects.spc.xmr_values import XmrLimits

COMMON_CAUSE = "Common Cause"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseSignals:
    """What each point of a phase is, before anyone says whether that is good.

    `signs` is +1 for a signal that reads high, -1 for one that reads low, 0 for common cause.
    """

    relative_to_mean: list[int | None]
    outside: list[bool | None]
    close: list[bool | None]
    shift: list[bool]
    trend: list[bool]
    two_of_three: list[bool]
    labels: list[str]
    signs: list[int]


def phase_signals(
    values: Sequence[float | None], *, lines: XmrLimits, rules: RuleSet
) -> PhaseSignals:
    """Apply every rule inside one phase; no rule sees across a recalculation."""
    sides = _sides(values, lines.mean)
    steps = _steps(values)
    outside = _beyond(values, lines.lpl, lines.upl)
    close = _close(values, outside, lines)
    shift = _members(sides, shortest=rules.shift_points, lead=0)
    # Seven points are six steps: the point before the first step belongs to the trend.
    trend = _members(steps, shortest=rules.trend_points - 1, lead=1)
    near = _two_of_three(sides, close, needed=rules.near_points)
    labels, signs = _labels(
        sides=sides, steps=steps, outside=outside, shift=shift, trend=trend, near=near, rules=rules
    )
    return PhaseSignals(
        relative_to_mean=sides,
        outside=outside,
        close=close,
        shift=shift,
        trend=trend,
        two_of_three=near,
        labels=labels,
        signs=signs,
    )


def _sides(values: Sequence[float | None], centre: float | None) -> list[int | None]:
    if centre is None:
        return [None] * len(values)
    return [None if value is None else (value > centre) - (value < centre) for value in values]


def _steps(values: Sequence[float | None]) -> list[int | None]:
    """The sign of each step from the value before; None beside a gap and for the first."""
    return [
        None,
        *[
            None if value is None or before is None else (value > before) - (value < before)
            for before, value in pairwise(values)
        ],
    ]


def _beyond(
    values: Sequence[float | None], low: float | None, high: float | None
) -> list[bool | None]:
    """Strictly outside the two lines: a value on a line is inside."""
    if low is None or high is None:
        return [None] * len(values)
    return [None if value is None else value > high or value < low for value in values]


def _close(
    values: Sequence[float | None], outside: list[bool | None], lines: XmrLimits
) -> list[bool | None]:
    """Beyond a near limit but not beyond the limit itself."""
    beyond = _beyond(values, lines.nlpl, lines.nupl)
    if True not in outside:
        return beyond
    return [near and not far for near, far in zip(beyond, outside, strict=True)]


def _members(signs: list[int | None], *, shortest: int, lead: int) -> list[bool]:
    """Flag every run of one non-zero sign that is long enough, and `lead` points before it."""
    flags = [False] * len(signs)
    # A run of seven covers one of every seven places: it is enough to look there.
    for place in range(shortest - 1, len(signs), shortest):
        sign = signs[place]
        if not sign or flags[place]:
            continue
        start = end = place
        while start and signs[start - 1] == sign:
            start -= 1
        while end < len(signs) and signs[end] == sign:
            end += 1
        if end - start >= shortest:
            flags[start - lead : end] = [True] * (end - start + lead)
    return flags


def _two_of_three(sides: list[int | None], close: list[bool | None], *, needed: int) -> list[bool]:
    """Flag the near points of every three in a row on one side that hold two near ones."""
    flags = [False] * len(sides)
    if close.count(True) < needed:
        return flags
    for start, window in enumerate(zip(close, close[1:], close[2:], strict=False)):
        if window.count(True) < needed or not sides[start]:
            continue
        if sides[start] == sides[start + 1] == sides[start + 2]:
            for here in range(start, start + 3):
                flags[here] = flags[here] or bool(close[here])
    return flags


def _labels(
    *,
    sides: list[int | None],
    steps: list[int | None],
    outside: list[bool | None],
    shift: list[bool],
    trend: list[bool],
    near: list[bool],
    rules: RuleSet,
) -> tuple[list[str], list[int]]:
    """One label a point: astronomical, then trend, then two of three, then shift.

    Source: NHSRplotthedots 0.2.2, ptd_calculate_point_type.
    """
    labels = [COMMON_CAUSE] * len(sides)
    signs = [0] * len(sides)
    if not any(True in flags for flags in (outside, trend, near, shift)):
        return labels, signs
    for here, flags in enumerate(zip(outside, trend, near, shift, strict=True)):
        if True not in flags:
            continue
        is_outside, in_trend, is_near, _ = flags
        sign = sides[here] or 0
        if is_outside:
            labels[here] = "Above UCL" if sign > 0 else "Below LCL"
        elif in_trend:
            sign = _trend_sign(here, steps, trend)
            way = "Increasing" if sign > 0 else "Decreasing"
            labels[here] = f"{rules.trend_points} Point Trend ({way})"
        else:
            what = f"{rules.near_points} in 3" if is_near else f"{rules.shift_points} Points"
            labels[here] = f"{what} {'Above' if sign > 0 else 'Below'} CL"
        signs[here] = sign
    return labels, signs


def _trend_sign(here: int, steps: list[int | None], trend: list[bool]) -> int:
    """Up or down, taken from the step to the next trend point, else from the step before.

    A shared peak therefore reads as the fall that follows it, and so does the last point of a
    rise that a tie parts from a fall: the reference calls everything but a rise "Decreasing".
    """
    follows = here + 1 < len(trend) and trend[here + 1]
    return 1 if steps[here + 1 if follows else here] == 1 else -1
