"""Organisations that ask everybody for a second factor: from a day on, at the way in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kernel import clock, tenancy
from kernel.api.pages import Page
from kernel.errors import Blocked
from people import commands, queries
from people.models import Organisation, User
from people.standards import PARTNER_SECOND_FACTOR, STAFF_SECOND_FACTOR
from tests.factories import people as make
from tests.factories.authenticators import Device, code_at
from workflows.commands import standards

pytestmark = pytest.mark.django_db

SET_UP = "/sign-in/set-up"
ME = "/api/v1/me"


@pytest.fixture(autouse=True)
def open_afterwards() -> Iterator[None]:
    yield
    tenancy.open_to_all()


@pytest.fixture
def trust() -> Organisation:
    return make.organisation()


@pytest.fixture
def ann(trust: Organisation) -> User:
    return make.user("administrator", trust, email="ann@example.org")


def asks(trust: Organisation, *, since: date, name: str = STAFF_SECOND_FACTOR) -> None:
    """The trust asks for a second factor from a day on."""
    keeper = make.actor_of(make.user("administrator", trust))
    wish = standards.Wish(
        name=name, value=1, organisation_id=trust.pk, valid_from=since, source="Board, May 2026"
    )
    standards.change(wish, actor=keeper, now=clock.now())


def asked_from(user: User) -> date | None:
    return queries.second_factor_asked_from(user.pk, today=clock.today())


def sign_in(user: User, **sent: str) -> tuple[Client, HttpResponse]:
    client = Client()
    answer = client.post("/sign-in", {"email": user.email, "password": make.PASSWORD, **sent})
    return client, answer


def half_way(user: User, **sent: str) -> Client:
    """A visitor whose password was right, and who is led to set a second factor up."""
    client, answer = sign_in(user, **sent)
    assert answer["Location"] == SET_UP
    return client


def offered(client: Client) -> dict[str, str]:
    """The form for the app as the page shows it, with the code that the app then shows."""
    shown = client.get(SET_UP).content.decode()
    key = re.search(r"<code class=\"qi-token\">([A-Z2-7 ]+)</code>", shown)
    offer = re.search(r'name="offer" value="([^"]+)"', shown)
    assert key
    assert offer
    return {"offer": offer[1], "code": code_at(key[1].replace(" ", ""), clock.real())}


def codes_on(answer: HttpResponse) -> list[str]:
    return re.findall(r"(?:[a-z0-9]{4}-){3}[a-z0-9]{4}", answer.content.decode())


class TestDemand:
    def test_is_made_by_nobody_at_first(self, ann: User) -> None:
        assert asked_from(ann) is None

    def test_is_told_before_its_day(self, ann: User, trust: Organisation) -> None:
        soon = clock.today() + timedelta(days=30)
        asks(trust, since=soon)

        client, answer = sign_in(ann)

        assert asked_from(ann) == soon
        assert answer["Location"] == "/"
        assert "nobody here signs in with a password alone" in client.get("/").content.decode()
        assert client.get(f"{ME}/second-factor").json()["asked_from"] == soon.isoformat()

    def test_is_made_by_an_administrator_in_one_step(self, ann: User, trust: Organisation) -> None:
        client = Client()
        client.force_login(ann)
        today = clock.today()
        form = {
            "place": str(trust.pk),
            "value": "yes",
            "valid_from_day": today.day,
            "valid_from_month": today.month,
            "valid_from_year": today.year,
            "source": "Board, May 2026",
        }

        shown = client.get("/rulebook/standards/staff_second_factor").content.decode()
        answer = client.post("/rulebook/standards/staff_second_factor", form)

        assert "See what would follow" not in shown
        assert answer["Location"] == "/rulebook"
        assert asked_from(ann) == today

    def test_of_staff_is_not_one_of_partners(self, trust: Organisation) -> None:
        partner = make.user("partner", trust)
        asks(trust, since=clock.today())

        assert asked_from(partner) is None
        asks(trust, since=clock.today(), name=PARTNER_SECOND_FACTOR)
        assert asked_from(partner) == clock.today()

    def test_of_the_strictest_organisation_counts(self, ann: User, trust: Organisation) -> None:
        other = make.organisation()
        make.grant(ann, "coach", other)
        asks(trust, since=clock.today() + timedelta(days=30))
        asks(other, since=clock.today())

        assert asked_from(ann) == clock.today()


class TestFirstSignIn:
    @pytest.fixture(autouse=True)
    def asked(self, trust: Organisation) -> None:
        asks(trust, since=clock.today())

    def test_opens_nothing_before_a_factor_is_set_up(self, ann: User) -> None:
        client = half_way(ann)

        assert client.get(ME).status_code == 401
        assert client.get("/projects")["Location"].startswith("/sign-in?next=")
        assert client.get("/sign-in/second-step")["Location"] == SET_UP

    def test_is_done_with_the_first_code_of_an_app(self, ann: User) -> None:
        client = half_way(ann, next="/projects")

        answer = client.post(SET_UP, offered(client))

        assert len(codes_on(answer)) == 10
        assert 'href="/projects"' in answer.content.decode()
        assert client.get(ME).status_code == 200
        assert client.get(f"{ME}/second-factor").json()["app_since"]

    def test_is_done_with_a_passkey(self, ann: User) -> None:
        client = half_way(ann)
        question = client.post("/passkeys/add/question").json()
        made = Device().make(question)

        answer = client.post(f"{SET_UP}/passkey", {"name": "My telephone", "passkey": made})

        assert len(codes_on(answer)) == 10
        assert client.get(ME).status_code == 200

    def test_with_a_wrong_code_keeps_the_picture(self, ann: User) -> None:
        client = half_way(ann)
        form = offered(client)

        answer = client.post(SET_UP, {**form, "code": "000000"})

        assert answer.status_code == 422
        assert form["offer"] in answer.content.decode()
        assert client.get(ME).status_code == 401

    def test_is_no_way_past_a_factor_that_is_there(self, ann: User) -> None:
        stale = half_way(ann)
        form = offered(stale)
        rightful = half_way(ann)
        rightful.post(SET_UP, offered(rightful))

        assert stale.post(SET_UP, form)["Location"] == "/sign-in/second-step"
        assert stale.post("/passkeys/add/question").status_code == 404
        assert stale.get(ME).status_code == 401

    def test_without_the_password_leads_there(self) -> None:
        assert Client().get(SET_UP, follow=True).redirect_chain[-1][0] == "/sign-in"

    def test_is_followed_by_one_with_a_second_step(self, ann: User) -> None:
        client = half_way(ann)
        client.post(SET_UP, offered(client))

        assert sign_in(ann)[1]["Location"] == "/sign-in/second-step"


class TestLastFactor:
    def test_stays_where_one_is_asked_for(self, ann: User, trust: Organisation) -> None:
        _with_app(ann)
        asks(trust, since=clock.today())

        with pytest.raises(Blocked) as refused:
            commands.remove_app(user=ann, now=clock.now())

        assert refused.value.code == "second_factor_asked"
        assert queries.factors_of(ann.pk).app

    def test_may_go_before_the_day(self, ann: User, trust: Organisation) -> None:
        _with_app(ann)
        asks(trust, since=clock.today() + timedelta(days=1))

        commands.remove_app(user=ann, now=clock.now())

        assert not queries.factors_of(ann.pk).any


class TestWhoLacksOne:
    def test_is_seen_by_administrators(self, ann: User, trust: Organisation) -> None:
        bea = make.user("coach", trust, email="bea@example.org")
        _with_app(ann)
        client = Client()
        client.force_login(ann)

        shown = client.get("/me/users?second_factor=false").content.decode()

        assert _ids(client, "?second_factor=false") == {bea.pk}
        assert _ids(client, "?second_factor=true") == {ann.pk}
        assert "bea@example.org" in shown
        assert "ann@example.org" not in shown

    def test_is_found_page_by_page_without_reading_everybody(
        self, ann: User, trust: Organisation
    ) -> None:
        for number in range(5):
            make.user("coach", trust, name=f"Cal {number}")
        elsewhere = make.user("coach", make.organisation(), name="Cal 9")
        actor = make.actor_of(ann)

        with CaptureQueriesContext(connection) as asked:
            found = queries.visible_users(actor, page=Page(limit=2), second_factor=False)

        assert [one["name"] for one in found] == ["Cal 0", "Cal 1", "Cal 2"]
        [listing] = [one["sql"] for one in asked if 'FROM "people_user"' in one["sql"]]
        assert "LIMIT 3" in listing
        everybody = queries.visible_users(actor, page=Page(), second_factor=False)
        assert elsewhere.pk not in {one["id"] for one in everybody}

    def test_is_seen_beside_what_is_asked_for(self, ann: User, trust: Organisation) -> None:
        asks(trust, since=date(2199, 2, 28))
        client = Client()
        client.force_login(ann)

        shown = client.get("/me/users").content.decode()

        assert "asked from 28 February 2199" in shown
        assert "not asked" in shown


def _with_app(user: User) -> None:
    at = clock.real()
    offer = commands.offer_app(user)
    commands.add_app(
        user=user, sealed=offer.sealed, code=code_at(offer.secret, at), now=clock.now(), at=at
    )


def _ids(client: Client, query: str) -> set[UUID]:
    found: list[dict[str, Any]] = client.get(f"/api/v1/users{query}").json()["results"]
    return {UUID(one["id"]) for one in found}
