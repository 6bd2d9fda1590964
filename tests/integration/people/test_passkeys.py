"""Passkeys: made, shown, and refused when anything about them does not hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from kernel import clock, tenancy
from kernel.models import Event
from people.models import Passkey, RecoveryCode, User, UserSession
from tests.factories import people as make
from tests.factories.authenticators import Device

pytestmark = pytest.mark.django_db

ME = "/api/v1/me"


@pytest.fixture
def ann() -> User:
    return make.user("administrator", make.organisation(), email="ann@example.org")


@pytest.fixture
def device(ann: User) -> Device:
    """Ann's telephone, with a passkey for this service."""
    device = Device()
    assert keep(signed_in(ann), device).status_code == 200
    return device


@pytest.fixture(autouse=True)
def open_afterwards() -> Iterator[None]:
    yield
    tenancy.open_to_all()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def question(client: Client, purpose: str) -> dict[str, Any]:
    answer = client.post(f"/passkeys/{purpose}/question")
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def keep(client: Client, device: Device, name: str = "My telephone") -> HttpResponse:
    made = device.make(question(client, "add"))
    answer: HttpResponse = client.post(
        "/me/signing-in/passkeys/add", {"name": name, "passkey": made}
    )
    return answer


def show(client: Client, device: Device, **sent: str) -> HttpResponse:
    shown = device.show(question(client, "sign-in"))
    answer: HttpResponse = client.post("/sign-in/passkey", {"passkey": shown, **sent})
    return answer


class TestMaking:
    def test_shows_recovery_codes_with_the_first(self, ann: User) -> None:
        client = signed_in(ann)

        first = keep(client, Device())
        second = keep(client, Device(credential_id=b"another credential of 32 letters"))

        assert len(re.findall(r"(?:[a-z0-9]{4}-){3}[a-z0-9]{4}", first.content.decode())) == 10
        assert second["Location"] == "/me/signing-in"
        told = client.get(f"{ME}/second-factor").json()
        assert [one["name"] for one in told["passkeys"]] == ["My telephone", "My telephone"]
        assert told["recovery_codes_left"] == 10

    def test_the_same_twice_is_refused(self, ann: User, device: Device) -> None:
        answer = keep(signed_in(ann), device)

        assert answer.status_code == 422
        assert "known already" in answer.content.decode()

    @pytest.mark.parametrize(
        "device",
        [Device(origin="https://evil.example"), Device(verifies=False)],
        ids=["elsewhere", "nobody there"],
    )
    def test_that_does_not_hold_is_refused(self, ann: User, device: Device) -> None:
        assert keep(signed_in(ann), device).status_code == 422
        assert not Passkey.objects.exists()

    @pytest.mark.parametrize("sent", ["", "{}", "[]", "null", "{", '{"response": 5}', "x" * 20_001])
    def test_with_nonsense_is_refused(self, ann: User, sent: str) -> None:
        client = signed_in(ann)
        question(client, "add")

        answer = client.post("/me/signing-in/passkeys/add", {"name": "x", "passkey": sent})

        assert answer.status_code == 422

    def test_answers_its_own_question_alone(self, ann: User) -> None:
        client = signed_in(ann)
        made = Device().make(question(client, "add"))
        question(client, "add")

        answer = client.post("/me/signing-in/passkeys/add", {"name": "x", "passkey": made})

        assert answer.status_code == 422

    def test_asks_first_who_sits_there(self, ann: User) -> None:
        client = signed_in(ann)
        client.get(ME)
        tenancy.open_to_all()
        UserSession.objects.update(confirmed_at=clock.real() - timedelta(minutes=11))

        assert client.get("/me/signing-in/passkeys/add").status_code == 302
        assert client.post("/passkeys/add/question").status_code == 401

    def test_is_for_who_is_signed_in(self) -> None:
        assert Client().post("/passkeys/add/question").status_code == 404
        assert Client().post("/passkeys/confirm/question").status_code == 404
        assert Client().post("/passkeys/other/question").status_code == 404


class TestSigningIn:
    def test_needs_no_password(self, ann: User, device: Device) -> None:
        client = Client()

        answer = show(client, device, next="/projects")

        assert answer["Location"] == "/projects"
        assert client.get(ME).json()["id"] == str(ann.pk)
        tenancy.open_to_all()
        told = Event.objects.get(type="uk.qiflow.user.signed_in.v1").data
        assert (told["way"], told["second_factor"]) == ("passkey", "passkey")

    def test_may_be_the_second_step(self, ann: User, device: Device) -> None:
        client = Client()
        half = client.post(
            "/sign-in", {"email": ann.email, "password": make.PASSWORD, "next": "/projects"}
        )
        device.verifies = False

        answer = show(client, device)

        assert half["Location"] == "/sign-in/second-step"
        assert answer["Location"] == "/projects"
        assert client.get(ME).status_code == 200

    def test_of_somebody_else_is_no_second_step(self, ann: User, device: Device) -> None:
        other = make.user("coach", make.organisation())
        theirs = Device(credential_id=b"another credential of 32 letters")
        keep(signed_in(other), theirs)
        client = Client()
        client.post("/sign-in", {"email": ann.email, "password": make.PASSWORD})

        assert show(client, theirs).status_code == 401
        assert client.get(ME).status_code == 401

    @pytest.mark.parametrize(
        "wrong",
        [
            {"origin": "https://evil.example"},
            {"verifies": False},
            {"key": Device().key},
            {"credential_id": b"unknown"},
            {"user_handle": b"0" * 16},
        ],
        ids=lambda wrong: next(iter(wrong)),
    )
    def test_that_does_not_hold_is_refused(
        self, ann: User, device: Device, wrong: dict[str, Any]
    ) -> None:
        for name, value in wrong.items():
            setattr(device, name, value)
        client = Client()

        answer = show(client, device)

        assert answer.status_code == 401
        assert "could not be checked" in answer.content.decode()
        assert client.get(ME).status_code == 401

    def test_with_a_copy_is_refused(self, ann: User, device: Device) -> None:
        device.counter = 5
        assert show(Client(), device).status_code == 302
        device.counter = 4

        assert show(Client(), device).status_code == 401

    def test_twice_with_one_answer_is_refused(self, ann: User, device: Device) -> None:
        client = Client()
        shown = device.show(question(client, "sign-in"))
        other = Client()
        other.post("/passkeys/sign-in/question")

        assert client.post("/sign-in/passkey", {"passkey": shown}).status_code == 302
        assert other.post("/sign-in/passkey", {"passkey": shown}).status_code == 401

    def test_without_a_question_is_refused(self, device: Device) -> None:
        answer = Client().post("/sign-in/passkey", {"passkey": json.dumps({"id": "x"})})

        assert answer.status_code == 401

    def test_waits_when_one_address_tries_often(self, device: Device) -> None:
        client = Client()
        answers = [client.post("/sign-in/passkey", {"passkey": "{}"}) for _ in range(21)]

        assert {answer.status_code for answer in answers[:20]} == {401}
        assert answers[20].status_code == 429
        assert answers[20]["Retry-After"]


class TestKeeping:
    def test_is_renamed_and_removed(self, ann: User, device: Device) -> None:
        client = Client()
        show(client, device)
        key = Passkey.objects.get() if tenancy.open_to_all() is None else None
        assert key
        there = f"/me/signing-in/passkeys/{key.pk}"

        client.post(f"{there}/rename", {"name": "Old telephone"})
        page = client.get("/me/signing-in").content.decode()
        client.post(f"{there}/remove", {"sent": "yes"})

        assert "Old telephone" in page
        assert show(Client(), device).status_code == 401
        tenancy.open_to_all()
        assert not RecoveryCode.objects.exists()

    def test_that_of_somebody_else_is_not_found(self, device: Device) -> None:
        stranger = signed_in(make.user("administrator", make.organisation()))
        there = f"/me/signing-in/passkeys/{Passkey.objects.get().pk}"

        assert stranger.get(f"{there}/rename").status_code == 404
        assert stranger.post(f"{there}/remove", {"sent": "yes"}).status_code == 404

    def test_is_a_proof_that_it_is_still_me(self, ann: User, device: Device) -> None:
        client = Client()
        show(client, device)
        tenancy.open_to_all()
        UserSession.objects.update(confirmed_at=clock.real() - timedelta(minutes=11))

        shown = device.show(question(client, "confirm"))
        answer = client.post(
            "/me/confirm/passkey", {"passkey": shown, "next": "/me/signing-in/recovery-codes"}
        )

        assert answer["Location"] == "/me/signing-in/recovery-codes"
        assert client.get("/me/signing-in/recovery-codes").status_code == 200
