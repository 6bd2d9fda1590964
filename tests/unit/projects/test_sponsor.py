"""P02 on single days and as a timeline."""

from datetime import date, timedelta

import pytest

from kernel.rules.outcomes import Met, Outcome
from kernel.rules.timeline import outcome_on, timeline
from projects.facts.values import Member, ProjectFacts, StageFrom
from projects.rules import SPONSOR_IN_POST as P02
from tests.unit.projects.histories import APPROVED, DAY, REGISTERED, facts, member

HORIZON = date(2027, 3, 1)
GONE = APPROVED + timedelta(days=50)


def sponsor(last: date | None = None, first: date = REGISTERED) -> Member:
    return member(
        "executive_sponsor", last=last, first=first, capacity="learnt", relevant_experience=None
    )


def on(history: ProjectFacts, day: date) -> Outcome:
    interval = outcome_on(timeline(P02, history, horizon=HORIZON), day)
    assert interval is not None
    return interval.outcome


class TestCondition:
    @pytest.mark.parametrize(
        ("history", "day", "met"),
        [
            (facts(), APPROVED - DAY, Met.NOT_APPLICABLE),
            (facts(), APPROVED, Met.NO),
            (facts(sponsor()), APPROVED, Met.YES),
            (facts(sponsor(last=GONE)), GONE, Met.YES),
            (facts(sponsor(last=GONE)), GONE + DAY, Met.NO),
            (facts(member("sponsor_deputy")), APPROVED, Met.NO),
            (facts(member("executive_sponsor", removed_on=GONE)), GONE, Met.NO),
        ],
    )
    def test_answers_each_day(self, history: ProjectFacts, day: date, met: Met):
        assert P02.condition(history, day).met is met


class TestTimeline:
    def test_60_days_without_a_sponsor_are_at_risk_and_the_next_fails(self):
        history = facts(sponsor(last=GONE))

        assert on(history, GONE + DAY) is Outcome.AT_RISK
        assert on(history, GONE + 60 * DAY) is Outcome.AT_RISK
        assert on(history, GONE + 61 * DAY) is Outcome.FAIL

    def test_a_new_sponsor_mends_it_and_the_gap_stays_in_history(self):
        history = facts(sponsor(last=GONE), sponsor(first=GONE + 70 * DAY))

        assert on(history, GONE + 65 * DAY) is Outcome.FAIL
        assert on(history, GONE + 70 * DAY) is Outcome.PASS

    def test_warns_before_a_known_end(self):
        history = facts(sponsor(last=date(2027, 1, 1)))
        fails_on = date(2027, 1, 1) + 61 * DAY

        assert on(history, fails_on - 91 * DAY) is Outcome.PASS
        assert on(history, fails_on - 90 * DAY) is Outcome.AT_RISK

    def test_passes_while_paused_with_a_sponsor(self):
        paused = StageFrom(day=GONE, stage="paused")
        history = facts(sponsor(), history=(*facts().stages, paused))

        assert on(history, GONE) is Outcome.PASS

    def test_before_qiflow_nothing_fails(self):
        assert on(facts(opened_on=GONE), GONE - DAY) is Outcome.NOT_APPLICABLE
