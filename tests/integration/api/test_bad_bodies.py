"""Odd bodies, queries, paths and headers: each with the answer that is declared for it.

Source: docs of the catalogue of bad inputs, part 1 (bodies, query, path, headers).
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse

from tests.integration.walls.callers import Caller
from tests.integration.walls.conftest import undone

API = "/api/v1"
PEOPLE = f"{API}/people"
DAY = "2026-01-01"


def problem(answer: HttpResponse, status: int) -> dict[str, Any]:
    """The problem of a refusal; every refusal is one."""
    assert answer.status_code == status, answer.content[:300]
    assert answer["Content-Type"].startswith("application/problem+json")
    found: dict[str, Any] = json.loads(answer.content)
    assert set(found) >= {"type", "title", "status", "code", "detail", "errors", "request_id"}
    return found


def nested(levels: int) -> bytes:
    inner = b"[" * (levels - 1) + b"]" * (levels - 1)
    return b'{"name": ' + inner + b"}"


BODIES = [
    ("nothing", b"", 400, "invalid"),
    ("an open brace", b"{", 400, "not_json"),
    ("a list", b"[]", 400, "no_object"),
    ("a text", b'"x"', 400, "no_object"),
    ("a number", b"7", 400, "no_object"),
    ("null", b"null", 400, "no_object"),
    ("an empty object", b"{}", 400, "invalid"),
    ("a trailing comma", b'{"name": "x",}', 400, "not_json"),
    ("a comment", b'{"name": "x"} // why', 400, "not_json"),
    ("two documents", b'{"name": "x"}{"name": "y"}', 400, "not_json"),
    ("UTF-16", '{"name": "x"}'.encode("utf-16"), 400, "not_json"),
    ("a stray byte", b'{"name": "\xff"}', 400, "not_json"),
    ("a byte order mark", b'\xef\xbb\xbf{"name": "x"}', 201, ""),
    ("NUL in a text", b'{"name": "a\\u0000b"}', 400, "invalid"),
    ("a lone surrogate", b'{"name": "a\\ud800b"}', 400, "invalid"),
    ("a lone surrogate as a name", b'{"\\ud800": "x"}', 400, "invalid"),
    ("21 levels", nested(21), 400, "invalid"),
    ("100,000 levels", nested(100_000), 413, "too_large"),
    ("a name of 10,000 characters", b'{"' + b"k" * 10_000 + b'": 1}', 400, "invalid"),
    ("1 MB and a byte", b'{"name": "' + b"x" * 1_000_000 + b'"}', 413, "too_large"),
    ("a number of 5,000 digits", b'{"name": ' + b"9" * 5_000 + b"}", 400, "not_json"),
    ("NaN", b'{"name": NaN}', 400, "not_json"),
    ("Infinity", b'{"name": -Infinity}', 400, "not_json"),
    ("a name twice", b'{"name": "x", "name": "y"}', 400, "not_json"),
]


@pytest.mark.parametrize(
    ("body", "status", "code"), [case[1:] for case in BODIES], ids=[case[0] for case in BODIES]
)
class TestBody:
    def test_is_answered_as_declared(
        self, admin: Caller, body: bytes, status: int, code: str
    ) -> None:
        with undone():
            answer = admin.send("POST", PEOPLE, body)

            if status == 201:
                assert answer.status_code == 201, answer.content
            else:
                assert problem(answer, status)["code"] == code


class TestCompressedBody:
    def test_is_not_unpacked(self, admin: Caller) -> None:
        bomb = gzip.compress(b'{"name": "' + b"x" * 50_000_000 + b'"}')

        answer = admin.send("POST", PEOPLE, bomb, headers={"Content-Encoding": "gzip"})

        assert answer.status_code in (400, 413, 415)
        problem(answer, answer.status_code)


#: Address, body with one wrong value, where it is, its code.
_DATE = "not_a_date"
VALUES = [
    ("a number as text", "standards", {"value": "1"}, "/value", "not_a_number"),
    ("true as a number", "standards", {"value": True}, "/value", "not_a_number"),
    ("a fraction", "standards", {"value": 1.5}, "/value", "not_a_number"),
    ("2 to the 31", "standards", {"value": 2**31}, "/value", "max_value"),
    ("2 to the 63", "standards", {"value": 2**63}, "/value", "max_value"),
    ("1e400", "standards", {"value": float("1e308") * 10}, "", ""),
    ("a negative number", "standards", {"value": -1}, "/value", "min_value"),
    ("201 characters", "people", {"name": "x" * 201}, "/name", "max_length"),
    ("spaces alone", "people", {"name": "   "}, "/name", "blank"),
    ("an empty text", "people", {"name": ""}, "/name", "blank"),
    ("null for a text", "people", {"name": None}, "/name", "null"),
    ("a number for a text", "people", {"name": 7}, "/name", "not_text"),
    ("a list for a text", "people", {"name": ["x"]}, "/name", "not_text"),
    ("two lines for one", "people", {"name": "a\r\nb"}, "/name", "bad_text"),
    ("characters nobody sees", "people", {"name": "\u200b\u200b"}, "/name", "bad_text"),
    ("an address without a sign", "people", {"email": "nobody"}, "/email", "invalid"),
    ("a word not on the list", "units", {"type": "palace"}, "/type", "not_a_choice"),
    ("a word in capitals", "units", {"type": "WARD"}, "/type", "not_a_choice"),
    ("an identifier of words", "units", {"parent_id": "abc"}, "/parent_id", "not_an_id"),
    ("an identifier as number", "units", {"parent_id": 10**40}, "/parent_id", "not_an_id"),
    ("30 February", "units", {"opened_on": "2026-02-30"}, "/opened_on", "not_a_date"),
    ("the year 10000", "units", {"opened_on": "10000-01-01"}, "/opened_on", "not_a_date"),
    ("the year 0", "units", {"opened_on": "0000-00-00"}, "/opened_on", "not_a_date"),
    ("a date with slashes", "units", {"opened_on": "01/02/2026"}, "/opened_on", "not_a_date"),
    ("a date of digits", "units", {"opened_on": "20260101"}, "/opened_on", "not_a_date"),
    ("a week", "units", {"opened_on": "2026-W01-1"}, "/opened_on", "not_a_date"),
    (
        "digits of another script",
        "units",
        {"opened_on": "\uff12026-01-01"},
        "/opened_on",
        "not_a_date",
    ),
    ("yes as text", "committees", {"psirf_oversight": "true"}, "/psirf_oversight", "not_a_boolean"),
    ("an instant without a zone", "api-keys", {"expires_at": "2026-12-01T10:00:00"}, "", ""),
    ("a missing hour in spring", "api-keys", {"expires_at": "2026-03-29T01:30:00"}, "", ""),
    ("a doubled hour in autumn", "api-keys", {"expires_at": "2026-10-25T01:30:00"}, "", ""),
    ("an empty list", "api-keys", {"roles": []}, "/roles", "empty"),
    ("an unknown scope", "api-keys", {"scopes": ["admin"]}, "/scopes/0", "not_a_choice"),
    ("an id of its own", "people", {"id": str(uuid4())}, "/id", "unknown_field"),
    ("an organisation", "people", {"organisation": "x"}, "/organisation", "unknown_field"),
    ("a state", "committees", {"state": "active"}, "/state", "unknown_field"),
    ("a stage", "projects", {"stage": "sustained"}, "/stage", "unknown_field"),
    ("a version", "projects", {"version": 7}, "/version", "unknown_field"),
    ("a role", "people", {"role": "administrator"}, "/role", "unknown_field"),
    ("who proposed it", "projects", {"proposed_by": str(uuid4())}, "/proposed_by", "unknown_field"),
    ("an active user", "users", {"is_active": True}, "/is_active", "unknown_field"),
]
WHOLE: dict[str, dict[str, Any]] = {
    "people": {"name": "x"},
    "units": {"name": "x", "type": "ward"},
    "committees": {"organisation_id": "{organisation}", "name": "x", "established_on": DAY},
    "projects": {"organisation_id": "{organisation}", "title": "x"},
    "users": {
        "name": "x",
        "email": "x@example.org",
        "password": "a long enough phrase",
        "role": "coach",
    },
    "api-keys": {
        "name": "x",
        "roles": ["coach"],
        "scopes": ["read"],
        "expires_at": "2030-01-01T00:00:00Z",
    },
    "standards": {
        "organisation_id": "{organisation}",
        "name": "min_psp",
        "value": 2,
        "valid_from": DAY,
        "source": "x",
    },
}


@pytest.mark.parametrize(
    ("address", "wrong", "pointer", "code"),
    [case[1:] for case in VALUES],
    ids=[case[0] for case in VALUES],
)
class TestValue:
    def test_is_refused_by_name(
        self,
        admin: Caller,
        ids: dict[str, str],
        address: str,
        wrong: dict[str, Any],
        pointer: str,
        code: str,
    ) -> None:
        whole = {**WHOLE[address], **wrong}
        body = {
            name: value.format(**ids) if isinstance(value, str) and "{" in value else value
            for name, value in whole.items()
        }

        answer = admin.send("POST", f"{API}/{address}", body)

        found = problem(answer, 400)
        if pointer:
            assert (pointer, code) in {(one["pointer"], one["code"]) for one in found["errors"]}
        assert all(one["message"] for one in found["errors"])


class TestNumberBeyondAll:
    def test_is_refused(self, admin: Caller) -> None:
        answer = admin.send("POST", f"{API}/standards", b'{"name": "min_psp", "value": 1e400}')

        problem(answer, 400)


KEPT = [
    ("spaces around", "  Ann  ", "Ann"),
    ("a family", "👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"),
    ("two code points for one letter", "Zoe\u0308", "Zoë"),
    ("markup", "<script>alert(1)</script>", "<script>alert(1)</script>"),
    ("a quote", "' OR 1=1 --", "' OR 1=1 --"),
    ("a template", "{{ 7 * 7 }} ${7*7} %(x)s", "{{ 7 * 7 }} ${7*7} %(x)s"),
    ("right to left", "مريم", "مريم"),
]


@pytest.mark.parametrize(
    ("sent", "kept"), [case[1:] for case in KEPT], ids=[case[0] for case in KEPT]
)
class TestName:
    def test_is_kept_as_it_was_meant(self, admin: Caller, sent: str, kept: str) -> None:
        with undone():
            answer = admin.send("POST", PEOPLE, {"name": sent})

            assert answer.status_code == 201, answer.content
            assert json.loads(answer.content)["name"] == kept

    def test_is_escaped_on_pages(self, admin: Caller, sent: str, kept: str) -> None:
        with undone():
            made = admin.send("POST", PEOPLE, {"name": sent})
            page = admin.send("GET", f"/people/{json.loads(made.content)['id']}")

            assert page.status_code == 200
            assert b"<script>alert" not in page.content
            assert ("7 * 7" in sent) == (b"7 * 7" in page.content)


class TestBackwardsDays:
    def test_are_refused(self, admin: Caller, ids: dict[str, str]) -> None:
        body = {"employer_name": "x", "basis": "bank", "from_date": "2026-02-01", "to_date": DAY}

        answer = admin.send("POST", f"{PEOPLE}/{ids['person']}/employments", body)

        assert problem(answer, 400)["errors"][0]["code"] == "end_before_start"


METHODS = [
    ("PUT on a list", "PUT", "people", {}, 405),
    ("DELETE on a list", "DELETE", "people", {}, 405),
    ("PUT on a thing", "PUT", "people/{person}", {}, 405),
    ("TRACE", "TRACE", "people", {}, 405),
    ("an invented method", "FROBNICATE", "people", {}, 405),
    ("a method in a header", "GET", "people", {"X-HTTP-Method-Override": "DELETE"}, 200),
    ("a method in another header", "GET", "people", {"X-Method-Override": "DELETE"}, 200),
]


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [case[1:] for case in METHODS],
    ids=[case[0] for case in METHODS],
)
class TestMethod:
    def test_is_answered_as_declared(
        self,
        admin: Caller,
        ids: dict[str, str],
        method: str,
        path: str,
        headers: dict[str, str],
        status: int,
    ) -> None:
        answer = admin.send(method, f"{API}/{path.format(**ids)}", headers=headers)

        assert answer.status_code == status, answer.content
        if status == 405:
            assert "GET" in answer["Allow"]
            problem(answer, 405)


TYPES = [
    ("XML", "application/xml", b"<name>x</name>", 415),
    ("a form", "application/x-www-form-urlencoded", b"name=x", 415),
    ("a multipart form", "multipart/form-data; boundary=x", b"--x--", 415),
    ("plain text", "text/plain", b'{"name": "x"}', 415),
    ("no type", "", b'{"name": "x"}', 415),
    ("JSON in another charset", "application/json; charset=latin-1", b'{"name": "x"}', 201),
]


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [case[1:] for case in TYPES],
    ids=[case[0] for case in TYPES],
)
class TestContentType:
    def test_is_answered_as_declared(
        self, admin: Caller, content_type: str, body: bytes, status: int
    ) -> None:
        with undone():
            answer = admin.send("POST", PEOPLE, body, content_type=content_type)

            assert answer.status_code == status, answer.content
            if status == 415:
                problem(answer, 415)


PATHS = [
    ("words for an id", "/projects/abc", 404),
    ("a huge number for an id", f"/projects/{10**40}", 404),
    ("a huge number of a finding", f"/findings/{10**40}", 404),
    ("NUL", "/projects/%00", 404),
    ("NUL in a word", "/rules/C01%00", 404),
    ("NUL in a standard", "/standards/a%00b", 404),
    ("a way up", "/../admin", 404),
    ("a way up, written otherwise", "/projects/%2e%2e/people", 404),
    ("bytes that are no text", "/rules/%ff%fe", 404),
    ("a slash at the end", "/projects/", 404),
    ("an unknown rule", "/rules/ZZZ", 404),
    ("9,000 characters", "/rules/" + "x" * 9_000, 414),
]


@pytest.mark.parametrize(
    ("path", "status"), [case[1:] for case in PATHS], ids=[case[0] for case in PATHS]
)
class TestPath:
    def test_is_answered_as_declared(self, admin: Caller, path: str, status: int) -> None:
        problem(admin.send("GET", API + path), status)


QUERIES = [
    ("page 0", "people?page=0", "?page"),
    ("an unknown state", "committees?state=nope", "?state"),
    ("a limit of words", "people?limit=abc", "?limit"),
    ("a limit of 0", "people?limit=0", "?limit"),
    ("a negative limit", "people?limit=-1", "?limit"),
    ("a limit of a million", "people?limit=1000000", "?limit"),
    ("an id of words", "committees?organisation=abc", "?organisation"),
    ("a day of words", "units?as_at=abc", "?as_at"),
    ("a day that is not", "units?as_at=2026-02-30", "?as_at"),
    ("an instant without a zone", "findings?known_at=2026-01-01T10:00:00", "?known_at"),
    ("an instant beyond the calendar", "findings?known_at=9999-12-31T23:59:59-12:00", "?known_at"),
    ("a plus that became a space", "findings?known_at=2026-01-01T10:00:00 01:00", "?known_at"),
    ("an order", "people?order=nope", "?order"),
    ("a path of fields", "people?organisation__name__startswith=a", None),
    ("NUL in words", "people?q=a%00b", "?q"),
    ("one character", "people?q=a", "?q"),
    ("1,000 characters", "people?q=" + "a" * 1000, "?q"),
    ("a filter twice", "people?q=ann&q=bob", "?q"),
    ("garbage as a cursor", "people?cursor=!!!", "?cursor"),
    ("a cursor of another list", "people?cursor=WyJhIiwiYiIsImMiXQ", "?cursor"),
    ("a cursor with an impossible day", "psp-appointments?cursor=WyJ4IiwieSJd", "?cursor"),
    ("a cursor of numbers", "committees?cursor=WzEsMl0", "?cursor"),
    ("garbage as a place in the feed", "events?cursor=abc", "?cursor"),
    ("a feed of a million", "events?limit=1000000", "?limit"),
    ("too many types", "events?types=" + ",".join("abcdefghijklmnopqrstuvw"), "?types"),
]


@pytest.mark.parametrize(
    ("query", "pointer"), [case[1:] for case in QUERIES], ids=[case[0] for case in QUERIES]
)
class TestQuery:
    def test_is_refused_by_name(self, admin: Caller, query: str, pointer: str | None) -> None:
        found = problem(admin.send("GET", f"{API}/{query}"), 400)

        if pointer:
            assert found["errors"][0]["pointer"] == pointer
        assert found["errors"][0]["message"]


LITERAL = ["100%", "a_b", "it's", "a*b", "(a+)+$", "\\\\", "👩‍👩‍👧‍👦", "'; DROP TABLE x; --", "%%"]


@pytest.mark.parametrize("words", LITERAL)
@pytest.mark.parametrize("address", ["people", "projects", "committees", "organisations", "users"])
class TestSearch:
    def test_takes_words_literally(self, admin: Caller, address: str, words: str) -> None:
        answer = admin.client.get(f"{API}/{address}", {"q": words})

        assert answer.status_code == 200, answer.content
        assert answer.json()["results"] == []


#: Every list, with what its cursors hold.
KEYS_OF_LISTS = {
    "people": ("2026-01-01T00:00:00+00:00", str(uuid4())),
    "organisations": ("x", str(uuid4())),
    "units": ("x", str(uuid4())),
    "users": ("x", str(uuid4())),
    "api-keys": ("x", str(uuid4())),
    "committees": ("x", str(uuid4())),
    "psp-appointments": ("2026-01-01", str(uuid4())),
    "psp-pools": ("x", str(uuid4())),
    "seat-assignments": ("2026-01-01", str(uuid4())),
    "projects": ("2026-01-01T00:00:00+00:00", str(uuid4())),
    "opening-positions": ("2026-01-01T00:00:00+00:00", str(uuid4())),
    "invitations": ("2026-01-01T00:00:00+00:00", str(uuid4())),
    "findings": (7,),
    "users/{user}/history": (str(UUID(int=7)),),
    "projects/{project}/history": (str(UUID(int=7)),),
    "committees/{committee}/history": (str(UUID(int=7)),),
    "psp-appointments/{appointment}/history": (str(UUID(int=7)),),
}
STRANGE_PARTS = ["x", "a\x00b", 7, -7, 2**63, 2**200, "", "9999-12-31", "2026-02-30", str(uuid4())]


@pytest.mark.parametrize("address", KEYS_OF_LISTS)
class TestCursor:
    def test_of_another_make_is_refused_or_read(
        self, admin: Caller, ids: dict[str, str], address: str
    ) -> None:
        good = KEYS_OF_LISTS[address]
        path = f"{API}/{address.format(**ids)}"
        for place in range(len(good)):
            for part in STRANGE_PARTS:
                key = [*good[:place], part, *good[place + 1 :]]
                with undone():
                    answer = admin.client.get(path, {"cursor": cursor_of(key)})
                    assert answer.status_code in (200, 400), (key, answer.content[:300])

    def test_of_its_own_make_is_taken(
        self, admin: Caller, ids: dict[str, str], address: str
    ) -> None:
        path = f"{API}/{address.format(**ids)}"

        answer = admin.client.get(path, {"cursor": cursor_of(KEYS_OF_LISTS[address])})

        assert answer.status_code == 200, answer.content


def cursor_of(key: Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(list(key)).encode()).decode().rstrip("=")


class TestManyParameters:
    def test_are_refused(self, admin: Caller) -> None:
        query = "&".join(f"a{number}=1" for number in range(2000))

        answer = admin.send("GET", f"{PEOPLE}?{query}")

        assert answer.status_code in (400, 414)
        problem(answer, answer.status_code)


class TestHeaders:
    def test_ask_for_json_alone(self, admin: Caller) -> None:
        problem(admin.send("GET", PEOPLE, headers={"Accept": "text/csv"}), 406)

    def test_are_short(self, admin: Caller) -> None:
        problem(admin.send("GET", PEOPLE, headers={"X-Long": "x" * 9_000}), 431)

    @pytest.mark.parametrize(
        "version",
        ["v1", '"1"', "*", '"v999999999999999999999"', 'W/"v1"', '"v\uff11"', "", '"v-1"'],
    )
    def test_name_a_version_that_can_be_read(
        self, admin: Caller, ids: dict[str, str], version: str
    ) -> None:
        path = f"{PEOPLE}/{ids['person']}"

        problem(admin.send("PATCH", path, {"name": "x"}, headers={"If-Match": version}), 412)

    def test_name_a_version_on_a_change(self, admin: Caller, ids: dict[str, str]) -> None:
        problem(admin.send("PATCH", f"{PEOPLE}/{ids['person']}", {"name": "x"}), 428)

    @pytest.mark.parametrize("key", ["a,b", "", "x" * 256, "é", "a\tb"])
    def test_give_one_key_for_a_request(self, admin: Caller, key: str) -> None:
        answer = admin.send("POST", PEOPLE, {"name": "x"}, headers={"Idempotency-Key": key})

        assert problem(answer, 400)["errors"][0]["pointer"] == "Idempotency-Key"
