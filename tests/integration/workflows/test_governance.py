"""Committees and partners through the workers: the story of the requirement."""

from datetime import timedelta

import pytest

from governance.commands.seats import assign_seat
from governance.commands.service import suspend
from governance.commands.stepping import Taking
from governance.commands.terms import correct_term
from kernel import clock
from kernel.actors import SYSTEM
from kernel.models import Event, Finding, Pending, Standing
from tests.factories import governance, people
from tests.integration.workflows.test_timers import fire_all
from workflows.drain import settle
from workflows.horizons import drift, roll_ups_agree

pytestmark = pytest.mark.usefixtures("everywhere")


def outcome(subject, rule: str) -> str:
    return Standing.objects.get(subject_id=subject.pk, rule_id=rule).outcome


class TestTwoPartners:
    @pytest.fixture
    def trust(self):
        return people.organisation()

    def test_a_second_seat_that_is_filled_restores_the_committee_and_its_organisation(self, trust):
        made = governance.staffed(trust, members=1, now=clock.now())
        settle()
        assert (outcome(made.committee, "C01"), outcome(trust, "C14")) == ("fail", "fail")

        second = governance.appointment(trust, now=clock.now())
        assign_seat(
            committee_id=made.committee.pk,
            seat_id=made.seats[1].pk,
            appointment_id=second.pk,
            from_date=clock.today(),
            actor=SYSTEM,
            now=clock.now(),
        )
        settle()

        assert (outcome(made.committee, "C01"), outcome(trust, "C14")) == ("pass", "pass")
        assert not Pending.objects.exists()

    def test_a_suspended_partner_fails_every_committee_they_serve(self, trust):
        made = governance.staffed(trust, now=clock.now())
        settle()
        assert outcome(made.committee, "C01") == "pass"

        suspend(
            appointment_id=made.appointments[0].pk,
            taking=Taking(actor=SYSTEM, now=clock.now(), reason="A concern was raised."),
            support_offered=True,
            review_on=clock.today() + timedelta(days=14),
            concern_reference="DATIX-1",
        )
        settle()

        assert outcome(made.committee, "C01") == "fail"
        told = Event.objects.get(
            aggregate_id=made.committee.pk, type="uk.qiflow.compliance.failed.v1"
        )
        assert told.data["rule_id"] == "C01"
        assert told.effective_on == clock.today()
        assert drift() == []
        assert roll_ups_agree()

    def test_a_term_that_will_end_sooner_moves_what_is_foreseen_for_the_organisation(self, trust):
        made = governance.staffed(trust, now=clock.now())
        settle()
        for days in (300, 200):  # today's outcome stays as it is
            correct_term(
                appointment_id=made.appointments[0].pk,
                number=0,
                from_date=governance.ESTABLISHED,
                to_date=clock.today() + timedelta(days=days),
                actor=SYSTEM,
                now=clock.now(),
            )
            settle()

        assert (outcome(made.committee, "C01"), outcome(trust, "C14")) == ("pass", "pass")
        assert Finding.objects.filter(
            subject_id=trust.pk,
            rule_id="C14",
            superseded_at=None,
            outcome="fail",
            starts_on=clock.today() + timedelta(days=201),
        ).exists()
        assert drift() == []

    def test_terms_that_end_are_announced_by_the_calendar(self, trust):
        made = governance.staffed(trust, now=clock.now())
        settle()

        clock.move_by(timedelta(days=3 * 365))
        fire_all()
        settle()

        assert outcome(made.committee, "C01") == "fail"
        assert {one.state for one in type(made.appointments[0]).objects.all()} == {"ended"}
