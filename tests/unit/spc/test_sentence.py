"""The sentence beside a chart, word for word."""

import pytest

from projects.spc import ChartSeries, XmrSeries, analyse
from projects.spc.chart_sentence import chart_sentence
from projects.spc.sentence import xmr_sentence
from projects.spc.words import cadence, number
from tests.unit.spc.series import NOISE, chart, months, weeks


class TestXmrSentence:
    def test_an_ordinary_point_is_within_its_range(self):
        assert xmr_sentence(chart(NOISE), unit="%") == (
            "May 2025, at 49%, is within the usual range of 43.8% to 56.5%: no special cause."
        )

    def test_a_unit_that_is_a_word_is_said_once_of_a_range(self):
        assert "the usual range of 43.8 to 56.5 minutes" in xmr_sentence(
            chart(NOISE), unit="minutes"
        )

    def test_limits_are_told_as_far_as_is_possible(self):
        found = xmr_sentence(chart(NOISE), unit="%", lowest=44.0, highest=56.0)

        assert "the usual range of 44% to 56%" in found

    def test_a_point_near_an_impossible_limit_names_what_is_possible(self):
        found = xmr_sentence(chart([*NOISE, 57, 52, 57]), unit="%", highest=57.0)

        assert "are close to the upper limit of 57%" in found

    def test_a_run_above_the_mean_says_since_when(self):
        found = xmr_sentence(
            chart([*NOISE, *[52, 53, 52, 53, 52, 53, 52]], improvement_direction="increase")
        )

        assert found == "Seven months above the mean of 50.9 since June 2025: improvement."

    def test_a_trend_says_which_way(self):
        found = xmr_sentence(
            chart([*NOISE, 53, 52, 51.5, 51, 50.5, 50, 49.5], improvement_direction="increase")
        )

        assert found == "Seven months falling since June 2025: concern."

    def test_a_point_beyond_a_limit_names_the_limit(self):
        found = xmr_sentence(chart([*NOISE, 70], improvement_direction="decrease"))

        assert found.startswith("June 2025, at 70, is above the upper limit of ")
        assert found.endswith(": concern.")

    def test_two_near_points_name_the_limit(self):
        found = xmr_sentence(chart([*NOISE, 57, 52, 57]))

        assert found.startswith(
            "Two of the last three months, up to August 2025, are close to the upper limit of "
        )
        assert found.endswith(": unusually high.")

    @pytest.mark.parametrize(
        ("target", "ending"),
        [
            (80, "; the target of 80 will not be met without a change."),
            (20, "; the target of 20 is met consistently."),
            (50, "; the target of 50 is met or missed by chance."),
        ],
    )
    def test_the_target_has_its_promise(self, target, ending):
        found = xmr_sentence(chart(NOISE, target=target, improvement_direction="increase"))

        assert found.endswith(f"no special cause{ending}")

    def test_a_gap_at_the_end_says_so(self):
        assert xmr_sentence(chart([*NOISE, None])) == "June 2025 has no value: no special cause."

    def test_few_points_are_trial_limits(self):
        assert xmr_sentence(chart([3, 4, 3])).endswith(" (trial limits, from few points).")

    def test_undefined_limits_promise_nothing(self):
        found = xmr_sentence(chart([5] * 14, target=7, improvement_direction="increase"))

        assert found == (
            "May 2025, at 5, has no limits to be judged by: no special cause; "
            "whether the target of 7 will be met cannot be said."
        )

    def test_a_weekly_series_speaks_of_weeks(self):
        values = [*NOISE, *[52, 53, 52, 53, 52, 53, 52]]
        found = xmr_sentence(analyse(XmrSeries(dates=weeks(len(values)), values=values)))

        assert found.startswith("Seven weeks above the mean of 50.9 since 8 April 2024")


class TestChartSentence:
    def test_a_long_run_is_counted(self):
        values = [1, 2] * 5 + [9, 8] * 5
        found = chart_sentence(analyse(ChartSeries(chart="run", x=months(20), values=values)))

        assert found == (
            "Ten points in a row are on one side of the median, "
            "more than the seven that chance explains: special cause."
        )

    def test_too_few_crossings_are_counted(self):
        values = [1] * 6 + [9] * 6 + [1] * 6 + [9] * 6
        found = chart_sentence(analyse(ChartSeries(chart="run", x=months(24), values=values)))

        assert found == (
            "The values moved only three times from one side of the median to the other, "
            "where chance would move them at least eight times: special cause."
        )

    def test_values_that_never_cross_do_so(self):
        values = [5] * 3 + [9] * 6
        series = ChartSeries(chart="i", x=months(9), values=values, cl=5)

        assert chart_sentence(analyse(series)).endswith(
            "the values never moved from one side of the mean to the other, "
            "where chance would move them at least once: special cause."
        )

    def test_points_outside_are_counted(self):
        values = [4, 16, 5, 15, 4, 16, 5, 30, 4, 16, 5, 15]
        found = chart_sentence(analyse(ChartSeries(chart="c", x=months(12), values=values)))

        assert found == "One of 12 points is outside the limits: special cause."

    def test_a_level_series_says_nothing_yet(self):
        found = chart_sentence(analyse(ChartSeries(chart="run", x=[1, 2, 3], values=[5, 5, 5])))

        assert found == "No point lies away from the median, so nothing can be said yet."


class TestWords:
    @pytest.mark.parametrize(
        ("value", "said"),
        [
            (0, "0"), (12345.6, "12,346"), (64.123, "64.1"), (1.25, "1.25"), (0.04172, "0.0417"),
            (-3.0, "-3"), (-1e-9, "-1e-09"), (0.1 + 0.2, "0.3"), (2.5e12, "2.5e+12"),
        ],
    )  # fmt: skip
    def test_numbers_have_the_digits_a_reader_needs(self, value, said):
        assert number(value) == said

    def test_the_cadence_is_read_from_the_dates(self):
        assert [cadence(months(5)), cadence(weeks(5)), cadence([1, 2, 3])] == [
            "month", "week", "point",
        ]  # fmt: skip
