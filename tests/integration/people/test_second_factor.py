"""Signing in with a second step: codes of an app, codes on paper, and what removes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from kernel import clock, tenancy
from kernel.errors import Blocked, Invalid
from kernel.models import Event
from people import commands, queries, vault
from people.commands import TooManyTries, WrongCode
from people.models import (
    AuthenticatorApp,
    Organisation,
    RecoveryCode,
    RoleGrant,
    User,
    UserSession,
)
from tests.factories import people as make
from tests.factories.authenticators import code_at

pytestmark = pytest.mark.django_db

ME = "/api/v1/me"
FACTOR = "/api/v1/me/second-factor"
SECOND = "/sign-in/second-step"
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
OURS = {"origin": "http://testserver"}


@pytest.fixture
def ann() -> User:
    return make.user("administrator", make.organisation(), email="ann@example.org")


@pytest.fixture(autouse=True)
def open_afterwards() -> Iterator[None]:
    yield
    tenancy.open_to_all()


class App:
    """Ann's telephone. `codes` are on paper."""

    def __init__(self, user: User, *, at: datetime) -> None:
        offer = commands.offer_app(user)
        self.secret = offer.secret
        self.codes = commands.add_app(
            user=user, sealed=offer.sealed, code=code_at(offer.secret, at, steps=-1), now=at, at=at
        )

    def shows(self, at: datetime | None = None, *, steps: int = 0) -> str:
        return code_at(self.secret, at or clock.real(), steps=steps)


@pytest.fixture
def app(ann: User) -> App:
    """Set up with the code of the step before, so that the present one is unused."""
    return App(ann, at=clock.real())


def prove(user: User, typed: str, at: datetime = NOW) -> commands.Proved:
    return commands.prove(user_id=user.pk, typed=typed, address="192.0.2.1", now=at, at=at)


def half_way(user: User, **sent: str) -> Client:
    """A visitor whose password was right."""
    client = Client()
    answer = client.post("/sign-in", {"email": user.email, "password": make.PASSWORD, **sent})
    assert answer["Location"] == SECOND
    return client


def signed_in(user: User, app: App) -> Client:
    client = half_way(user)
    answer = client.post(SECOND, {"code": app.shows()})
    assert answer.status_code == 302, answer.content
    return client


def long_ago() -> None:
    """As if everybody had proved who they are 11 minutes ago."""
    tenancy.open_to_all()
    UserSession.objects.update(confirmed_at=clock.real() - timedelta(minutes=11))


def happened(kind: str) -> list[dict[str, Any]]:
    tenancy.open_to_all()
    return [event.data for event in Event.objects.filter(type=f"uk.qiflow.user.{kind}.v1")]


class TestCode:
    def test_is_taken_once(self, ann: User) -> None:
        app = App(ann, at=NOW)

        assert prove(ann, app.shows(NOW)).factor == "app"
        with pytest.raises(WrongCode):
            prove(ann, app.shows(NOW))

    def test_with_which_the_app_was_set_up_is_used_up(self, ann: User) -> None:
        app = App(ann, at=NOW)

        with pytest.raises(WrongCode):
            prove(ann, app.shows(NOW, steps=-1))

    @pytest.mark.parametrize("typed", ["000000", "12345", "x", "é" * 50, "\x00"])
    def test_that_is_wrong_is_refused(self, ann: User, typed: str) -> None:
        App(ann, at=NOW)

        with pytest.raises(WrongCode):
            prove(ann, typed)

    def test_of_another_user_is_refused(self, ann: User) -> None:
        App(ann, at=NOW)
        other = make.user("coach", make.organisation())
        theirs = App(other, at=NOW)

        with pytest.raises(WrongCode):
            prove(ann, theirs.codes[0])
        with pytest.raises(WrongCode):
            prove(ann, theirs.shows(NOW))

    def test_waits_at_the_sixth_wrong_one(self, ann: User) -> None:
        app = App(ann, at=NOW)
        for _ in range(5):
            with pytest.raises(WrongCode):
                prove(ann, "000000")

        with pytest.raises(TooManyTries) as refused:
            prove(ann, app.shows(NOW))

        assert 890 <= refused.value.retry_after <= 901
        assert happened("sign_in_locked") == [{"user_id": str(ann.pk), "step": "second_factor"}]
        after = NOW + timedelta(minutes=15, seconds=1)
        assert prove(ann, app.shows(after), after).factor == "app"

    def test_is_kept_sealed(self, ann: User, app: App) -> None:
        kept = AuthenticatorApp.objects.get().secret

        assert app.secret not in kept
        assert vault.unseal(kept, purpose="authenticator_app") == app.secret


class TestRecoveryCodes:
    def test_are_ten_and_kept_as_hashes(self, ann: User, app: App) -> None:
        kept = set(RecoveryCode.objects.values_list("code_hash", flat=True))

        assert len(app.codes) == len(kept) == 10
        assert not kept & {code.replace("-", "") for code in app.codes}

    def test_work_once_each(self, ann: User) -> None:
        app = App(ann, at=NOW)

        assert prove(ann, app.codes[3].upper()).left == 9
        with pytest.raises(WrongCode):
            prove(ann, app.codes[3])
        assert happened("recovery_code_used") == [{"user_id": str(ann.pk), "left": 9}]

    def test_say_when_the_last_is_used(self, ann: User, app: App) -> None:
        RecoveryCode.objects.filter(user=ann).update(used_at=NOW)
        RecoveryCode.objects.filter(pk=RecoveryCode.objects.first().pk).update(used_at=None)  # type: ignore[union-attr]
        left = [code for code in app.codes if _is_left(ann, code)]
        client = half_way(ann)

        answer = client.post(SECOND, {"code": left[0]}, follow=True)

        assert "That was your last recovery code" in answer.content.decode()
        assert client.get(FACTOR).json()["recovery_codes_left"] == 0

    def test_made_anew_void_the_old_ones(self, ann: User) -> None:
        app = App(ann, at=NOW)

        new = commands.make_recovery_codes(user=ann, now=NOW, at=NOW)

        with pytest.raises(WrongCode):
            prove(ann, app.codes[0])
        assert prove(ann, new[0]).left == 9

    def test_stand_in_for_nothing_without_a_second_factor(self, ann: User) -> None:
        with pytest.raises(Blocked):
            commands.make_recovery_codes(user=ann, now=NOW, at=NOW)


class TestSettingUp:
    def test_keeps_nothing_until_the_first_code(self, ann: User) -> None:
        offer = commands.offer_app(ann)

        with pytest.raises(Invalid):
            commands.add_app(user=ann, sealed=offer.sealed, code="000000", now=NOW, at=NOW)

        assert not queries.factors_of(ann.pk).any
        assert commands.offer_app(ann, sealed=offer.sealed).secret == offer.secret

    def test_takes_no_offer_made_to_somebody_else(self, ann: User) -> None:
        other = make.user("coach", make.organisation())
        offer = commands.offer_app(other)
        code = code_at(offer.secret, NOW)

        with pytest.raises(Invalid):
            commands.add_app(user=ann, sealed=offer.sealed, code=code, now=NOW, at=NOW)

    def test_happens_once(self, ann: User, app: App) -> None:
        with pytest.raises(Blocked):
            App(ann, at=NOW)

    def test_is_noted(self, ann: User, app: App) -> None:
        commands.remove_app(user=ann, now=NOW)

        assert happened("second_factor_added") == [{"user_id": str(ann.pk), "factor": "app"}]
        assert happened("second_factor_removed") == [{"user_id": str(ann.pk), "factor": "app"}]
        assert len(happened("recovery_codes_made")) == 1
        assert not RecoveryCode.objects.exists()

    def test_by_page_shows_the_codes_once(self, ann: User) -> None:
        client = Client()
        client.force_login(ann)
        page = client.get("/me/signing-in/app").content.decode()
        key = re.search(r"<code class=\"qi-token\">([A-Z2-7 ]+)</code>", page)
        offer = re.search(r'name="offer" value="([^"]+)"', page)
        assert key
        assert offer
        secret = key[1].replace(" ", "")

        wrong = client.post("/me/signing-in/app", {"offer": offer[1], "code": "000000"})
        right = client.post(
            "/me/signing-in/app",
            {"offer": offer[1], "code": code_at(secret, clock.real())},
        )

        assert wrong.status_code == 422
        assert key[1] in wrong.content.decode()
        assert len(re.findall(r"(?:[a-z0-9]{4}-){3}[a-z0-9]{4}", right.content.decode())) == 10
        assert client.get(FACTOR).json()["recovery_codes_left"] == 10


class TestSecondStep:
    def test_is_asked_for_and_leads_on(self, ann: User, app: App) -> None:
        client = half_way(ann, next="/projects")

        answer = client.post(SECOND, {"code": app.shows()})

        assert answer["Location"] == "/projects"
        assert client.get(ME).status_code == 200
        assert happened("signed_in")[-1]["second_factor"] == "app"

    def test_half_a_sign_in_opens_nothing(self, ann: User, app: App) -> None:
        client = half_way(ann)

        assert client.get(ME).status_code == 401
        for path in ("/", "/me", "/me/signing-in", "/projects", "/me/confirm"):
            assert client.get(path)["Location"].startswith("/sign-in?next=")
        assert client.post("/passkeys/add/question").status_code == 404

    @pytest.mark.parametrize("typed", ["000000", "abcd-efgh-jkmn-pqrs"])
    def test_with_a_wrong_code_is_refused(self, ann: User, app: App, typed: str) -> None:
        client = half_way(ann)

        answer = client.post(SECOND, {"code": typed})

        assert answer.status_code == 401
        assert "This code is not right" in answer.content.decode()
        assert typed not in answer.content.decode()
        assert client.get(ME).status_code == 401

    def test_with_the_same_code_again_is_refused(self, ann: User, app: App) -> None:
        code = app.shows()
        half_way(ann).post(SECOND, {"code": code})

        assert half_way(ann).post(SECOND, {"code": code}).status_code == 401

    def test_waits_at_the_sixth(self, ann: User, app: App) -> None:
        client = half_way(ann)
        for _ in range(5):
            assert client.post(SECOND, {"code": "000000"}).status_code == 401

        answer = client.post(SECOND, {"code": app.shows()})

        assert answer.status_code == 429
        assert int(answer["Retry-After"]) > 800

    def test_has_to_follow_soon(self, ann: User, app: App) -> None:
        client = half_way(ann)
        session = client.session
        kept = session["partial_sign_in"]
        session["partial_sign_in"] = {**kept, "at": kept["at"] - 601}
        session.save()

        assert client.post(SECOND, {"code": app.shows()})["Location"] == "/sign-in"

    def test_without_the_first_leads_there(self) -> None:
        assert Client().get(SECOND)["Location"] == "/sign-in"

    def test_is_still_asked_for_after_the_password_was_reset(self, ann: User, app: App) -> None:
        ann.set_password("another long pass phrase")
        ann.save()

        answer = Client().post(
            "/sign-in", {"email": ann.email, "password": "another long pass phrase"}
        )

        assert answer["Location"] == SECOND

    def test_gets_a_session_of_its_own(self, ann: User, app: App) -> None:
        client = half_way(ann)
        before = client.session.session_key

        client.post(SECOND, {"code": app.shows()})

        assert client.session.session_key != before


class TestProvingAgain:
    @pytest.mark.parametrize("path", ["/me/signing-in/app/remove", "/me/keys/new"])
    def test_is_asked_for_before_the_form(self, ann: User, app: App, path: str) -> None:
        client = signed_in(ann, app)
        long_ago()

        asked = client.get(path)
        given = client.post(
            "/me/confirm", {"password": make.PASSWORD, "next": asked["Location"].partition("=")[2]}
        )

        assert asked["Location"] == f"/me/confirm?next={path.replace('/', '%2F')}"
        assert given.status_code == 302
        assert client.get(path).status_code == 200

    def test_removal_without_it_is_refused(self, ann: User, app: App) -> None:
        client = signed_in(ann, app)
        long_ago()

        answer = client.post("/me/signing-in/app/remove", {"sent": "yes"}, headers=OURS)

        assert answer.status_code == 401
        assert client.get(FACTOR).json()["app_since"]

    def test_keeps_what_was_typed(self, ann: User, app: App) -> None:
        client = signed_in(ann, app)
        long_ago()
        typed = {"name": "Trust login", "issuer": "https://login.trust.nhs.uk"}

        asked = client.post("/me/directories/new", typed, headers=OURS)
        kept = re.search(r'name="kept" value="([^"]+)"', asked.content.decode())
        assert kept
        page = client.post(
            "/me/confirm", {"password": make.PASSWORD, "kept": kept[1]}
        ).content.decode()

        assert asked.status_code == 401
        assert 'action="/me/directories/new"' in page
        assert "Trust login" in page

    @pytest.mark.parametrize(
        "given",
        [
            lambda app: {"password": make.PASSWORD},
            lambda app: {"code": app.shows(steps=1)},
            lambda app: {"code": app.codes[0]},
        ],
        ids=["password", "app", "recovery code"],
    )
    def test_takes_any_of_my_ways(
        self, ann: User, app: App, given: Callable[[App], dict[str, str]]
    ) -> None:
        client = signed_in(ann, app)
        long_ago()

        answer = client.post(f"{ME}/confirm", given(app), content_type="application/json")

        assert answer.status_code == 204
        assert client.get("/me/signing-in/app/remove").status_code == 200

    @pytest.mark.parametrize("given", [{"password": "wrong"}, {"code": "000000"}])
    def test_with_something_wrong_is_refused(
        self, ann: User, app: App, given: dict[str, str]
    ) -> None:
        client = signed_in(ann, app)
        long_ago()

        by_api = client.post(f"{ME}/confirm", given, content_type="application/json")
        by_page = client.post("/me/confirm", given)

        assert (by_api.status_code, by_page.status_code) == (401, 401)
        assert client.get("/me/signing-in/app/remove").status_code == 302

    def test_needs_something(self, ann: User, app: App) -> None:
        client = signed_in(ann, app)

        by_api = client.post(f"{ME}/confirm", {}, content_type="application/json")

        assert by_api.status_code == 400
        assert client.post("/me/confirm", {"password": ""}).status_code == 422

    def test_waits_at_the_sixth_wrong_password(self, ann: User, app: App) -> None:
        client = signed_in(ann, app)
        answers = [client.post("/me/confirm", {"password": "wrong"}) for _ in range(6)]

        assert [answer.status_code for answer in answers] == [401] * 5 + [429]

    def test_is_asked_of_the_api_in_its_own_words(self, ann: User, app: App) -> None:
        client = signed_in(ann, app)
        long_ago()

        answer: HttpResponse = client.post(
            "/api/v1/api-keys",
            {
                "name": "Reports",
                "roles": ["auditor"],
                "scopes": ["read"],
                "expires_at": (clock.now() + timedelta(days=9)).isoformat(),
            },
            content_type="application/json",
        )

        assert answer.status_code == 401
        assert answer.json()["code"] == "confirm_it_is_you"
        assert answer["WWW-Authenticate"]


class TestTakenAway:
    def test_by_an_administrator_leaves_the_password(self, ann: User, app: App) -> None:
        hers = signed_in(ann, app)
        keeper = Client()
        keeper.force_login(make.user("administrator", _home_of(ann)))

        answer = keeper.post(f"/me/users/{ann.pk}/forget-second-factor", {"sent": "yes"})

        assert answer["Location"] == f"/me/users/{ann.pk}"
        assert hers.get(ME).status_code == 401
        again = Client().post("/sign-in", {"email": ann.email, "password": make.PASSWORD})
        assert again["Location"] == "/"
        assert len(happened("second_factor_removed")) == 1

    def test_by_oneself_or_a_stranger_is_refused(self, ann: User, app: App) -> None:
        there = f"/api/v1/users/{ann.pk}/forget-second-factor"
        stranger = Client()
        stranger.force_login(make.user("administrator", make.organisation()))

        own = signed_in(ann, app).post(there, {}, content_type="application/json")
        strange = stranger.post(there, {}, content_type="application/json")

        assert (own.status_code, strange.status_code) == (403, 404)

    def test_of_somebody_who_works_elsewhere_too_is_refused(self, ann: User, app: App) -> None:
        keeper = Client()
        keeper.force_login(make.user("administrator", _home_of(ann)))
        make.grant(ann, "coach", make.organisation())

        answer = keeper.post(
            f"/api/v1/users/{ann.pk}/forget-second-factor", {}, content_type="application/json"
        )

        assert answer.status_code == 409
        assert answer.json()["code"] == "works_elsewhere"


def _home_of(user: User) -> Organisation:
    tenancy.open_to_all()
    return Organisation.objects.get(pk=RoleGrant.objects.get(user=user).organisation_id)


def _is_left(user: User, code: str) -> bool:
    digests = vault.keyed_hash(code.replace("-", ""), purpose="recovery_code")
    rows = RecoveryCode.objects.filter(user=user, used_at=None, code_hash__in=digests)
    return rows.exists()
