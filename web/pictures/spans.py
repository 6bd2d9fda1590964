"""Draws rows of spans along a line of time: who held a seat, where it was empty, what is to come.

Positions along the line are percentages, so the picture is as wide as its place and its words
keep their size on a phone. Colour is never alone: each kind of span has a texture of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from web.words.dates import british_date

_ROW = 52  # px between the tops of two rows
_LABEL = 18  # px for the words above a bar
_BAR = 22  # px high
_AXIS = 24  # px for the years below
_MOST_TICKS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of days, both inclusive; `kind` is held, uncounted or gap."""

    kind: str
    from_date: date
    to_date: date | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One seat, with its spans oldest first."""

    label: str
    spans: Sequence[Span]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The days that the picture shows, both inclusive, with today and the day asked for."""

    first: date
    last: date
    today: date
    as_at: date | None = None

    def at(self, day: date) -> float:
        """Where a day begins, in percent of the width."""
        days = (self.last - self.first).days + 1
        return min(max((day - self.first).days / days * 100, 0.0), 100.0)


def window_around(days: Iterable[date], *, today: date, as_at: date | None = None) -> Window:
    """A window that holds today, the asked day and the given days, a year to either side at most.

    Two years back and fourteen months ahead are what people plan with; older terms are in the
    table.
    """
    near = [day for day in days if today - timedelta(days=731) <= day]
    first = min([*near, today - timedelta(days=180), *([as_at] if as_at else [])])
    last = max([today + timedelta(days=425), *([as_at + timedelta(days=30)] if as_at else [])])
    return Window(first=first, last=last, today=today, as_at=as_at)


def draw(rows: Sequence[Row], window: Window, *, title: str, name: str = "seats") -> str:
    """The picture as SVG; `name` keeps its ids apart from those of other pictures on the page."""
    height = len(rows) * _ROW + _AXIS
    described = "; ".join(f"{row.label}: {_told(row)}" for row in rows)
    label = f'aria-labelledby="{name}-title {name}-desc"'
    parts = [
        f'<svg class="qi-spans" role="img" width="100%" height="{height}" {label}>',
        f'<title id="{name}-title">{escape(title)}</title>',
        f'<desc id="{name}-desc">{escape(described)}</desc>',
        _PATTERNS.format(name=name),
        *_ticks(window, height),
    ]
    for index, row in enumerate(rows):
        top = index * _ROW
        parts.append(f'<text x="0" y="{top + 14}" font-size="16">{escape(row.label)}</text>')
        parts += _row(row, window, top=top + _LABEL, name=name)
    parts += _lines(window, height)
    return "".join([*parts, "</svg>"])


_PATTERNS = (
    '<defs><pattern id="{name}-gap" width="8" height="8" patternUnits="userSpaceOnUse"'
    ' patternTransform="rotate(45)"><rect width="8" height="8" fill="#ffffff"/>'
    '<rect width="3" height="8" fill="#b2352d"/></pattern>'
    '<pattern id="{name}-uncounted" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<rect width="6" height="6" fill="#fff4cf"/><circle cx="3" cy="3" r="1.4" fill="#5c3b00"/>'
    "</pattern></defs>"
)


def _row(row: Row, window: Window, *, top: int, name: str) -> Iterator[str]:
    for span in row.spans:
        last = span.to_date or window.last
        if last < window.first or span.from_date > window.last:
            continue
        for first, end, ahead in _split(span.from_date, last, window.today):
            yield _bar(span, window, (first, end), top=top, name=name, ahead=ahead)


def _split(first: date, last: date, today: date) -> Iterator[tuple[date, date, bool]]:
    """What has been, and what is forecast."""
    if first <= today:
        yield first, min(last, today), False
    if last > today:
        yield max(first, today + timedelta(days=1)), last, True


def _bar(
    span: Span,
    window: Window,
    days: tuple[date, date],
    *,
    top: int,
    name: str,
    ahead: bool,
) -> str:
    left = window.at(days[0])
    width = max(window.at(days[1] + timedelta(days=1)) - left, 0.3)
    fill, stroke = _paint(span.kind, name)
    light = ' fill-opacity="0.45" stroke-dasharray="4 3"' if ahead else ""
    return (
        f'<rect x="{left:.2f}%" y="{top}" width="{width:.2f}%" height="{_BAR}" fill="{fill}"'
        f' stroke="{stroke}" stroke-width="1"{light}><title>{escape(_sentence(span))}</title>'
        "</rect>"
    )


def _paint(kind: str, name: str) -> tuple[str, str]:
    if kind == "held":
        return "#005eb8", "#003d78"
    if kind == "uncounted":
        return f"url(#{name}-uncounted)", "#5c3b00"
    return f"url(#{name}-gap)", "#7c1c10"


def _ticks(window: Window, height: int) -> Iterator[str]:
    """The beginnings of years, or of quarters where the window is short."""
    days = [date(year, 1, 1) for year in range(window.first.year + 1, window.last.year + 1)]
    step = len(days) // _MOST_TICKS + 1
    for day in days[::step]:
        x = window.at(day)
        yield (
            f'<line x1="{x:.2f}%" x2="{x:.2f}%" y1="0" y2="{height - _AXIS}" stroke="#d8dde0"/>'
            f'<text x="{x:.2f}%" y="{height - 6}" font-size="14" fill="#4c6272"'
            f' text-anchor="{_anchor(x)}">{day.year}</text>'
        )


def _anchor(percent: float) -> str:
    """Labels near an edge stay within the picture."""
    if percent < 5:
        return "start"
    return "end" if percent > 90 else "middle"


def _lines(window: Window, height: int) -> Iterator[str]:
    bottom = height - _AXIS
    x = window.at(window.today)
    yield (
        f'<line x1="{x:.2f}%" x2="{x:.2f}%" y1="0" y2="{bottom}" stroke="#212b32"'
        ' stroke-width="2"><title>Today</title></line>'
    )
    if window.as_at and window.as_at != window.today:
        x = window.at(window.as_at)
        yield (
            f'<line x1="{x:.2f}%" x2="{x:.2f}%" y1="0" y2="{bottom}" stroke="#7c2855"'
            f' stroke-width="2" stroke-dasharray="6 3"><title>{british_date(window.as_at)}</title>'
            "</line>"
        )


def _told(row: Row) -> str:
    return ", ".join(_sentence(span) for span in row.spans) or "nothing recorded"


def _sentence(span: Span) -> str:
    end = f"to {british_date(span.to_date)}" if span.to_date else "onwards"
    return f"{span.words} from {british_date(span.from_date)} {end}"
