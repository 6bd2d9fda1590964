"""Being told: from a new action to the inbox, a letter that is posted, and less email."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from kernel import clock
from kernel.tokens import token_of
from people.models import User, UserPerson
from records.commands.actions import add_action
from records.messages.choices import choice_id_of
from records.messages.declared import USER, Recipient
from records.models import Message, MessageChoice
from tests.factories import people
from tests.journeys.visitor import Visitor
from tests.journeys.world import World, arrive

TITLE = "Order bins with <quiet> lids"


@pytest.fixture
def colleague(world: World) -> User:
    """Somebody on the staff who wants letters, in large print."""
    person = people.person(
        world.organisation,
        name="Cal Colleague",
        needs=["large_print", "interpreter", "letter"],
        interpreter_language="Welsh",
        postal_address="1 High Street\nLarkhill",
    )
    UserPerson.objects.create(organisation=world.organisation, user=world.colleague, person=person)
    return world.colleague


def given(world: World, to: User, *, by: User, title: str = TITLE) -> None:
    add_action(
        subject_kind="project",
        subject_id=world.project("Quieter nights").pk,
        title=title,
        owner_id=to.pk,
        due_on=clock.today() + timedelta(days=7),
        actor=people.actor_of(by),
        now=clock.now(),
    )
    world.work()


class TestTheInbox:
    @pytest.mark.parametrize("javascript", [True, False])
    def test_leads_from_home_to_what_is_to_be_done(
        self, visit: Callable[..., Visitor], world: World, javascript: bool
    ) -> None:
        # Given an empty inbox
        visitor = visit(javascript=javascript, width=320)
        arrive(visitor, world.administrator)
        visitor.follows("Inbox")
        visitor.sees("Nothing has been sent to you yet.")
        visitor.photographs("inbox-empty")

        # When a colleague gives two actions
        for title in (TITLE, "Ring the ward"):
            given(world, world.administrator, by=world.colleague, title=title)
        visitor.opens("/")
        visitor.follows("Inbox 2 unread")

        # Then both are there in plain words, and looking changes nothing
        visitor.sees_heading(f"A new action for you: {TITLE}")
        visitor.sees("Cal Colleague gave you an action.")
        visitor.photographs("inbox")
        visitor.follows(f"A new action for you: {TITLE}")
        visitor.sees("2 unread")
        visitor.photographs("message")

        # When one is opened by its button, and the other marked
        visitor.find("button[value=open]").click()
        visitor.sees_heading(TITLE)
        visitor.check()
        visitor.follows("Inbox 1 unread")
        visitor.presses("Mark all as read")

        # Then nothing is new
        visitor.sees("Every message is marked as read.")
        assert visitor.find(".qi-unread").count() == 0
        visitor.follows("Show only what I have not read")
        visitor.sees("You have read everything.")


class TestALetter:
    def test_is_printed_with_what_its_reader_needs_and_marked_as_posted(
        self, visit: Callable[..., Visitor], world: World, colleague: User
    ) -> None:
        # Given a colleague who wants letters, and an action for them
        given(world, colleague, by=world.administrator)
        visitor = visit(width=320)
        arrive(visitor, world.administrator)

        # When the administrator looks for what is to be done
        visitor.opens("/me")
        visitor.follows("Letters and calls to be done")
        visitor.sees("Large print; Interpreter or translation; Letters by post, not email")
        visitor.photographs("by-hand")
        visitor.find("td a").first.click()

        # Then needs are flagged, and only the letter is printed, in large print
        visitor.sees("Print this in large print.")
        visitor.sees("Language: Welsh.")
        visitor.sees("1 High Street")
        visitor.check()
        visitor.photographs("letter")
        visitor.page.emulate_media(media="print")
        assert not visitor.find("h1").is_visible()
        assert visitor.find(".qi-letter--large").is_visible()
        visitor.sees("Yours sincerely")
        visitor.page.emulate_media(media="screen")

        # When it is posted
        visitor.presses("I have posted this letter")

        # Then that is kept with who and when
        visitor.sees("It is marked as done.")
        visitor.sees("No letter and no call is to be done.")
        visitor.selects("Which", "Done")
        visitor.presses("Show")
        visitor.sees("by Ann Administrator")


class TestEmail:
    def test_comes_as_often_as_somebody_chooses_and_stops_with_a_button(
        self, visit: Callable[..., Visitor], world: World
    ) -> None:
        # Given somebody at their own page
        visitor = visit(width=320)
        arrive(visitor, world.administrator)
        visitor.opens("/me")
        visitor.follows("How I am told: how often I get email")
        visitor.photographs("how-i-am-told")

        # When they choose
        visitor.chooses("Once a week, on Monday at 7:00am")
        visitor.presses("Save")

        # Then it is kept
        visitor.sees("Your choice is saved.")
        assert MessageChoice.objects.get(recipient_id=world.administrator.pk).often == "weekly"

        # When they follow the link below an email and press the button
        choice = choice_id_of(Recipient(USER, world.administrator.pk))
        visitor.opens(f"/unsubscribe/{token_of('unsubscribe', choice)}")
        visitor.photographs("unsubscribe")
        visitor.presses("Stop this email")

        # Then no more of it comes
        visitor.sees_heading("You get no more email of this kind")
        assert MessageChoice.objects.get(recipient_id=world.administrator.pk).often == "never"

    def test_that_could_not_go_is_seen_and_sent_again(self, visitor: Visitor, world: World) -> None:
        # Given an email that failed
        given(world, world.colleague, by=world.administrator)
        Message.objects.update(
            channel="email", status="failed", problem="The mail server could not be reached."
        )
        arrive(visitor, world.administrator)

        # When the administrator looks
        visitor.opens("/me")
        visitor.follows("Messages that go out")
        visitor.photographs("outgoing")
        visitor.find("td a").first.click()
        visitor.sees("The mail server could not be reached.")
        visitor.check()
        visitor.photographs("outgoing-message")
        visitor.presses("Send it again")

        # Then it waits to go
        visitor.sees("It is sent again now.")
        assert Message.objects.get().status == "waiting"
