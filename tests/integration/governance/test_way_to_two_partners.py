"""From an empty committee to two counting partners, through commands and facts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from governance.commands import appointments, service
from governance.commands.committee_steps import constitute
from governance.commands.committees import change_committee, register_committee
from governance.commands.seats import add_seat, assign_seat
from governance.facts.committees import load_committees
from governance.rules.two_partners import TWO_PARTNERS, two_partners_on
from governance.timers import fire
from kernel.actors import Actor
from kernel.errors import Blocked, Denied, NotFound, Unmet
from kernel.models import Event, Timer, Transition
from kernel.rules.outcomes import Met, Outcome
from kernel.rules.timeline import outcome_on, timeline
from people.models import Organisation
from tests.factories import governance as make
from tests.factories import people
from tests.factories.governance import NOW, TODAY


def met(committee_id, day: date = TODAY, known_at=None) -> Met:
    facts = load_committees([committee_id], known_at)[committee_id]
    return two_partners_on(facts, day).met


class TestWayToTwoPartners:
    def test_a_partner_goes_from_application_to_active(self, trust: Organisation, keeper: Actor):
        person = people.person(trust)
        made = appointments.apply(
            organisation_id=trust.pk, person_id=person.pk, actor=keeper, now=NOW
        )
        take = make.taking(keeper)

        appointments.shortlist(appointment_id=made.pk, taking=take, panel_had_partner=True)
        appointments.offer(
            appointment_id=made.pk,
            taking=take,
            task_profile="Reads papers, asks questions.",
            payment_explained_on=TODAY,
        )
        appointments.accept(
            appointment_id=made.pk,
            taking=take,
            terms_accepted_on=TODAY,
            confidentiality_draft_seen_on=TODAY,
        )
        appointments.clear_checks(
            appointment_id=made.pk,
            taking=take,
            identity_seen_on=TODAY,
            references_seen_on=TODAY,
            benefits_advice_offered_on=TODAY,
        )
        done = appointments.complete_induction(
            appointment_id=made.pk,
            taking=take,
            induction_completed_on=TODAY,
            confidentiality_signed_on=TODAY,
        )

        assert done.state == "active"
        steps = Transition.objects.filter(subject_id=made.pk).values_list("transition", flat=True)
        assert list(steps.order_by("id")) == [
            "shortlist",
            "offer",
            "accept",
            "clear_checks",
            "complete_induction",
        ]
        assert Timer.objects.get(subject_id=made.pk).due_on == date(2028, 3, 10)

    def test_a_committee_is_constituted_and_staffed(self, trust: Organisation, keeper: Actor):
        made = register_committee(
            organisation_id=trust.pk,
            name="Quality and Safety Committee",
            established_on=date(2025, 3, 1),
            actor=keeper,
            now=NOW,
            safety_related="yes",
        )
        with pytest.raises(Unmet) as refused:
            constitute(committee_id=made.pk, taking=make.taking(keeper))
        assert {guard.code for guard in refused.value.unmet} == {
            "C03",
            "terms_of_reference",
            "chair",
            "meeting_frequency",
        }

        change_committee(
            committee_id=made.pk,
            changes={
                "chair_id": people.person(trust).pk,
                "meeting_frequency": "monthly",
                "terms_of_reference": "https://intranet.example.nhs.uk/terms",
                "terms_dated_on": date(2025, 3, 1),
            },
            actor=keeper,
            now=NOW,
        )
        seats = [
            add_seat(committee_id=made.pk, seat_kind="psp", actor=keeper, now=NOW) for _ in (1, 2)
        ]
        constitute(committee_id=made.pk, taking=make.taking(keeper))
        assert met(made.pk) is Met.NO
        for seat in seats:
            partner = make.appointment(trust)
            assign_seat(
                committee_id=made.pk,
                seat_id=seat.pk,
                appointment_id=partner.pk,
                from_date=TODAY,
                actor=keeper,
                now=NOW,
            )

        assert met(made.pk) is Met.YES
        made.refresh_from_db()
        seqs = (
            Event.objects.filter(aggregate_id=made.pk).order_by("seq").values_list("seq", flat=True)
        )
        assert list(seqs) == list(range(1, made.version + 1))

    def test_a_suspension_takes_one_from_the_count_and_a_lift_gives_it_back(
        self, trust: Organisation, keeper: Actor, specialist: Actor
    ):
        staffed = make.staffed(trust)
        partner = staffed.appointments[0]
        service.suspend(
            appointment_id=partner.pk,
            taking=make.taking(keeper),
            concern_reference="C-1",
            support_offered=True,
            review_on=TODAY + timedelta(days=7),
        )
        assert met(staffed.committee.pk) is Met.NO
        assert met(staffed.committee.pk, TODAY - timedelta(days=1)) is Met.YES

        later = NOW + timedelta(hours=1)
        service.lift(
            appointment_id=partner.pk,
            taking=make.taking(specialist, now=later),
            outcome="No concern.",
        )

        assert met(staffed.committee.pk) is Met.YES

    def test_a_late_record_changes_the_past_as_now_known_only(
        self, trust: Organisation, keeper: Actor
    ):
        staffed = make.staffed(trust, now=NOW - timedelta(days=60))
        last_week = TODAY - timedelta(days=7)
        service.suspend(
            appointment_id=staffed.appointments[0].pk,
            taking=make.taking(keeper, effective_on=TODAY - timedelta(days=28)),
            concern_reference="C-1",
            support_offered=True,
            review_on=TODAY - timedelta(days=20),
        )

        assert met(staffed.committee.pk, last_week) is Met.NO
        assert met(staffed.committee.pk, last_week, NOW - timedelta(days=1)) is Met.YES

    def test_a_term_that_ends_in_forty_days_is_forecast(self, trust: Organisation):
        committee = make.committee(trust)
        one, two = make.seats_of(committee)
        make.assignment(one, make.appointment(trust))
        make.assignment(two, make.appointment(trust, ends_on=make.days(40)))
        facts = load_committees([committee.pk], None)[committee.pk]

        intervals = timeline(TWO_PARTNERS, facts, horizon=make.days(365))

        today = outcome_on(intervals, TODAY)
        assert today is not None
        assert today.outcome is Outcome.AT_RISK
        assert today.params["fails_on"] == make.days(41).isoformat()
        after = outcome_on(intervals, make.days(41))
        assert after is not None
        assert after.outcome is Outcome.FAIL
        assert after.params["seats"] == [2]

    def test_the_timer_ends_the_appointment_once(self, trust: Organisation):
        staffed = make.staffed(trust)
        partner = make.appointment(trust, ends_on=make.days(5))
        make.assignment(staffed.seats[0], partner)
        later = NOW + timedelta(days=6)
        for _ in (1, 2):
            fire("appointment_ends", partner.pk, today=make.days(6), now=later)

        partner.refresh_from_db()
        assert (partner.state, partner.end_reason) == ("ended", "term")
        ended = Event.objects.filter(aggregate_id=partner.pk, type="uk.qiflow.psp.ended.v1")
        assert ended.count() == 1

    def test_a_role_that_begins_later_begins_on_its_day(self, trust: Organisation, keeper: Actor):
        partner = make.appointment(trust, state="inducting", since=TODAY)
        starts = make.days(10)
        appointments.complete_induction(
            appointment_id=partner.pk,
            taking=make.taking(keeper),
            induction_completed_on=TODAY,
            confidentiality_signed_on=TODAY,
            starts_on=starts,
        )
        partner.refresh_from_db()
        assert partner.state == "inducting"

        committee = make.committee(trust)
        one, two = make.seats_of(committee)
        make.assignment(one, make.appointment(trust))
        make.assignment(two, partner, from_date=starts)
        assert met(committee.pk, starts) is Met.YES
        assert met(committee.pk, starts - timedelta(days=1)) is Met.NO

        fire("appointment_starts", partner.pk, today=starts, now=NOW + timedelta(days=10))
        partner.refresh_from_db()
        assert partner.state == "active"


class TestRefusals:
    def test_another_organisation_finds_nothing(self, trust: Organisation, stranger: Actor):
        staffed = make.staffed(trust)
        with pytest.raises(NotFound):
            constitute(committee_id=staffed.committee.pk, taking=make.taking(stranger))
        with pytest.raises(NotFound):
            service.pause(appointment_id=staffed.appointments[0].pk, taking=make.taking(stranger))

    def test_a_reader_is_denied(self, trust: Organisation):
        reader = people.actor_of(people.user("auditor", trust), on=TODAY)
        staffed = make.staffed(trust)
        with pytest.raises(Denied):
            service.pause(appointment_id=staffed.appointments[0].pk, taking=make.taking(reader))

    def test_a_step_from_the_wrong_state_is_blocked(self, trust: Organisation, keeper: Actor):
        staffed = make.staffed(trust)
        with pytest.raises(Blocked):
            constitute(committee_id=staffed.committee.pk, taking=make.taking(keeper))
