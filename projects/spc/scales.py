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
    seen: Iterable[float | None],
    lines: Iterable[float | None],
    *,
    lowest: float | None,
    highest: float | None,
) -> tuple[float, float]:
    """The range to draw: everything with a little air, inside the bounds of the measure.

    `seen` is never cut. `lines` may be: a percentage is drawn from `lowest` 0 to `highest` 100,
    though its limits lie beyond; the drawing is clipped, never the test.
    """
    data = [value for value in seen if value is not None] or [0.0, 1.0]
    known = [*data, *[value for value in lines if value is not None]]
    low, high = min(known), max(known)
    air = _air(low, high)
    low, high = low - air, high + air
    if lowest is not None:
        low = max(low, min(lowest, *data, high - air))
    if highest is not None:
        high = min(high, max(highest, *data, low + air))
    return low, high


def _air(low: float, high: float) -> float:
    """Room above and below; a level series, or one as good as level, gets a tenth of its value."""
    largest = max(abs(low), abs(high))
    if high - low <= largest * 1e-9:
        return max(largest * 0.1, 1e-9) if largest else 1.0
    return (high - low) * 0.06


def ticks(low: float, high: float, *, about: int) -> list[float]:
    """Round numbers between `low` and `high`, `about` as many as asked for."""
    rough = (high - low) / max(about, 1)
    size = 10.0 ** floor(log10(rough))
    step = next(size * nice for nice in _NICE_STEPS if size * nice >= rough * 0.999)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return [count * step for count in range(first, last + 1)]


def chosen(spots: Sequence[float], *, at_most: int, room: float) -> list[int]:
    """Which of the spots, in rising order, get a label: evenly spread, the first and last first.

    A label that would stand nearer than `room` to its neighbour is left out.
    """
    low, high, last = spots[0], spots[-1], len(spots) - 1
    shares = [low + (high - low) * share / (at_most - 1) for share in range(at_most)]
    wanted = sorted({min(range(last + 1), key=lambda here: abs(spots[here] - x)) for x in shares})
    kept = [0]
    for here in wanted:
        if spots[here] - spots[kept[-1]] >= room and (high - spots[here] >= room or here == last):
            kept.append(here)
    return kept


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
