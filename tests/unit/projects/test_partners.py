"""P01 on single days and as a timeline."""

from datetime import date, timedelta

import pytest

from kernel.rules.outcomes import Met, Outcome
from kernel.rules.standards import Standards
from kernel.rules.timeline import outcome_on, timeline
from projects.facts.values import ProjectFacts, Span, StageFrom
from projects.rules import PARTNERS_ON_BOTH_TEAMS as P01
from tests.unit.projects.histories import (
    APPROVED,
    DAY,
    REGISTERED,
    facts,
    member,
    on_both,
    stages,
)

DUE = APPROVED + timedelta(days=60)
LATER = APPROVED + timedelta(days=100)
HORIZON = date(2027, 3, 1)
TESTING = stages(("setup", REGISTERED), ("co_design", APPROVED), ("testing", APPROVED + 10 * DAY))


def on(history: ProjectFacts, day: date) -> Outcome:
    interval = outcome_on(timeline(P01, history, horizon=HORIZON), day)
    assert interval is not None
    return interval.outcome


class TestCondition:
    @pytest.mark.parametrize(
        ("history", "day", "met", "code"),
        [
            (facts(), APPROVED - DAY, Met.NOT_APPLICABLE, "before_approval"),
            (facts(), APPROVED, Met.NO, "none_on_oversight"),
            (facts(member()), APPROVED, Met.YES, "on_oversight"),
            (facts(member()), DUE - DAY, Met.YES, "on_oversight"),
            (facts(member()), DUE, Met.NO, "none_on_point_of_care"),
            (facts(), DUE, Met.NO, "none_on_either"),
            (facts(*on_both()), DUE, Met.YES, "on_both"),
            (facts(member(), history=TESTING), APPROVED + 9 * DAY, Met.YES, "on_oversight"),
            (
                facts(member(), history=TESTING),
                APPROVED + 10 * DAY,
                Met.NO,
                "none_on_point_of_care",
            ),
            (facts(member(team="point_of_care")), APPROVED, Met.NO, "none_on_oversight"),
            (facts(member(role="project_lead")), APPROVED, Met.NO, "none_on_oversight"),
            (facts(member(last=APPROVED)), APPROVED, Met.YES, "on_oversight"),
            (facts(member(last=APPROVED)), APPROVED + DAY, Met.NO, "none_on_oversight"),
            (facts(member(first=APPROVED + DAY)), APPROVED, Met.NO, "none_on_oversight"),
            (facts(member(capacity="learnt")), APPROVED, Met.NO, "none_on_oversight"),
            (facts(member(capacity="both")), APPROVED, Met.YES, "on_oversight"),
            (facts(member(relevant_experience=False)), APPROVED, Met.NO, "none_on_oversight"),
            (
                facts(member(relevant_experience=None)),
                APPROVED,
                Met.UNKNOWN,
                "relevance_not_stated",
            ),
            (facts(member(relevant_experience=None), member()), APPROVED, Met.YES, "on_oversight"),
            (facts(member(removed_on=APPROVED)), APPROVED, Met.NO, "none_on_oversight"),
        ],
    )
    def test_answers_each_day(self, history: ProjectFacts, day: date, met: Met, code: str):
        verdict = P01.condition(history, day)

        assert (verdict.met, verdict.code) == (met, code)

    @pytest.mark.parametrize(
        ("capacity", "agreed", "met"),
        [
            ("lived", True, Met.YES),
            ("lived", False, Met.NO),
            ("lived", None, Met.NO),
            ("both", True, Met.NO),
            ("learnt", True, Met.NO),
        ],
    )
    def test_staff_of_the_service_count_only_as_lived_and_agreed(
        self, capacity: str, agreed: bool | None, met: Met
    ):
        staff = member(capacity=capacity, partner_agreed=agreed, employed=(Span(first=REGISTERED),))

        assert P01.condition(facts(staff), APPROVED).met is met

    def test_a_partner_who_becomes_staff_stops_counting_that_day(self):
        hired_on = APPROVED + 20 * DAY
        history = facts(member(employed=(Span(first=hired_on),)))

        assert P01.condition(history, hired_on - DAY).met is Met.YES
        assert P01.condition(history, hired_on).met is Met.NO

    @pytest.mark.parametrize("closing", ["sustained", "stopped", "archived"])
    def test_does_not_speak_of_a_closed_project(self, closing: str):
        history = facts(history=(*TESTING, StageFrom(day=LATER, stage=closing)))

        assert P01.condition(history, LATER).code == "closed"

    def test_goes_on_while_paused(self):
        history = facts(history=(*TESTING, StageFrom(day=LATER, stage="paused")))

        assert P01.condition(history, LATER).met is Met.NO

    def test_is_silent_of_a_pause_before_approval(self):
        history = facts(history=stages(("setup", REGISTERED), ("paused", APPROVED)))

        assert P01.condition(history, APPROVED).code == "before_approval"

    def test_of_two_changes_on_one_day_the_later_recorded_decides(self):
        history = facts(
            history=stages(("setup", REGISTERED), ("co_design", APPROVED), ("stopped", APPROVED))
        )

        assert P01.condition(history, APPROVED).code == "closed"

    def test_back_in_co_design_still_asks_at_the_point_of_care(self):
        history = facts(
            member(), history=(*TESTING, StageFrom(day=APPROVED + 20 * DAY, stage="co_design"))
        )

        assert P01.condition(history, APPROVED + 20 * DAY).code == "none_on_point_of_care"


class TestTimeline:
    def test_passes_with_a_partner_on_both_teams(self):
        assert on(facts(*on_both()), HORIZON - DAY) is Outcome.PASS

    def test_a_leaver_gives_at_risk_with_the_day_on_which_it_fails(self):
        history = facts(*on_both(last=LATER), history=TESTING)
        gap = outcome_on(timeline(P01, history, horizon=HORIZON), LATER + DAY)

        assert gap is not None
        assert gap.outcome is Outcome.AT_RISK
        assert gap.met is Met.NO
        assert gap.params["fails_on"] == (LATER + 31 * DAY).isoformat()
        assert on(history, LATER + 30 * DAY) is Outcome.AT_RISK
        assert on(history, LATER + 31 * DAY) is Outcome.FAIL

    def test_warns_90_days_before_a_known_end_fails(self):
        history = facts(*on_both(last=date(2026, 12, 1)), history=TESTING)
        fails_on = date(2026, 12, 1) + 31 * DAY

        assert on(history, fails_on - 91 * DAY) is Outcome.PASS
        assert on(history, fails_on - 90 * DAY) is Outcome.AT_RISK
        assert on(history, fails_on) is Outcome.FAIL

    def test_a_successor_within_30_days_never_fails(self):
        history = facts(*on_both(last=LATER), *on_both(first=LATER + 31 * DAY), history=TESTING)

        outcomes = {interval.outcome for interval in timeline(P01, history, horizon=HORIZON)}

        assert Outcome.FAIL not in outcomes
        assert on(history, LATER + 31 * DAY) is Outcome.PASS

    def test_a_successor_one_day_too_late_leaves_the_fail_in_history(self):
        history = facts(*on_both(last=LATER), *on_both(first=LATER + 32 * DAY), history=TESTING)

        assert on(history, LATER + 31 * DAY) is Outcome.FAIL
        assert on(history, LATER + 32 * DAY) is Outcome.PASS

    def test_nothing_stated_is_unknown_and_never_a_pass(self):
        history = facts(member(relevant_experience=None))

        assert on(history, APPROVED) is Outcome.UNKNOWN

    def test_a_partner_who_was_promised_turns_the_forecast_to_pass(self):
        history = facts(member(), member(team="point_of_care", first=DUE + 40 * DAY))

        assert on(history, DUE) is Outcome.AT_RISK
        assert on(history, DUE + 30 * DAY) is Outcome.FAIL
        assert on(history, DUE + 40 * DAY) is Outcome.PASS

    def test_an_organisation_may_set_a_shorter_gap(self):
        standards = Standards({"partner_gap_days": ((date(2020, 1, 1), 7),)})
        history = facts(*on_both(last=LATER), history=TESTING, standards=standards)

        assert on(history, LATER + 7 * DAY) is Outcome.AT_RISK
        assert on(history, LATER + 8 * DAY) is Outcome.FAIL

    def test_days_before_qiflow_do_not_fail_and_the_gap_counts_from_the_opening(self):
        opened = APPROVED + 200 * DAY
        history = facts(history=TESTING, opened_on=opened)

        assert on(history, opened - DAY) is Outcome.NOT_APPLICABLE
        assert on(history, opened + 29 * DAY) is Outcome.AT_RISK
        assert on(history, opened + 30 * DAY) is Outcome.FAIL

    @pytest.mark.parametrize(
        "history",
        [
            facts(member()),
            facts(*on_both(last=LATER), history=TESTING),
            facts(member(employed=(Span(first=LATER, last=LATER + 5 * DAY),)), history=TESTING),
            facts(member(removed_on=LATER)),
            facts(*on_both(), history=(*TESTING, StageFrom(day=LATER, stage="stopped"))),
            facts(member(), opened_on=LATER),
        ],
    )
    def test_changes_only_on_its_boundaries(self, history: ProjectFacts):
        boundaries = set(P01.boundaries(history))
        day = REGISTERED + DAY
        while day < HORIZON:
            changed = P01.condition(history, day) != P01.condition(history, day - DAY)
            assert not changed or day in boundaries, day
            day += DAY
