"""Email: at once or as a digest, once, and visibly failed where it cannot go."""

from __future__ import annotations

from datetime import timedelta

import icalendar
import pytest
from django.db import connection
from django.test import Client

from kernel import clock, tenancy
from kernel.models import Event
from people.models import RoleGrant
from records.commands import actions as action_commands
from records.commands.messages import send_again
from records.messages import claims, sending
from records.messages.channels import next_digest
from records.models import Message
from tests.factories import people
from workflows.drain import settle

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def a_server(mail):
    """Every message here has a way out."""


def send_waiting():
    """As a worker does, which sees nothing when it is done."""
    sent = sending.send_waiting()
    tenancy.open_to_all()
    return sent


def statuses(channel="email"):
    found = Message.objects.filter(channel=channel).order_by("created_at", "pk")
    return list(found.values_list("status", flat=True))


def expire_leases():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE records_message SET leased_until = now() - interval '1 second'")


class TestAtOnce:
    def test_comes_with_text_html_a_date_and_a_way_to_stop_it(self, house, mail):
        house.choose("immediate")
        action = house.give(title="Order <b>bins</b>")

        assert send_waiting() == 1

        [email] = mail.received
        assert email["To"] == "otto@example.org"
        assert email["From"] == "QIflow <no-reply@qi.example.org>"
        assert email["Subject"] == "A new action for you: Order <b>bins</b>"
        assert email["Auto-Submitted"] == "auto-generated"
        text = email.get_body(("plain",)).get_content()
        html = email.get_body(("html",)).get_content()
        assert f"https://qi.example.org/actions/{action.pk}" in text
        assert "Order <b>bins</b>" in text
        assert "Order &lt;b&gt;bins&lt;/b&gt;" in html
        calendar = next(part for part in email.walk() if part.get_content_type() == "text/calendar")
        assert calendar.get_param("method") == "REQUEST"
        [entry] = icalendar.Calendar.from_ical(calendar.get_content()).walk("VEVENT")
        assert entry["dtstart"].dt == action.due_on
        assert statuses() == ["sent"]

    def test_is_named_after_its_message(self, house, mail):
        house.choose("immediate")
        house.give()
        send_waiting()

        [row] = house.messages(channel="email")
        assert mail.received[0]["Message-ID"] == f"<{row.pk}@qi.example.org>"

    def test_stops_with_one_click_and_never_by_looking(self, house, mail):
        house.choose("immediate")
        house.give()
        send_waiting()
        [email] = mail.received
        assert email["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        path = email["List-Unsubscribe"].strip(" <>").removeprefix("https://qi.example.org")
        client = Client(enforce_csrf_checks=True)

        for _ in range(10):
            assert b"Stop this email" in client.get(path).content
        house.give(title="Another")
        assert send_waiting() == 1
        clicked = client.post(path, {"List-Unsubscribe": "One-Click"})
        house.give(title="One more")

        assert clicked.status_code == 200
        assert send_waiting() == 0
        assert len(mail.received) == 2
        assert b"You get no more email" in client.get(path).content
        told = Event.objects.filter(type="uk.qiflow.preference.chosen.v1").get()
        assert (told.data["often"], told.data["way"]) == ("never", "link")
        assert told.organisation_id == house.trust.pk
        assert Client().post("/unsubscribe/nonsense-abc").status_code == 404

    def test_takes_a_date_away_when_the_action_is_dropped(self, house, mail):
        house.choose("immediate")
        action = house.give()
        send_waiting()
        action_commands.drop_action(
            action_id=action.pk, reason="x", actor=people.actor_of(house.giver), now=clock.now()
        )
        settle()
        send_waiting()

        parts = [
            part
            for email in mail.received
            for part in email.walk()
            if part.get_content_type() == "text/calendar"
        ]
        entries = [icalendar.Calendar.from_ical(part.get_content()) for part in parts]
        events = [calendar.walk("VEVENT")[0] for calendar in entries]
        assert [part.get_param("method") for part in parts] == ["REQUEST", "CANCEL"]
        assert events[0]["uid"] == events[1]["uid"]
        assert events[0]["sequence"] < events[1]["sequence"]


class TestADigest:
    def test_gathers_what_waits_and_goes_once_a_day(self, house, mail, later):
        """Unless somebody chooses otherwise: nobody chose anything here."""
        for title in ("First", "Second", "Third"):
            house.give(title=title)
        assert send_waiting() == 0

        later(next_digest("daily", now=clock.now()) - clock.now())
        assert send_waiting() == 1
        house.give(title="Fourth")
        Message.objects.filter(channel="email", status="waiting").update(due_at=clock.now())
        assert send_waiting() == 0

        [email] = mail.received
        assert email["Subject"] == "3 messages from QIflow"
        text = email.get_body(("plain",)).get_content()
        assert text.index("First") < text.index("Second") < text.index("Third")
        dates = [part for part in email.walk() if part.get_content_type() == "text/calendar"]
        assert len(dates) == 3
        assert statuses() == ["sent", "sent", "sent", "waiting"]
        later(DAY)
        assert send_waiting() == 1

    def test_follows_another_choice_from_then_on(self, house, mail):
        house.give()
        client = Client()
        client.force_login(house.owner)

        answer = client.post(
            "/api/v1/messages/choice", {"often": "immediate"}, content_type="application/json"
        )

        assert answer.json() == {"often": "immediate"}
        assert send_waiting() == 1

    def test_leaves_out_who_has_left(self, house, mail):
        house.choose("immediate")
        house.give()
        RoleGrant.objects.filter(user=house.owner).update(to_date=clock.today() - DAY)

        assert send_waiting() == 0
        assert statuses() == ["stopped"]
        assert mail.received == []


class TestAProcessThatIsLost:
    def test_leaves_its_message_to_another_under_the_same_name(self, house, mail):
        """Killed after the server had it and before that was written down."""
        house.choose("immediate")
        house.give()
        held = claims.take(now=clock.now())
        assert claims.take(now=clock.now()) is None
        expire_leases()

        assert send_waiting() == 1
        assert claims.sent(held, now=clock.now()) is False

        [row] = house.messages(channel="email")
        assert (row.status, row.attempt) == ("sent", 2)
        assert mail.received[0]["Message-ID"] == f"<{held.id}@qi.example.org>"

    def test_leaves_a_digest_as_it_was(self, house, mail, later):
        for title in ("First", "Second"):
            house.give(title=title)
        later(next_digest("daily", now=clock.now()) - clock.now())
        held = claims.take(now=clock.now())
        house.give(title="Third")
        Message.objects.filter(mailing=None, channel="email").update(due_at=clock.now())
        expire_leases()

        assert send_waiting() == 1

        [email] = mail.received
        assert email["Message-ID"] == f"<{held.id}@qi.example.org>"
        assert "Third" not in email.get_body(("plain",)).get_content()

    def test_every_time_ends_with_a_failure_that_is_seen(self, house, mail):
        house.choose("immediate")
        house.give()
        for _ in range(claims.MOST_ATTEMPTS):
            assert isinstance(claims.take(now=clock.now()), claims.Mailing)
            expire_leases()

        assert isinstance(claims.take(now=clock.now()), claims.NothingYet)
        assert statuses() == ["failed"]

    def test_and_a_server_that_dies_make_one_message_of_two(self, house, mail, later):
        house.choose("immediate")
        house.give()
        mail.deaf = 1

        assert send_waiting() == 0
        assert statuses() == ["waiting"]
        later(claims.RESTS[0])
        assert send_waiting() == 1

        assert len(mail.received) == 2
        assert len({email["Message-ID"] for email in mail.received}) == 1


class TestWhatCannotGo:
    def test_rests_and_is_tried_again(self, house, mail, later):
        house.choose("immediate")
        house.give()
        mail.refuse["RCPT"] = "450 later"
        assert send_waiting() == 0
        assert send_waiting() == 0  # it rests
        mail.refuse.clear()

        later(claims.RESTS[0])

        assert send_waiting() == 1

    def test_does_not_go_after_its_reader_has_had_enough(self, house, mail, later):
        house.choose("immediate")
        house.give()
        mail.refuse["RCPT"] = "450 later"
        send_waiting()
        mail.refuse.clear()
        house.choose("never")

        later(claims.RESTS[0])

        assert send_waiting() == 0
        assert statuses() == ["stopped"]

    def test_fails_at_once_where_trying_again_would_not_help(self, house, mail):
        house.choose("immediate")
        house.give()
        mail.refuse["RCPT"] = "550 no such mailbox otto@example.org"

        assert send_waiting() == 0

        [row] = house.messages(channel="email")
        assert row.status == "failed"
        assert row.problem == "The mail server does not take this address (550)."
        event = Event.objects.filter(type="uk.qiflow.message.failed.v1").get()
        assert event.data["message_id"] == str(row.pk)

    def test_goes_after_all_when_somebody_asks(self, house, mail):
        house.choose("daily")
        house.give()
        Message.objects.filter(channel="email").update(status="failed", attempt=7)
        administrator = people.user("administrator", house.trust)
        [row] = house.messages(channel="email")

        send_again(message_id=row.pk, actor=people.actor_of(administrator), now=clock.now())

        assert send_waiting() == 1
        assert statuses() == ["sent"]

    def test_waits_while_no_server_answers(self, house, settings):
        house.choose("immediate")
        house.give()
        settings.QIFLOW_MAIL_SERVER = {"host": "127.0.0.1", "port": 1}

        assert send_waiting() == 0

        [row] = house.messages(channel="email")
        assert (row.status, row.problem) == ("waiting", "The mail server could not be reached.")
