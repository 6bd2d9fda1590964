"""Many requests at one moment: one effect, and everybody hears the truth."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from threading import Barrier, Event, Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse

from kernel import clock, tenancy
from kernel.actors import SYSTEM
from kernel.idempotency import _claim
from kernel.models import Event as Happened
from kernel.models import Idempotency, Transition
from people.models import Organisation, Person, User
from projects.models import Project
from records.commands.actions import add_action
from records.commands.discussion import write_comment
from records.commands.links import make_link
from records.links.declared import Recipient
from records.links.doors import token_for
from records.models import Comment
from tests.factories import people as make
from tests.factories import projects as make_projects
from tests.integration.walls.callers import Caller, signed_in

CLIENTS = 20
API = "/api/v1"
_FORM = "application/x-www-form-urlencoded"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def trust(transactional_db: None) -> Organisation:
    tenancy.open_to_all()
    return make.organisation()


def at_once(ask: Callable[[Caller], HttpResponse], callers: list[Caller]) -> list[HttpResponse]:
    """The answers to requests that are sent at the same moment, each on its own connection."""
    start, answers = Barrier(len(callers)), []

    def send(caller: Caller) -> None:
        start.wait()
        try:
            answers.append(ask(caller))
        finally:
            connection.close()

    threads = [Thread(target=send, args=[caller]) for caller in callers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def clients(user: User, count: int = CLIENTS) -> list[Caller]:
    return [Caller(name="client", client=signed_in(user)) for _ in range(count)]


class TestOneActionOfTwentyClients:
    def test_is_done_once(self, trust: Organisation) -> None:
        user = make.user("project_lead", trust)
        action = add_action(
            subject_kind="project",
            subject_id=make_projects.project(trust).pk,
            title="Order quiet bins",
            owner_id=user.pk,
            due_on=clock.today(),
            actor=SYSTEM,
            now=clock.now(),
        )

        answers = at_once(
            lambda caller: caller.send(
                "POST",
                f"{API}/actions/{action.pk}/complete",
                {},
                headers={"If-Match": '"v1"'},
            ),
            clients(user),
        )

        found = Counter(answer.status_code for answer in answers)
        assert found[200] == 1
        assert set(found) <= {200, 409, 412}
        assert Transition.objects.filter(subject_id=action.pk).count() == 1


class TestOneLinkOfManyWhoHoldIt:
    def test_is_answered_once(self, trust: Organisation) -> None:
        project = make_projects.project(trust)
        about = {"subject_kind": "project", "subject_id": project.pk}
        by = {"actor": SYSTEM, "now": clock.now()}
        comment = write_comment(text="How are nights?", **about, **by)
        link = make_link(
            purpose="reply",
            recipient=Recipient(kind="person", id=make.person(trust).pk),
            details={"comment_id": str(comment.pk)},
            **about,
            **by,
        )
        path = f"/l/{token_for(link.pk)}"
        sent = b"words=Loud.&seen=1"

        answers = at_once(
            lambda caller: caller.send("POST", path, sent, content_type=_FORM),
            [Caller(name="holder") for _ in range(8)],
        )

        assert Counter(answer.status_code for answer in answers) == {302: 1, 410: 7}
        tenancy.open_to_all()
        assert Comment.objects.filter(in_reply_to=comment).count() == 1


class TestOneStepOfTwentyClients:
    def test_is_taken_once_and_the_others_hear_that_it_was(self, trust: Organisation) -> None:
        lead = make.user("project_lead", trust)
        project = make_projects.project(trust, now=clock.now())
        path = f"{API}/projects/{project.pk}/transitions"

        answers = at_once(
            lambda caller: caller.send(
                "POST", path, {"transition": "propose"}, headers={"If-Match": '"v1"'}
            ),
            clients(lead),
        )

        assert Counter(one.status_code for one in answers) == {201: 1, 409: CLIENTS - 1}
        refused = [json.loads(one.content) for one in answers if one.status_code == 409]
        assert {one["state"] for one in refused} == {"setup"}
        tenancy.open_to_all()
        assert Project.objects.get(pk=project.pk).version == 2
        assert Transition.objects.filter(subject_id=project.pk).count() == 1
        assert Happened.objects.filter(aggregate_id=project.pk).count() == 2


class TestOneKeyOfManyClients:
    def test_has_one_effect(self, trust: Organisation) -> None:
        admin = make.user("administrator", trust)
        key = {"Idempotency-Key": "the-same"}

        answers = at_once(
            lambda caller: caller.send("POST", f"{API}/people", {"name": "Ann"}, headers=key),
            clients(admin, 8),
        )

        counted = Counter(one.status_code for one in answers)
        assert counted[201] == 1
        assert set(counted) <= {201, 200, 409}
        tenancy.open_to_all()
        assert Person.objects.filter(name="Ann").count() == 1

    def test_is_refused_while_the_first_request_is_at_work(self, trust: Organisation) -> None:
        admin = make.user("administrator", trust)
        working, done = Event(), Event()

        def first() -> None:
            with transaction.atomic():
                _claim(f"user:{admin.pk}", "busy")
                working.set()
                done.wait()
            connection.close()

        thread = Thread(target=first)
        thread.start()
        working.wait()
        try:
            answer = post(admin, {"name": "Ann"}, "busy")
        finally:
            done.set()
            thread.join()

        assert (answer.status_code, json.loads(answer.content)["code"]) == (409, "in_flight")

    def test_repeats_the_answer_with_200(self, trust: Organisation) -> None:
        admin = make.user("administrator", trust)

        first, second = (post(admin, {"name": "Ann"}, "k1") for _ in range(2))

        assert (first.status_code, second.status_code) == (201, 200)
        assert json.loads(first.content) == json.loads(second.content)
        assert second["ETag"] == first["ETag"]

    def test_is_refused_for_another_body(self, trust: Organisation) -> None:
        admin = make.user("administrator", trust)
        post(admin, {"name": "Ann"}, "k1")

        answer = post(admin, {"name": "Bob"}, "k1")

        assert (answer.status_code, json.loads(answer.content)["code"]) == (422, "key_reused")

    def test_belongs_to_whoever_sent_it(self, trust: Organisation) -> None:
        answers = [post(make.user("administrator", trust), {"name": "Ann"}, "k1") for _ in range(2)]

        assert [one.status_code for one in answers] == [201, 201]

    def test_keeps_no_token(self, trust: Organisation) -> None:
        admin = make.user("administrator", trust)
        body = {
            "name": "x",
            "roles": ["coach"],
            "scopes": ["read"],
            "expires_at": f"{clock.today().year + 1}-01-01T00:00:00Z",
        }
        caller = Caller(name="admin", client=signed_in(admin))

        first, second = (
            caller.send("POST", f"{API}/api-keys", body, headers={"Idempotency-Key": "k"})
            for _ in range(2)
        )

        assert "token" in json.loads(first.content)
        assert "token" not in json.loads(second.content)
        tenancy.open_to_all()
        assert json.loads(first.content)["token"] not in str(list(Idempotency.objects.values()))


def post(user: User, body: Any, key: str) -> HttpResponse:
    caller = Caller(name="admin", client=signed_in(user))
    try:
        return caller.send("POST", f"{API}/people", body, headers={"Idempotency-Key": key})
    finally:
        tenancy.open_to_all()
