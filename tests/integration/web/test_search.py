"""The search page: everything one may see that holds the words, by kind."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kernel import clock
from tests.factories import people, projects
from tests.integration.web.conftest import Furnished, Trust

pytestmark = pytest.mark.django_db(transaction=True)


def _found(client: Client, words: str) -> str:
    answer = client.get("/search", {"q": words})
    assert answer.status_code == 200
    return answer.content.decode()


class TestSearch:
    def test_is_in_the_header_of_those_who_are_signed_in(self, trust: Trust) -> None:
        box = 'action="/search"'

        assert box in trust.client().get("/").content.decode()
        assert box not in Client().get("/sign-in").content.decode()

    def test_shows_what_was_found_by_kind_with_state_and_link(self, furnished: Furnished) -> None:
        people.unit(furnished.organisation, name="Night ward")
        people.person(furnished.organisation, name="Norah Night")

        page = _found(furnished.client(), "night")

        for title in ("Projects", "People", "Units"):
            assert f">{title}</h2>" in page
        assert f'<a href="/projects/{furnished.project.pk}">Quieter nights</a>' in page
        assert ">Draft</strong>" in page
        assert "3 things found for" in page

    def test_finds_rules_by_code(self, trust: Trust) -> None:
        assert 'href="/rulebook/C01"' in _found(trust.client(), "C01")

    def test_keeps_the_words(self, furnished: Furnished) -> None:
        assert 'value="&lt;b&gt; night"' in _found(furnished.client(), "<b> night")

    def test_says_when_nothing_fits(self, trust: Trust) -> None:
        page = _found(trust.client(), "zebra")

        assert "Nothing that you may see holds “zebra”" in page
        assert 'value="zebra"' in page

    def test_begins_with_what_can_be_found(self, trust: Trust) -> None:
        client = trust.client()

        for address in ("/search", "/search?q=", "/search?q=+"):
            answer = client.get(address)
            assert answer.status_code == 200
            assert b"What you find will be here" in answer.content

    def test_says_plainly_when_words_are_too_short(self, trust: Trust) -> None:
        answer = trust.client().get("/search?q=x")

        assert answer.status_code == 422
        assert b"Enter at least two characters of what you are looking for" in answer.content
        assert b'href="#id_q"' in answer.content
        assert b'value="x"' in answer.content

    def test_looks_for_no_patient(self, trust: Trust) -> None:
        answer = trust.client().get("/search", {"q": "943 476 5919"})

        assert answer.status_code == 422
        assert b"This looks like an NHS number" in answer.content
        assert b"This is not an NHS number" not in answer.content

    def test_survives_words_of_every_sort(self, trust: Trust) -> None:
        client = trust.client()

        for words in ("%%", "_ _", "a & | !", "'; --", "\\\\", ":*", "é" * 200, "🦓🦓"):
            assert client.get("/search", {"q": words}).status_code == 200, words
        assert client.get("/search", {"q": "x" * 201}).status_code == 422
        assert client.get("/search", {"q": "a\x00b"}).status_code == 422

    def test_finds_nothing_of_others(
        self, furnished: Furnished, other_trust: Callable[[], Trust]
    ) -> None:
        assert "Quieter nights" not in _found(other_trust().client(), "quieter")

    def test_leads_to_the_list_when_there_are_more(self, trust: Trust) -> None:
        for number in range(21):
            projects.project(trust.organisation, title=f"Falls {number}", now=clock.now())

        assert 'href="/projects?q=falls"' in _found(trust.client(), "falls")

    def test_costs_the_same_whatever_is_found(self, trust: Trust) -> None:
        client = trust.client()
        _some(trust, 2)
        client.get("/search?q=falls")
        few = _queries(client)

        _some(trust, 15)

        assert _queries(client) == few


def _some(trust: Trust, count: int) -> None:
    for number in range(count):
        projects.project(trust.organisation, title=f"Falls {number}", now=clock.now())
        people.person(trust.organisation, name=f"Falls {number}")
        people.unit(trust.organisation, name=f"Falls {number} {count}")


def _queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as counted:
        assert client.get("/search?q=falls").status_code == 200
    return len(counted)
