"""Special causes as stretches, and what is new against what was told."""

from dataclasses import replace
from datetime import date

from projects.measures.signals import Found, Stored, differing
from tests.unit.projects.measures.made import chart, month

CALM = [10, 12, 11, 13, 10, 12, 11, 13, 10, 12, 11, 13]


def found(values, **of):
    made = chart(values, locked=12, **of)
    return [(one.rule, one.meaning, one.began_on, one.last_on) for one in made.signals]


class TestStretches:
    def test_calm_has_none(self):
        assert found(CALM) == []

    def test_a_shift_keeps_its_beginning_while_it_grows(self):
        seven = found([*CALM, 12, 12, 12, 12, 12, 12, 12])
        ten = found([*CALM, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12])
        # The last calm point is above the mean too, so the run begins with it.
        assert seven == [("shift", "improvement", month(11), month(18))]
        assert ten == [("shift", "improvement", month(11), month(21))]

    def test_a_point_beyond_a_limit_does_not_cut_a_shift(self):
        rules = found([*CALM, 12, 12, 12, 40, 12, 12, 12, 12])
        assert ("astronomical", "improvement", month(15), month(15)) in rules
        assert ("shift", "improvement", month(11), month(19)) in rules

    def test_high_and_low_mean_what_the_direction_says(self):
        values = [*CALM, 40, -20]
        for direction, expected in [
            ("increase", ["improvement", "concern"]),
            ("decrease", ["concern", "improvement"]),
            ("neutral", ["neutral_high", "neutral_low"]),
        ]:
            meanings = [one[1] for one in found(values, direction=direction)]
            assert meanings == expected, direction

    def test_a_peak_belongs_to_the_rise_and_to_the_fall(self):
        rise, fall = [1, 2, 3, 4, 5, 6, 7], [6, 5, 4, 3, 2, 1]
        trends = [one for one in found([*rise, *fall]) if one[0] == "trend"]
        assert trends == [
            ("trend", "improvement", month(0), month(6)),
            ("trend", "concern", month(6), month(12)),
        ]

    def test_two_of_three_are_one_stretch_though_the_third_lies_between(self):
        # Limits 5.6 to 17.4, near limits 7.5 to 15.4 (mean 11.5, mean moving range about 1.9).
        (one,) = [one for one in found([*CALM, 16, 12, 16]) if one[0] == "two_of_three"]
        assert one == ("two_of_three", "improvement", month(12), month(14))


class TestOtherCharts:
    def test_points_outside_limits_are_signals(self):
        pairs = [(10, 100)] * 12 + [(40, 100)]
        assert found(pairs, data_kind="proportion", chart="p") == [
            ("sigma", "improvement", month(12), month(12))
        ]

    def test_a_run_tells_of_its_longest_run(self):
        values = [*([1, 3] * 5), *([8, 9] * 5)]
        assert found(values, chart="run") == [("runs", "improvement", month(10), month(19))]

    def test_spread_is_neither_better_nor_worse(self):
        values = [10, 11] * 10 + [40]
        assert {one[1] for one in found(values, chart="mr")} == {"neutral_high"}


class TestDifference:
    A = Found(rule="shift", meaning="concern", began_on=date(2027, 1, 1), last_on=date(2027, 7, 1))

    def stored(self, **values):
        given = {"key": self.A.key, "last_on": self.A.last_on, "gone": False, **values}
        return [Stored(**given)]

    def test_the_same_again_is_nothing(self):
        differs = differing([self.A], self.stored())
        assert (differs.new, differs.going_on, differs.gone) == ((), (), ())

    def test_what_was_not_stored_is_new(self):
        assert differing([self.A], []).new == (self.A,)

    def test_what_grows_or_is_back_goes_on(self):
        for stored in (self.stored(last_on=date(2027, 6, 1)), self.stored(gone=True)):
            differs = differing([self.A], stored)
            assert (differs.new, differs.going_on) == ((), (self.A,))

    def test_a_first_point_that_moved_is_no_news(self):
        moved = replace(self.A, began_on=date(2026, 12, 1), last_on=date(2027, 8, 1))

        for gone in (False, True):
            differs = differing([moved], self.stored(gone=gone))
            assert (differs.new, differs.gone) == ((), ())
            assert differs.going_on == (replace(self.A, last_on=moved.last_on),)

    def test_another_stretch_rule_or_meaning_is_news(self):
        later = replace(self.A, began_on=date(2027, 8, 1), last_on=date(2027, 9, 1))
        better = replace(self.A, began_on=date(2027, 2, 1), meaning="improvement")
        half = replace(self.A, began_on=date(2027, 3, 1))

        assert differing([self.A, later], self.stored()).new == (later,)
        assert differing([better], self.stored()).new == (better,)
        assert differing([self.A, half], self.stored()).new == (half,)

    def test_what_is_not_found_is_gone_once(self):
        assert differing([], self.stored()).gone == (self.A.key,)
        assert differing([], self.stored(gone=True)).gone == ()
