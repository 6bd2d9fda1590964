"""An organisation becomes another: its committees carry on, are approved again, and are counted
there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from governance.commands.approving import approve_again
from governance.commands.committees import change_committee, share_committee, unshare_committee
from governance.commands.seats import add_seat
from governance.facts.committees import load_committees
from governance.facts.organisations import load_organisations
from governance.models import Committee, CommitteeOrganisation
from governance.queries.committees import committees, get_committee
from governance.queries.history import committee_history
from governance.rules.coverage import COVERAGE
from governance.rules.two_partners import TWO_PARTNERS
from kernel import clock, tenancy
from kernel.actors import SYSTEM, Actor
from kernel.api.pages import Page
from kernel.errors import Blocked, Denied, Invalid, NotFound
from kernel.models import Standing
from kernel.rules.outcomes import Interval, Outcome
from kernel.rules.timeline import outcome_on, timeline
from people.commands import record_succession
from people.models import Organisation
from tests.factories import governance as make
from tests.factories import people
from tests.integration.governance.caller import Caller
from workflows.drain import settle

DAY = timedelta(days=1)


@pytest.fixture
def successor() -> Organisation:
    return people.organisation(name="The New Trust")


@pytest.fixture
def committee(trust: Organisation) -> Committee:
    return make.staffed(trust, now=clock.now()).committee


def administrator(organisation: Organisation) -> Actor:
    tenancy.open_to_all()
    return people.actor_of(people.user("administrator", organisation), on=clock.today())


def merge(old: Organisation, new: Organisation, day: date) -> None:
    record_succession(
        predecessor_id=old.pk, successor_id=new.pk, from_date=day, actor=SYSTEM, now=clock.now()
    )
    settle()


def approve(committee: Committee, actor: Actor, day: date, **values: object) -> None:
    approve_again(
        committee_id=committee.pk,
        approved_on=day,
        actor=actor,
        now=clock.now(),
        **values,  # type: ignore[arg-type]
    )
    settle()
    committee.refresh_from_db()


def shown(committee: Committee, day: date) -> Interval:
    facts = load_committees([committee.pk], None)[committee.pk]
    found = outcome_on(timeline(TWO_PARTNERS, facts, horizon=clock.today() + 365 * DAY), day)
    assert found is not None
    return found


def report(organisation: Organisation, day: date) -> tuple[str, int]:
    """What C14 says of an organisation on a day, and of how many committees."""
    facts = load_organisations([organisation.pk], None)[organisation.pk]
    found = outcome_on(timeline(COVERAGE, facts, horizon=clock.today() + 365 * DAY), day)
    assert found is not None
    counted = {row.committee_id for row in facts.standings if row.first <= day <= row.last}
    return found.outcome.value, len(counted)


class TestBeforeApproval:
    def test_a_committee_is_at_risk_for_ninety_days(
        self, committee: Committee, trust: Organisation, successor: Organisation
    ):
        today = clock.today()
        merge(trust, successor, today)

        found = shown(committee, today)
        assert (found.outcome, found.code) == (Outcome.AT_RISK, "approve_again")
        assert found.ends_on == today + 89 * DAY
        assert shown(committee, today + 90 * DAY).outcome is Outcome.FAIL
        standing = Standing.objects.get(subject_id=committee.pk, rule_id="C01")
        assert standing.outcome == "at_risk"

    def test_the_successor_sees_it_and_may_not_change_it(
        self, committee: Committee, trust: Organisation, successor: Organisation
    ):
        before = administrator(successor)
        merge(trust, successor, clock.today())
        after = administrator(successor)

        with pytest.raises(NotFound):
            get_committee(actor=before, committee_id=committee.pk, as_at=clock.today())
        assert get_committee(actor=after, committee_id=committee.pk, as_at=clock.today())
        with pytest.raises(Denied):
            add_seat(committee_id=committee.pk, seat_kind="psp", actor=after, now=clock.now())

    def test_others_do_not_see_it(
        self, committee: Committee, trust: Organisation, successor: Organisation, stranger: Actor
    ):
        merge(trust, successor, clock.today())
        with pytest.raises(NotFound):
            approve(committee, stranger, clock.today())

    def test_a_merger_to_come_changes_nothing_yet(
        self, committee: Committee, trust: Organisation, successor: Organisation
    ):
        merge(trust, successor, clock.today() + 10 * DAY)
        with pytest.raises(NotFound):
            approve(committee, administrator(successor), clock.today())
        assert shown(committee, clock.today() + 9 * DAY).outcome is Outcome.PASS
        assert shown(committee, clock.today() + 10 * DAY).code == "approve_again"


class TestApproval:
    def test_counts_carry_on_and_each_report_has_its_days(
        self, committee: Committee, trust: Organisation, successor: Organisation
    ):
        today = clock.today()
        settle()
        merge(trust, successor, today - 20 * DAY)
        assert report(successor, today) == ("fail", 0)

        approve(committee, administrator(successor), today - 5 * DAY)

        assert committee.kept_by_id == successor.pk
        assert shown(committee, today).outcome is Outcome.PASS
        assert report(trust, today - 30 * DAY) == ("pass", 1)
        assert report(trust, today - 6 * DAY)[1] == 1
        assert report(trust, today - 5 * DAY)[1] == 0
        assert report(successor, today - 6 * DAY)[1] == 0
        assert report(successor, today - 5 * DAY) == ("pass", 1)
        assert Standing.objects.get(subject_id=successor.pk, rule_id="C14").outcome == "pass"
        gone = Standing.objects.get(subject_id=trust.pk, rule_id="C14")
        assert (gone.outcome, gone.code) == ("not_applicable", "succeeded")

    def test_the_successor_keeps_it_and_the_predecessor_goes_on_reading(
        self, committee: Committee, trust: Organisation, successor: Organisation
    ):
        old = administrator(trust)
        merge(trust, successor, clock.today())
        new = administrator(successor)
        approve(committee, new, clock.today())

        chair = people.person(successor)
        changes = {"chair_id": chair.pk}
        change_committee(committee_id=committee.pk, changes=changes, actor=new, now=clock.now())
        seat = add_seat(committee_id=committee.pk, seat_kind="psp", actor=new, now=clock.now())
        partner = make.appointment(successor, now=clock.now())
        make.assignment(seat, partner, from_date=clock.today(), now=clock.now(), actor=new)
        with pytest.raises(Denied):
            change_committee(
                committee_id=committee.pk, changes={"quorum": 3}, actor=old, now=clock.now()
            )
        history = committee_history(old, committee.pk, page=Page())
        assert history[-1]["type"] == "uk.qiflow.committee.registered.v1"
        assert get_committee(actor=old, committee_id=committee.pk, as_at=clock.today())
        assert shown(committee, clock.today()).params["counted"] == 3

    def test_lists_show_it_where_it_is_kept(
        self, committee: Committee, trust: Organisation, successor: Organisation
    ):
        merge(trust, successor, clock.today())
        actor = administrator(successor)
        approve(committee, actor, clock.today())

        def listed(organisation: Organisation) -> list[object]:
            rows = committees(actor=SYSTEM, page=Page(), organisation=organisation.pk)
            return [row["id"] for row in rows]

        assert (listed(trust), listed(successor)) == ([], [committee.pk])

    def test_by_the_old_staff_alone_leaves_it_where_it_is(
        self, committee: Committee, trust: Organisation, successor: Organisation
    ):
        merge(trust, successor, clock.today())
        approve(committee, administrator(trust), clock.today())
        assert committee.kept_by_id is None
        assert shown(committee, clock.today()).outcome is Outcome.PASS
        assert report(trust, clock.today()) == ("pass", 1)

    def test_of_two_successors_one_is_named(
        self, committee: Committee, trust: Organisation, successor: Organisation
    ):
        other = people.organisation()
        merge(trust, successor, clock.today())
        merge(trust, other, clock.today())
        both = people.user("administrator", successor)
        people.grant(both, "administrator", other)
        actor = people.actor_of(both, on=clock.today())
        with pytest.raises(Invalid):
            approve(committee, actor, clock.today())
        approve(committee, actor, clock.today(), organisation_id=other.pk)

        assert committee.kept_by_id == other.pk
        with pytest.raises(NotFound):
            get_committee(
                actor=administrator(successor), committee_id=committee.pk, as_at=clock.today()
            )

    def test_a_second_merger_asks_again_and_hands_it_on(
        self, committee: Committee, trust: Organisation, successor: Organisation
    ):
        today, newest = clock.today(), people.organisation()
        merge(trust, successor, today - 20 * DAY)
        approve(committee, administrator(successor), today - 15 * DAY)
        merge(successor, newest, today - 10 * DAY)
        assert shown(committee, today).code == "approve_again"

        approve(committee, administrator(newest), today)

        assert shown(committee, today).outcome is Outcome.PASS
        assert report(successor, today - DAY)[1] == 1
        assert report(successor, today)[1] == 0
        assert report(newest, today) == ("pass", 1)

    def test_whoever_keeps_it_cannot_be_left_out(
        self, committee: Committee, trust: Organisation, successor: Organisation
    ):
        merge(trust, successor, clock.today())
        actor = administrator(successor)
        approve(committee, actor, clock.today())
        with pytest.raises(Blocked):
            unshare_committee(
                committee_id=committee.pk,
                participant_id=successor.pk,
                first_day_after=clock.today() + DAY,
                actor=actor,
                now=clock.now(),
            )

    def test_a_successor_that_took_part_already_takes_over(
        self, committee: Committee, trust: Organisation, successor: Organisation
    ):
        today = clock.today()
        share_committee(
            committee_id=committee.pk,
            participant_id=successor.pk,
            from_date=today - 9 * DAY,
            actor=SYSTEM,
            now=clock.now(),
        )
        merge(trust, successor, today)
        approve(committee, administrator(successor), today)
        rows = CommitteeOrganisation.objects.filter(superseded_at=None).order_by("from_date")
        assert [(row.keeps, row.from_date, row.to_date) for row in rows] == [
            (False, today - 9 * DAY, today - DAY),
            (True, today, None),
        ]


class TestThroughTheApi:
    def test_a_successor_approves_and_changes(
        self, committee: Committee, trust: Organisation, successor: Organisation
    ):
        merge(trust, successor, clock.today())
        caller = Caller("administrator", successor)
        path = f"/committees/{committee.pk}"
        seen = caller.get(path)
        assert seen.status_code == 200, seen.content
        assert caller.patch(path, {"quorum": 3}, seen["ETag"]).status_code == 403

        body = {"approved_on": clock.today().isoformat()}
        approved = caller.post(f"{path}/approvals", body, seen["ETag"])

        assert approved.status_code == 200, approved.content
        assert approved.json()["kept_by_id"] == str(successor.pk)
        assert approved.json()["organisations"][0]["keeps"] is True
        changed = caller.patch(path, {"quorum": 3}, approved["ETag"])
        assert changed.status_code == 200, changed.content
        refused = caller.step(path, "dissolve")
        assert refused.status_code == 422
        assert len(caller.get(f"{path}/history").json()["results"]) > 5
