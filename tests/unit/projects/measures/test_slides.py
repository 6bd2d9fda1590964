"""The chart as a slide."""

import io
import re
import sys
from dataclasses import replace

import pytest
from pptx import Presentation
from pptx.shapes.base import BaseShape
from pptx.util import Pt

from projects.measures.downloads import SlidesMissing, chart_slide
from projects.measures.downloads.canvas import wrapped
from projects.spc import XmrSeries, analyse
from tests.unit.projects.measures.sheets import MONTHS, VALUES, sheet


@pytest.fixture(scope="module")
def deck():
    return Presentation(io.BytesIO(chart_slide(sheet(marks=10))))


@pytest.fixture(scope="module")
def said(deck) -> list[str]:
    (slide,) = deck.slides
    return [
        paragraph.text
        for shape in slide.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
    ]


def _overflow(shape: BaseShape) -> bool:
    """Do the words need more lines than the box is high? By the widths of Arial's letters."""
    frame = shape.text_frame
    size = frame.paragraphs[0].runs[0].font.size.pt
    width = (shape.width - frame.margin_left - frame.margin_right) / Pt(1)
    height = (shape.height - frame.margin_top - frame.margin_bottom) / Pt(1)
    lines = sum(len(wrapped(paragraph.text, size, width)) for paragraph in frame.paragraphs)
    return bool(lines * size * 1.2 > height + 0.5)


class TestSlide:
    def test_has_a_title_that_says_whose_and_what(self, deck):
        (slide,) = deck.slides

        assert slide.shapes.title.text == "Riverbank Hospital: Seen within four hours"

    def test_says_in_words_what_the_page_says(self, said):
        assert sheet().sentence in said
        assert "Variation: nothing unusual" in said
        assert "Made for a test" in said

    def test_lists_every_mark_that_there_is_room_for(self, said):
        assert "1: April 2024, Café 0: £5" in said
        assert "11: April 2025, Limits recalculated from here" in said
        assert not any(words.startswith("and ") for words in said)

    def test_words_stay_in_their_boxes_however_many_there_are(self):
        long = "a volunteer sat with everybody who waited and said how long it may take "
        crowded = replace(
            sheet(marks=26, title=long * 2),
            findings=tuple([long] * 6),
            sentence=long * 3,
            source=long * 2,
        )

        (slide,) = Presentation(io.BytesIO(chart_slide(crowded))).slides

        assert [_overflow(shape) for shape in slide.shapes if shape.has_text_frame] == [False] * 4
        aside = slide.shapes[3].text_frame.paragraphs
        assert re.fullmatch(r"and \d+ more", aside[-1].text)

    def test_has_a_picture_with_words_for_whoever_cannot_see_it(self, deck):
        (slide,) = deck.slides
        (picture,) = [shape for shape in slide.shapes if hasattr(shape, "image")]

        assert picture.image.content_type == "image/png"
        assert picture._element.nvPicPr.cNvPr.get("descr") == sheet().sentence

    def test_keeps_everything_on_the_slide(self, deck):
        (slide,) = deck.slides

        for shape in slide.shapes:
            assert 0 <= shape.left <= deck.slide_width - shape.width
            assert 0 <= shape.top <= deck.slide_height - shape.height

    def test_that_cannot_be_made_here_says_what_to_do(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "pptx", None)  # as where the extra is not installed

        with pytest.raises(SlidesMissing, match=r"picture \(PNG\) instead"):
            chart_slide(sheet())


class TestSheet:
    def test_explains_the_bar_of_frozen_limits(self):
        one = sheet()
        locked = analyse(XmrSeries(dates=MONTHS, values=VALUES, fix_after_n_points=12))

        assert not any("bar along the bottom" in mark for mark in one.marks)
        assert "bar along the bottom" in replace(one, analysis=locked).marks[-1]
