"""Odd words in every form and every filter of the pages: shown again with what is wrong, or taken
as text; never a fault, never markup.

Source: the catalogue of bad inputs, part 6 (pages, search), for what exists.
"""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest

from tests.integration.walls import table_pages
from tests.integration.walls.callers import Caller, member
from tests.integration.walls.conftest import undone
from tests.integration.walls.doors import NOBODY, Door
from tests.integration.walls.world import Relation, World

FORM = "application/x-www-form-urlencoded"
MARKUP = "<b onmouseover=alert(1)>\"'{{7*7}}"
_FIELD = re.compile(r'<(?:input|select|textarea)\b[^>]*\bname="([^"]+)"')
_FILTERS = re.compile(r'<form method="get".*?</form>', re.S)
_TICKET = re.compile(r'name="ticket"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="ticket"')
#: Fields of the page itself: signing out, the ticket of the form.
_OURS = {"csrfmiddlewaretoken", "ticket", "version"}

ODD = {
    "nothing": "",
    "spaces": "   ",
    "NUL": "a\x00b",
    "markup": MARKUP,
    "10,001 characters": "x" * 10_001,
    "a huge number": "9" * 40,
    "a negative number": "-1",
    "pounds": "£5",
    "tomorrow": "tomorrow",
    "31 April": "31",
    "a minus sign nobody types": "\u22121",
    "digits of another script": "\u0663",
    "an emoji": "👩‍👩‍👧‍👦",
    "an option not in the list": "palace",
    "an id of nothing": "123e4567-e89b-12d3-a456-426614174000",
    "SQL": "' OR 1=1; --",
    "a template": "{{ 7 * 7 }} {% x %}",
    "a script": "javascript:alert(1)",
    "a path": "../../etc/passwd",
    "right to left": "\u202egpj.exe",
}
#: Places in lists of another make: [1,2], ["x","y"], [7], ["x"], and one that is none.
CURSORS = ("WzEsMl0", "WyJ4IiwieSJd", "Wzdd", "WyJ4Il0", "!!!")
#: A page of one person alone is tried with its own tests.
FORMS = [
    door
    for door in table_pages.TABLE
    if door.method == "POST" and door.ok == 422 and door.may != NOBODY
]
LISTS = [
    door
    for door in table_pages.TABLE
    if door.method == "GET" and door.relations == (Relation.NOTHING,) and "{" not in door.path
]


@pytest.fixture(scope="module")
def operator(callers: list[Caller]) -> Caller:
    return next(one for one in callers if one.name == "operator")


def who(door: Door, admin: Caller, operator: Caller) -> Caller:
    return operator if door.national else admin


def ticket(page: str) -> dict[str, str]:
    """What a form carries by itself."""
    found = _TICKET.search(page)
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)
    return {
        **({"ticket": found[1] or found[2] or ""} if found else {}),
        **({"version": version[1]} if version else {}),
    }


@pytest.mark.slow
@pytest.mark.parametrize("door", FORMS, ids=lambda door: door.path)
class TestForm:
    def test_full_of_odd_words_is_shown_again_or_taken(
        self, world: World, admin: Caller, operator: Caller, door: Door
    ) -> None:
        caller = who(door, admin, operator)
        path = door.path.format(**world.ids[Relation.OWN])
        page = caller.send("GET", path).content.decode()
        names = sorted(set(_FIELD.findall(page)) - _OURS)
        for odd, word in ODD.items():
            with undone():  # so that the one ticket is good each time
                sent = urlencode({**dict.fromkeys(names, word), **ticket(page)}).encode()

                answer = caller.send("POST", path, sent, content_type=FORM)

                told = answer.content.decode(errors="replace")
                assert answer.status_code in (200, 302, 401, 403, 422), (odd, told[:300])
                assert MARKUP not in told, odd
                if answer.status_code in (401, 422):
                    assert "nhsuk-error-summary" in told, odd


@pytest.mark.slow
@pytest.mark.parametrize("door", LISTS, ids=lambda door: door.path)
class TestList:
    def test_filtered_by_odd_words_is_shown_or_says_what_is_wrong(
        self, admin: Caller, operator: Caller, door: Door
    ) -> None:
        caller = who(door, admin, operator)
        page = caller.send("GET", door.path).content.decode(errors="replace")
        filters = {name for form in _FILTERS.findall(page) for name in _FIELD.findall(form)}
        everywhere = filters | {"q", "after", "as_at", "known_on", "kind", "unit"}
        alone = sorted(filters | {"after"}) if filters else ()
        # What cannot be read is left out and the rest is used: so all of them at once, too.
        for names in (everywhere, *({name} for name in alone)):
            for word in (*ODD.values(), *CURSORS):
                answer = caller.client.get(door.path, dict.fromkeys(names, word[:3000]))
                told = answer.content.decode(errors="replace")
                assert answer.status_code in (200, 302, 400, 422), (names, word[:20], told[:300])
                assert MARKUP not in told, names


class TestPageWithoutAForm:
    def test_refuses_other_methods(self, admin: Caller) -> None:
        for method in ("PUT", "DELETE", "PATCH", "TRACE"):
            assert admin.send(method, "/people").status_code == 405

    @pytest.mark.parametrize(
        "path",
        ["/people/abc", "/projects/%00", "/nowhere", "/people/../admin", "/%ff", "/rulebook/ZZ"],
    )
    def test_that_is_not_there_is_not_found(self, admin: Caller, path: str) -> None:
        answer = admin.send("GET", path)

        assert answer.status_code == 404
        assert "Page not found" in answer.content.decode()


class TestFormSentTwice:
    def test_has_one_effect(self, world: World, admin: Caller) -> None:
        path = "/people/register"
        with undone():
            page = admin.send("GET", path).content.decode()
            sent = {"organisation_id": str(world.home.pk), "name": "Sent twice", **ticket(page)}
            raw = urlencode(sent).encode()

            first, second = (admin.send("POST", path, raw, content_type=FORM) for _ in range(2))

            assert (first.status_code, second.status_code) == (302, 302)
            assert first["Location"] == second["Location"]
            rows = admin.client.get("/api/v1/people", {"q": "Sent twice"}).json()["results"]
            assert len(rows) == 1


class TestRightsOnPages:
    """A form that would succeed, sent by somebody whose role may not."""

    FORMS = (
        ("/people/register", "coach", {"organisation_id": "{organisation}", "name": "x"}),
        ("/projects/{project}/organisations/add", "coach", {"ods_code": "RQW"}),
        ("/me/users/{user}/disable", "auditor", {}),
    )

    @pytest.mark.parametrize(("path", "role", "sent"), FORMS, ids=[case[0] for case in FORMS])
    def test_are_those_of_the_commands(
        self, world: World, path: str, role: str, sent: dict[str, str]
    ) -> None:
        own = world.ids[Relation.OWN]
        with undone():
            caller = member(role, world.home)
            page = caller.send("GET", path.format(**own)).content.decode()
            given = {name: value.format(**own) for name, value in sent.items()}
            raw = urlencode({**given, **ticket(page), "sent": "yes"}).encode()

            answer = caller.send("POST", path.format(**own), raw, content_type=FORM)

            assert answer.status_code in (403, 422), answer.content
