"""The chart as SVG."""

import re
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from projects.spc import ChartSeries, XmrSeries, analyse
from projects.spc.frames import NARROW, SMALL, WIDE, Look
from projects.spc.markers import Marker
from projects.spc.svg import draw, listed
from tests.unit.spc.series import NOISE, chart, months, weeks

SVG = "{http://www.w3.org/2000/svg}"


def tree(drawn: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawn)  # noqa: S314 -- our own drawing


def texts(drawn: str) -> list[str]:
    return [element.text or "" for element in tree(drawn).iter(f"{SVG}text")]


class TestDrawing:
    def test_has_a_name_and_the_sentence(self):
        root = tree(draw(chart(NOISE), Look(title="Falls", key="falls")))

        assert root.get("aria-labelledby") == "falls-title falls-desc"
        assert root.find(f"{SVG}title").text == "Falls"
        assert "within the usual range" in root.find(f"{SVG}desc").text

    def test_carries_no_style_and_no_script(self):
        drawn = draw(chart(NOISE, target=60), Look(title="Falls"))

        assert re.search(r"style|class=|<script|on\w+=", drawn) is None

    def test_escapes_words_and_drops_what_xml_forbids(self):
        drawn = draw(chart(NOISE), Look(title='<b>"A" & \x00B</b>', key='k"k'))

        assert tree(drawn).find(f"{SVG}title").text == '<b>"A" & B</b>'

    def test_tells_meanings_apart_by_shape(self):
        good = draw(chart([*NOISE, 90], improvement_direction="increase"), Look(title="t"))
        bad = draw(chart([*NOISE, 90], improvement_direction="decrease"), Look(title="t"))
        neither = draw(chart([*NOISE, 90]), Look(title="t"))

        assert ('fill="#005eb8"' in good, 'fill="#c55a11"' in bad) == (True, True)
        assert "<circle" in good.split("#005eb8")[0].rsplit("<g>", 1)[1]
        assert "<path" in bad.split("#c55a11")[0].rsplit("<g>", 1)[1]
        assert "<rect" in neither.split("#330072")[0].rsplit("<g>", 1)[1]

    def test_labels_the_target_and_the_lines(self):
        drawn = draw(chart(NOISE, target=60), Look(title="t"))

        assert {"Target 60", "Mean 50.1", "Upper 56.5", "Lower 43.8"} <= set(texts(drawn))

    def test_says_the_unit_once_above_the_axis_and_a_percentage_beside_each_number(self):
        days = texts(draw(chart(NOISE), Look(title="t", unit="days")))
        share = texts(draw(chart(NOISE), Look(title="t", unit="%")))

        assert ("Days" in days, "Mean 50.1" in days) == (True, True)
        assert {"Mean 50.1%", "50%"} <= set(share)
        assert "%" not in share

    def test_dates_keep_off_each_other_where_points_stand_close(self):
        first = date(2026, 1, 1)
        days = [first + timedelta(days=day) for day in (0, 1, 2, 3, 4, 5, 200, 201, 202, 203, 365)]
        analysis = analyse(XmrSeries(dates=days, values=range(11)))
        drawn = draw(analysis, Look(title="t"))

        spots = [
            float(element.get("x"))
            for element in tree(drawn).iter(f"{SVG}text")
            if re.fullmatch(r"\d+ \w{3} \d\d", element.text or "")
        ]
        assert len(spots) == 3
        assert min(after - before for before, after in pairwise(spots)) > 60

    def test_draws_a_target_that_changes_in_steps(self):
        drawn = draw(chart(NOISE), Look(title="t", targets=[None] * 4 + [52] * 5 + [55] * 5))

        target = next(
            element.get("d")
            for element in tree(drawn).iter(f"{SVG}path")
            if element.get("stroke-dasharray") == "12 3 2 3"
        )
        assert (target.count("M"), target.count("V")) == (1, 1)
        assert "Target 55" in texts(drawn)

    def test_clips_limits_at_the_bounds_but_never_a_value(self):
        values = [97, 99, 95, 100, 96, 98, 99, 94, 100, 97, 96, 99]
        drawn = draw(chart(values), Look(title="t", highest=100, lowest=0))

        assert "Upper 100" in texts(drawn)
        assert "105" not in texts(drawn)
        assert drawn.count("clip-path=") == 3

    def test_a_gap_in_the_data_is_a_gap_in_the_line(self):
        drawn = draw(chart([*NOISE[:5], None, *NOISE[5:]]), Look(title="t"))

        line = next(
            element.get("d")
            for element in tree(drawn).iter(f"{SVG}path")
            if (element.get("d") or "").count("L") > 5
        )
        assert line.count("M") == 2

    def test_numbers_markers_by_date_and_adds_recalculations(self):
        days = months(30)
        analysis = chart([*NOISE, *NOISE, 50, 51], rebase=[days[14]])
        markers = [
            Marker(at=days[20], text="Cycle 2", kind="pdsa"),
            Marker(at=days[3], text="Cycle 1", kind="pdsa"),
        ]

        found = listed(analysis, markers)

        assert [(mark.number, mark.marker.text) for mark in found] == [
            (1, "Cycle 1"),
            (2, "Limits recalculated from here"),
            (3, "Cycle 2"),
        ]
        drawn = draw(analysis, Look(title="t", markers=markers))
        assert [text for text in texts(drawn) if text in {"1", "2", "3"}] == ["1", "2", "3"]
        assert "2: June 2025, Limits recalculated from here." in drawn

    def test_each_phase_has_its_own_lines(self):
        days = months(28)
        one, two = (
            draw(chart([*NOISE, *NOISE], rebase=rebase), Look(title="t"))
            for rebase in ([], [days[14]])
        )

        assert two.count('stroke-dasharray="7 4"') == 2 * one.count('stroke-dasharray="7 4"')

    def test_shows_the_points_that_the_limits_are_fixed_on(self):
        drawn = draw(chart([*NOISE, 50, 51], fix_after_n_points=12), Look(title="t"))

        assert 'stroke-width="4"' in drawn
        assert "limits are fixed on" in drawn

    @pytest.mark.parametrize("frame", [WIDE, NARROW, SMALL])
    @pytest.mark.parametrize(
        "values",
        [
            [5],
            [None],
            [0, 0],
            [None, 3, None],
            [1e-300, 2e-300],
            [1e99, -1e99],
            [1e15, 1e15 + 1],
            [7] * 200,
            list(range(120)),
        ],
    )
    def test_every_series_can_be_drawn(self, frame, values):
        analysis = analyse(XmrSeries(dates=weeks(len(values)), values=values, target=3))

        drawn = draw(analysis, Look(title="t", frame=frame, lowest=0, highest=100))

        assert tree(drawn).get("viewBox") == f"0 0 {frame.width} {frame.height}"
        assert re.search(r"\bnan\b|\binf\b", drawn) is None

    @pytest.mark.parametrize("chart_kind", ["run", "i", "mr", "p", "u", "c", "g", "t", "ip"])
    def test_every_kind_can_be_drawn(self, chart_kind):
        series = ChartSeries(
            chart=chart_kind,
            x=months(12),
            values=[3, 4, 2, None, 5, 3, 4, 90, 3, 2, 4, 3],
            denominators=[100, 90, 110, 100, 0, 95, 100, 105, 100, 90, 110, 100],
            part=[6],
        )

        assert tree(draw(analyse(series), Look(title="t", frame=NARROW))) is not None

    def test_labels_stay_inside_the_drawing(self):
        drawn = draw(chart(NOISE, target=50.2), Look(title="t", frame=NARROW))

        heights = [
            float(element.get("y"))
            for element in tree(drawn).iter(f"{SVG}text")
            if (element.text or "").split(" ")[0] in {"Upper", "Mean", "Lower", "Target"}
        ]
        gaps = [after - before for before, after in pairwise(sorted(heights))]
        assert min(gaps) >= NARROW.font
        assert max(heights) < NARROW.height
