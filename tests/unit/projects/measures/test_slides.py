"""The chart as a slide."""

import io
import sys
from dataclasses import replace

import pytest
from pptx import Presentation

from projects.measures.downloads import SlidesMissing, chart_slide
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


class TestSlide:
    def test_has_a_title_that_says_whose_and_what(self, deck):
        (slide,) = deck.slides

        assert slide.shapes.title.text == "Riverbank Hospital: Seen within four hours"

    def test_says_in_words_what_the_page_says(self, said):
        assert sheet().sentence in said
        assert "Variation: nothing unusual" in said
        assert "Made for a test" in said

    def test_lists_the_first_marks_and_how_many_more_there_are(self, said):
        assert "1: April 2024, Café 0: £5" in said
        assert "and 3 more" in said  # 10 and the recalculation, less 8

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
