"""People prove who they are: a code, paper, a passkey, their organisation; and lose nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from kernel import clock, tenancy
from people.models import UserSession
from tests.factories import people
from tests.factories.authenticators import code_at
from tests.journeys.visitor import Visitor
from tests.journeys.world import World, sign_in
from tests.providers import CLIENT_ID, CLIENT_SECRET, IdentityProvider

Visit = Callable[..., Visitor]
_DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def directory() -> Iterator[IdentityProvider]:
    with IdentityProvider().running() as running:
        yield running


def enter_password(visitor: Visitor, email: str) -> None:
    visitor.opens("/sign-in")
    visitor.fills("Email address", email)
    visitor.fills("Password", people.PASSWORD)
    visitor.presses("Sign in")


def use_passkey(visitor: Visitor, button: str) -> None:
    """The page asks the device first, and goes on when it has answered."""
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("button", name=button, exact=True).click()
    visitor.check()


class TestSecondStep:
    def test_by_an_app_and_by_paper(self, visit: Visit, world: World) -> None:
        # Given an administrator who sets up an app, with one wrong code on the way
        visitor = visit()
        sign_in(visitor, world.administrator)
        visitor.opens("/me")
        visitor.follows("How I sign in")
        visitor.follows("Set up an app")
        key = visitor.find("figure .qi-token").inner_text().replace(" ", "")
        visitor.fills("Code that the app shows", "000000")
        visitor.presses("Set up this app")
        visitor.is_told("This is not the code that the app shows now. Wait for the next one.")
        visitor.fills("Code that the app shows", code_at(key, clock.real()))
        visitor.presses("Set up this app")
        visitor.sees_heading("Your recovery codes")
        paper = visitor.find("ol .qi-token").first.inner_text()
        visitor.follows("I have kept them: go on")
        visitor.sees("You have 10 left")
        visitor.presses("Sign out")

        # When she signs in again, her password is not enough
        enter_password(visitor, world.administrator.email)
        visitor.sees_heading("Second step: show that it is you")
        visitor.fills("Code", "000000")
        visitor.presses("Go on")
        visitor.answered(401)
        visitor.fills("Code", code_at(key, clock.real(), steps=1))
        visitor.presses("Go on")
        visitor.sees_heading("What needs you now")

        # And from a telephone without scripts, with the paper
        telephone = visit(javascript=False, width=320)
        enter_password(telephone, world.administrator.email)
        telephone.fills("Code", paper)
        telephone.presses("Go on")
        telephone.sees("You have 9 recovery codes left")

        # Then she sees both devices, and ends the other
        visitor.opens("/me/signing-in")
        visitor.sees("This device")
        visitor.follows("Sign out everywhere else")
        visitor.presses("Sign out everywhere else")
        telephone.opens("/me")
        telephone.sees("You were signed out from another device of yours.")


class TestPasskey:
    def test_signs_in_without_a_password(self, visit: Visit, world: World) -> None:
        # Given a device that can hold passkeys, and a passkey on it
        visitor = visit(host="localhost")
        debugger = visitor.page.context.new_cdp_session(visitor.page)
        debugger.send("WebAuthn.enable")
        debugger.send("WebAuthn.addVirtualAuthenticator", {"options": _DEVICE})
        sign_in(visitor, world.administrator)
        visitor.opens("/me/signing-in")
        visitor.follows("Make a passkey")
        visitor.fills("What do you call this device?", "My laptop")
        use_passkey(visitor, "Make a passkey")
        visitor.sees_heading("Your recovery codes")
        visitor.follows("I have kept them: go on")
        visitor.sees("My laptop")
        visitor.photographs("signing-in-passkey")
        visitor.presses("Sign out")

        # When she signs in with it
        use_passkey(visitor, "Sign in with a passkey")

        # Then she is in, and so after the password too
        visitor.sees_heading("What needs you now")
        visitor.presses("Sign out")
        enter_password(visitor, world.administrator.email)
        use_passkey(visitor, "Use my passkey")
        visitor.sees_heading("What needs you now")

        # And a sensitive change asks for it again
        _long_ago()
        visitor.opens("/me/signing-in/recovery-codes")
        visitor.sees_heading("Confirm that it is you")
        use_passkey(visitor, "Use my passkey")
        visitor.sees_heading("Make new recovery codes")

    def test_is_not_offered_without_scripts(self, visit: Visit, world: World) -> None:
        visitor = visit(javascript=False, width=320)
        sign_in(visitor, world.administrator)

        visitor.opens("/me/signing-in/passkeys/add")

        visitor.sees("Set up an authenticator app instead")
        assert not visitor.find("form[data-passkey]").is_visible()


class TestOrganisation:
    def test_lets_its_people_in(
        self, visit: Visit, world: World, directory: IdentityProvider
    ) -> None:
        # Given an administrator who sets up the directory of the trust
        visitor = visit(also=(directory.issuer,))
        people.user("coach", world.organisation, email="cal@trust.example")
        directory.person = {"sub": "s-1", "email": "cal@trust.example", "email_verified": True}
        sign_in(visitor, world.administrator)
        visitor.opens("/me")
        visitor.follows("Directories: signing in with the organisation")
        visitor.follows("Set up a directory")
        visitor.presses("Set up a directory")
        visitor.is_told("Enter the issuer", "Enter the client ID")
        visitor.fills("What do people here call it?", "Larkhill login")
        visitor.fills("Issuer", directory.issuer)
        visitor.fills("Client ID", CLIENT_ID)
        visitor.fills("Client secret", CLIENT_SECRET)
        visitor.fills("What follows the @ in your addresses?", "trust.example")
        visitor.presses("Set up a directory")
        visitor.sees("Redirect URI")
        visitor.presses("Sign out")

        # When a colleague signs in there
        visitor.follows("Sign in with your organisation")
        visitor.fills("Email address at work", "cal@nowhere.example")
        visitor.presses("Go on")
        visitor.answered(422)
        visitor.fills("Email address at work", "cal@trust.example")
        visitor.presses("Go on")
        visitor.follows("Sign in with Larkhill login of Larkhill NHS Trust")

        # Then they are in
        visitor.sees_heading("What needs you now")

        # And an answer that does not hold lets nobody in
        visitor.presses("Sign out")
        directory.header = {"alg": "none"}
        visitor.follows("Sign in with your organisation")
        visitor.fills("Email address at work", "cal@trust.example")
        visitor.presses("Go on")
        visitor.follows("Sign in with Larkhill login of Larkhill NHS Trust")
        visitor.answered(401)
        visitor.sees_heading("You are not signed in")


class TestIdle:
    @pytest.mark.parametrize("javascript", [True, False])
    def test_keeps_what_was_typed(self, visit: Visit, world: World, javascript: bool) -> None:
        # Given somebody who typed a name, and was called away for a quarter of an hour
        visitor = visit(javascript=javascript, width=320)
        sign_in(visitor, world.administrator)
        visitor.opens("/people/register")
        visitor.fills("Name", "Pat Partner")
        if javascript:
            visitor.page.clock.install()
            visitor.reloads()
            visitor.page.clock.fast_forward("13:05")
            visitor.sees("because nothing happens here")
            visitor.presses("Stay signed in")
            expect(visitor.find("[data-idle-seconds]")).to_be_hidden()
            visitor.fills("Name", "Pat Partner")
        _idle()

        # When they send it
        visitor.presses(_button(visitor))

        # Then they sign in and send it on, and nothing was lost
        visitor.answered(401)
        visitor.sees("nothing happened for 15 minutes")
        visitor.fills("Email address", world.administrator.email)
        visitor.fills("Password", people.PASSWORD)
        visitor.presses("Sign in")
        visitor.sees_heading("Send what you typed")
        visitor.sees("Pat Partner")
        visitor.presses("Send it")
        visitor.sees_heading("Pat Partner")


def _button(visitor: Visitor) -> str:
    """The one main button of the page."""
    found = visitor.find("main button.nhsuk-button[type=submit]").inner_text()
    return re.sub(r"\s+", " ", found).strip()


def _idle() -> None:
    tenancy.open_to_all()
    UserSession.objects.update(last_seen_at=clock.real() - timedelta(minutes=15, seconds=1))


def _long_ago() -> None:
    tenancy.open_to_all()
    UserSession.objects.update(confirmed_at=clock.real() - timedelta(minutes=11))
