"""How a chart is to be drawn: its size, its name, its marks and its bounds."""

from collections.abc import Sequence
from dataclasses import dataclass

from projects.spc.markers import Marker


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The size of a drawing. Units: px at its own size; it scales with its container."""

    width: int
    height: int
    font: int
    left: int
    right: int
    value_ticks: int
    date_ticks: int
    worded: bool = True  # axes and line labels


WIDE = Frame(width=720, height=400, font=14, left=52, right=104, value_ticks=6, date_ticks=6)
# Narrower than the narrowest screen less its margins (320 px), so that its words are not shrunk.
NARROW = Frame(width=280, height=280, font=12, left=42, right=82, value_ticks=5, date_ticks=3)
SMALL = Frame(
    width=160, height=48, font=8, left=4, right=4, value_ticks=0, date_ticks=0, worded=False
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a chart is drawn and named.

    `targets`, one a point in the order of the chart, draws a target that changes over time instead
    of the one that the analysis was judged by. `lowest` and `highest` bound the drawing, such as 0
    and 100 for a percentage. `key` makes the ids of one chart differ from another's on the page.
    """

    title: str
    unit: str = ""
    frame: Frame = WIDE
    markers: Sequence[Marker] = ()
    targets: Sequence[float | None] = ()
    lowest: float | None = None
    highest: float | None = None
    key: str = "chart"
