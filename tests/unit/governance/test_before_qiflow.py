"""What was before a subject in mid-life came into QIflow is not judged; its true dates count.

Source: domain/domain.md 15 item 20.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from governance.facts.spans import OPEN
from governance.facts.standings import OrganisationFacts, Standing
from governance.facts.values import (
    AppointmentSubject,
    Body,
    CommitteeFacts,
    Work,
)
from governance.rules import COMMITTEE_RULES
from governance.rules.appointments import NOT_AN_EMPLOYEE
from governance.rules.classification import CLASSIFICATION_JUSTIFIED
from governance.rules.coverage import COVERAGE
from governance.rules.planning import SEATS_PLANNED
from governance.rules.two_partners import TERM_ENDING, TWO_PARTNERS
from governance.rules.vacancy import VACANCY_AGE
from kernel.rules.outcomes import Interval, Outcome
from kernel.rules.rule import say
from kernel.rules.timeline import outcome_on, timeline
from tests.unit.governance.histories import (
    BEGAN,
    HORIZON,
    ONE,
    TODAY,
    TRUST,
    classified,
    committee,
    partner,
    shown,
)

OPENED = date(2026, 2, 10)
DAY = timedelta(days=1)
NOT_JUDGED = (Outcome.NOT_APPLICABLE, "before_qiflow")

#: By rule, a committee of which the rule had something to say long before it was brought in.
SPOKEN_OF = {
    "C01": committee(opened_on=OPENED),
    "C03": committee(seats=(ONE,), terms_dated=((date(2025, 1, 1), OPEN),), opened_on=OPENED),
    "C04": committee(opened_on=OPENED),
    "C05": committee(classifications=(classified(False, has_reason=False),), opened_on=OPENED),
    "C10": committee(
        partner(), partner(terms=((BEGAN, OPENED + timedelta(days=150)),)), opened_on=OPENED
    ),
}
THEN = {
    "C01": Outcome.FAIL,
    "C03": Outcome.FAIL,
    "C04": Outcome.FAIL,
    "C05": Outcome.FAIL,
    "C10": Outcome.AT_RISK,
}


def said(found: Interval) -> tuple[Outcome, str]:
    return found.outcome, found.code


class TestCommittees:
    @pytest.mark.parametrize("rule", COMMITTEE_RULES, ids=lambda rule: rule.id)
    def test_no_rule_judges_a_day_before_it_was_brought_in(self, rule):
        """From its establishment to the last day before, and not a day longer."""
        facts = SPOKEN_OF[rule.id]
        first, then, *_ = timeline(rule, facts, horizon=HORIZON)
        assert said(first) == NOT_JUDGED
        assert (first.starts_on, first.ends_on) == (BEGAN, OPENED - DAY)
        assert (then.outcome, then.starts_on) == (THEN[rule.id], OPENED)
        assert say(rule, first.code, first.params) == "Before QIflow: not judged."

    @pytest.mark.parametrize("rule", COMMITTEE_RULES, ids=lambda rule: rule.id)
    def test_a_committee_that_was_made_in_qiflow_is_judged_from_its_first_day(self, rule):
        facts = committee(partner(), partner())
        assert all(
            found.code != "before_qiflow" for found in timeline(rule, facts, horizon=HORIZON)
        )

    def test_true_dates_count_from_that_day_on(self):
        """A seat that was empty for years is not newly empty on the day of the file."""
        facts = committee(partner(), opened_on=OPENED)
        found = shown(facts, OPENED, rule=VACANCY_AGE)
        assert found.code == "long_empty"
        assert found.params["since"] == (BEGAN + timedelta(days=60)).isoformat()

    def test_a_new_committee_has_what_is_left_of_its_grace(self):
        established = OPENED - timedelta(days=20)
        facts = committee(begins_on=established, steps=((established, "active"),), opened_on=OPENED)
        fails_on = established + timedelta(days=60)
        assert said(shown(facts, OPENED - DAY)) == NOT_JUDGED
        assert shown(facts, OPENED).params["fails_on"] == fails_on.isoformat()
        assert shown(facts, fails_on - DAY).outcome is Outcome.AT_RISK
        assert shown(facts, fails_on).outcome is Outcome.FAIL

    def test_an_unclassified_past_is_not_unknown(self):
        facts = committee(classifications=(), opened_on=OPENED)
        for rule in (TWO_PARTNERS, SEATS_PLANNED, CLASSIFICATION_JUSTIFIED, TERM_ENDING):
            assert said(shown(facts, OPENED - DAY, rule=rule)) == NOT_JUDGED
            assert shown(facts, OPENED, rule=rule).outcome is not Outcome.NOT_APPLICABLE

    def test_partners_who_were_brought_in_count_by_their_true_dates(self):
        """A committee that QIflow knew before is judged on all its days."""
        one, two = partner(opened_on=OPENED), partner(opened_on=OPENED)
        assert shown(committee(one, two), OPENED - DAY).outcome is Outcome.PASS


class TestAppointments:
    def test_work_is_judged_from_that_day_on(self):
        hired = partner(works=(Work(TRUST, BEGAN, OPEN),), opened_on=OPENED)
        facts = AppointmentSubject(
            subject_id=hired.subject_id,
            organisation_id=TRUST,
            begins_on=BEGAN,
            appointment=hired,
            bodies=(Body(TRUST, date.min, OPEN),),
        )
        before, since = timeline(NOT_AN_EMPLOYEE, facts, horizon=HORIZON)
        assert said(before) == NOT_JUDGED
        assert (before.starts_on, before.ends_on) == (BEGAN, OPENED - DAY)
        assert (since.outcome, since.starts_on) == (Outcome.FAIL, OPENED)
        assert since.params["since"] == BEGAN.isoformat()
        told = say(NOT_AN_EMPLOYEE, before.code, before.params)
        assert told == "Before QIflow: not judged."


def trust(*standings: Standing, **values) -> OrganisationFacts:
    row = {"begins_on": BEGAN, **values}
    return OrganisationFacts(subject_id=TRUST, organisation_id=TRUST, standings=standings, **row)


def standings_of(facts: CommitteeFacts) -> tuple[Standing, ...]:
    """What C01 said of a committee, as an organisation finds it stored."""
    where = uuid4()
    return tuple(
        Standing(
            where,
            found.starts_on,
            found.ends_on or OPEN,
            found.outcome,
            found.met,
            None,
            before_qiflow=found.code == "before_qiflow",
        )
        for found in timeline(TWO_PARTNERS, facts, horizon=HORIZON)
    )


def covered(facts: OrganisationFacts, day: date) -> tuple[Outcome, str]:
    found = outcome_on(timeline(COVERAGE, facts, horizon=HORIZON), day)
    assert found is not None
    return said(found)


class TestOrganisations:
    def test_a_day_of_committees_that_came_later_is_not_judged(self):
        facts = trust(*standings_of(committee(opened_on=OPENED)))
        assert covered(facts, OPENED - DAY) == NOT_JUDGED
        assert covered(facts, OPENED) == (Outcome.FAIL, "some_unmet")

    def test_a_day_before_the_first_of_them_is_not_judged(self):
        """A trust is older than the committees that it brings."""
        opened_on = BEGAN - timedelta(days=900)
        facts = trust(*standings_of(committee(opened_on=OPENED)), begins_on=opened_on)
        assert covered(facts, opened_on) == NOT_JUDGED
        assert say(COVERAGE, "before_qiflow", {}) == "Before QIflow: not judged."

    def test_committees_that_were_here_are_judged_without_those_that_came(self):
        here = standings_of(committee(partner(), partner()))
        came = standings_of(committee(opened_on=OPENED))
        long_before = OPENED - timedelta(days=91)
        assert covered(trust(*here, *came), long_before) == (Outcome.PASS, "met")
        assert covered(trust(*here, *came), OPENED)[1] == "some_unmet"

    def test_a_trust_that_never_had_one_still_fails(self):
        assert covered(trust(), TODAY) == (Outcome.FAIL, "none_in_trust")
