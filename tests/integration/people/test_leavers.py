"""Somebody leaves: everything they hold goes to others in one transaction, and doors close."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from governance.commands.committees import change_committee
from governance.commands.seats import start_recruiting
from governance.models import Committee, RecruitmentAction
from kernel import clock, tenancy
from kernel.actors import SYSTEM, Actor
from kernel.errors import Blocked, Denied, Invalid, NotFound
from kernel.models import Event, Timer
from people import access, commands, queries
from people.models import ApiKey, Leaving, Organisation, RoleGrant, User, UserPerson
from people.timers import TIMERS
from projects.commands import add_member
from projects.models import TeamMembership
from records.commands.actions import add_action
from records.commands.views import save_view
from records.models import Action, SavedView
from tests.factories import governance, projects
from tests.factories import people as make
from tests.integration.walls import keys

pytestmark = pytest.mark.django_db

API = "/api/v1"


@dataclass(frozen=True, kw_only=True)
class Trust:
    """A leaver who holds one of everything, two colleagues who are people, an administrator."""

    home: Organisation
    admin: User
    leaver: User
    taker: User
    other: User
    action: Action
    second: Action
    committee: Committee
    today: date

    @property
    def actor(self) -> Actor:
        return make.actor_of(self.admin)

    def leave(self, *, days: int = 0, **values: Any) -> Leaving:
        values = {
            "receiver_id": self.taker.pk,
            "choices": {},
            "actor": self.actor,
            "now": clock.now(),
            **values,
        }
        return commands.hand_over(
            user_id=self.leaver.pk,
            organisation_id=self.home.pk,
            last_day=self.today + timedelta(days=days),
            **values,
        )

    def held(self) -> dict[str, list[str]]:
        leaver = queries.leaver_of(
            SYSTEM, self.leaver.pk, self.home.pk, last_day=self.today, today=self.today
        )
        found = queries.holds(SYSTEM, leaver, today=self.today)
        return {one.holding.kind: [thing.title for thing in one.things] for one in found}

    def over(self, leaving: Leaving) -> None:
        """The day after the last day comes."""
        timer = Timer.objects.get(subject_id=leaving.pk)
        day = timer.due_on
        TIMERS[timer.kind](subject_id=leaving.pk, today=day, now=clock.start_of_day(day))


def _colleague(home: Organisation, role: str, name: str) -> User:
    person = make.person(home, name=name)
    return make.user(role, home, name=name, person=person)


@pytest.fixture
def trust() -> Trust:
    now, home = clock.now(), make.organisation()
    admin = make.user("administrator", home, name="Ann Administrator")
    leaver = _colleague(home, "administrator", "Lee Leaver")
    taker, other = (_colleague(home, "project_lead", name) for name in ("Tam Taker", "Oli Other"))
    person = UserPerson.objects.get(user=leaver).person_id
    project = projects.project(home, title="Quieter nights", now=now)
    committee = governance.committee(home, now=now)
    _in_projects_and_committees(project.pk, committee, person)
    first, second = (
        add_action(
            subject_kind="project",
            subject_id=project.pk,
            title=title,
            owner_id=leaver.pk,
            due_on=clock.today(),
            actor=SYSTEM,
            now=now,
        )
        for title in ("Order bins", "Ask the night staff")
    )
    keys.issue(home, maker=leaver, name="Reports")
    acting = make.actor_of(leaver)
    save_view(of="projects", name="Mine", filters={}, actor=acting, now=now)
    commands.invite(
        organisation_id=home.pk,
        email="new@example.org",
        roles=["project_sponsor"],
        actor=acting,
        now=now,
    )
    return Trust(
        home=home,
        admin=admin,
        leaver=leaver,
        taker=taker,
        other=other,
        action=first,
        second=second,
        committee=committee,
        today=clock.today(),
    )


def _in_projects_and_committees(project_id: UUID, committee: Committee, person_id: UUID) -> None:
    now, since = clock.now(), clock.today() - timedelta(days=30)
    for team, role in (("oversight", "executive_sponsor"), ("point_of_care", "partner")):
        add_member(
            project_id=project_id,
            person_id=person_id,
            team=team,
            role=role,
            from_date=since,
            actor=SYSTEM,
            now=now,
        )
    by = {"committee_id": committee.pk, "actor": SYSTEM, "now": now}
    change_committee(changes={"chair_id": person_id}, **by)
    seat = governance.seats_of(committee)[0]
    start_recruiting(seat_id=seat.pk, owner_id=person_id, **by)


class TestHandingOver:
    def test_shows_everything_that_is_held(self, trust: Trust) -> None:
        held = trust.held()

        assert held["roles"] == ["Administrator"]
        assert held["api_keys"] == ["Reports"]
        assert held["invitations"] == ["new@example.org"]
        assert sorted(held["actions"]) == ["Ask the night staff", "Order bins"]
        assert held["saved_views"] == ["Mine"]
        assert held["chairs"] == [trust.committee.name]
        assert held["recruitment"] == ["Find a partner for seat 1"]
        assert held["projects"] == ["Quieter nights"]
        assert held["team_places"] == ["Quieter nights"]

    def test_gives_each_thing_to_whom_it_was_chosen_for(self, trust: Trust) -> None:
        leaving = trust.leave(days=30, choices={("actions", trust.second.pk): trust.other.pk})

        for action, owner in ((trust.action, trust.taker), (trust.second, trust.other)):
            assert Action.objects.get(pk=action.pk).owner_id == owner.pk
        person = UserPerson.objects.get(user=trust.taker).person_id
        assert Committee.objects.get(pk=trust.committee.pk).chair_id == person
        assert RecruitmentAction.objects.get(to_date=None, superseded_at=None).owner_id == person
        sponsors = TeamMembership.objects.current().filter(role="executive_sponsor")
        assert {(one.person_id == person, one.from_date, one.to_date) for one in sponsors} == {
            (False, trust.today - timedelta(days=30), leaving.last_day),
            (True, leaving.last_day + timedelta(days=1), None),
        }
        assert RoleGrant.objects.get(user=trust.leaver).to_date == leaving.last_day
        told = Event.objects.get(type="uk.qiflow.user.leaving.v1").data
        assert told["handed_over"] == 6
        still = trust.held()
        assert set(still) == {"roles", "api_keys", "saved_views", "projects", "team_places"}

    def test_closes_the_doors_when_the_last_day_is_over(self, trust: Trust) -> None:
        client = Client()
        client.force_login(trust.leaver)
        leaving = trust.leave()
        assert client.get("/me").status_code == 200
        late = add_action(
            subject_kind="project",
            subject_id=trust.action.subject_id,
            title="Came late",
            owner_id=trust.leaver.pk,
            due_on=trust.today,
            actor=SYSTEM,
            now=clock.now(),
        )

        trust.over(leaving)

        assert Action.objects.get(pk=late.pk).owner_id == trust.taker.pk
        assert client.get("/me").status_code == 302
        tenancy.open_to_all()
        assert not User.objects.get(pk=trust.leaver.pk).is_active
        assert ApiKey.objects.get().revoked_at
        assert not SavedView.objects.exists()
        assert trust.held().keys() <= {"projects", "team_places", "roles"}
        trust_told = set(
            Event.objects.filter(aggregate_id=trust.leaver.pk).values_list("type", flat=True)
        )
        assert {"uk.qiflow.user.left.v1", "uk.qiflow.user.disabled.v1"} <= trust_told

    def test_that_was_yesterday_closes_them_at_once(self, trust: Trust) -> None:
        trust.leave(days=-1)

        assert access.actor_of_user(trust.leaver.pk, trust.today) is None
        assert ApiKey.objects.get().revoked_at
        assert Leaving.objects.get().done_at
        assert not Timer.objects.filter(kind="user.left").exists()

    def test_leaves_who_works_elsewhere_their_other_roles(self, trust: Trust) -> None:
        elsewhere = make.organisation()
        make.grant(trust.leaver, "coach", elsewhere)

        trust.leave(days=-1)

        actor = access.actor_of_user(trust.leaver.pk, trust.today)
        assert actor
        assert actor.organisation_ids == {elsewhere.pk}

    def test_can_be_taken_back_until_then(self, trust: Trust) -> None:
        leaving = trust.leave(days=3)

        commands.stay(
            user_id=trust.leaver.pk,
            organisation_id=trust.home.pk,
            actor=trust.actor,
            now=clock.now(),
        )

        assert RoleGrant.objects.get(user=trust.leaver).to_date is None
        assert not Timer.objects.filter(subject_id=leaving.pk).exists()
        assert Action.objects.get(pk=trust.action.pk).owner_id == trust.taker.pk
        with pytest.raises(NotFound):
            commands.stay(
                user_id=trust.leaver.pk,
                organisation_id=trust.home.pk,
                actor=trust.actor,
                now=clock.now(),
            )

    def test_of_whoever_got_a_role_since_is_forgotten(self, trust: Trust) -> None:
        leaving = trust.leave()
        make.grant(trust.leaver, "coach", trust.home)

        trust.over(leaving)

        assert User.objects.get(pk=trust.leaver.pk).is_active
        assert Leaving.objects.get().cancelled_at

    def test_is_all_or_nothing(self, trust: Trust) -> None:
        """A project's place goes to a person, and the administrator is none here."""
        client = Client()
        client.force_login(trust.admin)
        body = {"last_day": trust.today.isoformat(), "receiver_id": str(trust.admin.pk)}

        answer = client.post(
            f"{API}/users/{trust.leaver.pk}/leaving", body, content_type="application/json"
        )

        assert answer.status_code == 400
        [error] = answer.json()["errors"]
        assert error["pointer"].startswith("/choices/")
        assert "is not linked to a person" in error["message"]
        tenancy.open_to_all()
        assert Action.objects.get(pk=trust.action.pk).owner_id == trust.leaver.pk
        assert not Leaving.objects.exists()

    def test_refuses_what_cannot_be(self, trust: Trust) -> None:
        elsewhere = make.user("coach", make.organisation())
        for values, pointer in (
            ({"receiver_id": trust.leaver.pk}, "/receiver_id"),
            ({"receiver_id": elsewhere.pk}, "/receiver_id"),
            ({"choices": {("actions", trust.home.pk): trust.taker.pk}}, "/choices/actions:"),
        ):
            with pytest.raises(Invalid) as refused:
                trust.leave(**values)
            assert refused.value.errors[0].pointer.startswith(pointer)
        with pytest.raises(Denied):
            trust.leave(actor=make.actor_of(trust.leaver))
        with pytest.raises(Denied):
            trust.leave(actor=make.actor_of(make.user("senior_lead", trust.home)))
        trust.leave()
        with pytest.raises(Blocked) as blocked:
            trust.leave()
        assert blocked.value.code == "already_leaving"

    def test_of_the_last_administrator_is_refused(self, trust: Trust) -> None:
        RoleGrant.objects.filter(user=trust.admin).update(to_date=trust.today)

        with pytest.raises(Blocked) as refused:
            trust.leave()

        assert refused.value.code == "last_administrator"
