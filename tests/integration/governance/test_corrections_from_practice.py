"""What practice asks for: late renewals, second confirmers, pools, deputies, joint committees."""

from __future__ import annotations

from datetime import timedelta

import pytest

from governance.commands import pools, service
from governance.commands.committees import share_committee
from governance.commands.seats import assign_seat
from governance.facts.committees import load_committees
from governance.models import Suspension
from governance.queries.timeline import partners_of_committee
from governance.rules.two_partners import two_partners_on
from governance.timers import fire
from kernel.actors import Actor
from kernel.errors import Unmet
from kernel.rules.outcomes import Met
from people.models import Organisation
from tests.factories import governance as make
from tests.factories import people
from tests.factories.governance import NOW, TODAY


def met(committee_id, day=TODAY) -> Met:
    return two_partners_on(load_committees([committee_id], None)[committee_id], day).met


class TestLateRenewals:
    def test_one_recorded_late_takes_the_seat_up_again_and_keeps_its_gap(
        self, trust: Organisation, keeper: Actor
    ):
        committee = make.committee(trust)
        one, two = make.seats_of(committee)
        partner = make.appointment(trust, ends_on=make.days(-20))
        make.assignment(one, make.appointment(trust))
        make.assignment(two, partner)
        fire("appointment_ends", partner.pk, today=make.days(-19), now=NOW)

        service.renew(
            appointment_id=partner.pk,
            taking=make.taking(keeper),
            from_date=make.days(-9),
            review_held=True,
        )

        partner.refresh_from_db()
        assert (partner.state, partner.end_reason) == ("active", "")
        assert met(committee.pk, make.days(-20)) is Met.YES
        assert met(committee.pk, make.days(-15)) is Met.NO
        assert met(committee.pk, make.days(-9)) is Met.YES

    def test_the_limit_gives_way_to_a_reason(self, trust: Organisation, keeper: Actor):
        partner = make.appointment(trust, ends_on=make.days(10))
        service.renew(
            appointment_id=partner.pk,
            taking=make.taking(keeper),
            to_date=make.days(40),
            review_held=True,
        )
        with pytest.raises(Unmet) as refused:
            service.renew(appointment_id=partner.pk, taking=make.taking(keeper), review_held=True)
        assert [guard.code for guard in refused.value.unmet] == ["renewal_limit"]
        service.renew(
            appointment_id=partner.pk,
            taking=make.taking(keeper),
            review_held=True,
            over_limit_reason="Nobody else applied.",
        )

    def test_what_took_effect_long_ago_needs_a_second_approver(
        self, trust: Organisation, keeper: Actor
    ):
        partner = make.appointment(trust)
        second = people.user("ps_specialist", trust)
        with pytest.raises(Unmet) as refused:
            service.pause(
                appointment_id=partner.pk,
                taking=make.taking(keeper, effective_on=make.days(-40)),
            )
        assert [guard.code for guard in refused.value.unmet] == ["second_approver"]
        service.pause(
            appointment_id=partner.pk,
            taking=make.taking(keeper, effective_on=make.days(-40), approved_by=second.pk),
        )


class TestSuspensions:
    def test_a_second_person_confirms(self, trust: Organisation, keeper: Actor, specialist: Actor):
        partner = make.appointment(trust)
        service.suspend(
            appointment_id=partner.pk,
            taking=make.taking(keeper),
            concern_reference="C-1",
            support_offered=True,
            review_on=make.days(14),
        )
        with pytest.raises(Unmet):
            service.confirm_suspension(appointment_id=partner.pk, taking=make.taking(keeper))
        service.confirm_suspension(appointment_id=partner.pk, taking=make.taking(specialist))

        row = Suspension.objects.get(appointment=partner)
        assert (row.confirmed_by, row.confirm_by) == (specialist.id, TODAY + timedelta(days=2))


class TestSeats:
    def test_deputies_count_only_when_they_hold_the_seat(self, trust: Organisation):
        for holds_seat, expected in ((False, Met.NO), (True, Met.YES)):
            committee = make.committee(trust)
            one, two = make.seats_of(committee)
            make.assignment(one, make.appointment(trust))
            deputy = make.appointment(trust)
            make.assignment(two, deputy, membership="deputy", holds_seat=holds_seat)
            assert met(committee.pk) is expected

    def test_a_pool_covers_both_seats(self, trust: Organisation, keeper: Actor):
        committee = make.committee(trust)
        pool = pools.make_pool(organisation_id=trust.pk, name="Maternity", actor=keeper)
        for seat in make.seats_of(committee):
            assign_seat(
                committee_id=committee.pk,
                seat_id=seat.pk,
                pool_id=pool.pk,
                from_date=make.ESTABLISHED,
                actor=keeper,
                now=NOW,
            )
        for expected in (Met.NO, Met.YES, Met.YES):
            pools.join_pool(
                pool_id=pool.pk,
                appointment_id=make.appointment(trust).pk,
                from_date=make.ESTABLISHED,
                actor=keeper,
                now=NOW,
            )
            assert met(committee.pk) is expected

    def test_only_confirmed_contracts_are_employment(self, trust: Organisation):
        for basis, confirmed, expected in (
            ("contract", True, Met.NO),
            ("bank", True, Met.NO),
            ("contract", False, Met.YES),
            ("involvement_payroll", True, Met.YES),
            ("honorary", True, Met.YES),
        ):
            staffed = make.staffed(trust)
            person = staffed.appointments[0].person
            people.employment(person, employer=trust, basis=basis, confirmed=confirmed)
            assert met(staffed.committee.pk) is expected, basis

    def test_the_end_of_an_appointment_empties_its_seats(self, trust: Organisation, keeper: Actor):
        staffed = make.staffed(trust)
        before = staffed.committee.version
        service.end(
            appointment_id=staffed.appointments[1].pk,
            taking=make.taking(keeper),
            end_reason="resigned",
            exit_conversation_offered=True,
            access_removed_on=TODAY,
        )
        staffed.committee.refresh_from_db()
        assert staffed.committee.version == before + 1
        found = partners_of_committee(actor=keeper, committee_id=staffed.committee.pk, as_at=TODAY)
        assert found.sentence == (
            "Patient safety partners: not met. Seat 2 is not counted from 10 March 2026."
        )


class TestSentences:
    def test_the_committee_says_until_when_it_is_met(self, trust: Organisation, keeper: Actor):
        committee = make.committee(trust)
        one, two = make.seats_of(committee)
        make.assignment(one, make.appointment(trust))
        make.assignment(two, make.appointment(trust, ends_on=make.days(386)))

        found = partners_of_committee(actor=keeper, committee_id=committee.pk, as_at=make.days(60))

        assert found.sentence == (
            "Two patient safety partners: met until 31 March 2027, when Seat 2 falls vacant."
        )
        assert [line.number for line in found.seats] == [1, 2]
        assert [stretch.kind for stretch in found.seats[1].stretches] == ["counts", "empty"]

    def test_a_joint_committee_says_the_same_to_both(self, trust: Organisation, keeper: Actor):
        staffed = make.staffed(trust)
        other = people.organisation()
        share_committee(
            committee_id=staffed.committee.pk,
            participant_id=other.pk,
            from_date=make.ESTABLISHED,
            actor=keeper,
            now=NOW,
        )
        guest = people.actor_of(people.user("administrator", other), on=TODAY)
        asked = {"committee_id": staffed.committee.pk, "as_at": TODAY}
        assert partners_of_committee(actor=guest, **asked) == partners_of_committee(
            actor=keeper, **asked
        )


class TestQueries:
    def test_facts_of_many_committees_cost_as_much_as_of_one(
        self, trust: Organisation, django_assert_num_queries
    ):
        ids = [make.staffed(trust).committee.pk for _ in range(4)]
        with django_assert_num_queries(17):
            load_committees(ids[:1], None)
        with django_assert_num_queries(17):
            load_committees(ids, None)
