"""Who may suspend a partner or a committee, who confirms and who lifts it again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from governance.commands import service
from governance.commands.committee_steps import suspend_committee
from governance.models import PspAppointment, Suspension
from kernel.actors import Actor
from kernel.errors import Denied, Unmet
from people.models import Organisation
from tests.factories import governance as make
from tests.factories import people
from tests.factories.governance import NOW, TODAY


def holder(role: str, trust: Organisation) -> Actor:
    return people.actor_of(people.user(role, trust), on=TODAY)


def suspend(partner: PspAppointment, actor: Actor, now: datetime = NOW) -> None:
    service.suspend(
        appointment_id=partner.pk,
        taking=make.taking(actor, now=now),
        concern_reference="C-1",
        support_offered=True,
        review_on=now.date() + timedelta(days=14),
    )


def codes(refused: pytest.ExceptionInfo[Unmet]) -> list[str]:
    return [guard.code for guard in refused.value.unmet]


@pytest.fixture
def partner(trust: Organisation) -> PspAppointment:
    return make.appointment(trust)


@pytest.fixture
def senior_lead(trust: Organisation) -> Actor:
    return holder("senior_lead", trust)


@pytest.fixture
def team(trust: Organisation) -> Actor:
    return holder("participation_team", trust)


class TestSuspendingAPartner:
    def test_is_not_for_the_participation_team(self, partner: PspAppointment, team: Actor):
        with pytest.raises(Denied, match="specialist or the senior lead"):
            suspend(partner, team)
        assert not Suspension.objects.exists()

    @pytest.mark.parametrize("role", ["ps_specialist", "senior_lead", "administrator"])
    def test_needs_one_person_at_once(self, partner: PspAppointment, trust: Organisation, role):
        suspend(partner, holder(role, trust))

        partner.refresh_from_db()
        assert partner.state == "suspended"

    def test_long_ago_needs_an_approver_who_may_suspend_too(
        self, partner: PspAppointment, specialist: Actor, trust: Organisation
    ):
        def suspend_then(approved_by):
            service.suspend(
                appointment_id=partner.pk,
                taking=make.taking(
                    specialist, effective_on=make.days(-40), approved_by=approved_by
                ),
                concern_reference="C-1",
                support_offered=True,
                review_on=make.days(-30),
            )

        with pytest.raises(Unmet) as refused:
            suspend_then(people.user("participation_team", trust).pk)
        assert codes(refused) == ["second_approver"]
        suspend_then(people.user("senior_lead", trust).pk)

    def test_is_to_be_confirmed_within_two_days_that_are_worked(
        self, partner: PspAppointment, specialist: Actor
    ):
        maundy_thursday = datetime(2026, 4, 2, 9, tzinfo=UTC)
        suspend(partner, specialist, now=maundy_thursday)
        assert Suspension.objects.get().confirm_by == date(2026, 4, 8)


class TestConfirmingAndLifting:
    @pytest.fixture(autouse=True)
    def suspended(self, partner: PspAppointment, specialist: Actor) -> None:
        suspend(partner, specialist)

    def test_are_not_for_the_participation_team(self, partner: PspAppointment, team: Actor):
        taking = make.taking(team)
        with pytest.raises(Denied):
            service.confirm_suspension(appointment_id=partner.pk, taking=taking)
        with pytest.raises(Denied):
            service.lift(appointment_id=partner.pk, taking=taking, outcome="No concern.")

    def test_are_for_another_person(self, partner: PspAppointment, specialist: Actor):
        taking = make.taking(specialist)
        with pytest.raises(Unmet) as refused:
            service.confirm_suspension(appointment_id=partner.pk, taking=taking)
        assert codes(refused) == ["another_person", "senior_lead"]
        with pytest.raises(Unmet) as refused:
            service.lift(appointment_id=partner.pk, taking=taking, outcome="No concern.")
        assert codes(refused) == ["another_person", "senior_lead"]

    def test_two_specialists_are_not_enough(self, partner: PspAppointment, trust: Organisation):
        taking = make.taking(holder("ps_specialist", trust))
        with pytest.raises(Unmet) as refused:
            service.confirm_suspension(appointment_id=partner.pk, taking=taking)
        assert codes(refused) == ["senior_lead"]

    def test_the_senior_lead_confirms_and_lifts(self, partner: PspAppointment, senior_lead: Actor):
        taking = make.taking(senior_lead)
        service.confirm_suspension(appointment_id=partner.pk, taking=taking)
        service.lift(appointment_id=partner.pk, taking=taking, outcome="No concern.")

        partner.refresh_from_db()
        row = Suspension.objects.get()
        assert partner.state == "active"
        assert (row.confirmed_by, row.lifted_on) == (senior_lead.id, TODAY)

    def test_a_specialist_confirms_what_the_senior_lead_decided(
        self, trust: Organisation, senior_lead: Actor, specialist: Actor
    ):
        other = make.appointment(trust)
        suspend(other, senior_lead)
        service.confirm_suspension(appointment_id=other.pk, taking=make.taking(specialist))
        assert Suspension.objects.get(appointment=other).confirmed_by == specialist.id


class TestSuspendingACommittee:
    @pytest.mark.parametrize("role", ["committee_chair", "administrator"])
    def test_is_for_its_chair_and_where_none_can_for_an_administrator(
        self, trust: Organisation, role: str
    ):
        committee, other = make.committee(trust), make.committee(trust)
        suspend_committee(
            committee_id=committee.pk,
            taking=make.taking(holder(role, trust), reason="No room to meet in."),
            duties_go_to=other.pk,
        )
        committee.refresh_from_db()
        assert (committee.state, committee.duties_go_to_id) == ("suspended", other.pk)

    @pytest.mark.parametrize("role", ["committee_secretary", "ps_specialist", "auditor"])
    def test_is_for_nobody_else(self, trust: Organisation, role: str):
        committee = make.committee(trust)
        with pytest.raises(Denied, match="chair"):
            suspend_committee(
                committee_id=committee.pk, taking=make.taking(holder(role, trust), reason="Why")
            )
