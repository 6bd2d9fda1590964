"""What other apps declare: their own notices, for readers who have no account."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client

from kernel import clock, tenancy
from kernel.actors import SYSTEM
from kernel.log import append
from kernel.models import Pending
from kernel.tokens import token_of
from records import events
from records.messages import declared, recipients, sending
from records.messages.declared import Happened, Note, Notice, Recipient, Told, Words
from records.models import Message
from tests.factories import people
from workflows.drain import settle

pytestmark = pytest.mark.django_db(transaction=True)

INVITATION = UUID(int=77)
TYPE = events.ListExported.type  # of which nobody is told otherwise


def _to_the_invited(batch: list[Happened]) -> list[Told]:
    return [Told(to=Recipient("guest", INVITATION), of=of) for of in batch]


def _words(notes: list[Note]) -> dict[UUID, Words]:
    return {
        note.id: Words(
            subject="Come and join us",
            path=f"/invitations/{token_of('invitation', note.to.id)}",
            link="Accept",
        )
        for note in notes
    }


def _to_a_person(person_id: UUID):
    def audience(batch: list[Happened]) -> list[Told]:
        return [Told(to=Recipient("person", person_id), of=of) for of in batch]

    return audience


@pytest.fixture
def told() -> Iterator[None]:
    """A notice and a kind of reader, declared for the length of a test."""
    notice = Notice(
        type=TYPE,
        title="An invitation",
        audience=_to_the_invited,
        words=_words,
        always=True,
        secret=True,
    )
    declared.register(notice)
    recipients.register_recipient("guest", lambda ids: {INVITATION: ("Gus", "gus@example.org")})
    yield
    declared.NOTICES.pop(TYPE)
    recipients._RESOLVERS.pop("guest")


def happen(trust):
    append(
        organisation_id=trust.pk,
        kind="list",
        stream_id=INVITATION,
        events=[events.ListExported(list="people", file="csv", rows=1)],
        actor=SYSTEM,
        now=clock.now(),
        effective_on=clock.today(),
    )


def tell(trust):
    with transaction.atomic():
        happen(trust)
    settle()


def sent():
    count = sending.send_waiting()
    tenancy.open_to_all()
    return count


class TestAnInvitation:
    def test_goes_at_once_with_its_link_and_cannot_be_unsubscribed(self, house, mail, told):
        tell(house.trust)

        assert sent() == 1

        [email] = mail.received
        assert email["To"] == "gus@example.org"
        assert email["List-Unsubscribe"] is None
        assert token_of("invitation", INVITATION) in email.get_body(("plain",)).get_content()

    def test_has_its_link_nowhere_but_in_the_email(self, house, mail, told):
        tell(house.trust)
        sent()
        token = token_of("invitation", INVITATION)
        administrator = people.user("administrator", house.trust)
        client = Client()
        client.force_login(administrator)

        [row] = Message.objects.values()
        assert token not in str(row)
        for path in ("/messages/outgoing", f"/messages/outgoing/{row['id']}"):
            assert token not in client.get(path).content.decode()
            answer = client.get(f"/api/v1{path}")
            assert answer.status_code == 200
            assert token not in answer.content.decode()
            assert "Come and join us" not in answer.content.decode()

    def test_fails_for_all_to_see_where_there_is_no_mail_server(self, house, told):
        tell(house.trust)

        assert sent() == 0

        [row] = Message.objects.all()
        assert row.status == "failed"
        assert row.problem.startswith("No mail server is set up")


class TestAPersonWithoutAnAccount:
    def test_gets_a_letter_and_no_email(self, house, mail):
        person = people.person(house.trust, name="Pat Partner")
        notice = Notice(type=TYPE, title="News", audience=_to_a_person(person.pk), words=_words)
        declared.register(notice)
        try:
            tell(house.trust)
        finally:
            declared.NOTICES.pop(TYPE)

        assert [row.channel for row in Message.objects.all()] == ["letter"]


class TestAReaderWhomNobodyCanFind:
    def test_holds_the_event_for_all_to_see(self, house):
        notice = Notice(type=TYPE, title="News", audience=_to_the_invited, words=_words)
        declared.register(notice)
        try:
            tell(house.trust)
        finally:
            declared.NOTICES.pop(TYPE)

        [held] = Pending.objects.all()
        assert held.problem == "ValueError: Nobody can find recipients of kind guest."


class TestRegistering:
    def test_takes_one_notice_for_an_event(self, told):
        other = Notice(type=TYPE, title="Other", audience=_to_the_invited, words=_words)

        with pytest.raises(ValueError, match="two notices"):
            declared.register(other)

    def test_takes_one_way_to_find_a_reader(self, told):
        with pytest.raises(ValueError, match="two ways"):
            recipients.register_recipient("guest", lambda ids: {})
