"""Answers when a page cannot be shown."""

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory

from web.views import errors

pytestmark = pytest.mark.django_db

_HERE = "http://testserver"


@pytest.fixture
def strict_client() -> Client:
    return Client(enforce_csrf_checks=True)


class TestNotFound:
    def test_says_what_to_check(self, client):
        answer = client.get("/no-such-page")

        assert answer.status_code == 404
        assert "check that it is correct" in answer.content.decode()

    def test_carries_a_strict_policy_with_its_nonce(self, client):
        answer = client.get("/no-such-page")

        policy = answer["Content-Security-Policy"]
        nonce = policy.split("'nonce-")[1].split("'")[0]
        assert f'nonce="{nonce}"' in answer.content.decode()
        assert "unsafe" not in policy


class TestFormExpired:
    def test_typed_text_is_kept_for_one_more_try(self, strict_client):
        answer = strict_client.post(
            "/accessibility", {"title": "<b>Falls</b>"}, headers={"origin": _HERE}
        )

        html = answer.content.decode()
        assert answer.status_code == 403
        assert "This form has expired: try again" in html
        assert 'name="title" value="&lt;b&gt;Falls&lt;/b&gt;"' in html
        assert "csrfmiddlewaretoken" in html

    @pytest.mark.parametrize("origin", ["https://evil.example", "null"])
    def test_form_of_another_site_is_not_offered_again(self, strict_client, origin):
        answer = strict_client.post(
            "/accessibility", {"title": "Falls"}, headers={"origin": origin}
        )

        assert answer.status_code == 403
        assert "Falls" not in answer.content.decode()

    def test_password_is_never_shown(self, strict_client):
        answer = strict_client.post(
            "/accessibility",
            {"username": "jo", "password": "correct horse"},
            headers={"origin": _HERE},
        )

        assert "correct horse" not in answer.content.decode()

    def test_way_back_stays_on_this_site(self, strict_client):
        html = strict_client.post(
            "/accessibility", {"a": "b"}, headers={"referer": "https://evil.example/x"}
        ).content.decode()

        assert "evil.example" not in html


class TestFaults:
    def test_page_of_a_fault_needs_nothing(self):
        answer = errors.server_error(RequestFactory().get("/"))

        assert answer.status_code == 500
        assert b"Sorry, there is a problem" in answer.content

    def test_database_away_is_unavailable_for_a_moment(self):
        try:
            raise OperationalError("server closed the connection")
        except OperationalError:
            answer = errors.server_error(RequestFactory().get("/"))

        assert answer.status_code == 503
        assert answer["Retry-After"] == "10"


class TestOtherRefusals:
    @pytest.mark.parametrize(
        ("view", "status", "words"),
        [
            (errors.bad_request, 400, "We could not read that"),
            (errors.denied, 403, "Your role cannot do this"),
            (errors.gone, 410, "This link has expired"),
        ],
    )
    def test_says_what_to_do(self, rf, view, status, words):
        answer = view(rf.get("/"))

        assert answer.status_code == status
        assert words in answer.content.decode()


class TestAccessibilityStatement:
    def test_is_public_and_names_the_trademark(self, client):
        html = client.get("/accessibility").content.decode()

        assert "<title>Accessibility statement" in html
        assert "registered trademark of the Institute for Healthcare Improvement" in html
        assert "Demonstration" in html
