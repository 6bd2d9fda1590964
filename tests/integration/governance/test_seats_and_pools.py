"""Closing a seat, recruiting for one, and pools, through commands and the API."""

from __future__ import annotations

from datetime import timedelta

import pytest

from governance.commands import pools
from governance.commands.seats import close_seat, start_recruiting, stop_recruiting
from governance.models import Committee, RecruitmentAction, SeatAssignment, SeatTerm
from governance.rules.vacancy import VACANCY_AGE
from kernel import clock, tenancy
from kernel.actors import SYSTEM, Actor
from kernel.errors import Blocked, Denied, Invalid, NotFound
from kernel.models import Finding, Standing
from people.models import Organisation
from tests.factories import governance as make
from tests.factories import people
from tests.factories.governance import NOW, TODAY
from tests.integration.governance.caller import Caller
from workflows.drain import settle

DAY = timedelta(days=1)


@pytest.fixture
def caller(trust: Organisation) -> Caller:
    return Caller("administrator", trust)


class TestClosingASeat:
    def test_ends_it_and_whoever_holds_it_on_the_day_before(
        self, trust: Organisation, keeper: Actor
    ):
        staffed = make.staffed(trust)
        seat = staffed.seats[1]

        close_seat(
            committee_id=staffed.committee.pk,
            seat_id=seat.pk,
            first_day_after=TODAY,
            actor=keeper,
            now=NOW,
        )

        (term,) = SeatTerm.objects.filter(seat=seat, superseded_at=None)
        (held,) = SeatAssignment.objects.filter(seat=seat, superseded_at=None)
        assert term.to_date == held.to_date == TODAY - DAY
        with pytest.raises(Blocked, match="closed"):
            close_seat(
                committee_id=staffed.committee.pk,
                seat_id=seat.pk,
                first_day_after=TODAY,
                actor=keeper,
                now=NOW,
            )

    def test_ends_recruiting_for_it(self, trust: Organisation, keeper: Actor):
        committee = make.committee(trust)
        seat = make.seats_of(committee)[0]
        recruit(committee, trust, keeper)
        close_seat(
            committee_id=committee.pk,
            seat_id=seat.pk,
            first_day_after=make.days(5),
            actor=keeper,
            now=NOW,
        )
        (row,) = RecruitmentAction.objects.filter(superseded_at=None)
        assert row.to_date == make.days(4)

    def test_a_seat_of_another_committee_is_not_found(self, trust: Organisation, keeper: Actor):
        committee, other = make.committee(trust), make.committee(trust)
        with pytest.raises(NotFound):
            close_seat(
                committee_id=committee.pk,
                seat_id=make.seats_of(other)[0].pk,
                first_day_after=TODAY,
                actor=keeper,
                now=NOW,
            )

    def test_a_closed_seat_is_filled_no_more(self, trust: Organisation, keeper: Actor):
        committee = make.committee(trust)
        seat = make.seats_of(committee)[0]
        close_seat(
            committee_id=committee.pk,
            seat_id=seat.pk,
            first_day_after=TODAY,
            actor=keeper,
            now=NOW,
        )
        with pytest.raises(Invalid) as refused:
            make.assignment(seat, make.appointment(trust), from_date=TODAY)
        assert [error.code for error in refused.value.errors] == ["no_seat"]

    def test_through_the_api(self, caller: Caller, trust: Organisation):
        staffed = make.staffed(trust, now=clock.now())
        path = f"/committees/{staffed.committee.pk}"
        etag = caller.get(path)["ETag"]
        last_day = clock.today() - DAY
        body = {"last_day": last_day.isoformat()}
        closing = f"{path}/seats/{staffed.seats[1].pk}/close"
        assert caller.post(closing, body).status_code == 428
        closed = caller.post(closing, body, etag)
        assert closed.status_code == 200, closed.content
        assert len(caller.get(f"{path}/seats").json()["results"]) == 1
        before = caller.get(f"{path}/seats?as_at={last_day.isoformat()}").json()["results"]
        assert len(before) == 2


def recruit(
    committee: Committee, trust: Organisation, actor: Actor, **values: object
) -> RecruitmentAction:
    return start_recruiting(
        committee_id=committee.pk,
        seat_id=make.seats_of(committee)[0].pk,
        owner_id=people.person(trust).pk,
        actor=actor,
        now=values.pop("now", NOW),  # type: ignore[arg-type]
        **values,  # type: ignore[arg-type]
    )


class TestRecruiting:
    def test_changes_hands_without_a_gap(self, trust: Organisation, keeper: Actor):
        committee = make.committee(trust)
        first = recruit(committee, trust, keeper, from_date=TODAY - timedelta(days=9))
        second = recruit(committee, trust, keeper)

        rows = RecruitmentAction.objects.filter(superseded_at=None).order_by("from_date")
        days = [(row.line, row.from_date, row.to_date) for row in rows]
        assert days == [
            (first.line, TODAY - timedelta(days=9), TODAY - DAY),
            (second.line, TODAY, None),
        ]

    def test_that_changes_hands_on_its_first_day_is_corrected(
        self, trust: Organisation, keeper: Actor
    ):
        committee = make.committee(trust)
        recruit(committee, trust, keeper)
        second = recruit(committee, trust, keeper)
        (row,) = RecruitmentAction.objects.filter(superseded_at=None)
        assert row.line == second.line

    def test_is_owned_by_somebody_of_the_organisation(self, trust: Organisation, keeper: Actor):
        committee = make.committee(trust)
        with pytest.raises(Invalid) as refused:
            start_recruiting(
                committee_id=committee.pk,
                seat_id=make.seats_of(committee)[0].pk,
                owner_id=people.person(people.organisation()).pk,
                actor=keeper,
                now=NOW,
            )
        assert refused.value.errors[0].pointer == "/owner_id"

    def test_stops_once(self, trust: Organisation, keeper: Actor):
        committee = make.committee(trust)
        row = recruit(committee, trust, keeper, from_date=TODAY - timedelta(days=9))
        given = {
            "committee_id": committee.pk,
            "recruitment_id": row.line,
            "first_day_after": TODAY,
            "actor": keeper,
            "now": NOW,
        }
        stop_recruiting(**given)  # type: ignore[arg-type]
        with pytest.raises(NotFound):
            stop_recruiting(**given)  # type: ignore[arg-type]

    def test_through_the_api(self, caller: Caller, trust: Organisation):
        committee = make.committee(trust, now=clock.now())
        path = f"/committees/{committee.pk}"
        owner = people.person(trust)
        started = caller.post(
            f"{path}/recruitment",
            {"seat_id": str(make.seats_of(committee)[0].pk), "owner_id": str(owner.pk)},
        )
        assert started.status_code == 201, started.content
        seat = caller.get(f"{path}/seats").json()["results"][0]
        assert seat["recruitment"]["owner_id"] == str(owner.pk)
        ended = caller.post(
            f"{path}/recruitment/{started.json()['id']}/end",
            {"last_day": (clock.today() - DAY).isoformat()},
            caller.get(path)["ETag"],
        )
        assert ended.status_code == 200, ended.content
        assert ended.json()["results"][0]["recruitment"] is None


class TestVacancies:
    def test_grow_from_minor_to_major_in_findings_and_standings(self, trust: Organisation):
        now = clock.now()
        committee = make.committee(
            trust, established_on=clock.today() - timedelta(days=95), now=now
        )
        settle()

        def told() -> list[tuple[str, str]]:
            rows = Finding.objects.filter(
                subject_id=committee.pk, rule_id="C04", superseded_at=None
            )
            return list(rows.order_by("starts_on").values_list("outcome", "severity"))

        standing = Standing.objects.get(subject_id=committee.pk, rule_id="C04")
        assert (standing.outcome, standing.severity) == ("fail", "minor")
        assert told()[-2:] == [("fail", "minor"), ("fail", "major")]

        for seat in make.seats_of(committee):
            start_recruiting(
                committee_id=committee.pk,
                seat_id=seat.pk,
                owner_id=people.person(trust).pk,
                actor=SYSTEM,
                now=clock.now(),
            )
        settle()

        standing.refresh_from_db()
        assert (standing.outcome, standing.severity) == ("at_risk", "major")
        assert told()[-3:] == [("fail", "minor"), ("at_risk", "major"), ("fail", "major")]
        assert VACANCY_AGE.id == standing.rule_id


class TestPools:
    def test_are_listed_page_by_page_and_read_with_their_members(
        self, caller: Caller, trust: Organisation
    ):
        made = [
            caller.post("/psp-pools", {"organisation_id": str(trust.pk), "name": name})
            for name in ("Maternity", "Cancer", "Stroke")
        ]
        assert [one.status_code for one in made] == [201] * 3
        path = f"/psp-pools/{made[0].json()['id']}"
        assert made[0]["Location"] == f"/api/v1{path}"
        tenancy.open_to_all()
        partner = make.appointment(trust, now=clock.now())
        body = {"appointment_id": str(partner.pk), "from_date": clock.today().isoformat()}
        assert caller.post(f"{path}/members", body).status_code == 204

        first = caller.get("/psp-pools?limit=2").json()
        second = caller.get(f"/psp-pools?limit=2&cursor={first['next_cursor']}").json()
        names = [row["name"] for page in (first, second) for row in page["results"]]
        assert names == ["Cancer", "Maternity", "Stroke"]
        assert second["next_cursor"] is None
        assert len(caller.get("/psp-pools?q=mater").json()["results"]) == 1

        (member,) = caller.get(path).json()["members"]
        assert member == {**body, "state": "active", "to_date": None}
        leaving = {"appointment_id": str(partner.pk), "last_day": clock.today().isoformat()}
        assert caller.patch(f"{path}/members", leaving).status_code == 204
        tomorrow = (clock.today() + DAY).isoformat()
        assert caller.get(f"{path}?as_at={tomorrow}").json()["members"] == []

    def test_of_others_are_not_there(self, caller: Caller, trust: Organisation):
        pool = pools.make_pool(organisation_id=trust.pk, name="Maternity", actor=SYSTEM)
        other = Caller("administrator", people.organisation())
        assert other.get(f"/psp-pools/{pool.pk}").status_code == 404
        assert other.get("/psp-pools").json()["results"] == []

    def test_are_not_for_roles_that_read_no_appointments(self, trust: Organisation):
        pool = pools.make_pool(organisation_id=trust.pk, name="Maternity", actor=SYSTEM)
        lead = Caller("project_lead", trust)
        other = people.actor_of(people.user("project_lead", trust), on=TODAY)
        assert lead.get(f"/psp-pools/{pool.pk}").status_code == 403
        assert lead.get("/psp-pools").json()["results"] == []
        tenancy.open_to_all()
        with pytest.raises(Denied):
            pools.make_pool(organisation_id=trust.pk, name="Stroke", actor=other)

    def test_a_cursor_of_another_list_is_refused(self, caller: Caller, trust: Organisation):
        for name in ("One", "Two"):
            pools.make_pool(organisation_id=trust.pk, name=name, actor=SYSTEM)
        cursor = caller.get("/psp-pools?limit=1").json()["next_cursor"]
        assert caller.get(f"/psp-appointments?cursor={cursor}").status_code == 400
