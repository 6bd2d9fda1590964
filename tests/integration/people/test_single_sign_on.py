"""Signing in with an organisation's own directory: believed for what it can speak for."""

from __future__ import annotations

from collections.abc import Iterator
from time import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from joserfc.jwk import RSAKey

from kernel import clock, tenancy
from kernel.actors import SYSTEM
from kernel.models import Event
from people import commands
from people import models as tables
from people.models import Organisation, ProviderIdentity, User
from tests.factories import people as make
from tests.providers import CLIENT_ID, CLIENT_SECRET, IdentityProvider

pytestmark = pytest.mark.django_db

ME = "/api/v1/me"


@pytest.fixture(scope="module")
def machine() -> Iterator[IdentityProvider]:
    with IdentityProvider().running() as running:
        yield running


@pytest.fixture
def directory(machine: IdentityProvider, monkeypatch: pytest.MonkeyPatch) -> IdentityProvider:
    """The provider as it is when nothing is wrong; what a service knew of it is forgotten."""
    machine.person = {"sub": "s-1", "email": "ann@trust.example", "email_verified": True}
    machine.changes, machine.answers, machine.asked = {}, {}, []
    machine.header = {"alg": "RS256", "kid": "one"}
    monkeypatch.setattr("people.single_sign_on.provider._kept", {})
    return machine


@pytest.fixture
def home() -> Organisation:
    return make.organisation(name="Larkhill NHS Trust")


@pytest.fixture
def ann(home: Organisation) -> User:
    return make.user("coach", home, email="ann@trust.example")


@pytest.fixture
def provider(home: Organisation, directory: IdentityProvider) -> tables.IdentityProvider:
    return set_up(home, directory)


@pytest.fixture(autouse=True)
def open_afterwards() -> Iterator[None]:
    yield
    tenancy.open_to_all()


def set_up(home: Organisation, directory: IdentityProvider, **more: Any) -> tables.IdentityProvider:
    facts = {
        "name": "Trust login",
        "issuer": directory.issuer,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "email_domain": "trust.example",
        **more,
    }
    return commands.add_provider(
        organisation_id=home.pk,
        facts=commands.ProviderFacts(**facts),
        actor=SYSTEM,
        now=clock.now(),
    )


def leave(client: Client, provider: tables.IdentityProvider, **query: str) -> dict[str, str]:
    """To the provider; what we told it on the way."""
    answer = client.get(f"/sign-in/with/{provider.pk}", query)
    assert answer.status_code == 302, answer.content
    told = parse_qs(urlsplit(answer["Location"]).query)
    return {name: values[0] for name, values in told.items()}


def come_back(client: Client, directory: IdentityProvider, told: dict[str, str]) -> HttpResponse:
    back = urlsplit(directory.authorize(told))
    answer: HttpResponse = client.get(f"{back.path}?{back.query}")
    return answer


def through(
    provider: tables.IdentityProvider, directory: IdentityProvider, **query: str
) -> tuple[Client, HttpResponse]:
    """All the way there and back."""
    client = Client()
    return client, come_back(client, directory, leave(client, provider, **query))


def happened(kind: str) -> list[dict[str, Any]]:
    tenancy.open_to_all()
    return [event.data for event in Event.objects.filter(type=f"uk.qiflow.user.{kind}.v1")]


class TestTheWay:
    def test_leads_in_and_on(self, provider: Any, directory: Any, ann: User) -> None:
        client, answer = through(provider, directory, next="/projects")

        assert answer["Location"] == "/projects"
        assert client.get(ME).json()["id"] == str(ann.pk)
        assert happened("signed_in")[0]["way"] == "provider"
        assert len(happened("provider_bound")) == 1

    def test_proves_itself_with_state_nonce_and_pkce(self, provider: Any, directory: Any) -> None:
        first, second = leave(Client(), provider), leave(Client(), provider)

        assert first["response_type"] == "code"
        assert first["code_challenge_method"] == "S256"
        assert first["redirect_uri"] == f"http://testserver/sign-in/with/{provider.pk}/return"
        for name in ("state", "nonce", "code_challenge"):
            assert len(first[name]) >= 43
            assert first[name] != second[name]

    def test_leads_nowhere_else(self, provider: Any, directory: Any, ann: User) -> None:
        _, answer = through(provider, directory, next="https://evil.example")

        assert answer["Location"] == "/"

    def test_is_found_by_the_address(self, provider: Any) -> None:
        found = Client().post("/sign-in/organisation", {"email": "x@TRUST.example"})
        none = Client().post("/sign-in/organisation", {"email": "x@elsewhere.example"})

        assert f"/sign-in/with/{provider.pk}" in found.content.decode()
        assert none.status_code == 422
        assert "Sign in with your password" in none.content.decode()

    def test_binds_once(self, provider: Any, directory: Any, ann: User) -> None:
        through(provider, directory)
        directory.person["email"] = "ann.new-name@trust.example"
        client, answer = through(provider, directory)

        assert answer.status_code == 302
        assert client.get(ME).json()["id"] == str(ann.pk)
        tenancy.open_to_all()
        assert ProviderIdentity.objects.count() == 1

    def test_asks_for_the_second_factor_of_this_place(
        self, provider: Any, directory: Any, ann: User
    ) -> None:
        _with_app(ann)
        client, answer = through(provider, directory)

        assert answer["Location"] == "/sign-in/second-step"
        assert client.get(ME).status_code == 401

    def test_does_not_where_the_provider_proved_enough(
        self, home: Any, directory: Any, ann: User
    ) -> None:
        strict = set_up(home, directory, accepted_acr=("aal2", "aal3"))
        _with_app(ann)
        directory.person["acr"] = "aal3"

        client = Client()
        told = leave(client, strict)

        assert told["acr_values"] == "aal2 aal3"
        assert come_back(client, directory, told)["Location"] == "/"


class TestWayBack:
    def test_without_state_is_400(self, provider: Any, directory: Any, ann: User) -> None:
        client = Client()
        leave(client, provider)

        assert client.get(f"/sign-in/with/{provider.pk}/return?code=x").status_code == 400

    def test_with_another_state_is_400(self, provider: Any, directory: Any, ann: User) -> None:
        client = Client()
        told = leave(client, provider)

        answer = come_back(client, directory, {**told, "state": "mine"})

        assert answer.status_code == 400
        assert client.get(ME).status_code == 401

    def test_of_somebody_who_never_left_is_400(self, provider: Any, directory: Any) -> None:
        told = leave(Client(), provider)

        assert come_back(Client(), directory, told).status_code == 400

    def test_twice_is_400(self, provider: Any, directory: Any, ann: User) -> None:
        client = Client()
        back = urlsplit(directory.authorize(leave(client, provider)))
        client.get(f"{back.path}?{back.query}")
        client.post("/sign-out")

        assert client.get(f"{back.path}?{back.query}").status_code == 400

    def test_to_another_provider_is_400(self, provider: Any, home: Any, directory: Any) -> None:
        other = set_up(home, directory, client_id="other")
        client = Client()
        told = leave(client, provider)

        answer = client.get(f"/sign-in/with/{other.pk}/return", {"code": "x", **told})

        assert answer.status_code == 400

    def test_with_a_code_that_was_used_is_401(
        self, provider: Any, directory: Any, ann: User
    ) -> None:
        client = Client()
        told = leave(client, provider)
        back = urlsplit(directory.authorize(told))
        code = parse_qs(back.query)["code"][0]
        directory.codes.clear()

        answer = client.get(
            f"/sign-in/with/{provider.pk}/return", {"code": code, "state": told["state"]}
        )

        assert answer.status_code == 401
        assert client.get(ME).status_code == 401


class TestProof:
    @pytest.mark.parametrize(
        "changes",
        [
            {"iss": "https://login.evil.example"},
            {"aud": "another client"},
            {"aud": [CLIENT_ID, "another"]},
            {"azp": "another"},
            {"exp": int(time()) - 3600},
            {"exp": None},
            {"exp": True},
            {"iat": int(time()) - 7200},
            {"iat": int(time()) + 7200},
            {"nonce": "another"},
            {"nonce": None},
            {"sub": None},
            {"sub": "x" * 300},
            {"sub": 5},
            {"sub": "\ud800"},
            {"nonce": "\ud800"},
            {"exp": float("nan")},
            {"exp": 10**400},
        ],
        ids=", ".join,
    )
    def test_that_does_not_hold_is_401(
        self, provider: Any, directory: Any, ann: User, changes: dict[str, Any]
    ) -> None:
        directory.changes = changes

        client, answer = through(provider, directory)

        assert answer.status_code == 401
        assert client.get(ME).status_code == 401

    def test_without_a_signature_is_401(self, provider: Any, directory: Any, ann: User) -> None:
        directory.header = {"alg": "none"}

        assert through(provider, directory)[1].status_code == 401

    @pytest.mark.parametrize("header", [{"alg": "RS256", "kid": "unknown"}, {"alg": "RS256"}])
    def test_signed_by_somebody_else_is_401(
        self,
        provider: Any,
        directory: Any,
        ann: User,
        header: dict[str, str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        through(provider, directory)  # its keys are known now
        monkeypatch.setattr(directory, "key", RSAKey.generate_key(2048, {"kid": "one"}))
        directory.header = header

        assert through(provider, directory)[1].status_code == 401

    def test_signed_with_the_shared_secret_is_401(
        self, provider: Any, directory: Any, ann: User
    ) -> None:
        from joserfc.jwk import OctKey

        real = directory.key
        directory.key = OctKey.import_key(CLIENT_SECRET * 2)
        directory.header = {"alg": "HS256"}
        try:
            answer = through(provider, directory)[1]
        finally:
            directory.key = real

        assert answer.status_code == 401


class TestWhoItIs:
    def test_of_another_subject_with_the_same_address_is_403(
        self, provider: Any, directory: Any, ann: User
    ) -> None:
        through(provider, directory)
        directory.person["sub"] = "s-2"

        client, answer = through(provider, directory)

        assert answer.status_code == 403
        assert "somebody else" in answer.content.decode()
        assert client.get(ME).status_code == 401

    def test_proved_too_weakly_is_403(self, home: Any, directory: Any, ann: User) -> None:
        strict = set_up(home, directory, accepted_acr=("aal2",))
        directory.person["acr"] = "aal1"

        assert through(strict, directory)[1].status_code == 403

    @pytest.mark.parametrize(
        "person",
        [
            {"email_verified": False},
            {"email_verified": "true"},
            {"email": "ann@elsewhere.example"},
            {"email": "nobody@trust.example"},
            {"email": ""},
        ],
        ids=str,
    )
    def test_not_vouched_for_is_403(
        self, provider: Any, directory: Any, ann: User, person: dict[str, Any]
    ) -> None:
        directory.person |= person

        assert through(provider, directory)[1].status_code == 403

    def test_of_another_organisation_is_403(
        self, provider: Any, directory: Any, home: Organisation
    ) -> None:
        make.user("administrator", make.organisation(), email="ann@trust.example")

        assert through(provider, directory)[1].status_code == 403

    @pytest.mark.parametrize("role", ["coach", "operator"])
    def test_who_reaches_further_is_403(
        self, provider: Any, directory: Any, ann: User, home: Organisation, role: str
    ) -> None:
        if role == "operator":
            make.grant(ann, role, home, scope="country")
        else:
            make.grant(ann, role, make.organisation())

        assert through(provider, directory)[1].status_code == 403

    def test_bound_and_disabled_is_403(self, provider: Any, directory: Any, ann: User) -> None:
        through(provider, directory)
        tenancy.open_to_all()
        User.objects.filter(pk=ann.pk).update(is_active=False)

        assert through(provider, directory)[1].status_code == 403


class TestHostileAnswers:
    @pytest.mark.parametrize(
        "answers",
        [
            {"openid-configuration": b"{}"},
            {"openid-configuration": b"[]"},
            {"openid-configuration": b"not JSON"},
            {"openid-configuration": b"[" * 100_000},
            {"openid-configuration": b" " * 300_000},
            {"openid-configuration": 302},
            {"openid-configuration": 500},
        ],
        ids=lambda answers: str(answers)[:50],
    )
    def test_before_the_way_are_503(
        self, provider: Any, directory: Any, answers: dict[str, Any]
    ) -> None:
        directory.answers = answers

        answer = Client().get(f"/sign-in/with/{provider.pk}")

        assert answer.status_code == 503
        assert answer["Retry-After"]

    @pytest.mark.parametrize(
        ("answers", "status"),
        [
            ({"token": b"{}"}, 401),
            ({"token": b'{"id_token": 5}'}, 401),
            ({"token": b'{"id_token": "a.b.c"}'}, 401),
            ({"token": b'{"id_token": "' + b"x" * 30_000 + b'"}'}, 401),
            ({"token": 302}, 401),
            ({"token": 500}, 401),
            ({"keys": b'{"keys": []}'}, 503),
            ({"keys": b'{"keys": 5}'}, 503),
            ({"keys": b'{"keys": [{"kty": "RSA"}]}'}, 503),
        ],
        ids=lambda told: str(told)[:50],
    )
    def test_on_the_way_back_let_nobody_in(
        self, provider: Any, directory: Any, ann: User, answers: dict[str, Any], status: int
    ) -> None:
        directory.answers = answers

        client, answer = through(provider, directory)

        assert answer.status_code == status
        assert client.get(ME).status_code == 401

    def test_are_not_asked_for_again_and_again(self, provider: Any, directory: Any) -> None:
        for _ in range(3):
            leave(Client(), provider)

        assert len(directory.asked) == 1


class TestSignedOutThere:
    def test_ends_the_sessions_that_began_there(
        self, provider: Any, directory: Any, ann: User
    ) -> None:
        there, _ = through(provider, directory)
        here = Client()
        here.post("/sign-in", {"email": ann.email, "password": make.PASSWORD})

        answer = tell(provider, directory.logout_token(sub="s-1"))

        assert answer.status_code == 200
        assert there.get(ME).status_code == 401
        assert here.get(ME).status_code == 200
        assert happened("sessions_ended")[0]["because"] == "provider"

    def test_of_one_session_leaves_the_others(
        self, provider: Any, directory: Any, ann: User
    ) -> None:
        directory.person["sid"] = "desk"
        desk, _ = through(provider, directory)
        directory.person["sid"] = "ward"
        ward, _ = through(provider, directory)

        tell(provider, directory.logout_token(sid="desk"))

        assert (desk.get(ME).status_code, ward.get(ME).status_code) == (401, 200)

    @pytest.mark.parametrize(
        "claims",
        [{}, {"sub": "s-1", "nonce": "x"}, {"sub": "s-1", "events": {}}, {"sub": "s-1", "iat": 5}],
        ids=str,
    )
    def test_said_wrongly_is_400(
        self, provider: Any, directory: Any, ann: User, claims: dict[str, Any]
    ) -> None:
        there, _ = through(provider, directory)

        assert tell(provider, directory.logout_token(**claims)).status_code == 400
        assert there.get(ME).status_code == 200

    def test_unsigned_is_400(self, provider: Any, directory: Any, ann: User) -> None:
        there, _ = through(provider, directory)
        directory.header = {"alg": "none"}

        assert tell(provider, directory.logout_token(sub="s-1")).status_code == 400
        assert tell(provider, "").status_code == 400
        assert there.get(ME).status_code == 200

    def test_of_a_proof_of_sign_in_is_400(self, provider: Any, directory: Any) -> None:
        token = directory.signed({"sub": "s-1", "nonce": "x"})

        assert tell(provider, token).status_code == 400


class TestSettingUp:
    API = "/api/v1/identity-providers"
    FACTS = {
        "name": "Trust login",
        "issuer": "https://login.trust.example",
        "client_id": "qiflow",
        "client_secret": "a secret of this trust",
        "email_domain": "Trust.example",
    }

    def client(self, home: Organisation, role: str = "administrator") -> Client:
        client = Client()
        client.force_login(make.user(role, home))
        return client

    def test_by_api_never_shows_the_secret(self, home: Organisation) -> None:
        client = self.client(home)

        made = client.post(self.API, self.FACTS, content_type="application/json")
        there = f"{self.API}/{made.json()['id']}"
        changed = client.patch(there, {"name": "Login"}, content_type="application/json")

        assert made.status_code == 201
        assert changed.json()["email_domain"] == "trust.example"
        for answer in (made, changed, client.get(self.API), client.get(there)):
            assert "a secret of this trust" not in answer.content.decode()
        tenancy.open_to_all()
        assert "a secret" not in tables.IdentityProvider.objects.get().client_secret
        assert client.delete(there).status_code == 204
        assert client.get(there).status_code == 404

    def test_by_page_says_what_the_provider_has_to_know(self, home: Organisation) -> None:
        client = self.client(home)

        answer = client.post(
            "/me/directories/new",
            {**self.FACTS, "organisation_id": home.pk, "accepted_acr": "aal2\n\n aal3 "},
            follow=True,
        )

        page = answer.content.decode()
        assert "http://testserver/sign-in/with/" in page
        assert "aal2, aal3" in page
        assert "a secret of this trust" not in page

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("issuer", "http://login.trust.example"),
            ("issuer", "https://login.trust.example?x=y"),
            ("issuer", "https://user@login.trust.example"),
            ("email_domain", "trust"),
            ("email_domain", "ann@trust.example"),
            ("email_domain", "trust..example"),
        ],
    )
    def test_with_something_wrong_is_refused(
        self, home: Organisation, field: str, value: str
    ) -> None:
        answer = self.client(home).post(
            self.API, {**self.FACTS, field: value}, content_type="application/json"
        )

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["pointer"] == f"/{field}"

    def test_the_same_twice_is_refused(self, home: Organisation) -> None:
        client = self.client(home)
        client.post(self.API, self.FACTS, content_type="application/json")

        answer = client.post(self.API, self.FACTS, content_type="application/json")

        assert answer.status_code == 409

    def test_a_sixth_is_refused(self, home: Organisation) -> None:
        client = self.client(home)
        answers = [
            client.post(
                self.API, {**self.FACTS, "client_id": str(n)}, content_type="application/json"
            )
            for n in range(6)
        ]

        assert [one.status_code for one in answers] == [201] * 5 + [422]

    def test_another_issuer_forgets_who_was_who(
        self, provider: Any, directory: Any, ann: User, home: Organisation
    ) -> None:
        through(provider, directory)

        self.client(home).patch(
            f"{self.API}/{provider.pk}",
            {"issuer": "https://login.other.example"},
            content_type="application/json",
        )

        tenancy.open_to_all()
        assert not ProviderIdentity.objects.exists()


def tell(provider: tables.IdentityProvider, token: str) -> HttpResponse:
    """What the provider sends us over its signature, with no cookie and no CSRF token."""
    answer: HttpResponse = Client(enforce_csrf_checks=True).post(
        f"/sign-in/with/{provider.pk}/signed-out", {"logout_token": token}
    )
    return answer


def _with_app(user: User) -> None:
    tables.AuthenticatorApp.objects.create(
        user=user, secret="sealed", last_step=0, made_at=clock.real()
    )
