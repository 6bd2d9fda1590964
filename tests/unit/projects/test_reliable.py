"""P13 on single days and as a timeline."""

from datetime import date
from decimal import Decimal

import pytest

from kernel.rules.rule import say
from projects.facts.values import StageFrom
from projects.measures.targets import Target
from projects.rules import RELIABILITY_REACHED as P13
from tests.unit.projects.histories import facts
from tests.unit.projects.measured import (
    AT_WORK,
    BEGAN,
    DAY,
    DECLARED,
    IMPLEMENTING,
    RELIABLE,
    measure,
    reliability,
    said,
    shown,
    turns_where_it_may_not,
)

GOOD = "19/20"
SUMMER = ["15/20"] * 7  # January to July
LATE_TARGETS = (Target(on=date(2026, 9, 2), value=Decimal(90)),)
ON = date(2026, 12, 10)  # the data of November are not due yet


def project(*found: str, history=AT_WORK, method="always_event", **values):
    return facts(history=history, measures=(reliability(*found, **values),), method=method)


class TestCondition:
    @pytest.mark.parametrize(
        ("autumn", "answer"),
        [
            (["15/20", GOOD, GOOD, GOOD], ("yes", "reached")),
            (["15/20", GOOD, GOOD, "1899/2000"], ("no", "below_target")),
            (["15/20", GOOD, GOOD, "1900/2000"], ("yes", "reached")),
            (["15/20", "15/20", GOOD, GOOD], ("no", "below_target")),
            ([GOOD, GOOD, "0/0", GOOD], ("yes", "reached")),
            ([GOOD, GOOD, GOOD, "0/0"], ("yes", "reached")),
            ([GOOD, "0/0", GOOD, "0/0"], ("no", "too_few")),
            ([GOOD, GOOD, "0/0", "0/0"], ("no", "none_yet")),
            ([GOOD, "", GOOD, GOOD], ("no", "too_few")),
            ([GOOD, "gap", GOOD, GOOD], ("no", "too_few")),
            ([GOOD, GOOD, GOOD], ("yes", "reached")),
            ([GOOD, GOOD, ""], ("unknown", "data_missing")),
            ([GOOD, GOOD], ("unknown", "data_missing")),
        ],
        ids=range(13),
    )
    def test_asks_for_three_periods_in_a_row(self, autumn, answer):
        assert said(P13, project(*SUMMER, *autumn), ON) == answer

    def test_95_per_cent_is_exact(self):
        found = project(*SUMMER, GOOD, GOOD, "95000000000000000000/100000000000000000000")
        short = project(*SUMMER, GOOD, GOOD, "94999999999999999999/100000000000000000000")

        assert said(P13, found, ON) == ("yes", "reached")
        assert said(P13, short, ON) == ("no", "below_target")

    def test_shows_every_n(self):
        verdict = P13.condition(project(*SUMMER, GOOD, "38/40", "20/20"), ON)

        assert verdict.params == {"n": ["19 of 20", "38 of 40", "20 of 20"]}
        assert "19 of 20, 38 of 40 and 20 of 20" in say(P13, verdict.code, verdict.params)

    def test_fewer_than_20_are_enough_only_if_they_are_all(self):
        few = [*SUMMER, "19/20", "19/19", GOOD]

        assert said(P13, project(*few), ON) == ("yes", "reached")
        assert said(P13, project(*few, sampled=True), ON) == ("no", "too_small")
        assert said(P13, project(*SUMMER, GOOD, GOOD, GOOD, sampled=True), ON)[1] == "reached"

    def test_a_period_counts_when_it_is_over(self):
        history = project(*SUMMER, "15/20", GOOD, GOOD, GOOD)

        assert said(P13, history, date(2026, 11, 30)) == ("no", "below_target")
        assert said(P13, history, date(2026, 12, 1)) == ("yes", "reached")

    @pytest.mark.parametrize(
        ("values", "answer"),
        [
            ({"direction": "neutral"}, ("unknown", "no_direction")),
            ({"targets": ()}, ("unknown", "no_target")),
            ({"targets": LATE_TARGETS}, ("unknown", "no_target")),
            ({"targets": (Target(on=BEGAN, value=Decimal("95.0001")),)}, ("no", "below_target")),
            ({"ended_on": date(2026, 12, 9)}, ("unknown", "no_measure")),
            ({"begins_on": date(2026, 12, 11)}, ("unknown", "no_measure")),
            ({"direction": "decrease"}, ("yes", "reached")),
            ({"direction": "decrease", "targets": (Target(on=BEGAN, value=Decimal(94)),)},
             ("no", "below_target")),
            ({"lag_days": 1}, ("unknown", "data_missing")),
        ],
        ids=range(9),
    )  # fmt: skip
    def test_holds_each_point_against_its_own_target(self, values, answer):
        found = (*["19/20"] * 7, GOOD, GOOD, GOOD)

        assert said(P13, project(*found, **values), ON) == answer

    def test_a_signal_for_the_worse_in_these_periods_refuses(self):
        long = ["1000/1000", "999/1000"] * 6
        first = date(2025, 11, 1)
        steady = project(*long, "1000/1000", first=first, begins_on=first)
        fallen = project(*long, "960/1000", first=first, begins_on=first)

        assert said(P13, steady, ON) == ("yes", "reached")
        assert said(P13, fallen, ON) == ("no", "concern")
        assert P13.condition(fallen, ON).params == {"period": "November 2026"}

    def test_a_rise_below_the_mean_is_no_signal_for_the_worse(self):
        rising = [f"{each}/1000" for each in range(960, 967)]
        first = date(2025, 5, 1)

        def answer(*latest):
            history = project(*["1000/1000"] * 12, *latest, first=first, begins_on=first)
            return said(P13, history, ON)

        assert answer(*rising) == ("yes", "reached")
        assert answer(*reversed(rising)) == ("no", "concern")

    def test_is_not_asked_before_implementing_nor_when_paused_or_closed(self):
        for stage, code in (
            ("paused", "paused"),
            ("stopped", "closed"),
            ("testing", "before_implementing"),
        ):
            history = (*AT_WORK, StageFrom(day=ON, stage=stage))
            assert said(P13, project(history=history), ON) == ("not_applicable", code)

    def test_once_declared_it_stays_what_it_was(self):
        found = [*SUMMER, GOOD, GOOD, GOOD, GOOD, GOOD]
        history = project(*found, "2/20", "2/20", "2/20", history=RELIABLE)

        assert said(P13, history, DECLARED) == ("yes", "reached")
        assert said(P13, history, date(2027, 6, 1)) == ("yes", "reached")

    def test_what_was_declared_before_qiflow_is_not_judged(self):
        opened = (*AT_WORK, StageFrom(day=DECLARED, stage="spreading", opening=True))

        assert said(P13, project(history=opened), DECLARED) == ("not_applicable", "before_qiflow")

    def test_a_project_that_marks_no_measure_is_judged_by_its_process_measures(self):
        marked = reliability(*SUMMER, GOOD, GOOD, GOOD)
        plain = measure(points=marked.points)
        worse = measure(points=reliability(*SUMMER, GOOD, "1/20", GOOD).points)

        def answer(*measures, method="model_for_improvement"):
            return said(P13, facts(history=AT_WORK, measures=measures, method=method), ON)

        assert answer(plain) == ("yes", "reached")
        assert answer(plain, worse) == ("no", "below_target")
        assert answer(marked, worse) == ("yes", "reached")
        assert answer(plain, method="always_event") == ("unknown", "no_measure")

    def test_values_that_are_no_proportion_are_held_against_their_target_alone(self):
        minutes = project(
            *["40"] * 7, "29.5", "30", "12",
            data_kind="value",
            direction="decrease",
            targets=(Target(on=BEGAN, value=Decimal(30)),),
            sampled=True,
        )  # fmt: skip

        assert P13.condition(minutes, ON).params == {"n": ["29.5", "30", "12"]}


class TestTimeline:
    def test_passes_when_reached(self):
        assert shown(P13, project(*SUMMER, GOOD, GOOD, GOOD), ON) == "pass"

    def test_is_at_risk_for_180_days_and_then_fails(self):
        history = project(*["15/20"] * 30)

        assert shown(P13, history, IMPLEMENTING + 179 * DAY) == "at_risk"
        assert shown(P13, history, IMPLEMENTING + 180 * DAY) == "fail"

    def test_nothing_to_judge_is_unknown(self):
        assert shown(P13, facts(history=AT_WORK), ON) == "unknown"

    def test_is_unknown_from_the_day_after_data_were_due(self):
        history = project(*SUMMER, GOOD, GOOD, GOOD)  # to October

        assert shown(P13, history, date(2026, 12, 15)) == "pass"
        assert shown(P13, history, date(2026, 12, 16)) == "unknown"

    @pytest.mark.parametrize(
        "found",
        [
            ["15/20", GOOD, "gap", GOOD, "", GOOD, GOOD, GOOD, "0/0", GOOD, "0/0", GOOD, "", GOOD],
            [GOOD] * 20,
            [],
        ],
        ids=("gaps", "good", "none"),
    )
    def test_changes_only_on_its_boundaries(self, found):
        assert turns_where_it_may_not(P13, project(*found)) == []
