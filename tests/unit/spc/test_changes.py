"""What a recalculation flipped, and the editions of the rules."""

from dataclasses import replace

from projects.spc import CURRENT_RULES, RULE_SETS, XmrSeries, analyse
from projects.spc.changes import flips
from tests.unit.spc.series import NOISE, chart, months


class TestFlips:
    def test_the_same_analysis_flips_nothing(self):
        assert flips(chart(NOISE), chart(NOISE)) == ()

    def test_a_point_that_became_a_signal_is_named(self):
        before = chart([*NOISE, 50], improvement_direction="increase")
        after = chart([*NOISE, 90], improvement_direction="increase")

        flip = flips(before, after)[-1]

        assert (flip.date, flip.label_before, flip.label_after) == (
            months(15)[14],
            "Common Cause",
            "Above UCL",
        )
        assert flip.type_after == "special_cause_improvement"

    def test_a_point_that_is_gone_has_no_label_after(self):
        (flip,) = flips(chart(NOISE), chart(NOISE[:-1]))

        assert (flip.label_before, flip.label_after) == ("Common Cause", None)


class TestRuleSets:
    def test_an_analysis_names_its_edition(self):
        assert chart(NOISE).rule_set == "making_data_count.v1"
        assert RULE_SETS["making_data_count.v1"] is CURRENT_RULES

    def test_another_edition_judges_by_its_own_numbers(self):
        values = [*NOISE, *[52, 53, 52, 53, 52, 53, 52]]
        eight = replace(CURRENT_RULES, version=2, shift_points=8)

        after = analyse(XmrSeries(dates=months(len(values)), values=values, rules=eight))

        assert after.rule_set == "making_data_count.v2"
        assert True not in after.points.shift
        assert len(flips(chart(values), after)) == 7
