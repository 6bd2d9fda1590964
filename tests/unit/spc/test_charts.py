"""Run and Shewhart charts where the vectors do not look."""

import math
from datetime import date

import pytest

from projects.spc import ChartSeries, InvalidSeries, analyse
from projects.spc.variables_limits import c4


class TestProportions:
    def test_pool_numerators_and_denominators(self):
        found = analyse(ChartSeries(chart="p", x=[1, 2], values=[1, 90], denominators=[2, 100]))

        assert found.points.cl == (pytest.approx(91 / 102),) * 2

    def test_a_period_without_opportunities_is_a_gap(self):
        series = ChartSeries(chart="p", x=[1, 2, 3], values=[1, 3, 2], denominators=[4, 0, 4])

        found = analyse(series).points

        assert found.value == (0.25, None, 0.5)
        assert found.cl[0] == 3 / 8
        assert (found.lcl[1], found.sigma_signal[1]) == (None, False)

    def test_rows_of_one_date_are_one_point(self):
        day = date(2026, 3, 1)
        series = ChartSeries(chart="u", x=[day, day], values=[1, 2], denominators=[10, 20])

        found = analyse(series).points

        assert (found.x, found.value, found.denominator) == ((day,), (0.1,), (30,))


class TestParts:
    def test_positions_outside_the_series_say_nothing(self):
        series = ChartSeries(chart="run", x=[1, 2, 3, 4], values=[1, 2, 3, 4], part=[0, 9, 2, 2])

        assert analyse(series).points.part == (1, 1, 2, 2)

    def test_an_excluded_point_is_judged_but_judges_nothing(self):
        values = [10, 11, 9, 10, 90, 11, 10, 9]
        series = ChartSeries(chart="i", x=list(range(8)), values=values, exclude=[5])

        found = analyse(series)

        assert found.points.cl[0] == 10
        assert found.points.sigma_signal.index(True) == 4
        assert found.parts[0].n_obs == 7


class TestGaps:
    @pytest.mark.parametrize(
        "chart", ["run", "i", "mr", "p", "pp", "u", "up", "c", "g", "t", "ip", "xbar", "s"]
    )
    def test_alone_make_a_chart_without_lines_or_signals(self, chart):
        series = ChartSeries(
            chart=chart, x=[1, 2, 3], values=[None, None, 4], denominators=[0, 5, None]
        )

        found = analyse(series)

        assert found.points.cl == (None, None, None)
        assert found.points.runs_signal == (False, False, False)
        assert found.signals == 0

    def test_the_sum_of_no_rows_is_no_value(self):
        series = ChartSeries(chart="run", x=[1, 2], values=[None, 2], agg_fun="sum")

        assert analyse(series).points.value == (None, 2)


class TestSubgroupConstants:
    # Source: Montgomery, Introduction to Statistical Quality Control (7th ed.), appendix VI.
    @pytest.mark.parametrize(("size", "constant"), [(2, 0.7979), (5, 0.9400), (25, 0.9896)])
    def test_c4_follows_the_published_table(self, size, constant):
        assert math.isclose(c4(size), constant, abs_tol=5e-5)


class TestTimes:
    def test_refuse_zero_with_a_sentence(self):
        with pytest.raises(InvalidSeries) as refusal:
            analyse(ChartSeries(chart="t", x=[1, 2], values=[3, 0]))

        assert refusal.value.sentence == "Give times between events above 0."

    def test_a_given_centre_is_a_time(self):
        found = analyse(ChartSeries(chart="t", x=[1, 2, 3], values=[3, 4, 6], cl=5))

        assert found.points.cl[0] == pytest.approx(5)
