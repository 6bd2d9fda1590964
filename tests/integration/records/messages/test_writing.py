"""Messages are written with the done mark: once for each event, reader and way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel import clock, tenancy
from kernel.actors import SYSTEM
from kernel.models import Event, Pending
from people.models import RoleGrant, User
from records.commands import actions as commands
from records.commands.jobs import queue_job
from records.jobs.running import run
from records.messages.rendering import NOTE, note_of, words_of
from records.messages.writing import write_messages
from records.models import Message
from tests.factories import people
from workflows import reactions
from workflows.drain import settle

pytestmark = pytest.mark.django_db


def rows(**wanted):
    found = Message.objects.filter(**wanted).order_by("created_at", "pk")
    return [
        (row.notice.split(".")[-2], User.objects.get(pk=row.recipient_id).name, row.channel)
        for row in found
    ]


def words(**wanted):
    [row] = Message.objects.filter(**wanted).values(*NOTE)
    return words_of([note_of(row)])[row["id"]]


class TestAnAction:
    def test_is_told_to_whoever_is_to_do_it(self, house):
        action = house.give()

        assert rows() == [("added", "Otto Owner", "inbox")]
        said = words()
        assert said.subject == "A new action for you: Order bins"
        assert said.sentences[0] == "Lea Lead gave you an action."
        assert ("About", "Calm nights") in said.facts
        assert said.path == f"/actions/{action.pk}"
        assert said.entry.day == action.due_on

    def test_that_somebody_gives_to_themselves_is_told_to_nobody(self, house):
        house.give(by=house.owner)

        assert rows() == []

    def test_that_is_handed_over_is_told_to_both(self, house):
        action = house.give()
        third = people.user("project_lead", house.trust, name="Theo Third")
        Message.objects.all().delete()

        commands.hand_over_action(
            action_id=action.pk,
            owner_id=third.pk,
            reason="Away.",
            actor=people.actor_of(house.giver),
            now=clock.now(),
        )
        settle()

        assert sorted(rows()) == [
            ("handed_over", "Otto Owner", "inbox"),
            ("handed_over", "Theo Third", "inbox"),
        ]
        former = words(recipient_id=house.owner.pk)
        assert former.entry.cancelled
        assert former.sentences[0].startswith("Lea Lead handed this action over to Theo Third.")
        assert not words(recipient_id=third.pk).entry.cancelled

    def test_is_told_of_when_its_day_changes_and_not_when_its_words_do(self, house):
        action = house.give()
        Message.objects.all().delete()
        by = {"action_id": action.pk, "actor": people.actor_of(house.giver), "now": clock.now()}

        commands.change_action(changes={"title": "Order quiet bins"}, **by)
        settle()
        assert rows() == []
        commands.change_action(changes={"due_on": clock.today() + timedelta(days=9)}, **by)
        settle()

        assert rows() == [("changed", "Otto Owner", "inbox")]

    def test_is_told_of_on_its_day(self, house):
        action = house.give(due=0)
        Message.objects.all().delete()

        commands.tell_when_due(subject_id=action.pk, today=clock.today(), now=clock.now())
        settle()

        commands.tell_when_soon(
            subject_id=house.give(by=house.owner).pk,
            today=clock.today() + timedelta(days=4),
            now=clock.now(),
        )
        settle()
        assert words(notice="uk.qiflow.action.due_soon.v1").subject == "Due soon: Order bins"
        Message.objects.filter(notice="uk.qiflow.action.due_soon.v1").delete()

        assert rows() == [("fell_due", "Otto Owner", "inbox")]
        assert words().subject == "Due now: Order bins"

    def test_that_is_done_is_told_to_whoever_gave_it(self, house):
        action = house.give()
        Message.objects.all().delete()

        commands.complete_action(
            action_id=action.pk,
            note="They are here.",
            actor=people.actor_of(house.owner),
            now=clock.now(),
        )
        settle()

        assert rows() == [("completed", "Lea Lead", "inbox")]
        said = words()
        assert ("What came of it", "They are here.") in said.facts
        assert said.entry is None

    def test_that_is_dropped_by_another_leaves_the_calendar_of_its_owner(self, house):
        action = house.give()
        Message.objects.all().delete()
        third = people.user("project_lead", house.trust)

        commands.drop_action(
            action_id=action.pk, reason="x", actor=people.actor_of(third), now=clock.now()
        )
        settle()

        assert len(rows()) == 2
        assert words(recipient_id=house.owner.pk).entry.cancelled


@pytest.mark.django_db(transaction=True)
class TestAJob:
    def test_that_is_done_is_told_to_whoever_asked(self, house):
        actor = people.actor_of(house.owner)
        job = queue_job(
            "export",
            title="People as CSV",
            organisation_id=house.trust.pk,
            actor=actor,
            now=clock.now(),
            arguments={"list": "people", "file": "csv", "filters": {}},
        )
        run(job.pk)
        tenancy.open_to_all()
        settle()

        assert rows() == [("finished", "Otto Owner", "inbox")]
        assert words().path == f"/jobs/{job.pk}"


class TestWhoIsTold:
    def test_is_nobody_who_can_no_longer_sign_in(self, house):
        action = house.give()
        Message.objects.all().delete()
        User.objects.filter(pk=house.owner.pk).update(is_active=False)
        commands.tell_when_due(subject_id=action.pk, today=action.due_on, now=clock.now())
        settle()

        assert rows() == []

    def test_is_nobody_who_has_left_before_the_worker_came(self, house):
        action = commands.add_action(
            subject_kind="project",
            subject_id=house.project.pk,
            title="Order bins",
            owner_id=house.owner.pk,
            due_on=clock.today(),
            actor=SYSTEM,
            now=clock.now(),
        )
        RoleGrant.objects.filter(user=house.owner).update(to_date=clock.today() - timedelta(days=1))
        settle()

        assert action.pk
        assert rows() == []


class TestOnce:
    def test_is_enough_however_often_an_event_is_worked(self, house):
        action = house.give()
        [event] = Event.objects.filter(aggregate_id=action.pk).values_list("uuid", flat=True)

        assert write_messages([event, event]) == 0
        assert len(rows()) == 1

    def test_is_undone_with_the_effect_where_that_fails(self, house, monkeypatch):
        """The message and the done mark are one transaction."""
        with monkeypatch.context() as patch:
            patch.setattr(reactions, "extra", lambda: (_write_and_fail,))
            house.give()
        assert rows() == []

        Pending.objects.update(retry_at=None)
        settle()

        assert rows() == [("added", "Otto Owner", "inbox")]

    def test_costs_the_same_for_one_event_and_for_many(self, house):
        actions = [house.give(title=f"Action {number}") for number in range(12)]
        Message.objects.all().delete()
        ids = [action.pk for action in actions]
        events = list(Event.objects.filter(aggregate_id__in=ids).values_list("uuid", flat=True))

        few = _queries(events[:1])
        Message.objects.all().delete()
        many = _queries(events)

        assert few == many
        assert Message.objects.count() == 12

    def test_costs_nothing_for_an_event_of_which_nobody_is_told(self, house):
        with CaptureQueriesContext(connection) as counted:
            assert write_messages([]) == 0
        assert len(counted) == 0


def _write_and_fail(works):
    """A fault after the messages were written."""
    if written := write_messages([work.event for work in works]):
        raise RuntimeError(f"after {written} messages")


def _queries(events):
    with CaptureQueriesContext(connection) as counted:
        assert write_messages(events) == len(events)
    return len(counted)
