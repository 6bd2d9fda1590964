"""The chart as SVG: attributes only, readable without colour, in print and at 320 px."""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from projects.spc.chart_values import ChartAnalysis
from projects.spc.frames import Look
from projects.spc.markers import Marker, NumberedMarker, numbered
from projects.spc.picture import Picture, Stretch, picture
from projects.spc.scales import Scale, chosen, position, spread, ticks, value_range
from projects.spc.shapes import px, shape, text
from projects.spc.words import Speech, capitalised, number, speech
from projects.spc.xmr_values import XmrAnalysis

FONT = "Frutiger, Arial, sans-serif"
BASELINE_BAR = "The bar along the bottom spans the points that the limits are fixed on."
_CROWDED = 3.0  # px from point to point
_LETTER, _LETTER_GAP = 0.52, 4  # the width of a letter, for its height; px between two labels
LIMIT_DASH, TARGET_DASH, RECALCULATION_DASH = "7 4", "12 3 2 3", "2 3"


def draw(analysis: XmrAnalysis | ChartAnalysis, look: Look) -> str:
    """The chart as one SVG element, to be put into a page or saved as a file."""
    shown = picture(analysis, unit=look.unit, lowest=look.lowest, highest=look.highest)
    return _Drawing(shown, look).svg()


def listed(
    analysis: XmrAnalysis | ChartAnalysis, markers: Iterable[Marker]
) -> tuple[NumberedMarker, ...]:
    """The markers with the numbers they carry on the drawing, for the list below it."""
    return numbered(picture(analysis), markers)


class _Drawing:
    """One drawing being made: the picture, its scales, and the ink so far."""

    def __init__(self, shown: Picture, look: Look) -> None:
        self.shown, self.look, self.frame = shown, look, look.frame
        self.voice: Speech = speech(
            shown.places, unit=look.unit, lowest=look.lowest, highest=look.highest
        )
        self.marks = numbered(shown, look.markers)
        self.targets = look.targets or [shown.target] * len(shown.places)
        frame = look.frame
        self.top = 8 + (frame.font + 12 if self.marks and frame.worded else 0)
        # A percentage says so beside each number; any other unit once, above the axis.
        self.unit = look.unit if frame.worded and look.unit != "%" else ""
        self.top += frame.font + 4 if self.unit else 0
        self.bottom = frame.height - (frame.font * 2 + 2 if frame.worded else 4)
        self.across = self._across()
        self.up = self._up()
        self.xs = [self.across.at(position(place)) for place in shown.places]

    def _across(self) -> Scale:
        spots = [position(place) for place in self.shown.places]
        low, high = spots[0], spots[-1]
        if low == high:
            low, high = low - 1, high + 1
        inset = 10 if self.frame.worded else 4
        end = self.frame.width - self.frame.right - inset
        return Scale(low=low, high=high, start=self.frame.left + inset, end=end)

    def _up(self) -> Scale:
        shown = self.shown
        lines = [
            value
            for stretch in shown.stretches
            for line in (stretch.lower, stretch.upper, stretch.centre)
            for value in line
        ]
        low, high = value_range(
            [*shown.values, *self.targets],
            lines,
            lowest=self.look.lowest,
            highest=self.look.highest,
        )
        return Scale(low=low, high=high, start=self.bottom, end=self.top)

    def svg(self) -> str:
        frame, key = self.frame, escape(self.look.key)
        start = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {frame.width} {frame.height}" '
            f'width="100%" role="img" aria-labelledby="{key}-title {key}-desc" '
            f'font-family="{FONT}" font-size="{frame.font}" fill="currentColor">'
        )
        return "".join(
            [
                start,
                f'<title id="{key}-title">{text(self.look.title)}</title>',
                f'<desc id="{key}-desc">{text(self._description())}</desc>',
                self._clips(),
                self._axes() if frame.worded else "",
                self._lines(),
                self._markers() if frame.worded else "",
                self._data_line(),
                self._points(),
                self._line_labels() if frame.worded else "",
                "</svg>",
            ]
        )

    def _description(self) -> str:
        marks = [
            f"{mark.number}: {self.voice.when(mark.marker.at)}, {mark.marker.text}."
            for mark in self.marks
        ]
        frozen = any(stretch.baseline for stretch in self.shown.stretches)
        listing = ["Marked on the chart:", *marks]
        return " ".join(
            [self.shown.sentence, *([BASELINE_BAR] if frozen else []), *(listing if marks else [])]
        )

    def _clips(self) -> str:
        """Lines end at the plot; a point on its edge keeps its whole shape."""
        frame, key = self.frame, escape(self.look.key)
        width = frame.width - frame.left - frame.right
        height = self.bottom - self.top

        def clip(name: str, air: int) -> str:
            return (
                f'<clipPath id="{key}-{name}"><rect x="{frame.left - air}" y="{self.top - air}" '
                f'width="{width + 2 * air}" height="{height + 2 * air}"/></clipPath>'
            )

        return f"<defs>{clip('plot', 0)}{clip('points', 7)}</defs>"

    def _axes(self) -> str:
        frame, ink = self.frame, []
        right = frame.width - frame.right
        for tick in ticks(self.up.low, self.up.high, about=frame.value_ticks):
            y = px(self.up.at(tick))
            ink.append(
                f'<path d="M{frame.left} {y}H{right}" stroke="currentColor" '
                f'stroke-opacity="0.15"/><text x="{frame.left - 6}" y="{y}" dy="0.35em" '
                f'text-anchor="end">{self._number(tick)}</text>'
            )
        if self.unit:
            ink.append(f'<text x="4" y="{self.top - 8}">{text(capitalised(self.unit))}</text>')
        ink.append(
            f'<path d="M{frame.left} {self.top}V{self.bottom}H{right}" fill="none" '
            'stroke="currentColor" stroke-opacity="0.6"/>'
        )
        ink.extend(self._date_labels())
        return "".join(ink)

    def _number(self, value: float) -> str:
        return f"{number(value)}%" if self.look.unit == "%" else number(value)

    def _date_labels(self) -> list[str]:
        y = self.bottom + self.frame.font + 6
        ends = max(len(self._short_date(here)) for here in (0, -1))
        room = ends * self.frame.font * _LETTER + _LETTER_GAP
        picked = chosen(self.xs, at_most=self.frame.date_ticks, room=room)
        return [
            f'<path d="M{px(self.xs[here])} {self.bottom}v5" stroke="currentColor" '
            f'stroke-opacity="0.6"/><text x="{px(self.xs[here])}" y="{y}" '
            f'text-anchor="middle">{self._short_date(here)}</text>'
            for here in picked
        ]

    def _short_date(self, here: int) -> str:
        said = self.voice.when(self.shown.places[here]).removeprefix("point ")
        words = said.split(" ")
        if len(words) == 1:
            return said
        month, year = words[-2][:3], words[-1][2:]
        return " ".join([*words[:-2], month, year])

    def _lines(self) -> str:
        """Mean solid, limits dashed, the target in its own dash, the frozen baseline as a bar."""
        clip = f'clip-path="url(#{escape(self.look.key)}-plot)"'
        ink = [f'<g fill="none" stroke="currentColor" {clip}>']
        for stretch in self.shown.stretches:
            ink.append(self._stretch_line(stretch.start, stretch.centre, 'stroke-width="1.5"'))
            ink.extend(
                self._stretch_line(stretch.start, limit, f'stroke-dasharray="{LIMIT_DASH}"')
                for limit in (stretch.lower, stretch.upper)
            )
            ink.append(self._baseline_bar(stretch))
        dash = f'stroke-width="1.5" stroke-dasharray="{TARGET_DASH}"'
        ink.extend([self._stretch_line(0, self.targets, dash), "</g>"])
        return "".join(ink)

    def _stretch_line(self, start: int, line: Sequence[float | None], look: str) -> str:
        """A line from the point at `start` on: level where constant, in steps where not."""
        steps: list[str] = []
        here, joined = start, False
        for value, run in groupby(line):
            end = here + len(list(run))
            if value is not None:
                steps.append(self._level(here, end, value, joined=joined))
            here, joined = end, value is not None
        return f'<path d="{"".join(steps)}" {look}/>' if steps else ""

    def _level(self, here: int, end: int, value: float, *, joined: bool) -> str:
        left = self._edge(here) if here else self.xs[0] - 6
        right = self._edge(end) if end < len(self.xs) else self.xs[-1] + 6
        y = px(self.up.at(value))
        start = f"V{y}" if joined else f"M{px(left)} {y}"
        return f"{start}H{px(right)}"

    def _edge(self, here: int) -> float:
        """Half-way between a point and the one before."""
        return (self.xs[here - 1] + self.xs[here]) / 2

    def _baseline_bar(self, stretch: Stretch) -> str:
        if not stretch.baseline or not self.frame.worded:
            return ""
        left, right = self.xs[stretch.start] - 6, self.xs[stretch.start + stretch.baseline - 1] + 6
        y = self.bottom - 2
        return f'<path d="M{px(left)} {y}H{px(right)}" stroke-width="4"/>'

    def _markers(self) -> str:
        """A numbered circle above the plot and a line down to the axis."""
        if not self.marks:
            return ""
        radius, y = self.frame.font * 0.72, 8 + self.frame.font * 0.6
        low, high = self.frame.left + radius, self.frame.width - self.frame.right - radius
        spots = [
            min(max(self.across.at(position(mark.marker.at)), low), high) for mark in self.marks
        ]
        places = spread(spots, gap=2 * radius + 2, low=low, high=high)
        ink = ['<g text-anchor="middle">']
        for mark, spot, x in zip(self.marks, spots, places, strict=True):
            ink.append(
                f'<path d="M{px(x)} {px(y)}L{px(spot)} {self.top}V{self.bottom}" fill="none" '
                f'stroke="currentColor" stroke-dasharray="{RECALCULATION_DASH}"/>'
                f'<circle cx="{px(x)}" cy="{px(y)}" r="{px(radius)}" fill="#ffffff" '
                f'stroke="#212b32"/><text x="{px(x)}" y="{px(y)}" dy="0.36em" fill="#212b32" '
                f'font-size="{self.frame.font - 1}">{mark.number}</text>'
            )
        ink.append("</g>")
        return "".join(ink)

    def _data_line(self) -> str:
        """The values joined; a gap in the data is a gap in the line."""
        steps, pen = [], "M"
        for x, value in zip(self.xs, self.shown.values, strict=True):
            if value is None:
                pen = "M"
                continue
            steps.append(f"{pen}{px(x)} {px(self.up.at(value))}")
            pen = "L"
        # A line through crowded points is thin, or it hides them.
        width = 1.5 if self.frame.worded and self._room() >= _CROWDED else 1
        return (
            f'<path d="{"".join(steps)}" fill="none" stroke="currentColor" '
            f'stroke-width="{width}" clip-path="url(#{escape(self.look.key)}-plot)"/>'
        )

    def _points(self) -> str:
        ink = [f'<g stroke="currentColor" clip-path="url(#{escape(self.look.key)}-points)">']
        size = self._point_size()
        for here, value in enumerate(self.shown.values):
            # A small chart has room for the signals only.
            if value is None or (not self.frame.worded and self._is_common(here)):
                continue
            ink.append(self._point(here, value, size))
        ink.append("</g>")
        return "".join(ink)

    def _is_common(self, here: int) -> bool:
        return self.shown.meanings[here] == "common"

    def _point(self, here: int, value: float, size: float) -> str:
        drawn = shape(self.shown.meanings[here], self.xs[here], self.up.at(value), size)
        return f"<g>{self._hover(here, value)}{drawn}</g>" if self.frame.worded else drawn

    def _point_size(self) -> float:
        """Smaller where points stand close, so that each can still be told from the next."""
        if not self.frame.worded:
            return 2.2
        room = self._room()
        return min(5.0, max(3.4 if room >= _CROWDED else 2.8, room * 0.45))

    def _room(self) -> float:
        """How far apart the points lie. Units: px."""
        return (self.across.end - self.across.start) / max(len(self.xs), 1)

    def _hover(self, here: int, value: float) -> str:
        said = f"{self.voice.when(self.shown.places[here])}: {self.voice.amount(value)}"
        label = self.shown.labels[here]
        return f"<title>{text(f'{said}, {label}' if label else said)}</title>"

    def _edge_of(self, limit: float | None) -> float | None:
        return None if limit is None else self.voice.possible(limit)

    def _line_labels(self) -> str:
        """Names and values of the latest lines, to the right of the plot, kept apart."""
        latest = self.shown.stretches[-1]
        named = [
            ("Upper", self._edge_of(latest.upper[-1])),
            (self.shown.centre_name, latest.centre[-1]),
            ("Lower", self._edge_of(latest.lower[-1])),
            ("Target", self.targets[-1]),
        ]
        known = [(name, value) for name, value in named if value is not None]
        heights = [min(max(self.up.at(value), self.top), float(self.bottom)) for _, value in known]
        font = self.frame.font
        places = spread(heights, gap=font + 2, low=self.top + 2, high=self.bottom - 2)
        x = self.frame.width - self.frame.right + 6
        return "".join(
            [
                f'<text x="{x}" y="{px(y)}" dy="0.35em">{name} {self._number(value)}</text>'
                for (name, value), y in zip(known, places, strict=True)
            ]
        )
