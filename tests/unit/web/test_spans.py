"""The picture of seats over time."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

from web.pictures.spans import Row, Span, Window, draw, window_around

_TODAY = date(2026, 6, 1)


def _drawn(*spans: Span, as_at: date | None = None) -> ElementTree.Element:
    window = Window(first=date(2026, 1, 1), last=date(2026, 12, 31), today=_TODAY, as_at=as_at)
    text = draw([Row(label="Seat 1", spans=spans)], window, title="Seats & partners")
    return ElementTree.fromstring(text)  # noqa: S314 -- our own picture


class TestDraw:
    def test_what_lies_ahead_is_lighter(self) -> None:
        held = Span(kind="held", from_date=date(2026, 1, 1), to_date=None, words="Held")

        bars = [one for one in _drawn(held).iter("rect") if one.get("stroke")]

        assert [bar.get("fill-opacity") for bar in bars] == [None, "0.45"]

    def test_a_gap_is_hatched(self) -> None:
        gap = Span(kind="gap", from_date=date(2026, 3, 1), to_date=date(2026, 4, 1), words="Vacant")

        bars = [one for one in _drawn(gap).iter("rect") if one.get("stroke")]

        assert [bar.get("fill") for bar in bars] == ["url(#seats-gap)"]

    def test_today_and_the_asked_day_are_lines(self) -> None:
        lines = _drawn(as_at=date(2026, 9, 1)).findall("line")

        assert [line.findtext("title") for line in lines] == ["Today", "1 September 2026"]

    def test_is_told_in_words(self) -> None:
        held = Span(kind="held", from_date=date(2026, 1, 1), to_date=date(2026, 5, 1), words="Held")

        drawn = _drawn(held)

        assert drawn.findtext("title") == "Seats & partners"
        assert drawn.findtext("desc") == "Seat 1: Held from 1 January 2026 to 1 May 2026"

    def test_needs_no_inline_style(self) -> None:
        assert all(one.get("style") is None for one in _drawn().iter())


class TestWindow:
    def test_holds_today_and_the_asked_day(self) -> None:
        window = window_around([date(2010, 1, 1)], today=_TODAY, as_at=date(2029, 1, 1))

        assert window.first <= _TODAY <= window.last
        assert window.last >= date(2029, 1, 1)
        assert window.first > date(2010, 1, 1)
