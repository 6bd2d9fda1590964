"""The chart as a picture."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from projects.measures.downloads import chart_png
from projects.measures.downloads.canvas import dashed, mixed, width_of, wrapped
from projects.measures.downloads.png import picture_png
from projects.measures.downloads.raster import UnknownInk, rasterised
from projects.spc import ChartSeries, analyse
from projects.spc.frames import NARROW, SMALL
from tests.unit.projects.measures.sheets import sheet


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def colours(picture: Image.Image) -> dict[tuple[int, int, int], int]:
    found = picture.convert("RGB").getcolors(maxcolors=1_000_000)
    return {colour: count for count, colour in found}


def near(found: dict[tuple[int, int, int], int], wanted: str) -> int:
    """How many pixels have a colour, or one that an eye cannot tell from it."""
    parts = tuple(int(wanted[at : at + 2], 16) for at in (1, 3, 5))
    return sum(
        count
        for colour, count in found.items()
        if max(abs(one - other) for one, other in zip(colour, parts, strict=True)) <= 12
    )


class TestPicture:
    def test_is_twice_as_dense_as_the_drawing(self):
        assert opened(picture_png(sheet())).size == (2 * 720, 2 * 400)

    def test_carries_its_title_for_whoever_cannot_see_it(self):
        assert opened(chart_png(sheet())).text["Title"] == "Seen within four hours"

    def test_has_the_colours_of_the_meanings(self):
        found = colours(opened(picture_png(sheet())))

        assert near(found, "#c55a11") > 100  # the fall of one month is a concern
        assert near(found, "#768692") > 100
        assert near(found, "#330072") == 0

    def test_grows_with_what_there_is_to_say(self):
        few, many = opened(chart_png(sheet(marks=1))), opened(chart_png(sheet(marks=9)))

        assert many.height > few.height
        assert many.width == few.width

    def test_is_the_same_each_time(self):
        assert chart_png(sheet()) == chart_png(sheet())

    @pytest.mark.parametrize("frame", [NARROW, SMALL], ids=["narrow", "small"])
    def test_can_have_any_size(self, frame):
        one = sheet()
        one = replace(one, look=replace(one.look, frame=frame))

        assert opened(picture_png(one)).size == (2 * frame.width, 2 * frame.height)

    @pytest.mark.parametrize("kind", ["run", "c", "p"])
    def test_is_made_of_every_sort_of_chart(self, kind):
        values = [3.0, 5, 4, 2, 6, 4, 30, 3, 5, 4, 2, 4]
        analysis = analyse(
            ChartSeries(chart=kind, x=range(12), values=values, denominators=[100.0] * 12)
        )

        assert opened(chart_png(replace(sheet(), analysis=analysis))).format == "PNG"

    def test_never_cuts_words_that_are_longer_than_a_line(self):
        one = sheet(title="W" * 200)

        assert opened(chart_png(one)).height > opened(chart_png(sheet())).height


class TestInk:
    def test_that_is_unknown_is_not_left_out_in_silence(self):
        drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><ellipse/></svg>'

        with pytest.raises(UnknownInk, match="ellipse"):
            rasterised(drawing)

    def test_of_a_dashed_line_is_stroke_and_gap_by_turns(self):
        assert dashed([(0, 0), (9, 0)], [3, 2]) == [[(0, 0), (3, 0)], [(5, 0), (8, 0)]]

    def test_of_a_dashed_line_goes_around_corners(self):
        first, *_ = dashed([(0, 0), (2, 0), (2, 9)], [3, 2])

        assert first == [(0, 0), (2, 0), (2, 1)]

    def test_seen_through_is_a_lighter_colour(self):
        assert mixed("#000000", 0.5) == "#808080"

    def test_wraps_words_to_the_width(self):
        lines = wrapped("one two three four five six seven", 14, 80)

        assert " ".join(lines) == "one two three four five six seven"
        assert all(width_of(line, 14) <= 80 for line in lines)
        assert len(lines) > 2
