"""Odd tokens, sessions and passwords, with their declared answers.

Source: the catalogue of bad inputs, part 5 (accounts, tokens, sessions), for what exists.
"""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kernel import clock
from people.models import RoleGrant, User
from tests.factories import people as make
from tests.integration.api.test_bad_bodies import API, problem
from tests.integration.walls import keys
from tests.integration.walls.callers import Caller, signed_in
from tests.integration.walls.conftest import undone
from tests.integration.walls.world import Relation, World

ME = f"{API}/me"


@pytest.fixture(scope="module")
def token(world: World) -> str:
    return keys.issue(world.home).token


def ask(**headers: str) -> Any:
    return Caller(name="a system").send("GET", ME, headers=headers)


class TestToken:
    def test_opens_the_door(self, token: str) -> None:
        assert ask(Authorization=f"Bearer {token}").status_code == 200

    def test_may_have_its_scheme_in_small_letters(self, token: str) -> None:
        assert ask(Authorization=f"bearer {token}").status_code == 200

    @pytest.mark.parametrize(
        "header",
        [
            "",
            "Bearer",
            "Bearer ",
            "Bearer x",
            "Basic dXNlcjpwYXNz",
            "Token {token}",
            "{token}",
            "Bearer {token}x",
            "Bearer {short}",
            "Bearer {other}",
            "Bearer {token} {token}",
            "Bearer {token},Bearer {token}",
            "Bearer null",
            "Bearer ' OR 1=1 --",
            "Bearer qif_12345678_" + "é" * 43,
        ],
    )
    def test_that_is_none_is_refused(self, token: str, header: str) -> None:
        other = token[:-1] + ("A" if token[-1] != "A" else "B")
        sent = header.format(token=token, short=token[:-1], other=other)

        found = ask(Authorization=sent)

        assert found.status_code == 401, found.content
        assert token not in found.content.decode()
        assert found["WWW-Authenticate"].startswith("Bearer")

    def test_of_ten_thousand_letters_is_too_long(self) -> None:
        problem(ask(Authorization="Bearer " + "x" * 10_000), 431)

    @pytest.mark.parametrize("name", ["token", "access_token", "api_key", "apikey", "key"])
    def test_in_the_address_is_refused(self, token: str, name: str) -> None:
        answer = Client().get(ME, {name: token})

        found = problem(answer, 401)
        assert "header" in found["detail"]
        assert token not in answer.content.decode()

    def test_of_another_organisation_finds_nothing(self, world: World, token: str) -> None:
        path = f"{API}/projects/{world.ids[Relation.FOREIGN]['project']}"
        caller = Caller(name="a system", headers={"Authorization": f"Bearer {token}"})

        problem(caller.send("GET", path), 404)

    def test_loses_what_its_maker_lost(self, world: World) -> None:
        with undone():
            maker = make.user("administrator", world.home)
            issued = keys.issue(world.home, maker=maker)
            caller = Caller(name="a system", headers=keys.bearer(issued))
            assert caller.send("GET", f"{API}/people").json()["results"]

            make.grant(maker, "partner", world.home)
            RoleGrant.objects.filter(user=maker, role="administrator").update(to_date="2020-12-31")

            assert caller.send("GET", f"{API}/people").json()["results"] == []
            problem(caller.send("POST", f"{API}/people", {"name": "x"}), 403)

    def test_of_who_left_the_organisation_is_refused(self, world: World) -> None:
        with undone():
            maker = make.user("administrator", world.home)
            caller = Caller(
                name="a system", headers=keys.bearer(keys.issue(world.home, maker=maker))
            )

            RoleGrant.objects.filter(user=maker).update(to_date="2020-12-31")

            problem(caller.send("GET", ME), 401)

    def test_is_never_listed(self, world: World) -> None:
        with undone():
            caller = Caller(name="admin", client=signed_in(make.user("administrator", world.home)))
            text = caller.send("GET", f"{API}/api-keys").content.decode()

        assert "secret" not in text
        assert "hash" not in text
        assert '"token"' not in text

    @pytest.mark.parametrize(
        ("change", "status"),
        [
            ({"expires_at": "2999-01-01T00:00:00Z"}, 400),
            ({"expires_at": "2001-01-01T00:00:00Z"}, 400),
            ({"name": ""}, 400),
            ({"name": "   "}, 400),
            ({"scopes": []}, 400),
            ({"scopes": ["read", "read"]}, 201),
            ({"scopes": ["everything"]}, 400),
            ({"roles": ["operator"]}, 400),
            ({"roles": ["nobody"]}, 400),
        ],
    )
    def test_is_made_with_care(self, world: World, change: dict[str, Any], status: int) -> None:
        body = {
            "name": "x",
            "roles": ["coach"],
            "scopes": ["read"],
            "expires_at": (clock.now() + timedelta(days=30)).isoformat(),
            **change,
        }
        with undone():
            caller = Caller(name="admin", client=signed_in(make.user("administrator", world.home)))

            answer = caller.send("POST", f"{API}/api-keys", body)

            assert answer.status_code == status, answer.content

    def test_after_twenty_is_one_too_many(self, world: World) -> None:
        with undone():
            home = make.organisation()
            maker = make.user("administrator", home)
            for number in range(20):
                keys.issue(home, maker=maker, name=f"Key {number}")
            body = {
                "name": "x",
                "roles": ["coach"],
                "scopes": ["read"],
                "expires_at": (clock.now() + timedelta(days=30)).isoformat(),
            }

            answer = Caller(name="admin", client=signed_in(maker)).send(
                "POST", f"{API}/api-keys", body
            )

            problem(answer, 422)


class TestPassword:
    @pytest.mark.parametrize(
        "new",
        [
            "short",
            "x" * 10_001,
            "password12345678",
            "a\x00bcdefghijklmnopq",
            7,
            None,
            "",
        ],
    )
    def test_that_is_weak_or_none_is_refused(self, world: World, new: Any) -> None:
        with undone():
            caller = Caller(name="user", client=signed_in(make.user("coach", world.home)))
            body = {"current_password": make.PASSWORD, "new_password": new}

            problem(caller.send("POST", f"{ME}/password", body), 400)

    @pytest.mark.parametrize(
        "new",
        [
            "sixty-five letters and a little more, so that nothing is cut off.",
            "  spaces are kept  ",
            " " * 15,
            "pa🔑🔑ssphrase with keys",
            "éèêëàâäùûüôöîïç et la suite",
        ],
    )
    def test_is_kept_exactly(self, world: World, new: str) -> None:
        with undone():
            user = make.user("coach", world.home)
            caller = Caller(name="user", client=signed_in(user))
            body = {"current_password": make.PASSWORD, "new_password": new}

            answer = caller.send("POST", f"{ME}/password", body)

            assert answer.status_code == 204, answer.content
            assert User.objects.get(pk=user.pk).check_password(new)

    @pytest.mark.parametrize("body", [{}, {"current_password": ""}])
    def test_is_not_changed_without_the_present_one(
        self, world: World, body: dict[str, str]
    ) -> None:
        with undone():
            caller = Caller(name="user", client=signed_in(make.user("coach", world.home)))

            told = problem(
                caller.send(
                    "POST", f"{ME}/password", {"new_password": "a long enough phrase", **body}
                ),
                400,
            )

            assert told["errors"][0]["pointer"] == "/current_password"

    def test_guessed_six_times_is_throttled(self, world: World) -> None:
        with undone():
            caller = Caller(name="user", client=signed_in(make.user("coach", world.home)))
            body = {"current_password": "wrong", "new_password": "a long enough phrase"}

            answers = [caller.send("POST", f"{ME}/password", body) for _ in range(6)]

            assert {one.status_code for one in answers[:5]} == {400}
            problem(answers[5], 429)
            assert int(answers[5]["Retry-After"]) > 0


SIGN_IN = "/sign-in"


def sign_in(client: Client, email: str, password: str, **query: str) -> Any:
    address = SIGN_IN + ("?next=" + query["next"] if query else "")
    return client.post(address, {"email": email, "password": password})


class TestSigningIn:
    def test_tells_nobody_who_is_known(self, world: World) -> None:
        with undone():
            known = make.user("coach", world.home)
            disabled = make.user("coach", world.home)
            User.objects.filter(pk=disabled.pk).update(is_active=False)
            tries = [
                (known.email, "wrong password"),
                ("nobody@example.org", "wrong password"),
                (disabled.email, make.PASSWORD),
            ]

            answers = [sign_in(Client(), email, password) for email, password in tries]

            assert {one.status_code for one in answers} == {401}
            sentence = "The email address or password is not right."
            assert all(sentence in one.content.decode() for one in answers)

    @pytest.mark.parametrize(
        ("email", "password", "status"),
        [
            ("", "", 422),
            ("x", "y", 401),
            ("a\x00b@example.org", "x", 422),
            ("x@example.org", "a\x00b", 422),
            ("x@example.org", "x" * 100_000, 422),
            ("x" * 10_000 + "@example.org", "x", 422),
            ("' OR 1=1 --", "' OR 1=1 --", 401),
        ],
    )
    def test_with_odd_words_is_refused(
        self, world: World, email: str, password: str, status: int
    ) -> None:
        with undone():
            answer = sign_in(Client(), email, password)

            assert answer.status_code == status
            assert password not in answer.content.decode() or len(password) < 2

    @pytest.mark.parametrize(
        "way",
        [
            "//evil.example",
            "https://evil.example/",
            "javascript:alert(1)",
            "/\\evil.example",
            "%2F%2Fevil.example",
            "http:evil.example",
        ],
    )
    def test_leads_nowhere_else(self, world: World, way: str) -> None:
        with undone():
            user = make.user("coach", world.home)

            answer = sign_in(Client(), user.email, make.PASSWORD, next=way)

            assert answer.status_code == 302
            assert "evil" not in answer["Location"]
            assert answer["Location"].startswith("/")

    def test_begins_a_session_of_its_own(self, world: World) -> None:
        with undone():
            user, client = make.user("coach", world.home), Client()
            client.cookies["sessionid"] = "planted0planted0planted0planted0"
            sign_in(client, user.email, make.PASSWORD)

            names = [name for name in client.cookies if "session" in name]
            assert names
            assert all(client.cookies[name].value != "planted" for name in names)
            assert client.get("/me").status_code == 200

    def test_without_a_form_of_ours_is_refused(self, world: World) -> None:
        answer = Client(enforce_csrf_checks=True).post(SIGN_IN, {"email": "x", "password": "y"})

        assert answer.status_code == 403

    def test_after_too_many_tries_waits(self, world: World) -> None:
        with undone():
            user, client = make.user("coach", world.home), Client()

            answers = [sign_in(client, user.email, "wrong password") for _ in range(6)]

            assert answers[5].status_code == 429
            assert int(answers[5]["Retry-After"]) > 0


def _csrf_token(client: Client) -> str:
    page = client.get("/people/register").content.decode()
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found
    return found[1]


class TestSession:
    def test_of_a_disabled_user_opens_nothing(self, world: World) -> None:
        with undone():
            user = make.user("coach", world.home)
            client = signed_in(user)
            assert client.get(ME).status_code == 200

            User.objects.filter(pk=user.pk).update(is_active=False)

            problem(client.get(ME), 401)

    def test_ends_when_the_password_changes_elsewhere(self, world: World) -> None:
        with undone():
            user = make.user("coach", world.home)
            here, there = signed_in(user), signed_in(user)
            body = {"current_password": make.PASSWORD, "new_password": "a long enough phrase"}

            Caller(name="user", client=here).send("POST", f"{ME}/password", body)

            assert here.get(ME).status_code == 200
            problem(there.get(ME), 401)

    def test_that_was_tampered_with_opens_nothing(self, world: World) -> None:
        with undone():
            client = signed_in(make.user("coach", world.home))
            for name in list(client.cookies):
                client.cookies[name] = client.cookies[name].value[::-1]

            problem(client.get(ME), 401)

    def test_changes_nothing_through_the_api_without_a_csrf_token(self, world: World) -> None:
        with undone():
            client = Client(enforce_csrf_checks=True)
            client.force_login(make.user("administrator", world.home))

            answer = client.post(
                f"{API}/people", json.dumps({"name": "x"}), content_type="application/json"
            )

            problem(answer, 403)

    def test_changes_nothing_with_the_csrf_token_of_somebody_else(self, world: World) -> None:
        with undone():
            mine, theirs = Client(enforce_csrf_checks=True), Client()
            mine.force_login(make.user("administrator", world.home))
            theirs.force_login(make.user("administrator", world.home))
            own, foreign = (_csrf_token(client) for client in (mine, theirs))

            refused = mine.post("/people/register", {"csrfmiddlewaretoken": foreign})
            taken = mine.post("/people/register", {"csrfmiddlewaretoken": own})

            assert (refused.status_code, taken.status_code) == (403, 422)

    @pytest.mark.parametrize("length", [5_000, 9_000])
    def test_of_a_cookie_that_is_too_long_opens_nothing(self, world: World, length: int) -> None:
        client = Client()
        client.cookies["sessionid"] = "x" * length

        assert client.get("/me")["Location"].startswith("/sign-in")
        assert client.get(ME).status_code in (401, 431)

    @pytest.mark.parametrize("path", ["/me/keys/new", "/people/register", "/sign-out"])
    def test_changes_nothing_by_a_form_of_another_site(self, world: World, path: str) -> None:
        with undone():
            client = Client(enforce_csrf_checks=True)
            client.force_login(make.user("administrator", world.home))

            for origin in ("null", "https://evil.example"):
                answer = client.post(path, {"name": "x"}, headers={"Origin": origin})
                assert answer.status_code == 403

    def test_ends_at_sign_out_on_the_server(self, world: World) -> None:
        with undone():
            client = signed_in(make.user("coach", world.home))
            kept = {name: morsel.value for name, morsel in client.cookies.items()}

            client.post("/sign-out")

            again = Client()
            for name, value in kept.items():
                again.cookies[name] = value
            problem(again.get(ME), 401)

    def test_is_not_ended_by_a_link(self, world: World) -> None:
        with undone():
            client = signed_in(make.user("coach", world.home))

            assert client.get("/sign-out").status_code == 405
            assert client.get(ME).status_code == 200
