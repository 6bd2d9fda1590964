"""The chart as a PNG: title, sentence, picture, the list of its marks, and its source."""

from __future__ import annotations

from dataclasses import dataclass

from projects.measures.downloads.canvas import INK, Canvas, wrapped
from projects.measures.downloads.raster import rasterised
from projects.measures.downloads.sheet import Sheet

PNG_TYPE = "image/png"
_MARGIN, _TITLE, _BODY, _SMALL = 20, 22.0, 15.0, 12.0
_SECONDARY = "#4c6272"  # secondary text of the NHS design system
_LINE = 1.35


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    words: str
    size: float
    colour: str = INK

    @property
    def height(self) -> float:
        return self.size * _LINE


def chart_png(sheet: Sheet) -> bytes:
    """One picture that says everything without the page it came from."""
    frame = sheet.look.frame
    above = _paragraphs(
        [
            (sheet.title, _TITLE, INK),
            (sheet.whose, _BODY, _SECONDARY),
            (sheet.sentence, _BODY, INK),
            *[(finding, _BODY, INK) for finding in sheet.findings],
        ],
        frame.width,
    )
    below = _paragraphs(
        [*[(mark, _SMALL, INK) for mark in sheet.marks], (sheet.source, _SMALL, _SECONDARY)],
        frame.width,
    )
    top, foot = _height(above), _height(below)
    canvas = Canvas(frame.width + 2 * _MARGIN, top + frame.height + foot + 4 * _MARGIN)
    _write(canvas, above, top=_MARGIN)
    canvas.put(rasterised(sheet.drawing), (_MARGIN, top + 2 * _MARGIN))
    _write(canvas, below, top=top + frame.height + 3 * _MARGIN)
    return canvas.png(title=sheet.title)


def picture_png(sheet: Sheet) -> bytes:
    """The chart alone, for a slide that says the rest in words of its own."""
    return rasterised(sheet.drawing).png(title=sheet.title)


def _paragraphs(said: list[tuple[str, float, str]], width: float) -> list[_Line]:
    return [
        _Line(words=words, size=size, colour=colour)
        for text, size, colour in said
        for words in wrapped(text, size, width)
    ]


def _height(lines: list[_Line]) -> float:
    return sum(line.height for line in lines)


def _write(canvas: Canvas, lines: list[_Line], *, top: float) -> None:
    for line in lines:
        spot = (_MARGIN, top + line.size)
        canvas.words(line.words, spot, size=line.size, colour=line.colour, anchor="ls")
        top += line.height
