"""Actions: who does what by when, about a thing."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client

from kernel import clock
from kernel.actors import SYSTEM
from kernel.api.pages import Page
from kernel.errors import Blocked, Denied, Invalid, NotFound, Stale
from kernel.models import Event, Pending, Timer, Transition
from records.commands import actions as commands
from records.models import Action
from records.queries import actions as queries
from tests.factories import governance, people, projects
from workflows.drain import settle
from workflows.timers import REGISTRY

pytestmark = pytest.mark.django_db


@pytest.fixture
def trust():
    return people.organisation(name="Northern Hospitals")


@pytest.fixture
def lead(trust):
    return people.user("project_lead", trust, name="Lea Lead")


@pytest.fixture
def project(trust):
    return projects.project(trust, title="Calm nights")


def day(days):
    return clock.today() + timedelta(days=days)


def added(project, owner, *, actor=None, due=7, **values):
    given = {
        "subject_kind": "project",
        "subject_id": project.pk,
        "title": "Order quiet bins",
        "due_on": day(due),
    }
    return commands.add_action(
        owner_id=owner.pk,
        actor=actor or people.actor_of(owner),
        now=clock.now(),
        **{**given, **values},
    )


def told(action):
    return list(
        Event.objects.filter(aggregate_id=action.pk).order_by("seq").values_list("type", flat=True)
    )


class TestAdding:
    def test_tells_of_it_and_sets_its_day(self, project, lead):
        action = added(project, lead)

        assert told(action) == ["uk.qiflow.action.added.v1"]
        assert action.organisation_id == project.organisation_id
        timer = Timer.objects.get(subject_id=action.pk, kind="action.due")
        assert timer.due_on == action.due_on

    def test_refuses_a_day_that_has_passed(self, project, lead):
        with pytest.raises(Invalid) as refusal:
            added(project, lead, due=-1)

        assert refusal.value.errors[0].pointer == "/due_on"
        assert not Action.objects.exists()

    def test_refuses_an_owner_from_elsewhere(self, project, lead):
        stranger = people.user("project_lead", people.organisation())

        with pytest.raises(Invalid) as refusal:
            added(project, stranger, actor=people.actor_of(lead))

        assert refusal.value.errors[0].pointer == "/owner_id"

    def test_refuses_whoever_only_reads(self, project, trust):
        auditor = people.user("auditor", trust)

        with pytest.raises(Denied):
            added(project, auditor)

    def test_knows_no_thing_of_others(self, lead):
        elsewhere = projects.project(people.organisation())

        with pytest.raises(NotFound):
            added(elsewhere, lead)

    def test_knows_no_other_kind_of_thing(self, project, lead):
        with pytest.raises(NotFound):
            added(project, lead, subject_kind="job")


class TestSteps:
    def test_done_keeps_the_note_and_forgets_the_timer(self, project, lead):
        action = added(project, lead)
        actor = people.actor_of(lead)

        commands.complete_action(
            action_id=action.pk, note="They are here.", actor=actor, now=clock.now()
        )

        found = queries.get_action(actor, action.pk)
        assert (found["state"], found["closing_note"]) == ("done", "They are here.")
        assert found["closed_on"] == clock.today()
        assert found["steps"] == ("reopen",)
        assert not Timer.objects.filter(subject_id=action.pk).exists()

    def test_dropped_says_why(self, project, lead):
        action = added(project, lead)

        commands.drop_action(
            action_id=action.pk,
            reason="Nobody needs it.",
            actor=people.actor_of(lead),
            now=clock.now(),
        )

        step = Transition.objects.get(subject_id=action.pk)
        assert (step.transition, step.reason) == ("drop", "Nobody needs it.")

    def test_a_closed_one_cannot_be_changed_or_closed_again(self, project, lead):
        action = added(project, lead)
        by = {"action_id": action.pk, "actor": people.actor_of(lead), "now": clock.now()}
        commands.complete_action(note="", **by)

        with pytest.raises(Blocked):
            commands.complete_action(note="", **by)
        with pytest.raises(Blocked):
            commands.change_action(changes={"title": "Other"}, **by)

    def test_opened_again_has_a_new_day_and_a_timer(self, project, lead):
        action = added(project, lead)
        by = {"action_id": action.pk, "actor": people.actor_of(lead), "now": clock.now()}
        commands.complete_action(note="Done.", **by)

        again = commands.reopen_action(due_on=day(9), reason="They broke.", **by)

        assert (again.state, again.due_on, again.closed_on) == ("open", day(9), None)
        assert Timer.objects.get(subject_id=action.pk, kind="action.due").due_on == day(9)

    def test_handed_over_is_the_new_owners(self, project, lead, trust):
        other = people.user("coach", trust, name="Cora Coach")
        action = added(project, lead)

        commands.hand_over_action(
            action_id=action.pk,
            owner_id=other.pk,
            reason="I am on leave.",
            actor=people.actor_of(lead),
            now=clock.now(),
        )

        mine = queries.actions(actor=people.actor_of(other), page=Page(), mine=True)
        assert [row["id"] for row in mine] == [action.pk]
        history = queries.action_history(people.actor_of(other), action.pk, page=Page())
        assert history[0]["steps"][0]["reason"] == "I am on leave."

    def test_not_handed_to_whoever_has_it(self, project, lead):
        action = added(project, lead)

        with pytest.raises(Invalid):
            commands.hand_over_action(
                action_id=action.pk,
                owner_id=lead.pk,
                reason="Why not",
                actor=people.actor_of(lead),
                now=clock.now(),
            )

    def test_an_owner_without_a_task_in_the_thing_may_finish_it(self, project, lead, trust):
        auditor = people.user("auditor", trust)
        action = added(project, auditor, actor=people.actor_of(lead))
        by = {"action_id": action.pk, "note": "", "now": clock.now()}

        with pytest.raises(Denied):
            commands.complete_action(actor=people.actor_of(people.user("auditor", trust)), **by)
        done = commands.complete_action(actor=people.actor_of(auditor), **by)
        assert done.state == "done"

    def test_a_version_that_is_no_more_is_refused(self, project, lead):
        action = added(project, lead)
        by = {"action_id": action.pk, "actor": people.actor_of(lead), "now": clock.now()}
        commands.change_action(changes={"title": "Order lids"}, expected_version=1, **by)

        with pytest.raises(Stale):
            commands.complete_action(note="", expected_version=1, **by)

    def test_a_change_to_the_same_says_nothing(self, project, lead):
        action = added(project, lead)

        commands.change_action(
            action_id=action.pk,
            changes={"title": action.title},
            actor=people.actor_of(lead),
            now=clock.now(),
        )

        assert told(action) == ["uk.qiflow.action.added.v1"]


class TestWorkers:
    def test_have_nothing_left_to_do_about_it(self, project, lead):
        action = added(project, lead)

        settle()

        assert not Pending.objects.filter(subject_id=action.pk).exists()


class TestTheDaysBefore:
    def test_call_it_to_mind_once(self, project, lead):
        action = added(project, lead, due=7)
        soon = Timer.objects.get(subject_id=action.pk, kind="action.soon")
        assert soon.due_on == day(4)

        REGISTRY["action.soon"](subject_id=action.pk, today=soon.due_on, now=clock.now())

        assert told(action) == ["uk.qiflow.action.added.v1", "uk.qiflow.action.due_soon.v1"]

    def test_say_nothing_of_what_was_moved_or_is_near_already(self, project, lead):
        action = added(project, lead, due=3)
        assert not Timer.objects.filter(subject_id=action.pk, kind="action.soon").exists()

        REGISTRY["action.soon"](subject_id=action.pk, today=day(2), now=clock.now())

        assert told(action) == ["uk.qiflow.action.added.v1"]


class TestItsDay:
    def test_is_told_once_while_it_is_open(self, project, lead):
        action = added(project, lead, due=0)
        fire = REGISTRY["action.due"]

        fire(subject_id=action.pk, today=action.due_on, now=clock.now())

        assert told(action)[-1] == "uk.qiflow.action.fell_due.v1"

    def test_is_not_told_of_a_day_that_was_moved(self, project, lead):
        action = added(project, lead, due=0)
        commands.change_action(
            action_id=action.pk,
            changes={"due_on": day(5)},
            actor=people.actor_of(lead),
            now=clock.now(),
        )

        REGISTRY["action.due"](subject_id=action.pk, today=day(0), now=clock.now())

        assert told(action)[-1] == "uk.qiflow.action.changed.v1"
        assert Timer.objects.get(subject_id=action.pk, kind="action.due").due_on == day(5)


class TestLists:
    def test_follow_what_may_be_read(self, project, lead, trust):
        committee = governance.committee(trust)
        action = added(project, lead)
        of_committee = commands.add_action(
            subject_kind="committee",
            subject_id=committee.pk,
            title="Send the papers",
            owner_id=people.user("committee_secretary", trust).pk,
            due_on=day(3),
            actor=SYSTEM,
            now=clock.now(),
        )
        outsider = people.user("project_lead", people.organisation())

        seen = queries.actions(actor=people.actor_of(lead), page=Page())

        assert [row["id"] for row in seen] == [of_committee.pk, action.pk]
        assert queries.actions(actor=people.actor_of(outsider), page=Page()) == []

    def test_are_narrowed_by_what_is_asked(self, project, lead):
        soon, late = added(project, lead, due=1), added(project, lead, due=30)
        actor = people.actor_of(lead)

        def ids(**asked):
            return [row["id"] for row in queries.actions(actor=actor, page=Page(), **asked)]

        assert ids(due_before=day(5)) == [soon.pk]
        assert ids(subject=project.pk, state="open") == [soon.pk, late.pk]
        assert ids(state="done") == []
        assert ids(owner=lead.pk) == [soon.pk, late.pk]


class TestTheApi:
    @pytest.fixture
    def browser(self, lead):
        client = Client()
        client.force_login(lead)
        return client

    def send(self, browser, method, path, body, **headers):
        return browser.generic(
            method, f"/api/v1/{path}", json.dumps(body), "application/json", headers=headers
        )

    def test_takes_an_action_from_its_beginning_to_its_end(self, browser, project, lead):
        body = {
            "subject_kind": "project",
            "subject_id": str(project.pk),
            "title": "Order quiet bins",
            "owner_id": str(lead.pk),
            "due_on": str(day(7)),
        }
        made = self.send(browser, "POST", "actions", body)
        assert made.status_code == 201, made.content
        path = made["Location"].removeprefix("/api/v1/")
        listed = browser.get("/api/v1/actions?mine=true&state=open").json()["results"]
        assert [one["id"] for one in listed] == [made.json()["id"]]

        changed = self.send(browser, "PATCH", path, {"title": "Lids"}, **{"If-Match": '"v1"'})
        assert changed.json()["title"] == "Lids"
        done = self.send(browser, "POST", f"{path}/complete", {}, **{"If-Match": changed["ETag"]})
        assert (done.status_code, done.json()["state"]) == (200, "done")
        history = browser.get(f"/api/v1/{path}/history").json()["results"]
        assert [one["seq"] for one in history] == [3, 2, 1]

    def test_gives_the_list_as_a_file(self, browser, project, lead):
        added(project, lead, title="=1+1")

        answer = browser.get("/api/v1/exports/actions?mine=true")

        head, row = b"".join(answer).decode("utf-8-sig").splitlines()
        assert head.startswith("title,about,owner,due_on,state")
        assert row.startswith("'=1+1,Calm nights,Lea Lead,")

    def test_asks_which_version_was_read(self, browser, project, lead):
        action = added(project, lead)

        answer = self.send(browser, "POST", f"actions/{action.pk}/complete", {})

        assert answer.status_code == 428

    def test_guards_what_is_written(self, browser, project, lead):
        action = added(project, lead)

        answer = self.send(
            browser,
            "POST",
            f"actions/{action.pk}/complete",
            {"note": "Told 943 476 5919."},
            **{"If-Match": '"v1"'},
        )

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["pointer"] == "/note"
