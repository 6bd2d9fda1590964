"""People talk about a project, and somebody without an account takes part by a link."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from kernel import clock, tenancy
from records.commands.actions import add_action
from records.links.doors import token_for
from records.models import Link
from tests.factories import people
from tests.journeys.visitor import Visitor
from tests.journeys.world import World, arrive, parts


def _pictured(visitor: Visitor, name: str, *, javascript: bool) -> None:
    """One picture is enough of a page that looks the same without scripts."""
    if javascript:
        visitor.photographs(name)


class TestDiscussion:
    def test_is_written_answered_changed_and_taken_back(
        self, visit: Callable[..., Visitor], world: World
    ) -> None:
        # Given a project, and a colleague who reads it
        project = world.project("Quieter nights")
        visitor = visit(width=320)
        arrive(visitor, world.administrator)
        visitor.opens(f"/projects/{project.pk}")

        # When somebody writes nothing, then something, and points a colleague to it
        visitor.follows("Write a comment")
        visitor.presses("Send")
        visitor.is_told("Write what you want to say")
        visitor.fills("Write a comment", "Are the bins loud everywhere?")
        visitor.find("details summary").click()
        visitor.chooses("Cal Colleague")
        visitor.photographs("discussion-write")
        visitor.presses("Send")

        # Then it is there, and is answered on its own page
        visitor.sees("Are the bins loud everywhere?")
        visitor.sees("Told: Cal Colleague")
        visitor.find(
            "a",
        ).filter(has_text="Answer Ann Administrator").click()
        visitor.check()
        visitor.fills("Your answer", "Only on the stroke ward.")
        visitor.presses("Send the answer")
        visitor.sees("Only on the stroke ward.")
        visitor.photographs("discussion-thread")

        # When the words are changed
        visitor.find(".qi-comment__ways a").filter(has_text="Change").first.click()
        visitor.fills("What do you want to say?", "Are the bins loud at night?")
        visitor.presses("Save")

        # Then how they read before can be seen
        visitor.find("a").filter(has_text="See earlier wording").click()
        visitor.check()
        visitor.sees("Are the bins loud everywhere?")
        visitor.goes_back()

        # And what is withdrawn is gone
        visitor.find(".qi-comment__ways a").filter(has_text="Withdraw").first.click()
        visitor.check()
        visitor.presses("Withdraw what you wrote")
        visitor.sees("Withdrawn on")
        visitor.does_not_see("Are the bins loud at night?")


class TestLink:
    @pytest.mark.parametrize("javascript", [True, False])
    def test_opens_one_page_for_somebody_without_an_account(
        self, visit: Callable[..., Visitor], world: World, javascript: bool
    ) -> None:
        # Given a project with an action, and a partner who has no account
        project = world.project("Quieter nights")
        pat = world.person("Pat Partner", partner=True)
        add_action(
            subject_kind="project",
            subject_id=project.pk,
            title="Order bins with quiet lids",
            due_on=clock.today() + timedelta(days=7),
            actor=people.actor_of(world.administrator),
            now=clock.now(),
        )
        visitor = visit(javascript=javascript)
        arrive(visitor, world.administrator)

        # When the administrator asks her to take it on
        visitor.opens(f"/projects/{project.pk}")
        visitor.follows("Order bins with quiet lids")
        visitor.follows("Ask somebody without an account to take it on")
        visitor.presses("Continue")
        visitor.answered(422)
        visitor.selects("Whom do you ask?", "Pat Partner")
        visitor.fills("A word to them", "You know the ward best.")
        visitor.chooses("I give them the link: on paper, or in a message of my own")
        _pictured(visitor, "link-ask", javascript=javascript)
        visitor.presses("Continue")
        visitor.sees("This is the only time that the link is shown to you.")
        address = visitor.find(".qi-token").inner_text()
        path = address[address.index("/l/") :]

        # Then she opens it on her phone, without an account
        hers = visit(javascript=javascript, width=320)
        hers.opens(path)
        hers.sees("Hello Pat Partner.")
        hers.sees("You know the ward best.")
        _pictured(hers, "link-open", javascript=javascript)
        hers.presses("Send my answer")
        hers.answered(422)
        hers.sees("Select an answer to “Will you do this?”")
        hers.chooses("Yes, I will do it")
        hers.fills("Anything you want to add", "I ask the porters.")
        hers.presses("Send my answer")

        # And sees what she sent, also later, but cannot send it again
        hers.sees_heading("Your answer was sent")
        _pictured(hers, "link-receipt", javascript=javascript)
        hers.reloads()
        hers.sees("You said that you will do it.")
        hers.opens(path)
        hers.answered(410)
        hers.follows("See what you sent")

        # And the team sees whose the action is
        visitor.opens(f"/projects/{project.pk}")
        visitor.sees("Will do it, by their link")
        _pictured(visitor, "project-taking-part", javascript=javascript)
        tenancy.open_to_all()
        link = Link.objects.get(person=pat)
        visitor.opens(f"/links/{link.pk}")
        _pictured(visitor, "link", javascript=javascript)

    def test_is_answered_for_somebody_by_telephone(
        self, visit: Callable[..., Visitor], world: World
    ) -> None:
        # Given a partner who rang
        project = world.project("Quieter nights")
        world.person("Pat Partner", partner=True)
        visitor = visit(width=320)
        arrive(visitor, world.administrator)
        visitor.opens(f"/discussion/project/{project.pk}")

        # When what she said is written down
        visitor.follows("Ask somebody without an account, or write down what they said")
        visitor.selects("Whom do you ask?", "Pat Partner")
        visitor.chooses("They told me: I enter their answer")
        visitor.presses("Continue")
        visitor.fills("What do you want to say?", "The bins are loud.")
        visitor.presses("Save the answer")
        visitor.answered(422)
        visitor.chooses("By telephone")
        visitor.presses("Save the answer")

        # Then both names stand beside it
        visitor.opens(f"/discussion/project/{project.pk}")
        visitor.sees("Entered by Ann Administrator on behalf of Pat Partner, by telephone")
        visitor.opens(f"/links/of/project/{project.pk}")
        visitor.photographs("links")


class TestMeeting:
    def test_is_planned_and_somebody_without_an_account_says_that_they_come(
        self, visit: Callable[..., Visitor], world: World
    ) -> None:
        # Given a project, and a partner who has no account
        project = world.project("Quieter nights")
        pat = world.person("Pat Partner", partner=True)
        visitor = visit(width=320)
        arrive(visitor, world.administrator)

        # When a meeting is planned and she is invited
        visitor.opens(f"/projects/{project.pk}")
        visitor.follows("Plan a meeting")
        visitor.fills("What is it?", "Co-design session 2")
        visitor.fills_date("On which day?", *parts(clock.today() + timedelta(days=7)))
        visitor.fills("When does it begin?", "half past two")
        visitor.fills("Where is it?", "Library, ground floor")
        visitor.presses("Plan it")
        visitor.is_told("Enter when it begins, for example 2:30pm or 14:30")
        visitor.fills("When does it begin?", "2:30pm")
        visitor.presses("Plan it")
        visitor.follows("Invite people")
        visitor.chooses("Pat Partner (no account)")
        visitor.presses("Invite people")

        # Then she says that she comes, and what she needs
        tenancy.open_to_all()
        hers = visit(width=320)
        hers.opens(f"/l/{token_for(Link.objects.get(person=pat).pk)}")
        hers.chooses("Yes, I will come")
        hers.fills("Anything that we should know", "I use a wheelchair.")
        hers.presses("Send my answer")
        hers.sees("You said that you will come.")

        # And the team sees it
        visitor.reloads()
        visitor.sees("1 will come")
        visitor.sees("I use a wheelchair.")
        visitor.photographs("meeting")
