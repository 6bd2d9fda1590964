"""Merging, dissolving, suspending, reinstating and reclassifying committees."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from governance.commands import appointments
from governance.commands import committee_steps as steps
from governance.commands.opening import place_committee
from governance.commands.seats import start_recruiting
from governance.facts.committees import load_committees
from governance.models import (
    Committee,
    CommitteeClassification,
    CommitteeTerms,
    RecruitmentAction,
    SeatAssignment,
)
from governance.rules.two_partners import two_partners_on
from kernel import clock, tenancy
from kernel.actors import SYSTEM, Actor
from kernel.errors import Blocked, Invalid, Unmet
from kernel.models import Event, Transition
from kernel.rules.outcomes import Met
from people.models import Organisation
from records.commands.actions import add_action, complete_action
from tests.factories import governance as make
from tests.factories import people
from tests.factories.governance import ESTABLISHED, NOW, TODAY
from tests.integration.governance.caller import Caller

REASON = "The division was split."


def met(committee: Committee, day=TODAY) -> Met:
    return two_partners_on(load_committees([committee.pk], None)[committee.pk], day).met


def codes(refused: pytest.ExceptionInfo[Unmet]) -> list[str]:
    return [guard.code for guard in refused.value.unmet]


def in_force(committee: Committee) -> list[SeatAssignment]:
    rows = SeatAssignment.objects.filter(committee=committee, superseded_at__isnull=True)
    return list(rows.order_by("from_date", "seat__seat_no"))


def types(committee: Committee) -> list[str]:
    rows = Event.objects.filter(aggregate_id=committee.pk).order_by("seq")
    return [kind.split(".", 2)[2] for kind in rows.values_list("type", flat=True)]


class TestMerging:
    def test_says_all_that_is_still_needed(self, trust: Organisation, keeper: Actor):
        committee, asleep = make.committee(trust), make.committee(trust, state="proposed")
        for into in (None, committee.pk, asleep.pk):
            with pytest.raises(Unmet) as refused:
                steps.merge_into(committee_id=committee.pk, taking=make.taking(keeper), into=into)
            assert codes(refused) == ["successor_active", "assignments"]
        assert Transition.objects.filter(subject_id=committee.pk).count() == 1

    def test_into_a_committee_of_strangers_is_into_none(
        self, trust: Organisation, keeper: Actor, stranger: Actor
    ):
        theirs = make.committee(Organisation.objects.get(pk=next(iter(stranger.organisation_ids))))
        with pytest.raises(Unmet) as refused:
            steps.merge_into(
                committee_id=make.committee(trust).pk,
                taking=make.taking(keeper),
                into=theirs.pk,
                assignments="end",
            )
        assert codes(refused) == ["successor_active"]

    def test_ends_the_seats_or_moves_them(self, trust: Organisation, keeper: Actor):
        for assignments, counted in (("end", Met.NO), ("move", Met.YES)):
            staffed, other = make.staffed(trust), make.committee(trust, seats=0)
            steps.merge_into(
                committee_id=staffed.committee.pk,
                taking=make.taking(keeper),
                into=other.pk,
                assignments=assignments,
            )

            staffed.committee.refresh_from_db()
            assert staffed.committee.state == "merged"
            assert staffed.committee.ended_on == TODAY - timedelta(days=1)
            assert staffed.committee.duties_go_to_id == other.pk
            assert {row.to_date for row in in_force(staffed.committee)} == {
                staffed.committee.ended_on
            }
            assert met(other) is counted
            assert met(staffed.committee) is Met.NOT_APPLICABLE
            assert met(staffed.committee, TODAY - timedelta(days=1)) is Met.YES

    def test_moves_people_into_free_seats_before_it_makes_new_ones(
        self, trust: Organisation, keeper: Actor
    ):
        staffed, other = make.staffed(trust), make.committee(trust, seats=2)
        steps.merge_into(
            committee_id=staffed.committee.pk,
            taking=make.taking(keeper),
            into=other.pk,
            assignments="move",
        )
        assert {row.seat_id for row in in_force(other)} == {
            seat.pk for seat in make.seats_of(other)
        }

    def test_does_not_seat_somebody_twice(self, trust: Organisation, keeper: Actor):
        staffed, other = make.staffed(trust), make.committee(trust, seats=2)
        make.assignment(make.seats_of(other)[0], staffed.appointments[0])
        steps.merge_into(
            committee_id=staffed.committee.pk,
            taking=make.taking(keeper),
            into=other.pk,
            assignments="move",
        )
        held = [row.appointment_id for row in in_force(other)]
        assert sorted(held) == sorted(one.pk for one in staffed.appointments)

    def test_two_who_share_a_seat_still_share_one(self, trust: Organisation, keeper: Actor):
        staffed, other = make.staffed(trust), make.committee(trust, seats=0)
        make.assignment(staffed.seats[0], make.appointment(trust))
        steps.merge_into(
            committee_id=staffed.committee.pk,
            taking=make.taking(keeper),
            into=other.pk,
            assignments="move",
        )
        assert len(make.seats_of(other)) == 2
        assert len(in_force(other)) == 3

    def test_tells_both_committees_and_the_partners(self, trust: Organisation, keeper: Actor):
        staffed, other = make.staffed(trust), make.committee(trust, seats=0)
        steps.merge_into(
            committee_id=staffed.committee.pk,
            taking=make.taking(keeper),
            into=other.pk,
            assignments="move",
        )
        assert types(staffed.committee)[-3:] == ["committee.merged.v1", *["seat.vacated.v1"] * 2]
        assert types(other)[-4:] == ["seat.added.v1", "seat.filled.v1"] * 2

    def test_a_merged_committee_takes_no_further_step(self, trust: Organisation, keeper: Actor):
        committee, other = make.committee(trust), make.committee(trust)
        given: dict[str, Any] = {"into": other.pk, "assignments": "end"}
        steps.merge_into(committee_id=committee.pk, taking=make.taking(keeper), **given)
        with pytest.raises(Blocked):
            steps.merge_into(committee_id=committee.pk, taking=make.taking(keeper), **given)


class TestDissolving:
    def test_asks_where_duties_go_and_whether_partners_know(
        self, trust: Organisation, keeper: Actor
    ):
        committee = make.committee(trust)
        with pytest.raises(Unmet) as refused:
            steps.dissolve(committee_id=committee.pk, taking=make.taking(keeper))
        assert codes(refused) == ["duties_settled", "partners_told"]

    def test_asks_for_what_is_still_to_be_done(self, trust: Organisation, keeper: Actor):
        committee = make.committee(trust)
        action = add_action(
            subject_kind="committee",
            subject_id=committee.pk,
            title="Hand the papers to the archive",
            owner_id=people.user("committee_secretary", trust).pk,
            due_on=TODAY,
            actor=SYSTEM,
            now=NOW,
        )
        given = {"taking": make.taking(keeper, reason=REASON), "partners_told": True}
        with pytest.raises(Unmet) as refused:
            steps.dissolve(committee_id=committee.pk, **given)
        assert codes(refused) == ["open_actions"]

        complete_action(action_id=action.pk, note="", actor=SYSTEM, now=NOW)
        steps.dissolve(committee_id=committee.pk, **given)
        committee.refresh_from_db()
        assert committee.state == "ended"

    def test_ends_it_and_its_seats_the_day_before(self, trust: Organisation, keeper: Actor):
        staffed = make.staffed(trust)
        day = TODAY - timedelta(days=5)
        steps.dissolve(
            committee_id=staffed.committee.pk,
            taking=make.taking(keeper, reason=REASON, effective_on=day),
            partners_told=True,
        )

        staffed.committee.refresh_from_db()
        last = day - timedelta(days=1)
        assert (staffed.committee.state, staffed.committee.ended_on) == ("ended", last)
        assert {row.to_date for row in in_force(staffed.committee)} == {last}
        assert (met(staffed.committee, last), met(staffed.committee, day)) == (
            Met.YES,
            Met.NOT_APPLICABLE,
        )

    def test_forgets_a_seat_that_would_have_been_filled_later(
        self, trust: Organisation, keeper: Actor
    ):
        committee = make.committee(trust)
        make.assignment(
            make.seats_of(committee)[0], make.appointment(trust), from_date=make.days(9)
        )
        steps.dissolve(
            committee_id=committee.pk,
            taking=make.taking(keeper, reason=REASON),
            partners_told=True,
        )
        assert in_force(committee) == []

    def test_ends_recruiting(self, trust: Organisation, keeper: Actor):
        committee = make.committee(trust)
        start_recruiting(
            committee_id=committee.pk,
            seat_id=make.seats_of(committee)[0].pk,
            owner_id=people.person(trust).pk,
            from_date=TODAY - timedelta(days=9),
            actor=keeper,
            now=NOW,
        )
        steps.dissolve(
            committee_id=committee.pk,
            taking=make.taking(keeper, reason=REASON),
            partners_told=True,
        )
        open_ones = RecruitmentAction.objects.filter(superseded_at=None, to_date=None)
        assert not open_ones.exists()


class TestSuspendingAndReinstating:
    def test_a_suspended_committee_is_not_judged_and_comes_back(
        self, trust: Organisation, keeper: Actor
    ):
        staffed, other = make.staffed(trust), make.committee(trust)
        steps.suspend_committee(
            committee_id=staffed.committee.pk,
            taking=make.taking(keeper, reason=REASON, effective_on=TODAY - timedelta(days=9)),
            duties_go_to=other.pk,
        )
        assert met(staffed.committee) is Met.NOT_APPLICABLE

        with pytest.raises(Unmet) as refused:
            steps.reinstate(committee_id=staffed.committee.pk, taking=make.taking(keeper))
        assert codes(refused) == ["terms_review"]
        steps.reinstate(
            committee_id=staffed.committee.pk,
            taking=make.taking(keeper),
            review_on=make.days(60),
        )

        staffed.committee.refresh_from_db()
        assert (staffed.committee.state, staffed.committee.duties_go_to_id) == ("active", None)
        assert met(staffed.committee, TODAY - timedelta(days=1)) is Met.NOT_APPLICABLE
        assert met(staffed.committee) is Met.YES
        (terms,) = CommitteeTerms.objects.filter(
            committee=staffed.committee, superseded_at__isnull=True
        )
        assert (terms.review_on, terms.from_date, terms.to_date) == (
            make.days(60),
            ESTABLISHED,
            None,
        )

    def test_a_suspended_committee_is_reinstated_not_before_its_suspension(
        self, trust: Organisation, keeper: Actor
    ):
        committee, other = make.committee(trust), make.committee(trust)
        steps.suspend_committee(
            committee_id=committee.pk,
            taking=make.taking(keeper, reason=REASON),
            duties_go_to=other.pk,
        )
        with pytest.raises(Invalid):
            steps.reinstate(
                committee_id=committee.pk,
                taking=make.taking(keeper, effective_on=TODAY - timedelta(days=1)),
                review_on=make.days(60),
            )

    def test_its_duties_do_not_go_to_itself(self, trust: Organisation, keeper: Actor):
        committee = make.committee(trust)
        with pytest.raises(Unmet) as refused:
            steps.suspend_committee(
                committee_id=committee.pk,
                taking=make.taking(keeper, reason=REASON),
                duties_go_to=committee.pk,
            )
        assert codes(refused) == ["duties_go_to"]


class TestReclassifying:
    def test_a_yes_becomes_no_only_when_a_specialist_has_seen_it(
        self, trust: Organisation, keeper: Actor, specialist: Actor
    ):
        chair = people.person(trust)
        committee = make.committee(trust, details={"chair_id": chair.pk})
        by_chair = people.user("committee_chair", trust, person=chair)

        with pytest.raises(Unmet) as refused:
            steps.reclassify(committee_id=committee.pk, taking=make.taking(keeper))
        assert codes(refused) == ["reason", "safety_related", "approver"]
        taking = make.taking(keeper, reason=REASON)
        with pytest.raises(Unmet) as refused:
            steps.reclassify(
                committee_id=committee.pk,
                taking=taking,
                safety_related="no",
                classification_approved_by=by_chair.pk,
            )
        assert codes(refused) == ["approver_not_chair", "specialist_saw"]
        steps.reclassify(
            committee_id=committee.pk,
            taking=taking,
            safety_related="no",
            classification_approved_by=keeper.id,
            seen_by_specialist=specialist.id,
        )

        assert met(committee) is Met.NOT_APPLICABLE
        assert met(committee, TODAY - timedelta(days=1)) is Met.NO

    def test_a_no_is_confirmed_each_year_without_a_gap(self, trust: Organisation, keeper: Actor):
        committee = make.committee(trust, safety_related="no")
        steps.reclassify(
            committee_id=committee.pk,
            taking=make.taking(keeper, reason="It reads no safety data."),
            safety_related="no",
            classification_approved_by=keeper.id,
        )

        rows = CommitteeClassification.objects.filter(committee=committee, superseded_at=None)
        days = [(row.from_date, row.to_date) for row in rows.order_by("from_date")]
        assert days == [(ESTABLISHED, TODAY - timedelta(days=1)), (TODAY, None)]


class TestOpeningPositions:
    @pytest.mark.parametrize("state", ["suspended", "merged", "ended"])
    def test_a_committee_arrives_in_a_later_state_with_its_past(
        self, trust: Organisation, state: str
    ):
        staffed = make.committee(trust, state="proposed")
        one, two = make.seats_of(staffed)
        make.assignment(one, make.appointment(trust))
        make.assignment(two, make.appointment(trust))
        staffed.refresh_from_db()
        since = TODAY - timedelta(days=30)

        # Recorded long ago, so that the days before that state are judged.
        place_committee(staffed, state=state, since=since, actor=SYSTEM, now=make.RECORDED)

        staffed.refresh_from_db()
        over = state != "suspended"
        assert staffed.state == state
        assert staffed.ended_on == (since - timedelta(days=1) if over else None)
        assert met(staffed, since - timedelta(days=1)) is Met.YES
        assert met(staffed, since) is Met.NOT_APPLICABLE
        placed = Transition.objects.filter(subject_id=staffed.pk)
        assert set(placed.values_list("opening_position", flat=True)) == {True}

    def test_a_state_does_not_begin_before_the_committee(self, trust: Organisation):
        committee = make.committee(trust, state="proposed")
        with pytest.raises(Invalid):
            place_committee(
                committee,
                state="suspended",
                since=ESTABLISHED - timedelta(days=1),
                actor=SYSTEM,
                now=NOW,
            )

    def test_checks_are_judged_on_days_before_the_file_as_well(
        self, trust: Organisation, keeper: Actor
    ):
        """Nobody clears a member of staff by a day on which nothing was judged yet."""
        hired = people.person(trust, partner_kind="patient")
        people.employment(hired, employer=trust)
        made = make.appointment(
            trust, person=hired, state="checks", since=make.days(-60), recorded=NOW
        )
        before_the_file = make.days(-10)
        with pytest.raises(Unmet) as refused:
            appointments.clear_checks(
                appointment_id=made.pk,
                taking=make.taking(keeper, effective_on=before_the_file),
                identity_seen_on=before_the_file,
                references_seen_on=before_the_file,
                benefits_advice_offered_on=before_the_file,
            )
        assert codes(refused) == ["C07"]


class TestThroughTheApi:
    @pytest.fixture
    def caller(self, trust: Organisation) -> Caller:
        return Caller("administrator", trust)

    def test_one_is_suspended_reinstated_and_merged(self, caller: Caller, trust: Organisation):
        staffed = make.staffed(trust, now=clock.now())
        other = make.committee(trust, now=clock.now())
        path = f"/committees/{staffed.committee.pk}"
        steps_taken = [
            ("suspend", {"reason": REASON, "duties_go_to": str(other.pk)}, "suspended"),
            ("reinstate", {"review_on": clock.today().isoformat()}, "active"),
            ("merge_into", {"into": str(other.pk), "assignments": "move"}, "merged"),
        ]
        for name, values, state in steps_taken:
            answer = caller.step(path, name, **values)
            assert answer.status_code == 201, answer.content
            assert answer.json()["state"] == state
        seats = caller.get(f"/committees/{other.pk}/seats").json()["results"]
        assert [len(seat["assignments"]) for seat in seats] == [1, 1]
        blocked = caller.step(path, "dissolve", reason=REASON, partners_told=True)
        assert blocked.status_code == 409

    def test_one_is_dissolved_after_all_is_settled(self, caller: Caller, trust: Organisation):
        path = f"/committees/{make.committee(trust, now=clock.now()).pk}"
        refused = caller.step(path, "dissolve")
        assert refused.status_code == 422
        assert [one["code"] for one in refused.json()["unmet"]] == [
            "duties_settled",
            "partners_told",
        ]
        ended = caller.step(path, "dissolve", reason=REASON, partners_told=True)
        assert (ended.status_code, ended.json()["state"]) == (201, "ended")

    def test_one_is_reclassified(self, caller: Caller, trust: Organisation):
        path = f"/committees/{make.committee(trust, safety_related='no', now=clock.now()).pk}"
        approver = people.user("senior_lead", trust)
        answer = caller.step(
            path,
            "reclassify",
            reason="It reviews incidents from today.",
            safety_related="yes",
            approved_by=str(approver.pk),
        )
        assert answer.status_code == 201, answer.content
        tenancy.open_to_all()
        found = caller.get(path).json()
        assert found["classification"]["safety_related"] == "yes"
        assert found["classification"]["approved_by"] == str(approver.pk)
