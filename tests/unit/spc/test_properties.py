"""What must hold of every series, on generated ones."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from projects.spc import XmrSeries, analyse
from tests.unit.spc.oracle import judge

CASES = settings(
    max_examples=500, deadline=None, suppress_health_check=[HealthCheck.filter_too_much]
)
START = date(2024, 1, 1)
FACTS = ("astronomical", "shift", "trend", "two_of_three", "special_cause_type")
MIRRORED = {
    "Above UCL": "Below LCL",
    "7 Points Above CL": "7 Points Below CL",
    "2 in 3 Above CL": "2 in 3 Below CL",
    "7 Point Trend (Increasing)": "7 Point Trend (Decreasing)",
}
MIRROR = {**MIRRORED, **{low: high for high, low in MIRRORED.items()}}


def weeks(count):
    return [START + timedelta(weeks=week) for week in range(count)]


# Steps rather than levels, so that runs and trends are common; whole numbers, so that shifting
# and scaling lose nothing.
@st.composite
def walks(draw, *, gaps=True, shortest=1, longest=48):
    steps = draw(st.lists(st.integers(-9, 9), min_size=shortest, max_size=longest))
    pull = draw(st.sampled_from([0, 0.5, 1]))
    level, values = 0, []
    for step in steps:
        level = round(level * pull) + step
        values.append(level)
    if not gaps:
        return values
    lost = draw(st.sets(st.integers(0, longest), max_size=3))
    return [None if here in lost else value for here, value in enumerate(values)]


options = st.fixed_dictionaries(
    {
        "improvement_direction": st.sampled_from(["increase", "decrease", "neutral"]),
        "screen_outliers": st.booleans(),
        "fix_after_n_points": st.sampled_from([None, None, 12, 20]),
        "target": st.sampled_from([None, -20, 0, 5]),
    }
)


def chart(values, **given):
    return analyse(XmrSeries(dates=weeks(len(values)), values=values, **given))


def clear(values, given) -> bool:
    """No value so near a limit that the last bit of an addition decides."""
    found = judge(values, fix=given["fix_after_n_points"], screen=given["screen_outliers"])
    return found.closest is None or found.closest > 1e-6


def facts(analysis, names=FACTS):
    return {name: [flag or False for flag in getattr(analysis.points, name)] for name in names}


class TestAgainstFractions:
    @CASES
    @given(values=walks(), given_options=options)
    def test_lines_and_rules_equal_the_slow_exact_method(self, values, given_options):
        assume(clear(values, given_options))
        exact = judge(
            values,
            fix=given_options["fix_after_n_points"],
            screen=given_options["screen_outliers"],
        )

        points = chart(values, **given_options).points

        for name in ("mean", "lpl", "upl"):
            line = getattr(exact, name)
            found = getattr(points, name)[0]
            assert found == (None if line is None else pytest.approx(float(line), abs=1e-9))
        for name in ("astronomical", "shift", "trend", "two_of_three"):
            assert [flag or False for flag in getattr(points, name)] == getattr(exact, name)


class TestShift:
    @CASES
    @given(values=walks(), given_options=options, by=st.integers(-1000, 1000))
    def test_adding_a_constant_moves_the_lines_and_nothing_else(self, values, given_options, by):
        assume(clear(values, given_options))
        moved_options = {
            **given_options,
            "target": None if given_options["target"] is None else given_options["target"] + by,
        }

        before = chart(values, **given_options)
        after = chart([None if v is None else v + by for v in values], **moved_options)

        assert facts(after) == facts(before)
        assert after.variation_icon == before.variation_icon
        assert after.points.mean[0] == (
            None if before.points.mean[0] is None else pytest.approx(before.points.mean[0] + by)
        )


class TestScale:
    @CASES
    @given(values=walks(), given_options=options, power=st.integers(-8, 8))
    def test_multiplying_scales_the_lines_to_the_last_bit(self, values, given_options, power):
        factor = 2.0**power

        before = chart(values, **{**given_options, "target": None})
        after = chart(
            [None if v is None else v * factor for v in values],
            **{**given_options, "target": None},
        )

        assert facts(after) == facts(before)
        assert after.points.upl == tuple(
            [None if limit is None else limit * factor for limit in before.points.upl]
        )


class TestMirror:
    @CASES
    @given(values=walks(), given_options=options)
    def test_turning_the_sign_turns_high_into_low(self, values, given_options):
        turned = {"increase": "decrease", "decrease": "increase", "neutral": "neutral"}
        mirrored_options = {
            **given_options,
            "improvement_direction": turned[given_options["improvement_direction"]],
            "target": None if given_options["target"] is None else -given_options["target"],
        }

        before = chart(values, **given_options)
        after = chart([None if v is None else -v for v in values], **mirrored_options)

        rules = ("astronomical", "shift", "trend", "two_of_three")
        assert facts(after, rules) == facts(before, rules)
        assert after.assurance_icon == before.assurance_icon
        self.check_labels(before.points, after.points)

    def check_labels(self, before, after):
        for here, label in enumerate(before.special_cause_type):
            # The reference calls a trend point on a plateau "Decreasing" whichever way it came.
            if "Trend" not in label:
                assert after.special_cause_type[here] == MIRROR.get(label, label)


class TestRebase:
    @CASES
    @given(first=walks(), second=walks(), given_options=options)
    def test_a_recalculation_makes_two_charts_of_one(self, first, second, given_options):
        days = weeks(len(first) + len(second))

        whole = analyse(
            XmrSeries(
                dates=days,
                values=[*first, *second],
                rebase=[days[len(first)]],
                **given_options,
            )
        )

        halves = [chart(values, **given_options) for values in (first, second)]
        for name in ("mean", "upl", "lpl", "nupl", "mr", "amr", *FACTS, "point_type"):
            left, right = (getattr(half.points, name) for half in halves)
            assert getattr(whole.points, name) == left + right
        assert whole.variation_icon == halves[1].variation_icon
        assert whole.assurance_icon == halves[1].assurance_icon
        assert [phase.n for phase in whole.phases] == [len(first), len(second)]


class TestOrder:
    @CASES
    @given(data=st.data(), values=walks(), given_options=options)
    def test_the_order_of_the_rows_does_not_matter(self, data, values, given_options):
        rows = list(zip(weeks(len(values)), values, strict=True))
        mixed = data.draw(st.permutations(rows))

        shuffled = analyse(
            XmrSeries(
                dates=[day for day, _ in mixed],
                values=[value for _, value in mixed],
                **given_options,
            )
        )

        assert shuffled == chart(values, **given_options)
