"""Sessions: what begins them, what ends them, and what an ended one still opens: nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kernel import clock, tenancy
from kernel.models import Event
from people import access
from people.commands.sessions import KEPT_FOR, forget_old_sessions
from people.models import Organisation, User, UserSession
from tests.factories import people as make

pytestmark = pytest.mark.django_db

ME = "/api/v1/me"
MINE = "/api/v1/me/sessions"
CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140 Safari/537.36"
OURS = {"origin": "http://testserver"}


@pytest.fixture
def home() -> Organisation:
    return make.organisation()


@pytest.fixture
def ann(home: Organisation) -> User:
    return make.user("administrator", home, email="ann@example.org")


@pytest.fixture
def client(ann: User) -> Client:
    return signed_in(ann)


@pytest.fixture(autouse=True)
def open_afterwards() -> Iterator[None]:
    yield
    tenancy.open_to_all()


def signed_in(user: User, **headers: str) -> Client:
    """Somebody who came in through the sign-in page."""
    client = Client(headers={"user-agent": CHROME, **headers})
    answer = client.post("/sign-in", {"email": user.email, "password": make.PASSWORD})
    assert answer.status_code == 302, answer.content
    return client


def later(*, seen: timedelta = timedelta(), begun: timedelta = timedelta()) -> None:
    """As if everybody had done nothing for so long, or had signed in so long ago."""
    tenancy.open_to_all()
    for session in UserSession.objects.all():
        session.last_seen_at -= seen
        session.started_at -= begun
        session.save()


def kept(answer: HttpResponse) -> str:
    """What a page asks to be sent along with the sign-in."""
    found = re.search(r'name="kept" value="([^"]+)"', answer.content.decode())
    return found[1] if found else ""


def happened(kind: str) -> list[dict[str, Any]]:
    tenancy.open_to_all()
    found = Event.objects.filter(type=f"uk.qiflow.user.{kind}.v1").order_by("id")
    return [event.data for event in found]


class TestIdle:
    def test_for_15_minutes_and_a_second_is_too_long(self, client: Client) -> None:
        later(seen=timedelta(minutes=15, seconds=1))

        assert client.get(ME).status_code == 401

    def test_for_less_is_not(self, client: Client) -> None:
        later(seen=timedelta(minutes=14, seconds=30))

        assert client.get(ME).status_code == 200

    def test_begins_anew_with_each_request(self, client: Client) -> None:
        for _ in range(3):
            later(seen=timedelta(minutes=10))
            assert client.get(ME).status_code == 200

    def test_goes_on_while_a_page_looks_again_by_itself(self, client: Client) -> None:
        later(seen=timedelta(minutes=10))
        assert client.get("/me", headers={"HX-Request": "true"}).status_code == 200
        later(seen=timedelta(minutes=6))

        answer = client.get("/me", headers={"HX-Request": "true"})

        assert answer.status_code == 401
        assert answer["HX-Refresh"] == "true"

    def test_is_as_long_as_the_setting_says(self, client: Client, settings: Any) -> None:
        settings.QIFLOW_IDLE_LIMIT = timedelta(minutes=2)
        later(seen=timedelta(minutes=3))

        assert client.get(ME).status_code == 401

    def test_is_told_on_the_way_to_sign_in(self, client: Client) -> None:
        later(seen=timedelta(minutes=16))

        answer = client.get("/people?q=ann", follow=True)

        assert answer.redirect_chain == [("/sign-in?next=%2Fpeople%3Fq%3Dann", 302)]
        assert "nothing happened for 15 minutes" in answer.content.decode()

    def test_keeps_what_was_typed_until_it_can_be_sent(self, client: Client, ann: User) -> None:
        later(seen=timedelta(minutes=15, seconds=1))
        typed = {"name": "Pat <Partner>", "email": ""}

        refused = client.post("/people/register", typed, headers=OURS)
        assert refused.status_code == 401
        back = client.post(
            "/sign-in",
            {
                "email": ann.email,
                "password": make.PASSWORD,
                "kept": kept(refused),
                "next": "/people/register",
            },
        )

        page = back.content.decode()
        assert back.status_code == 200
        assert 'action="/people/register"' in page
        assert "Pat &lt;Partner&gt;" in page

    def test_keeps_it_for_nobody_else(self, client: Client, home: Organisation) -> None:
        later(seen=timedelta(minutes=16))
        refused = client.post("/people/register", {"name": "Pat Partner"}, headers=OURS)
        other = make.user("administrator", home, email="bea@example.org")

        answer = client.post(
            "/sign-in",
            {
                "email": other.email,
                "password": make.PASSWORD,
                "kept": kept(refused),
            },
        )

        assert answer.status_code == 302
        assert "Pat Partner" not in answer.content.decode()

    def test_keeps_no_secret(self, client: Client) -> None:
        later(seen=timedelta(minutes=16))

        answer = client.post("/me/password", {"current": "x", "new_password": "y"}, headers=OURS)

        assert answer.status_code == 401
        assert kept(answer) == ""


class TestLongest:
    def test_is_12_hours_however_busy(self, client: Client) -> None:
        later(begun=timedelta(hours=12, seconds=1))

        assert client.get(ME).status_code == 401

    def test_is_not_reached_before(self, client: Client) -> None:
        later(begun=timedelta(hours=11, minutes=59))

        assert client.get(ME).status_code == 200


class TestBeginning:
    def test_gets_an_identifier_of_its_own(self, ann: User) -> None:
        client = Client()
        client.get("/sign-in")
        planted = client.session
        planted["x"] = "y"
        planted.save()
        before = planted.session_key

        client.post("/sign-in", {"email": ann.email, "password": make.PASSWORD})

        assert client.session.session_key != before
        assert "x" not in client.session

    def test_is_noted_without_address_or_device(self, client: Client, ann: User) -> None:
        assert happened("signed_in") == [
            {"user_id": str(ann.pk), "way": "password", "second_factor": ""}
        ]

    def test_keeps_no_identifier_in_clear(self, client: Client) -> None:
        tenancy.open_to_all()

        session = UserSession.objects.get()
        assert session.key_hash == access.hash_of(client.session.session_key)
        assert session.device == "Chrome on Windows"

    def test_failures_and_the_lock_are_noted(self, ann: User) -> None:
        for _ in range(7):
            Client().post("/sign-in", {"email": ann.email, "password": "wrong"})

        assert len(happened("sign_in_failed")) == 5
        assert happened("sign_in_locked") == [{"user_id": str(ann.pk), "step": "password"}]


class TestList:
    def test_shows_where_i_am_signed_in(self, client: Client, ann: User, home: Any) -> None:
        signed_in(ann, **{"user-agent": "Mozilla/5.0 (iPhone) Safari/604.1"})
        signed_in(make.user("coach", home))

        rows = client.get(MINE).json()["results"]

        assert [(row["device"], row["current"]) for row in rows] == [
            ("Chrome on Windows", True),
            ("Safari on iPhone", False),
        ]
        assert {row["way"] for row in rows} == {"password"}

    def test_leaves_out_what_is_over(self, client: Client, ann: User) -> None:
        other = signed_in(ann)
        other.post("/sign-out")
        third = signed_in(ann)
        later(seen=timedelta(minutes=16))

        assert third.get(MINE).status_code == 401
        again = signed_in(ann)
        assert len(again.get(MINE).json()["results"]) == 1

    def test_is_a_page_too(self, client: Client) -> None:
        page = client.get("/me/signing-in").content.decode()

        assert "Chrome on Windows" in page
        assert "This device" in page


class TestEnding:
    def test_one_of_mine_ends_it_at_once(self, client: Client, ann: User) -> None:
        other = signed_in(ann)
        there = client.get(MINE).json()["results"][1]["id"]

        assert client.delete(f"{MINE}/{there}").status_code == 204

        assert other.get(ME).status_code == 401
        assert client.get(ME).status_code == 200
        assert client.delete(f"{MINE}/{there}").status_code == 404
        assert happened("sessions_ended") == [
            {"user_id": str(ann.pk), "because": "self", "count": 1}
        ]

    def test_one_of_mine_by_page(self, client: Client, ann: User) -> None:
        other = signed_in(ann)
        there = client.get(MINE).json()["results"][1]["id"]

        answer = client.post(f"/me/signing-in/sessions/{there}/end", {"sent": "yes"})

        assert answer["Location"] == "/me/signing-in"
        assert other.get(ME).status_code == 401

    def test_that_of_a_colleague_is_not_mine_to_end(self, client: Client, home: Any) -> None:
        other = signed_in(make.user("coach", home))
        there = other.get(MINE).json()["results"][0]["id"]

        assert client.delete(f"{MINE}/{there}").status_code == 404
        assert other.get(ME).status_code == 200

    @pytest.mark.parametrize("by_page", [True, False])
    def test_all_others_leaves_this_one(self, client: Client, ann: User, by_page: bool) -> None:
        others = [signed_in(ann), signed_in(ann)]

        if by_page:
            client.post("/me/signing-in/end-others", {"sent": "yes"})
        else:
            answer = client.post(f"{MINE}/end-others", {}, content_type="application/json")
            assert answer.json() == {"ended": 2}

        assert [other.get(ME).status_code for other in others] == [401, 401]
        assert client.get(ME).status_code == 200

    def test_by_an_administrator_ends_all(self, client: Client, home: Organisation) -> None:
        coach = make.user("coach", home)
        theirs = signed_in(coach)

        answer = client.post(
            f"/api/v1/users/{coach.pk}/end-sessions", {}, content_type="application/json"
        )

        assert answer.json() == {"ended": 1}
        assert theirs.get(ME).status_code == 401
        assert theirs.get(ME).status_code == 401

    def test_by_an_administrator_of_another_organisation_ends_nothing(self, ann: User) -> None:
        theirs = signed_in(ann)
        stranger = signed_in(make.user("administrator", make.organisation()))

        answer = stranger.post(
            f"/api/v1/users/{ann.pk}/end-sessions", {}, content_type="application/json"
        )

        assert answer.status_code == 404
        assert theirs.get(ME).status_code == 200

    def test_comes_with_a_change_of_password(self, client: Client, ann: User) -> None:
        other = signed_in(ann)

        client.post(
            "/api/v1/me/password",
            {"current_password": make.PASSWORD, "new_password": "another long pass phrase"},
            content_type="application/json",
        )

        assert client.get(ME).status_code == 200
        assert other.get(ME).status_code == 401
        assert len(client.get(MINE).json()["results"]) == 1

    def test_by_signing_out_is_not_undone_by_the_old_cookie(self, client: Client) -> None:
        cookies = dict(client.cookies.items())
        client.post("/sign-out")
        client.cookies.update(cookies)

        assert client.get(ME).status_code == 401

    def test_is_not_undone_by_the_session_that_django_still_keeps(
        self, client: Client, ann: User
    ) -> None:
        other = signed_in(ann)
        client.post(f"{MINE}/end-others", {}, content_type="application/json")

        for _ in range(3):
            assert other.get(ME).status_code == 401
        assert Session.objects.filter(pk=other.session.session_key).exists()


class TestKeeping:
    def test_the_time_costs_nothing_and_is_written_once_a_minute(self, client: Client) -> None:
        with CaptureQueriesContext(
            connection,
        ) as first:
            client.get(ME)
        seen = _seen()
        later(seen=timedelta(seconds=90))
        with CaptureQueriesContext(connection) as second:
            client.get(ME)

        assert len(first) == len(second)
        assert _seen() > seen - timedelta(seconds=1)
        assert sum("qiflow_enter_by_session" in query["sql"] for query in first) == 1

    def test_what_ended_is_forgotten_after_a_week(self, client: Client) -> None:
        at = clock.real()

        assert forget_old_sessions(at=at + KEPT_FOR - timedelta(minutes=1)) == 0
        assert forget_old_sessions(at=at + KEPT_FOR + timedelta(minutes=1)) == 1

    def test_rows_are_seen_by_no_narrowed_connection(self, client: Client, ann: User) -> None:
        tenancy.narrow_to(make.actor_of(ann))

        assert not UserSession.objects.exists()
        assert User.objects.filter(pk=ann.pk).exists()


def _seen() -> Any:
    tenancy.open_to_all()
    return UserSession.objects.get().last_seen_at
