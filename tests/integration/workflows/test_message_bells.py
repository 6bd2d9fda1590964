"""The relay rings when email is due, and is quiet otherwise."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest
from django.db import connection as django_connection

from kernel import clock, tenancy
from kernel.doorbell import connect
from records.models import Message
from tests.factories import people
from workflows.api.metrics import QueueCollector
from workflows.message_bells import MessageBells

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def link():
    with connect(django_connection.get_connection_params()) as found:
        found.execute("SELECT set_config('qiflow.scope', 'all', false)")
        yield found


def email(**values):
    now = clock.now()
    given = {"channel": "email", "status": "waiting", "due_at": now, **values}
    return Message.objects.create(
        organisation=people.organisation(),
        event=uuid4(),
        notice="uk.qiflow.action.added.v1",
        thing_kind="action",
        thing_id=uuid4(),
        seq=1,
        recipient_kind="user",
        recipient_id=uuid4(),
        created_at=now,
        **given,
    )


def rings(link: psycopg.Connection) -> bool:
    return MessageBells(lambda: True).look(link)


class TestTheBell:
    def test_rings_for_email_that_is_due(self, link):
        email()

        assert rings(link)

    @pytest.mark.parametrize("status", ["sent", "failed", "stopped"])
    def test_is_quiet_when_it_has_ended(self, link, status):
        email(status=status)

        assert not rings(link)

    def test_is_quiet_for_the_inbox_and_for_letters(self, link):
        email(channel="inbox", status="sent")
        email(channel="letter")

        assert not rings(link)

    def test_is_quiet_until_the_digest_is_due_by_the_clock_of_the_service(self, link):
        email(due_at=clock.now() + timedelta(hours=5))
        assert not rings(link)

        clock.move_by(timedelta(hours=6))

        assert rings(link)

    def test_is_quiet_while_somebody_sends_it(self, link):
        email(leased_until=clock.now() + timedelta(minutes=1))

        assert not rings(link)

    def test_rings_once_and_not_at_every_look(self, link):
        email()
        bells = MessageBells(lambda: True)

        assert bells.look(link)
        assert not bells.look(link)

    def test_that_was_not_heard_is_rung_again(self, link):
        email()
        heard = iter([False, True])
        bells = MessageBells(lambda: next(heard))

        assert not bells.look(link)
        bells._looked -= 1

        assert bells.look(link)


class TestMetrics:
    def test_tell_of_email_that_is_late_and_of_what_waits_for_people(self):
        email(due_at=clock.now() - timedelta(minutes=10))
        email(status="failed")
        email(channel="telephone")
        tenancy.close()

        found = {metric.name: metric for metric in QueueCollector().collect()}

        def value(name):
            return found[f"qiflow_{name}"].samples[0].value

        assert value("due_messages") == 1
        assert 600 <= value("oldest_due_message_seconds") < 700
        assert value("failed_messages") == 1
        assert value("messages_to_do") == 1
        tenancy.open_to_all()
