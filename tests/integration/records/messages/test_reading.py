"""The inbox, what goes out, letters and calls: who sees what, who does what."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kernel import clock
from kernel.models import Event
from people.commands import change_person
from people.models import Person, UserPerson
from records.messages.forgetting import forget_messages
from records.models import Message
from tests.factories import people

pytestmark = pytest.mark.django_db

API = "/api/v1/messages"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def post(client, path, body=None):
    return client.post(f"{API}{path}", body or {}, content_type="application/json")


@pytest.fixture
def keeper(house):
    return people.user("administrator", house.trust, name="Ada Admin")


@pytest.fixture
def by_letter(house):
    """The owner is a person who wants letters, in large print."""
    return people.person(
        house.trust,
        name="Otto Owner",
        needs=["large_print", "letter"],
        postal_address="1 High Street\nLarkhill",
    )


@pytest.fixture
def linked(house, by_letter):

    UserPerson.objects.create(organisation=house.trust, user=house.owner, person=by_letter)
    return by_letter


class TestTheInbox:
    def test_has_ones_own_messages_newest_first(self, house):
        for title in ("First", "Second"):
            house.give(title=title)
        found = signed_in(house.owner).get(API).json()["results"]

        assert [row["subject"].split(": ")[1] for row in found] == ["Second", "First"]
        assert found[0]["facts"][0] == {"name": "About", "value": "Calm nights"}
        assert found[0]["address"].endswith(found[0]["path"])
        assert signed_in(house.giver).get(API).json()["results"] == []

    def test_is_read_one_by_one_or_as_a_whole(self, house):
        for title in ("First", "Second", "Third"):
            house.give(title=title)
        client = signed_in(house.owner)
        [newest, *_] = client.get(API).json()["results"]

        read = post(client, f"/{newest['id']}/read")

        assert read.json()["read_at"] is not None
        assert post(client, f"/{newest['id']}/read").json() == read.json()
        assert len(client.get(f"{API}?unread=true").json()["results"]) == 2
        assert post(client, "/read").json() == {"unread": 0}

    def test_of_another_is_not_there(self, house):
        house.give()
        [row] = house.messages()
        client = signed_in(house.giver)

        assert client.get(f"{API}/{row.pk}").status_code == 404
        assert post(client, f"/{row.pk}/read").status_code == 404
        assert client.get(f"{API}/{uuid4()}").status_code == 404

    def test_says_so_where_a_thing_is_gone(self, house):
        house.give()
        Message.objects.update(thing_id=uuid4())

        [row] = signed_in(house.owner).get(API).json()["results"]

        assert row["subject"] == "This is no longer here"

    def test_costs_the_same_at_any_length(self, house):
        client = signed_in(house.owner)
        house.give()
        few = _queries(client)
        for number in range(8):
            house.give(title=f"Action {number}")

        assert _queries(client) == few


class TestChoosing:
    def test_is_once_a_day_until_somebody_chooses(self, house):
        client = signed_in(house.owner)

        assert client.get(f"{API}/choice").json() == {"often": "daily"}
        assert post(client, "/choice", {"often": "weekly"}).json() == {"often": "weekly"}
        assert client.get(f"{API}/choice").json() == {"often": "weekly"}
        assert signed_in(house.giver).get(f"{API}/choice").json() == {"often": "daily"}

    def test_takes_nothing_else(self, house):
        client = signed_in(house.owner)

        assert post(client, "/choice", {"often": "hourly"}).status_code == 400
        assert post(client, "/choice").status_code == 400


class TestWhatGoesOut:
    def test_is_seen_by_administrators_without_its_words(self, house, keeper, mail):
        house.give(title="Quiet bins")
        client = signed_in(keeper)

        [row] = client.get(f"{API}/outgoing").json()["results"]

        assert (row["channel"], row["status"], row["name"]) == ("email", "waiting", "Otto Owner")
        assert row["title"] == "A new action"
        assert "Quiet bins" not in client.get(f"{API}/outgoing/{row['id']}").content.decode()
        assert "otto@example.org" not in client.get(f"{API}/outgoing").content.decode()
        lead = signed_in(house.giver)
        assert lead.get(f"{API}/outgoing").json()["results"] == []
        assert lead.get(f"{API}/outgoing/{row['id']}").status_code == 403

    def test_is_not_sent_again_unless_it_failed(self, house, keeper, mail):
        house.give()
        client = signed_in(keeper)
        [row] = client.get(f"{API}/outgoing?channel=email").json()["results"]

        assert post(client, f"/outgoing/{row['id']}/retry").status_code == 409
        Message.objects.filter(channel="email").update(status="failed")
        assert post(client, f"/outgoing/{row['id']}/retry").json()["status"] == "waiting"
        told = Event.objects.get(type="uk.qiflow.message.retried.v1")
        assert told.actor_id == keeper.pk


class TestLettersAndCalls:
    def test_are_for_those_who_want_them_with_what_they_need(self, house, keeper, linked):
        house.give(title="Quiet bins")
        client = signed_in(keeper)

        [row] = client.get(f"{API}/by-hand").json()["results"]
        letter = client.get(f"{API}/by-hand/{row['id']}").json()

        assert row["channel"] == "letter"
        assert row["title"] == "A new action for you: Quiet bins"
        assert row["needs"] == ["large_print", "letter"]
        assert letter["postal_address"] == "1 High Street\nLarkhill"
        assert letter["subject"] == "A new action for you: Quiet bins"
        assert {message.channel for message in house.messages()} == {"inbox", "letter"}

    def test_follow_what_the_organisation_knows_and_no_other(self, house, linked):
        elsewhere = people.organisation()
        Person.objects.filter(pk=linked.pk).update(organisation=elsewhere)

        UserPerson.objects.update(organisation=elsewhere)
        house.give()

        assert [message.channel for message in house.messages()] == ["inbox"]

    def test_are_done_once_by_somebody_at_some_time(self, house, keeper, linked):
        house.give()
        client = signed_in(keeper)
        [row] = client.get(f"{API}/by-hand").json()["results"]

        done = post(client, f"/by-hand/{row['id']}/done").json()

        assert (done["status"], done["done_by"]) == ("sent", str(keeper.pk))
        assert done["done_by_name"] == "Ada Admin"
        assert post(client, f"/by-hand/{row['id']}/done").status_code == 409
        assert client.get(f"{API}/by-hand").json()["results"] == []
        assert len(client.get(f"{API}/by-hand?status=sent").json()["results"]) == 1

    def test_are_not_for_auditors(self, house, linked):
        house.give()
        [row] = house.messages(channel="letter")
        auditor = signed_in(people.user("auditor", house.trust))

        assert auditor.get(f"{API}/by-hand").json()["results"] == []
        assert auditor.get(f"{API}/by-hand/{row.pk}").status_code == 403
        assert post(auditor, f"/by-hand/{row.pk}/done").status_code == 403


class TestNeeds:
    def test_are_kept_once_and_in_order(self, house, keeper, by_letter):
        change_person(
            person_id=by_letter.pk,
            values={"needs": ["telephone", "bsl", "telephone"]},
            actor=people.actor_of(keeper),
            now=clock.now(),
            expected_version=1,
        )

        by_letter.refresh_from_db()
        assert by_letter.needs == ["bsl", "telephone"]

    def test_that_nobody_knows_are_refused(self, house, keeper, by_letter):
        answer = signed_in(keeper).patch(
            f"/api/v1/people/{by_letter.pk}",
            {"needs": ["telepathy"]},
            content_type="application/json",
            headers={"If-Match": '"v1"'},
        )

        assert answer.status_code == 400


class TestForgetting:
    def test_takes_what_was_read_long_ago_and_leaves_the_rest(self, house):
        for title in ("read", "unread", "new"):
            house.give(title=title)
        read, unread, new = house.messages()
        old = clock.now() - timedelta(days=91)
        for row in (read, unread):
            Message.objects.filter(pk=row.pk).update(created_at=old)
        Message.objects.filter(pk=read.pk).update(read_at=old)
        Message.objects.filter(pk=new.pk).update(read_at=clock.now())

        assert forget_messages(now=clock.now()) == 1
        assert {row.pk for row in house.messages()} == {unread.pk, new.pk}

    def test_leaves_what_failed_until_somebody_saw_to_it(self, house, mail):
        house.give()
        old = clock.now() - timedelta(days=200)
        Message.objects.update(created_at=old)
        Message.objects.filter(channel="email").update(status="failed")

        assert forget_messages(now=clock.now()) == 0


def _queries(client):
    with CaptureQueriesContext(connection) as counted:
        assert client.get(API).status_code == 200
    return len(counted)
