"""P08 on single days and as a timeline."""

from datetime import date

import pytest

from kernel.rules.standards import Standards
from projects.facts.values import StageFrom
from projects.rules import FAMILY_OF_MEASURES as P08
from tests.unit.projects.histories import facts
from tests.unit.projects.measured import (
    AT_WORK,
    BEGAN,
    DAY,
    IMPLEMENTING,
    IN_TESTING,
    TESTING,
    measure,
    said,
    shown,
    turns_where_it_may_not,
)

BOTH = (measure("outcome"), measure("process"))
ALL = (*BOTH, measure("balancing"))
ENDS = date(2027, 3, 31)


class TestCondition:
    @pytest.mark.parametrize(
        ("measures", "answer"),
        [
            (ALL, ("yes", "complete")),
            (BOTH, ("yes", "balancing_to_come")),
            ((), ("no", "none")),
            (BOTH[:1], ("no", "no_process")),
            (BOTH[1:], ("no", "no_outcome")),
            ((BOTH[0], measure("process", defined=False)), ("no", "not_defined")),
            ((BOTH[0], measure("")), ("unknown", "family_not_stated")),
            ((*BOTH, measure("")), ("unknown", "family_not_stated")),
            ((*ALL, measure("")), ("yes", "complete")),
            ((BOTH[0], measure("process", ended_on=TESTING)), ("yes", "balancing_to_come")),
            ((BOTH[0], measure("process", ended_on=TESTING - DAY)), ("no", "no_process")),
            ((BOTH[0], measure("process", begins_on=ENDS)), ("yes", "balancing_to_come")),
        ],
        ids=range(12),
    )
    def test_asks_for_outcome_and_process_at_the_start_of_testing(self, measures, answer):
        assert said(P08, facts(history=IN_TESTING, measures=measures), TESTING) == answer

    def test_is_asked_at_the_gate_of_a_project_in_co_design(self):
        history = facts(history=IN_TESTING[:2])

        assert said(P08, history, TESTING) == ("not_applicable", "before_testing")
        assert not P08.allows(history.after_step("testing", TESTING), TESTING)

    def test_the_balancing_measure_is_advice_until_implementing(self):
        history = facts(history=AT_WORK, measures=BOTH)

        assert said(P08, history, IMPLEMENTING - DAY) == ("yes", "balancing_to_come")
        assert said(P08, history, IMPLEMENTING) == ("no", "no_balancing")

    def test_a_pause_changes_nothing_and_redesign_asks_no_more(self):
        paused = (*IN_TESTING, StageFrom(day=IMPLEMENTING, stage="paused"))
        again = (*IN_TESTING, StageFrom(day=IMPLEMENTING, stage="co_design"))

        assert said(P08, facts(history=paused), IMPLEMENTING) == ("no", "none")
        assert said(P08, facts(history=again), IMPLEMENTING)[1] == "before_testing"

    def test_is_silent_of_what_was_before_qiflow(self):
        history = facts(history=IN_TESTING, opened_on=IMPLEMENTING)

        assert said(P08, history, IMPLEMENTING - DAY)[1] == "before_qiflow"
        assert said(P08, history, IMPLEMENTING) == ("no", "none")


class TestTimeline:
    def test_passes_with_all_three(self):
        assert shown(P08, facts(history=AT_WORK, measures=ALL), ENDS) == "pass"

    def test_foresees_the_end_of_a_measure_and_fails_30_days_after_it(self):
        history = facts(
            history=AT_WORK, measures=(ALL[0], ALL[2], measure("process", ended_on=ENDS))
        )
        fails_on = ENDS + 31 * DAY

        assert shown(P08, history, fails_on - 91 * DAY) == "pass"
        assert shown(P08, history, fails_on - 90 * DAY) == "at_risk"
        assert shown(P08, history, fails_on - DAY) == "at_risk"
        assert shown(P08, history, fails_on) == "fail"

    def test_what_is_not_stated_is_unknown(self):
        history = facts(history=IN_TESTING, measures=(measure("", begins_on=BEGAN),))

        assert shown(P08, history, TESTING) == "unknown"

    def test_an_organisation_may_allow_a_longer_gap(self):
        standards = Standards({"measures_gap_days": ((date(2020, 1, 1), 60),)})
        history = facts(history=IN_TESTING, standards=standards)

        assert shown(P08, history, TESTING + 59 * DAY) == "at_risk"
        assert shown(P08, history, TESTING + 60 * DAY) == "fail"

    @pytest.mark.parametrize(
        "measures",
        [(), BOTH, (*BOTH, measure("balancing", begins_on=ENDS, created_on=ENDS, ended_on=ENDS))],
        ids=("none", "two", "three"),
    )
    def test_changes_only_on_its_boundaries(self, measures):
        assert turns_where_it_may_not(P08, facts(history=AT_WORK, measures=measures)) == []
