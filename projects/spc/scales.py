"""From values and dates to places on the page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10

from projects.spc.chart_values import Place

_NICE_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A straight line from `low`..`high` to `start`..`end` on the page."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Where a value lies."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def position(place: Place) -> float:
    """A place as a number: days for dates, so that a gap in time is a gap on the page."""
    return float(place.toordinal()) if isinstance(place, date) else float(place)


def value_range(
    values: Iterable[float | None], *, lowest: float | None, highest: float | None
) -> tuple[float, float]:
    """The range to draw: all values with a little air, inside the bounds of the measure.

    A percentage is drawn from `lowest` 0 to `highest` 100 at most, though its limits may lie
    beyond: the drawing is clipped, never the test.
    """
    known = [value for value in values if value is not None]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    air = (high - low) * 0.06 or abs(high) * 0.1 or 1.0
    low, high = low - air, high + air
    if lowest is not None:
        low = max(low, lowest)
    if highest is not None:
        high = min(high, highest)
    # Bounds that leave no room were meant for other data: the data win.
    return (low, high) if low < high else (low - air, low + air)


def ticks(low: float, high: float, *, about: int) -> list[float]:
    """Round numbers between `low` and `high`, `about` as many as asked for."""
    rough = (high - low) / max(about, 1)
    size = 10.0 ** floor(log10(rough))
    step = next(size * nice for nice in _NICE_STEPS if size * nice >= rough * 0.999)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return [count * step for count in range(first, last + 1)]


def chosen(places: Sequence[Place], *, at_most: int) -> list[int]:
    """Positions of the places that get a label: evenly spread, the first and last among them."""
    last = len(places) - 1
    if last < at_most:
        return list(range(last + 1))
    return sorted({round(last * share / (at_most - 1)) for share in range(at_most)})


def spread(heights: Sequence[float], *, gap: float, low: float, high: float) -> list[float]:
    """Heights moved apart until labels of height `gap` do not overlap, kept within low..high."""
    order = sorted(range(len(heights)), key=heights.__getitem__)
    placed = [0.0] * len(heights)
    before = low - gap
    for rank in order:
        before = placed[rank] = max(heights[rank], before + gap)
    after = high + gap
    for rank in reversed(order):
        after = placed[rank] = min(placed[rank], after - gap)
    return placed
