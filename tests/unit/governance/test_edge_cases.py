"""Every edge case of domain.md 12.0 and of section 15 that concerns governance, by name.

The generated page of edge cases is made from the names and docstrings of these tests.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

from governance.facts.spans import OPEN
from governance.facts.standings import OrganisationFacts as Organisation
from governance.facts.standings import Standing
from governance.facts.values import (
    AppointmentSubject,
    Body,
    Holding,
    PoolPlace,
    Recruiting,
    Served,
    Work,
)
from governance.rules import COMMITTEE_RULES
from governance.rules.appointments import not_an_employee_on
from governance.rules.classification import classification_on
from governance.rules.coverage import COVERAGE, coverage_on
from governance.rules.two_partners import TERM_ENDING, TWO_PARTNERS
from governance.rules.vacancy import VACANCY_AGE, vacancy_age_on
from kernel.rules.outcomes import Met, Outcome, Severity
from kernel.rules.timeline import outcome_on, timeline
from tests.unit.governance.histories import (
    BEGAN,
    HORIZON,
    ONE,
    OTHER,
    THREE,
    TODAY,
    TRUST,
    TWO,
    classified,
    committee,
    held,
    met,
    partner,
    seat,
    shown,
    verdict,
)

MARCH_31 = date(2026, 3, 31)
APRIL_1 = date(2026, 4, 1)
DAY = timedelta(days=1)


class TestTerms:
    def test_a_term_counts_on_its_last_day(self):
        facts = committee(partner(), partner(terms=((BEGAN, MARCH_31),)))
        assert met(facts, MARCH_31) is Met.YES

    def test_a_term_does_not_count_on_the_day_after(self):
        facts = committee(partner(), partner(terms=((BEGAN, MARCH_31),)))
        found = shown(facts, APRIL_1)
        assert (found.outcome, found.starts_on) == (Outcome.FAIL, APRIL_1)
        assert (found.code, found.params["seats"]) == ("seat_not_counted", [2])
        assert found.params["since"] == "2026-04-01"

    def test_a_renewal_from_the_next_day_leaves_no_gap(self):
        facts = committee(partner(), partner(terms=((BEGAN, MARCH_31), (APRIL_1, OPEN))))
        outcomes = {
            one.outcome
            for one in timeline(TWO_PARTNERS, facts, horizon=HORIZON)
            if one.starts_on >= date(2024, 3, 1)
        }
        assert outcomes <= {Outcome.PASS}

    def test_a_late_renewal_leaves_its_gap_in_history(self):
        april_10 = date(2026, 4, 10)
        facts = committee(partner(), partner(terms=((BEGAN, MARCH_31), (april_10, OPEN))))
        assert met(facts, date(2026, 4, 9)) is Met.NO
        assert met(facts, april_10) is Met.YES
        assert shown(facts, date(2026, 4, 5)).ends_on == date(2026, 4, 9)

    def test_a_start_in_the_future_counts_from_that_day(self):
        starts = TODAY + timedelta(days=20)
        later = partner(terms=((starts, OPEN),), steps=((TODAY, "inducting"), (starts, "active")))
        facts = committee(partner(), later)
        assert met(facts) is Met.NO
        assert shown(facts, starts).outcome is Outcome.PASS

    def test_a_status_ends_on_the_day_of_the_event(self):
        """A partner died or withdrew in mid-month: history before that day is intact."""
        facts = committee(partner(), partner(steps=((BEGAN, "active"), (APRIL_1, "ended"))))
        assert met(facts, MARCH_31) is Met.YES
        assert met(facts, APRIL_1) is Met.NO
        assert "died" not in str(verdict(facts, APRIL_1))


class TestSeats:
    def test_a_vacant_seat_counts_nothing_and_tells_its_age(self):
        facts = committee(partner())
        assert verdict(facts).params["counted"] == 1
        found = vacancy_age_on(facts, TODAY)
        assert found.met is Met.NO
        assert found.params["since"] == "2024-03-01"

    def test_one_person_counts_on_each_of_two_committees(self):
        both, others = partner(), [partner(), partner()]
        assert all(met(committee(both, other)) is Met.YES for other in others)

    def test_the_same_person_in_both_seats_counts_once(self):
        who = uuid4()
        found = verdict(committee(partner(person_id=who), partner(person_id=who)))
        assert (found.met, found.code) == (Met.NO, "one_person_in_seats")
        assert found.params["counted"] == 1

    def test_a_job_share_fills_one_seat(self):
        one, two = partner(), partner()
        facts = committee(one, two, holdings=(held(ONE, one), held(ONE, two)))
        assert verdict(facts).params["counted"] == 1

    def test_a_third_partner_is_no_fault(self):
        facts = committee(partner(), partner(), partner(), seats=(ONE, TWO, THREE))
        assert verdict(facts).params["counted"] == 3

    def test_a_pool_counts_its_people_up_to_the_seats(self):
        who = [partner(), partner(), partner()]
        pool = uuid4()
        both = tuple(Holding(place.id, BEGAN, OPEN, None, pool) for place in (ONE, TWO))
        places = tuple(PoolPlace(one.subject_id, BEGAN, OPEN) for one in who)
        facts = committee(*who, holdings=both, pools={pool: places})
        assert verdict(facts).params["counted"] == 2
        alone = committee(*who, holdings=both, pools={pool: places[:1]})
        assert verdict(alone).params["counted"] == 1

    def test_a_seat_that_was_closed_does_not_count(self):
        closed = seat(2, last=MARCH_31)
        facts = committee(partner(), partner(), seats=(ONE, closed))
        assert met(facts, MARCH_31) is Met.YES
        assert met(facts, APRIL_1) is Met.NO


class TestStatus:
    def test_a_suspension_does_not_count_from_its_first_day(self):
        facts = committee(partner(), partner(steps=((BEGAN, "active"), (TODAY, "suspended"))))
        assert met(facts, TODAY - DAY) is Met.YES
        assert shown(facts, TODAY).outcome is Outcome.FAIL

    def test_a_lifted_suspension_counts_from_its_effective_day(self):
        steps = ((BEGAN, "active"), (MARCH_31, "suspended"), (APRIL_1, "active"))
        facts = committee(partner(), partner(steps=steps))
        assert met(facts, MARCH_31) is Met.NO
        assert met(facts, APRIL_1) is Met.YES

    def test_of_two_changes_on_one_day_the_later_recorded_decides(self):
        steps = ((BEGAN, "active"), (TODAY, "suspended"), (TODAY, "active"))
        assert met(committee(partner(), partner(steps=steps))) is Met.YES

    def test_a_break_is_at_risk_and_fails_only_after_its_grace(self):
        paused = partner(steps=((BEGAN, "active"), (TODAY, "paused")))
        facts = committee(partner(), paused)
        assert shown(facts, TODAY).outcome is Outcome.AT_RISK
        assert shown(facts, TODAY + timedelta(days=41)).outcome is Outcome.AT_RISK
        assert shown(facts, TODAY + timedelta(days=42)).outcome is Outcome.FAIL

    def test_a_break_hides_no_other_gap(self):
        paused = partner(steps=((BEGAN, "active"), (TODAY, "paused")))
        assert shown(committee(paused)).outcome is Outcome.FAIL

    def test_an_appointed_partner_without_induction_does_not_count(self):
        waiting = partner(steps=((BEGAN, "inducting"),), inducted_on=None, terms=())
        assert met(committee(partner(), waiting)) is Met.NO

    def test_induction_is_not_asked_for_where_the_standard_says_so(self):
        waiting = partner(steps=((BEGAN, "inducting"),), inducted_on=None, terms=())
        lenient = committee(partner(), waiting, standards={"count_uninducted": ((BEGAN, 1),)})
        assert verdict(lenient).code == "met_uninducted"

    def test_a_deputy_counts_only_when_holding_the_seat(self):
        """Observers, guests and deputies are left out by the loader: see the integration tests."""
        one, two = partner(), partner()
        assert met(committee(one, two, holdings=(held(ONE, one),))) is Met.NO


class TestScope:
    def test_a_committee_without_safety_data_is_not_judged(self):
        facts = committee(classifications=(classified(yes=False),))
        assert verdict(facts).met is Met.NOT_APPLICABLE
        assert classification_on(facts, BEGAN).met is Met.YES

    def test_a_blank_classification_is_unknown(self):
        facts = committee(partner(), partner(), classifications=())
        assert met(facts) is Met.UNKNOWN
        assert classification_on(facts, TODAY).met is Met.NO

    def test_a_suspended_or_ended_committee_is_not_judged_from_that_day(self):
        for state in ("suspended", "ended", "merged"):
            facts = committee(steps=((BEGAN, "active"), (TODAY, state)))
            assert met(facts, TODAY - DAY) is Met.NO
            assert met(facts, TODAY) is Met.NOT_APPLICABLE

    def test_a_new_committee_is_at_risk_for_its_grace_then_fails(self):
        facts = committee()
        assert shown(facts, BEGAN).outcome is Outcome.AT_RISK
        assert shown(facts, BEGAN + timedelta(days=59)).outcome is Outcome.AT_RISK
        assert shown(facts, BEGAN + timedelta(days=60)).outcome is Outcome.FAIL

    def test_papers_that_speak_of_safety_ask_and_do_not_fail(self):
        noted = BEGAN + timedelta(days=100)
        said = classified(yes=False, papers_noted_on=noted)
        facts = committee(classifications=(said,))
        assert classification_on(facts, noted).met is Met.UNKNOWN
        assert classification_on(facts, noted - DAY).met is Met.YES


class TestBodies:
    def test_a_joint_committee_needs_two_seats_in_all(self):
        """Each organisation's report shows the same result: C14 counts it for both."""
        bodies = (Body(TRUST, date.min, OPEN), Body(OTHER, BEGAN, OPEN))
        assert met(committee(partner(), partner(), bodies=bodies)) is Met.YES
        row = Standing(uuid4(), BEGAN, OPEN, "fail", "no", None)
        for owner in (TRUST, OTHER):
            report = Organisation(
                subject_id=owner, organisation_id=owner, begins_on=BEGAN, standings=(row,)
            )
            assert coverage_on(report, TODAY).met is Met.NO

    def test_committees_in_common_are_counted_separately(self):
        one, two = partner(), partner()
        assert met(committee(one, two)) is Met.YES
        assert met(committee(one, two, organisation_id=OTHER)) is Met.YES

    def test_a_partner_who_becomes_staff_stops_counting_that_day(self):
        may_1 = date(2026, 5, 1)
        hired = partner(works=(Work(TRUST, may_1, OPEN),))
        facts = committee(partner(), hired)
        assert met(facts, may_1 - DAY) is Met.YES
        assert met(facts, may_1) is Met.NO

    def test_pay_for_involvement_is_no_employment(self):
        """Only confirmed contract or bank work is loaded as such; a match opens a question."""
        claimed = partner(claimed=(Work(TRUST, BEGAN, OPEN),))
        assert met(committee(partner(), claimed)) is Met.YES
        subject = AppointmentSubject(
            subject_id=claimed.subject_id,
            organisation_id=TRUST,
            begins_on=BEGAN,
            appointment=claimed,
            bodies=(Body(TRUST, date.min, OPEN),),
        )
        assert not_an_employee_on(subject, TODAY).met is Met.UNKNOWN

    def test_work_for_a_committee_served_is_a_conflict(self):
        where = uuid4()
        hired = partner(works=(Work(OTHER, TODAY, OPEN),))
        subject = AppointmentSubject(
            subject_id=hired.subject_id,
            organisation_id=TRUST,
            begins_on=BEGAN,
            appointment=hired,
            bodies=(Body(TRUST, date.min, OPEN),),
            served=(Served(where, BEGAN, OPEN),),
            committees={where: (Body(OTHER, date.min, OPEN),)},
        )
        assert not_an_employee_on(subject, TODAY - DAY).met is Met.YES
        assert not_an_employee_on(subject, TODAY).met is Met.NO

    def test_a_merger_asks_for_approval_within_ninety_days(self):
        facts = committee(partner(), partner(), merged_on=(APRIL_1,))
        assert shown(facts, MARCH_31).met is Met.YES
        assert shown(facts, APRIL_1).outcome is Outcome.AT_RISK
        assert shown(facts, APRIL_1 + timedelta(days=89)).outcome is Outcome.AT_RISK
        assert shown(facts, APRIL_1 + timedelta(days=90)).outcome is Outcome.FAIL
        again = committee(
            partner(), partner(), merged_on=(APRIL_1,), approved_on=(date(2026, 4, 20),)
        )
        assert met(again, date(2026, 4, 20)) is Met.YES

    def test_a_withdrawn_consent_stops_the_count_the_day_after(self):
        facts = committee(partner(), partner(consents=((BEGAN, MARCH_31),)))
        assert met(facts, MARCH_31) is Met.YES
        assert met(facts, APRIL_1) is Met.NO

    def test_a_person_who_was_removed_does_not_count(self):
        facts = committee(partner(), partner(removed_on=APRIL_1))
        assert met(facts, MARCH_31) is Met.YES
        assert met(facts, APRIL_1) is Met.NO

    def test_a_trust_without_safety_committees_fails(self):
        trust = Organisation(subject_id=TRUST, organisation_id=TRUST, begins_on=BEGAN)
        assert coverage_on(trust, TODAY).met is Met.NO
        charity = Organisation(
            subject_id=TRUST, organisation_id=TRUST, begins_on=BEGAN, is_trust=False
        )
        assert coverage_on(charity, TODAY).met is Met.UNKNOWN

    def test_a_tolerated_committee_puts_the_trust_at_risk(self):
        fails = TODAY + timedelta(days=10)
        rows = (
            Standing(uuid4(), BEGAN, fails - DAY, "at_risk", "no", fails),
            Standing(uuid4(), fails, OPEN, "fail", "no", None),
        )
        trust = Organisation(
            subject_id=TRUST, organisation_id=TRUST, begins_on=BEGAN, standings=rows
        )
        intervals = timeline(COVERAGE, trust, horizon=HORIZON)
        at_risk, failing = outcome_on(intervals, TODAY), outcome_on(intervals, fails)
        assert at_risk is not None
        assert failing is not None
        assert (at_risk.outcome, failing.outcome) == (Outcome.AT_RISK, Outcome.FAIL)


class TestForecast:
    def test_an_end_in_forty_days_is_at_risk_with_its_day(self):
        last = TODAY + timedelta(days=40)
        facts = committee(partner(), partner(terms=((BEGAN, last),)))
        found = shown(facts)
        assert found.outcome is Outcome.AT_RISK
        assert found.params["fails_on"] == (last + DAY).isoformat()

    def test_recruiting_begins_half_a_year_before(self):
        last = TODAY + timedelta(days=170)
        facts = committee(partner(), partner(terms=((BEGAN, last),)))
        assert shown(facts).outcome is Outcome.PASS
        assert shown(facts, rule=TERM_ENDING).outcome is Outcome.AT_RISK
        assert shown(facts, last + DAY, rule=TERM_ENDING).outcome is Outcome.NOT_APPLICABLE

    def test_a_vacancy_is_minor_then_major(self):
        facts = committee(partner(), partner(terms=((BEGAN, MARCH_31),)))
        assert vacancy_age_on(facts, APRIL_1 + timedelta(days=29)).met is Met.YES
        minor = vacancy_age_on(facts, APRIL_1 + timedelta(days=30))
        assert (minor.met, minor.severity) == (Met.NO, Severity.MINOR)
        major = vacancy_age_on(facts, APRIL_1 + timedelta(days=90))
        assert (major.code, major.severity) == ("long_empty", Severity.MAJOR)

    def test_recruiting_puts_a_vacancy_at_risk_until_it_is_too_old(self):
        from_40 = APRIL_1 + timedelta(days=40)
        facts = committee(
            partner(),
            partner(terms=((BEGAN, MARCH_31),)),
            recruiting=(Recruiting(TWO.id, from_40, OPEN),),
        )
        intervals = timeline(VACANCY_AGE, facts, horizon=HORIZON)
        told = [
            (one.starts_on, one.outcome, one.code, one.severity)
            for one in intervals
            if one.outcome is not Outcome.PASS
        ]
        day = [APRIL_1 + timedelta(days=count) for count in (30 - 90, 30, 40, 90)]
        assert told == [
            (day[0], Outcome.AT_RISK, "nobody_recruits", Severity.MINOR),
            (day[1], Outcome.FAIL, "nobody_recruits", Severity.MINOR),
            (day[2], Outcome.AT_RISK, "long_empty", Severity.MAJOR),
            (day[3], Outcome.FAIL, "long_empty", Severity.MAJOR),
        ]

    def test_nothing_of_how_grave_it_is_hides_among_the_counted_facts(self):
        facts = committee(partner(), partner(terms=((BEGAN, MARCH_31),)))
        assert set(vacancy_age_on(facts, APRIL_1 + timedelta(days=90)).params) == {"seats", "since"}


class TestTimelines:
    def test_every_rule_equals_itself_day_by_day(self):
        """Boundaries leave no day out: stored intervals say what the condition says of each day."""
        hard = committee(
            partner(
                steps=(
                    (BEGAN, "active"),
                    (date(2025, 5, 1), "paused"),
                    (date(2025, 8, 1), "active"),
                ),
                terms=((BEGAN, date(2026, 1, 10)), (date(2026, 2, 1), date(2026, 9, 30))),
            ),
            partner(works=(Work(TRUST, date(2026, 6, 1), date(2026, 7, 1)),)),
            classifications=(
                classified(yes=False, last=date(2024, 6, 30)),
                classified(first=date(2024, 7, 1)),
            ),
            merged_on=(date(2026, 3, 1),),
            approved_on=(date(2026, 3, 20),),
        )
        for rule in COMMITTEE_RULES:
            found = timeline(rule, hard, horizon=HORIZON)
            day = BEGAN
            while day <= HORIZON:
                here = outcome_on(found, day)
                assert here is not None
                expected = rule.condition(hard, day).met
                looking_ahead = here.outcome is Outcome.AT_RISK and here.met is Met.YES
                if rule.terms.unmet_shows is here.outcome is Outcome.NOT_APPLICABLE:
                    assert expected in (Met.NO, Met.NOT_APPLICABLE)
                    day += timedelta(days=1)
                    continue
                assert here.met is expected or (looking_ahead and expected is Met.YES), (
                    rule.id,
                    day,
                )
                day += DAY
