"""What people are told of accounts, links, meetings and the discussion."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest

from kernel import clock
from kernel.tokens import thing_of
from people.commands import ask_reset, end_role, grant_role, invite, send_again
from people.models import Invitation, PasswordReset, RoleGrant
from records.commands.actions import add_action
from records.commands.discussion import write_comment
from records.commands.invitees import invite as invite_to
from records.commands.links import make_link
from records.commands.occasions import cancel_occasion, plan_occasion
from records.links.declared import PERSON, Recipient
from records.links.doors import token_for
from records.messages.declared import Words
from records.messages.rendering import NOTE, note_of, words_of
from records.models import Channel, Link, Message
from tests.factories import people
from tests.integration.records.messages.conftest import House
from workflows.drain import settle

pytestmark = pytest.mark.django_db


def told(**wanted: Any) -> Words:
    """The words of the one message."""
    settle()
    [row] = Message.objects.filter(**wanted).values(*NOTE)
    return words_of([note_of(row)])[row["id"]]


@pytest.fixture
def patient(house: House) -> Any:
    return people.person(house.trust, name="Pat Patient", email="pat@example.org")


def in_a_week() -> Any:
    return clock.today() + timedelta(days=7)


class TestInvitation:
    def invited(self, house: House) -> Invitation:
        return invite(
            organisation_id=house.trust.pk,
            email="new@example.org",
            name="Nia New",
            roles=["coach"],
            actor=people.actor_of(people.user("administrator", house.trust)),
            now=clock.now(),
        )

    def test_brings_the_link_that_counts_and_is_nobody_elses_to_read(self, house: House) -> None:
        invitation = self.invited(house)

        said = told(recipient_kind="invitation")

        token = said.path.removeprefix("/join/")
        assert thing_of("invitation", token) == invitation.link
        assert "Northern Hospitals invites you" in said.sentences[0]
        assert Message.objects.get().channel == Channel.EMAIL

    def test_that_is_sent_again_brings_the_new_link_in_every_message(self, house: House) -> None:
        invitation = self.invited(house)
        settle()
        administrator = people.actor_of(people.user("administrator", house.trust))
        send_again(invitation_id=invitation.pk, actor=administrator, now=clock.now())
        settle()
        invitation.refresh_from_db()

        rows = Message.objects.values(*NOTE)
        paths = {words.path for words in words_of(map(note_of, rows)).values()}

        assert len(rows) == 2
        assert [thing_of("invitation", path[len("/join/") :]) for path in paths] == [
            invitation.link
        ]


class TestPassword:
    def test_asked_for_brings_the_link_while_it_is_open(self, house: House) -> None:
        ask_reset(email=house.owner.email, address="192.0.2.1", now=clock.now())
        reset = PasswordReset.objects.get()

        said = told(recipient_kind="reset")
        assert thing_of("reset", said.path.removeprefix("/new-password/")) == reset.pk

        PasswordReset.objects.update(used_at=clock.now())
        assert not told(recipient_kind="reset").path


class TestRole:
    def test_given_or_ended_by_somebody_is_told(self, house: House) -> None:
        administrator = people.actor_of(people.user("administrator", house.trust))
        grant_role(
            user_id=house.owner.pk,
            organisation_id=house.trust.pk,
            role="coach",
            scope="organisation",
            from_date=clock.today(),
            actor=administrator,
            now=clock.now(),
        )
        assert told(recipient_id=house.owner.pk).subject == "You have a new role: improvement coach"
        Message.objects.all().delete()

        grant = RoleGrant.objects.get(user=house.owner, role_id="coach")
        end_role(
            grant_id=grant.pk,
            last_day=clock.today() + timedelta(days=1),
            actor=administrator,
            now=clock.now(),
        )
        assert told(recipient_id=house.owner.pk).subject.startswith("A role of yours ends")


class TestComment:
    def test_is_told_to_whom_it_points_and_to_whom_it_answers(self, house: House) -> None:
        about = {"subject_kind": "project", "subject_id": house.project.pk, "now": clock.now()}
        first = write_comment(text="Which hours?", actor=people.actor_of(house.owner), **about)
        third = people.user("project_lead", house.trust, name="Theo Third")

        write_comment(
            text="After nine.",
            actor=people.actor_of(house.giver),
            in_reply_to=first.pk,
            tell=[third.pk],
            **about,
        )

        answered, pointed = told(recipient_id=house.owner.pk), told(recipient_id=third.pk)
        assert answered.subject == "Lea Lead answered you: Calm nights"
        assert pointed.subject == "Lea Lead wrote something for you: Calm nights"
        assert "After nine" not in "".join((*answered.sentences, *pointed.sentences))

    def test_is_not_told_to_its_writer(self, house: House) -> None:
        write_comment(
            subject_kind="project",
            subject_id=house.project.pk,
            text="A note to myself.",
            actor=people.actor_of(house.owner),
            tell=[house.owner.pk],
            now=clock.now(),
        )
        settle()
        assert not Message.objects.exists()


class TestLink:
    def test_reaches_its_person_with_the_address_that_opens_it(
        self, house: House, patient: Any
    ) -> None:
        link = make_link(
            purpose="comment",
            subject_kind="project",
            subject_id=house.project.pk,
            recipient=Recipient(kind=PERSON, id=patient.pk),
            note="We would like your view.",
            actor=people.actor_of(house.giver),
            now=clock.now(),
        )

        said = told(recipient_id=patient.pk)

        assert said.path == f"/l/{token_for(link.pk)}"
        assert said.sentences[:2] == (
            f"{house.giver.name}, {house.trust.name}, asks you to say what you think.",
            "We would like your view.",
        )
        assert said.told == f"{house.giver.name} asks them to say what they think: Calm nights"
        assert ("About", "Calm nights") in said.facts

    def test_that_was_called_back_leads_nowhere(self, house: House, patient: Any) -> None:
        make_link(
            purpose="comment",
            subject_kind="project",
            subject_id=house.project.pk,
            recipient=Recipient(kind=PERSON, id=patient.pk),
            actor=people.actor_of(house.giver),
            now=clock.now(),
        )
        Link.objects.update(cancelled_at=clock.now())

        assert not told(recipient_id=patient.pk).path


class TestMeeting:
    def test_is_in_the_calendar_under_one_name_until_it_is_called_off(
        self, house: House, patient: Any
    ) -> None:
        actor = people.actor_of(house.giver)
        meeting = plan_occasion(
            subject_kind="project",
            subject_id=house.project.pk,
            title="Walk through the ward",
            on_date=in_a_week(),
            from_time=time(14),
            to_time=time(15),
            place="Ward 7",
            actor=actor,
            now=clock.now(),
        )
        invite_to(
            occasion_id=meeting.pk,
            recipients=[Recipient(kind=PERSON, id=patient.pk)],
            actor=actor,
            now=clock.now(),
        )
        invited = told(recipient_id=patient.pk)
        assert invited.entry is not None
        assert invited.entry.starts is not None
        assert (invited.entry.starts.hour, invited.entry.place) == (14, "Ward 7")
        assert ("Where", "Ward 7") in invited.facts
        Message.objects.all().delete()

        cancel_occasion(
            occasion_id=meeting.pk, reason="The ward is closed.", actor=actor, now=clock.now()
        )

        off = told(recipient_id=patient.pk)
        assert off.subject == "Called off: Walk through the ward"
        assert off.entry is not None
        assert off.entry.cancelled
        assert off.entry.of is not None
        assert invited.entry.of is not None
        assert off.entry.of[:2] == invited.entry.of[:2]
        assert off.entry.of[2] > invited.entry.of[2]


class TestActionOfAPerson:
    def test_is_told_without_a_page_that_they_could_not_open(
        self, house: House, patient: Any
    ) -> None:
        add_action(
            subject_kind="project",
            subject_id=house.project.pk,
            title="Ask your neighbours",
            owner_person_id=patient.pk,
            due_on=in_a_week(),
            actor=people.actor_of(house.giver),
            now=clock.now(),
        )

        said = told(recipient_id=patient.pk)

        assert said.subject == "A new action for you: Ask your neighbours"
        assert not said.path
        assert "tell whoever gave it to you" in said.sentences[1]

    def test_of_nobody_is_told_to_nobody(self, house: House) -> None:
        add_action(
            subject_kind="project",
            subject_id=house.project.pk,
            title="Who has time?",
            due_on=in_a_week(),
            actor=people.actor_of(house.giver),
            now=clock.now(),
        )
        settle()
        assert not Message.objects.exists()
