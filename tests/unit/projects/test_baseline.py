"""P09 on single days and as a timeline."""

from datetime import date

import pytest

from projects.facts.values import StageFrom
from projects.rules import BASELINE_BEFORE_TESTING as P09
from tests.unit.projects.histories import facts
from tests.unit.projects.measured import (
    BEGAN,
    DAY,
    IN_TESTING,
    TESTING,
    measure,
    points,
    said,
    shown,
    turns_where_it_may_not,
)


def weeks(count: int, first: date = BEGAN):
    return tuple(points(["9/10"] * count, first=first, frequency="week"))


WEEKLY = {"frequency": "week", "begins_on": date(2026, 1, 5), "created_on": BEGAN}
FIRST = date(2026, 1, 5)
ENOUGH = measure(points=weeks(8, FIRST), **WEEKLY)
LONG = measure("outcome", points=weeks(12, FIRST), **WEEKLY)
MAY = date(2026, 5, 4)


def both(outcome=LONG, process=ENOUGH, **more):
    return facts(history=IN_TESTING, measures=(outcome, process), **more)


def process(count: int, **values):
    return measure(points=weeks(count, MAY), **{**WEEKLY, **values})


class TestCondition:
    @pytest.mark.parametrize(
        ("measures", "answer"),
        [
            ((LONG, process(0, rare=True)), ("yes", "rare")),
            ((LONG, process(0)), ("no", "not_begun")),
            ((LONG, process(0, planned=True)), ("no", "not_begun")),
            ((LONG, process(3)), ("no", "no_plan")),
            ((LONG, process(3, planned=True)), ("yes", "begun_until")),
            ((LONG, process(3, planned=True, frequency="irregular")), ("yes", "begun")),
            ((LONG, measure(points=weeks(8, FIRST), **WEEKLY)), ("yes", "finished")),
            ((LONG, measure(points=weeks(12, FIRST), **WEEKLY)), ("yes", "locked")),
            ((LONG,), ("unknown", "no_measure")),
            ((LONG, process(0), measure(points=weeks(9, FIRST), **WEEKLY)), ("yes", "finished")),
        ],
        ids=range(10),
    )
    def test_judges_the_lesser_of_outcome_and_process(self, measures, answer):
        assert said(P09, facts(history=IN_TESTING, measures=measures), TESTING) == answer

    def test_counts_figures_of_periods_that_are_over(self):
        found = measure(
            points=tuple(
                points(["9/10", "gap", "0/0", *["9/10"] * 7], first=FIRST, frequency="week")
            ),
            **WEEKLY,
        )
        over = date(2026, 3, 15)  # the Sunday of the tenth week
        history = both(process=found).after_step("testing", over)

        assert P09.condition(history, over).code == "no_plan"
        assert P09.condition(history, over).params == {"points": 7, "of": 8}
        assert P09.condition(history, over + DAY).code == "finished"

    def test_what_began_before_qiflow_is_not_asked_for(self):
        opened = tuple(
            StageFrom(day=change.day, stage=change.stage, opening=True) for change in IN_TESTING
        )
        history = facts(history=opened, opened_on=TESTING)

        assert said(P09, history, TESTING + 9 * DAY) == ("not_applicable", "before_qiflow")


class TestTimeline:
    def test_passes_with_eight_points(self):
        assert shown(P09, both(), TESTING) == "pass"

    def test_a_baseline_that_stays_begun_is_at_risk_and_then_fails(self):
        history = both(process=process(3, planned=True))
        eighth_is_due = date(2026, 6, 28) + 15 * DAY

        assert shown(P09, history, TESTING) == "at_risk"
        assert shown(P09, history, eighth_is_due) == "at_risk"
        assert shown(P09, history, eighth_is_due + DAY) == "fail"

    def test_a_baseline_that_grows_in_time_passes_again(self):
        history = both(process=process(8, planned=True))

        assert shown(P09, history, TESTING) == "pass"
        assert said(P09, history, TESTING) == ("yes", "begun_until")
        assert said(P09, history, date(2026, 6, 29)) == ("yes", "finished")

    def test_without_a_measure_nothing_is_known(self):
        assert shown(P09, facts(history=IN_TESTING), TESTING) == "unknown"

    def test_fails_where_nothing_was_begun(self):
        assert shown(P09, both(process=process(0)), TESTING) == "fail"

    @pytest.mark.parametrize(
        "found",
        [process(3, planned=True), process(20), process(3, ended_on=date(2026, 12, 31))],
        ids=("begun", "long", "ended"),
    )
    def test_changes_only_on_its_boundaries(self, found):
        assert turns_where_it_may_not(P09, both(process=found)) == []
