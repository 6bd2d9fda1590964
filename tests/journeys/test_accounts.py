"""Somebody is invited, joins, loses the password, and leaves: by the pages alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

from kernel import clock, tenancy
from kernel.actors import SYSTEM
from kernel.tokens import token_of
from people.commands import invite
from people.models import User
from records.commands.actions import add_action
from tests.factories import people
from tests.journeys.visitor import Visitor
from tests.journeys.world import World, parts, sign_in

PASSWORD = "seven purple umbrellas"


def _link(visitor: Visitor) -> str:
    """The address that a page shows to be copied."""
    return urlsplit(visitor.find(".qi-token").inner_text()).path


class TestComingAndGoing:
    def test_of_a_colleague(self, visit: Callable[..., Visitor], world: World) -> None:
        # Given an administrator who looks for the way to let somebody in
        administrator = visit()
        sign_in(administrator, world.administrator)
        administrator.opens("/me")
        administrator.follows("Invitations")
        administrator.follows("Invite somebody")

        # When the form is sent empty, then it says what to do
        administrator.presses("Send the invitation")
        administrator.is_told(
            "Enter the email address", "Select an answer to “Which roles do they have?”"
        )
        administrator.photographs("invite-errors")

        # When a coach is invited until a day
        last = clock.today() + timedelta(days=200)
        administrator.fills("Email address", "nia@example.org")
        administrator.fills("Name", "Nia Newcomer")
        administrator.find("input[value=coach]").check()
        administrator.fills_date("Until which day?", *parts(last))
        administrator.presses("Send the invitation")
        administrator.sees("Open")
        administrator.photographs("invitation")
        link = _link(administrator)

        # Then whoever has the link, on a phone and without scripts, chooses a password and joins
        newcomer = visit(javascript=False, width=320)
        newcomer.opens(link)
        newcomer.sees_heading("Join Larkhill NHS Trust")
        newcomer.photographs("join")
        newcomer.fills("Choose a password", "password12345678")
        newcomer.presses("Join")
        newcomer.answered(422)
        newcomer.sees("This password is too common")
        newcomer.fills("Choose a password", PASSWORD)
        newcomer.presses("Join")
        newcomer.sees("Your account is ready")
        newcomer.opens(link)
        newcomer.answered(410)

        # When the password is forgotten
        newcomer.opens("/sign-in")
        newcomer.follows("I have forgotten my password")
        newcomer.fills("Email address", "nia@example.org")
        newcomer.presses("Send the link")
        newcomer.sees("If somebody signs in with this address")

        # Then the administrator sees it, and hands out a link
        tenancy.open_to_all()
        nia = User.objects.get(email="nia@example.org")
        administrator.opens(f"/me/users/{nia.pk}")
        administrator.sees("A link for a new password was asked for")
        administrator.follows("Send a link for a new password")
        administrator.presses("Make the link")
        administrator.photographs("user-with-link")
        newcomer.opens(_link(administrator))
        newcomer.photographs("new-password")
        newcomer.fills("New password", f"{PASSWORD} more")
        newcomer.presses("Change the password")
        newcomer.sees("Your password is changed")
        newcomer.fills("Email address", "nia@example.org")
        newcomer.fills("Password", f"{PASSWORD} more")
        newcomer.presses("Sign in")
        newcomer.opens("/me")
        newcomer.sees("until ")

    def test_of_somebody_who_leaves(self, visitor: Visitor, world: World) -> None:
        # Given a coach with something to do
        coach = people.user("coach", world.organisation, name="Lee Leaver")
        people.user("project_lead", world.organisation, name="Tam Taker")
        project = world.project("Quieter nights on the stroke ward")
        add_action(
            subject_kind="project",
            subject_id=project.pk,
            title="Order bins with quiet lids",
            owner_id=coach.pk,
            due_on=clock.today(),
            actor=SYSTEM,
            now=clock.now(),
        )
        sign_in(visitor, world.administrator)
        visitor.opens("/me/users")
        visitor.follows("Lee Leaver")
        visitor.follows("Leaving: hand over what they hold")

        # When nobody takes over, then the page says so
        visitor.presses("Hand over and set the last day")
        visitor.is_told("Select an answer to “Who takes over?”")
        visitor.photographs("leave-errors")

        # When somebody does
        visitor.selects("Who takes over?", "Cal Colleague")
        visitor.selects(
            "Order bins with quiet lids (Quieter nights on the stroke ward)", "Tam Taker"
        )
        visitor.presses("Hand over and set the last day")

        # Then it is told, and can be taken back
        visitor.sees("Leaves. The last day is")
        visitor.follows("They stay after all")
        visitor.presses("Give their roles back")
        visitor.sees("Stays after all")

    def test_of_a_member_who_opens_the_link_of_another(
        self, visitor: Visitor, world: World
    ) -> None:
        # Given a link for somebody else
        sent = invite(
            organisation_id=world.organisation.pk,
            email="other@example.org",
            roles=["partner"],
            actor=SYSTEM,
            now=clock.now(),
        )
        sign_in(visitor, world.administrator)

        # When a member opens it, then the page says whose it is not
        visitor.opens(f"/join/{token_of('invitation', sent.link)}")
        visitor.answered(409)
        visitor.sees_heading("This invitation is for somebody else")
        visitor.presses("Sign out of this account")
        visitor.sees_heading("Sign in")
