"""The chart as one slide (PPTX): title, sentence, picture, what the icons say, and its source."""

from __future__ import annotations

import io
from typing import Any

from kernel.errors import Unavailable
from projects.measures.downloads.png import picture_png
from projects.measures.downloads.sheet import Sheet

SLIDE_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
# A slide of 16 to 9, as new presentations are. Units: inches.
_WIDTH, _HEIGHT, _MARGIN = 13.333, 7.5, 0.5
_PICTURE_TOP, _PICTURE_WIDTH = 2.0, 8.8
_ASIDE_LEFT = _MARGIN + _PICTURE_WIDTH + 0.3
_TITLE_ONLY = 5  # the layout of the usual template that has a title and nothing else
_MOST_MARKS = 8
_DARK, _GREY = "212B32", "4C6272"


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
    _words(slide, [sheet.sentence], (_MARGIN, 1.1, _WIDTH - 2 * _MARGIN, 0.8), size=18)
    _picture(slide, sheet)
    _aside(slide, sheet)
    _words(slide, [sheet.source], (_MARGIN, 6.95, _WIDTH - 2 * _MARGIN, 0.4), size=11, ink=_GREY)
    deck.core_properties.title, deck.core_properties.author = sheet.title, "QIflow"
    target = io.BytesIO()
    deck.save(target)
    return target.getvalue()


def _title(slide: Any, sheet: Sheet) -> None:
    title = slide.shapes.title
    _place(title, (_MARGIN, 0.3, _WIDTH - 2 * _MARGIN, 0.8))
    _write(
        title.text_frame, [": ".join(filter(None, [sheet.whose, sheet.title]))], size=28, ink=_DARK
    )


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
    """What the icons and warnings say, and the list of the marks, beside the picture."""
    more = len(sheet.marks) - _MOST_MARKS
    rest = [f"and {more} more"] if more > 0 else []
    box = (_ASIDE_LEFT, _PICTURE_TOP, _WIDTH - _ASIDE_LEFT - _MARGIN, 4.8)
    said = [*sheet.findings, *sheet.marks[:_MOST_MARKS], *rest]
    _words(slide, said, box, size=14)


def _words(
    slide: Any,
    paragraphs: list[str],
    box: tuple[float, float, float, float],
    *,
    size: int,
    ink: str = _DARK,
) -> None:
    from pptx.util import Inches

    left, top, width, height = (Inches(length) for length in box)
    _write(slide.shapes.add_textbox(left, top, width, height).text_frame, paragraphs, size, ink)


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


def _place(shape: Any, box: tuple[float, float, float, float]) -> None:
    from pptx.util import Inches

    shape.left, shape.top, shape.width, shape.height = (Inches(length) for length in box)
