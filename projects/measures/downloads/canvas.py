"""Ink on pixels: lines with dashes, circles, words, in the units of the drawing."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from math import hypot
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

# Metrics of Arial, which the drawing asks for. Source: Liberation Fonts 2.1.5, SIL OFL 1.1.
FONT_FILE = Path(__file__).parent / "fonts" / "LiberationSans-Regular.ttf"
INK, PAPER = "#212b32", "#ffffff"
#: Pixels of the finished picture for one unit, sharp on dense screens and in print.
DENSITY = 2
#: Drawn larger and brought down, so that slanted lines are smooth.
OVERSAMPLING = 2
_SCALE = DENSITY * OVERSAMPLING
_COLOURS = 128

Spot = tuple[float, float]


class Canvas:
    """A sheet of paper. Units: those of the drawing; (0, 0) is the upper left corner."""

    def __init__(self, width: float, height: float) -> None:
        from PIL import Image, ImageDraw

        size = (round(width * _SCALE), round(height * _SCALE))
        self._image = Image.new("RGB", size, PAPER)
        self._draw = ImageDraw.Draw(self._image)

    def line(
        self, spots: Sequence[Spot], *, colour: str, width: float, dash: Sequence[float] = ()
    ) -> None:
        """A line through the spots, in strokes and gaps by turns where it has a dash."""
        for stroke in dashed(spots, dash) if dash else [spots]:
            if len(stroke) > 1:
                self._draw.line(
                    [_pixels(spot) for spot in stroke],
                    fill=colour,
                    width=max(round(width * _SCALE), 1),
                    joint="curve",
                )

    def area(self, spots: Sequence[Spot], *, fill: str) -> None:
        self._draw.polygon([_pixels(spot) for spot in spots], fill=fill)

    def circle(self, middle: Spot, radius: float, *, fill: str) -> None:
        x, y = _pixels(middle)
        reach = radius * _SCALE
        self._draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=fill)

    def words(self, words: str, at: Spot, *, size: float, colour: str, anchor: str) -> None:
        """Words at a spot; `anchor` is Pillow's, such as "ls" for left on the baseline."""
        self._draw.text(_pixels(at), words, fill=colour, font=_font(size), anchor=anchor)

    def put(self, other: Canvas, at: Spot) -> None:
        """Another sheet, laid on this one."""
        x, y = _pixels(at)
        self._image.paste(other._image, (round(x), round(y)))

    def only_inside(self, box: tuple[float, float, float, float], before: Canvas) -> None:
        """Take back everything outside of a box: there it looks as it did before."""
        left, top, right, bottom = (round(edge * _SCALE) for edge in box)
        kept = self._image.crop((left, top, right, bottom))
        self._image.paste(before._image)
        self._image.paste(kept, (left, top))

    def copy(self) -> Canvas:
        copied = Canvas(0, 0)
        copied._image = self._image.copy()
        return copied

    def png(self, *, title: str) -> bytes:
        """The finished picture, which carries its title for whoever cannot see it."""
        from PIL import Image
        from PIL.PngImagePlugin import PngInfo

        # The few colours of a chart are told from their blends with far fewer than 16 million.
        small = self._image.reduce(OVERSAMPLING).quantize(
            _COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
        )
        told = PngInfo()
        told.add_itxt("Title", title)
        target = io.BytesIO()
        small.save(target, "PNG", pnginfo=told, dpi=(96 * DENSITY, 96 * DENSITY))
        return target.getvalue()


def width_of(words: str, size: float) -> float:
    """How long the words are, in units of the drawing."""
    return _font(size).getlength(words) / _SCALE


def wrapped(words: str, size: float, width: float) -> list[str]:
    """The words in lines that fit; a word longer than a line is cut."""
    lines: list[str] = []
    for word in words.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(joined, size) <= width:
            lines[-1] = joined
        else:
            lines.extend(_cut(word, size, width))
    return lines


def _cut(word: str, size: float, width: float) -> Iterator[str]:
    while width_of(word, size) > width:
        fitting = next(
            length
            for length in range(len(word) - 1, 0, -1)
            if length == 1 or width_of(word[:length], size) <= width
        )
        yield word[:fitting]
        word = word[fitting:]
    yield word


def dashed(spots: Sequence[Spot], dash: Sequence[float]) -> list[list[Spot]]:
    """The strokes of a dashed line: `dash` is stroke, gap, stroke, gap and so on."""
    strokes: list[list[Spot]] = [[spots[0]]]
    turn, left = 0, dash[0]
    for (x, y), (end_x, end_y) in pairwise(spots):
        length = hypot(end_x - x, end_y - y)
        gone = 0.0
        while length - gone > left:
            gone += left
            spot = (x + (end_x - x) * gone / length, y + (end_y - y) * gone / length)
            _turn(strokes, spot, inking=turn % 2 == 0)
            turn += 1
            left = dash[turn % len(dash)]
        left -= length - gone
        if turn % 2 == 0:
            strokes[-1].append((end_x, end_y))
    return strokes


def _turn(strokes: list[list[Spot]], spot: Spot, *, inking: bool) -> None:
    if inking:
        strokes[-1].append(spot)
    else:
        strokes.append([spot])


def mixed(colour: str, opacity: float) -> str:
    """A colour on white paper, seen through."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(part * opacity + 255 * (1 - opacity)):02x}" for part in parts)


def _pixels(spot: Spot) -> Spot:
    return spot[0] * _SCALE, spot[1] * _SCALE


@lru_cache(maxsize=16)
def _font(size: float) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(FONT_FILE), size * _SCALE)
