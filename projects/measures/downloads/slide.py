"""The chart as one slide (PPTX): title, sentence, picture, what the icons say, and its source."""

from __future__ import annotations

import io
from typing import Any

from kernel.errors import Unavailable
from projects.measures.downloads.canvas import wrapped
from projects.measures.downloads.png import picture_png
from projects.measures.downloads.sheet import Sheet

SLIDE_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
# A slide of 16 to 9, as new presentations are. Units: inches.
_WIDTH, _HEIGHT, _MARGIN = 13.333, 7.5, 0.5
_PICTURE_TOP, _PICTURE_WIDTH = 2.0, 8.8
_ASIDE_LEFT = _MARGIN + _PICTURE_WIDTH + 0.3
_TITLE_ONLY = 5  # the layout of the usual template that has a title and nothing else
_INSET, _EDGE = 0.1, 0.05  # what a box keeps free at each side, and above and below
_POINTS = 72  # to an inch
_LEADING = 1.2  # a line, for the height of its letters
_DARK, _GREY = "212B32", "4C6272"

Box = tuple[float, float, float, float]  # left, top, width, height. Units: inches


class SlidesMissing(Unavailable):
    """This server was installed without what makes slides."""

    code = "slides_not_installed"

    def __init__(self) -> None:
        super().__init__(
            "Slides are not set up on this server. Download the chart as a picture (PNG) instead, "
            "or ask whoever runs QIflow to install requirements-slides.txt."
        )


def chart_slide(sheet: Sheet) -> bytes:
    """A presentation of one slide; its words are words, so that they can be changed.

    Raises:
        SlidesMissing: python-pptx is not installed (requirements-slides.txt).
    """
    try:
        from pptx import Presentation
        from pptx.util import Inches
    except ImportError:
        raise SlidesMissing from None
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(_WIDTH), Inches(_HEIGHT)
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    _title(slide, sheet)
    _words(slide, [sheet.sentence], (_MARGIN, 1.1, _WIDTH - 2 * _MARGIN, 0.8), sizes=(18, 12))
    _picture(slide, sheet)
    _aside(slide, sheet)
    box = (_MARGIN, 6.95, _WIDTH - 2 * _MARGIN, 0.45)
    _words(slide, [sheet.source], box, sizes=(11, 8), ink=_GREY)
    deck.core_properties.title, deck.core_properties.author = sheet.title, "QIflow"
    target = io.BytesIO()
    deck.save(target)
    return target.getvalue()


def _title(slide: Any, sheet: Sheet) -> None:
    title = slide.shapes.title
    box = (_MARGIN, 0.3, _WIDTH - 2 * _MARGIN, 0.8)
    _place(title, box)
    said = [": ".join(filter(None, [sheet.whose, sheet.title]))]
    _write(title.text_frame, said, size=_fitting(said, box, sizes=(28, 14)), ink=_DARK)


def _picture(slide: Any, sheet: Sheet) -> None:
    from pptx.util import Inches

    frame = sheet.look.frame
    height = min(_PICTURE_WIDTH * frame.height / frame.width, 6.9 - _PICTURE_TOP)
    picture = slide.shapes.add_picture(
        io.BytesIO(picture_png(sheet)), Inches(_MARGIN), Inches(_PICTURE_TOP), height=Inches(height)
    )
    # What a screen reader says of the picture: PowerPoint reads it from here.
    picture._element.nvPicPr.cNvPr.set("descr", sheet.sentence)


def _aside(slide: Any, sheet: Sheet) -> None:
    """What the icons and warnings say, and as many of the marks as there is room for."""
    box = (_ASIDE_LEFT, _PICTURE_TOP, _WIDTH - _ASIDE_LEFT - _MARGIN, 4.8)
    sizes = (14, 10)
    most = len(sheet.marks)
    said = [*sheet.findings, *sheet.marks]
    while most and not _fits(said, box, size=sizes[1]):
        most -= 1
        said = [*sheet.findings, *sheet.marks[:most], f"and {len(sheet.marks) - most} more"]
    _words(slide, said, box, sizes=sizes)


def _fitting(paragraphs: list[str], box: Box, *, sizes: tuple[int, int]) -> int:
    """The largest size of letters, from the first to the second, in which the words fit a box."""
    largest, smallest = sizes
    trials = range(largest, smallest, -1)
    return next((size for size in trials if _fits(paragraphs, box, size=size)), smallest)


def _fits(paragraphs: list[str], box: Box, *, size: int) -> bool:
    """Do the words fit? Measured in Liberation Sans, which is as wide as the Arial of the slide."""
    width, height = (box[2] - 2 * _INSET) * _POINTS, (box[3] - 2 * _EDGE) * _POINTS
    lines = sum(len(wrapped(words, size, width)) for words in paragraphs)
    return lines * size * _LEADING <= height


def _words(
    slide: Any,
    paragraphs: list[str],
    box: Box,
    *,
    sizes: tuple[int, int],
    ink: str = _DARK,
) -> None:
    from pptx.util import Inches

    left, top, width, height = (Inches(length) for length in box)
    frame = slide.shapes.add_textbox(left, top, width, height).text_frame
    _write(frame, paragraphs, _fitting(paragraphs, box, sizes=sizes), ink)


def _write(frame: Any, paragraphs: list[str], size: int, ink: str) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    frame.word_wrap = True
    for number, words in enumerate(paragraphs):
        paragraph = frame.add_paragraph() if number else frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = words
        run.font.size, run.font.name = Pt(size), "Arial"
        run.font.color.rgb = RGBColor.from_string(ink)


def _place(shape: Any, box: Box) -> None:
    from pptx.util import Inches

    shape.left, shape.top, shape.width, shape.height = (Inches(length) for length in box)
