"""Strict bodies, filters, cursors, texts and versions."""

import io
from datetime import date

import pytest
from django.http import QueryDict
from rest_framework.exceptions import APIException, ParseError, ValidationError

from kernel.api import filters, pages
from kernel.api.body import StrictJSONParser
from kernel.api.fields import Choice, Day, Id, Instant, Strict, Text, Whole, YesNo
from kernel.errors import Invalid
from kernel.text import BadText, clean
from kernel.versions import MISSING, UNREADABLE, read_etag


def parse(raw: bytes) -> object:
    return StrictJSONParser().parse(io.BytesIO(raw))


class TestStrictJSONParser:
    @pytest.mark.parametrize(
        ("raw", "words"),
        [
            (b"", "Send a JSON object"),
            (b"{", "line 1, column 2"),
            (b"[]", "Send a JSON object"),
            (b'"x"', "Send a JSON object"),
            (b'{"a": 1,}', "not valid JSON"),
            (b'{"a": 1} // why', "not valid JSON"),
            (b"{} {}", "not valid JSON"),
            ('{"a": "b"}'.encode("utf-16"), "not UTF-8"),
            (b'{"a": "\xff"}', "not UTF-8"),
            (b'{"a": NaN}', "NaN is not a JSON number"),
            (b'{"a": -Infinity}', "-Infinity is not a JSON number"),
            (b'{"a": 1, "a": 2}', "stands twice"),
            (b'{"a": ' + b"9" * 5000 + b"}", "not valid JSON"),
        ],
    )
    def test_says_what_is_wrong(self, raw, words):
        with pytest.raises(ParseError) as refusal:
            parse(raw)

        assert words in str(refusal.value.detail)
        assert refusal.value.status_code == 400

    def test_skips_a_byte_order_mark(self):
        assert parse(b"\xef\xbb\xbf{}") == {}

    @pytest.mark.parametrize(
        "raw", [b"[" * 100_000, b'{"a":' * 3000, b'{"a": "' + b"x" * 1_000_001 + b'"}']
    )
    def test_refuses_what_only_a_machine_would_send(self, raw):
        with pytest.raises(APIException) as refusal:
            parse(raw)

        assert refusal.value.status_code == 413


class Body(Strict):
    name = Text(max_length=20)
    note = Text(multiline=True, required=False)
    seats = Whole(required=False)
    open = YesNo(required=False)
    on = Day(required=False)
    at = Instant(required=False)
    kind = Choice(choices=["a", "b"], required=False)
    person_id = Id(required=False)
    extra = Text(required=False)


def errors_of(**values: object) -> dict[str, str]:
    body = Body(data={"name": "Ward 4", **values})
    assert not body.is_valid()
    return {name: rows[0].code for name, rows in body.errors.items()}


class TestStrictBody:
    @pytest.mark.parametrize(
        ("field", "value", "code"),
        [
            ("name", "x" * 21, "max_length"),
            ("name", "   ", "blank"),
            ("name", "a\x00b", "bad_text"),
            ("name", "a\nb", "bad_text"),
            ("name", "\u200b\u200d", "bad_text"),
            ("name", "\ud800", "bad_text"),
            ("name", 5, "not_text"),
            ("name", None, "null"),
            ("seats", "1", "not_a_number"),
            ("seats", True, "not_a_number"),
            ("seats", 1.0, "not_a_number"),
            ("seats", 2**31, "max_value"),
            ("seats", -1, "min_value"),
            ("open", "true", "not_a_boolean"),
            ("open", 1, "not_a_boolean"),
            ("on", "2026-02-30", "not_a_date"),
            ("on", "10000-01-01", "not_a_date"),
            ("on", "0000-00-00", "not_a_date"),
            ("on", "2026-02-03T00:00:00Z", "not_a_date"),
            ("on", 20260203, "not_a_date"),
            ("at", "2026-03-29T01:30:00", "no_offset"),
            ("kind", "c", "not_a_choice"),
            ("kind", {"a": 1}, "not_a_choice"),
            ("person_id", "abc", "not_an_id"),
            ("person_id", 12, "not_an_id"),
            ("state", "active", "unknown_field"),
            ("organisation", "x", "unknown_field"),
        ],
    )
    def test_names_the_field(self, field, value, code):
        assert errors_of(**{field: value}) == {field: code}

    def test_refuses_twenty_one_levels(self):
        deep: object = "x"
        for _ in range(21):
            deep = [deep]
        with pytest.raises(ValidationError):
            Body(data={"name": "a", "extra": deep}).is_valid(raise_exception=True)

    @pytest.mark.parametrize(
        ("sent", "kept"),
        [
            ("  Ward 4  ", "Ward 4"),
            ("Cafe\u0301", "Café"),
            ("👩‍⚕️ round", "👩‍⚕️ round"),
            ("<script>", "<script>"),
            ("' OR 1=1", "' OR 1=1"),
        ],
    )
    def test_keeps_text_as_it_is_but_for_trimming_and_composition(self, sent, kept):
        body = Body(data={"name": sent})
        assert body.is_valid()
        assert body.validated_data["name"] == kept


class TestFilters:
    known = {
        "stage": filters.Choice(("draft", "testing")),
        "unit": filters.Uuid(),
        "on": filters.Day(),
        "known_at": filters.Instant(),
        "q": filters.Words(),
    }

    @pytest.mark.parametrize(
        "query",
        [
            "page=0",
            "stage=nope",
            "unit=abc",
            "on=abc",
            "known_at=2026-01-01T00:00:00",
            "x__y__z=1",
            "q=a%00b",
            "q=a",
            "stage=draft&stage=testing",
            "&".join(f"a{n}=1" for n in range(2000)),
        ],
    )
    def test_refuses(self, query):
        with pytest.raises(Invalid):
            filters.read(QueryDict(query), self.known)

    def test_reads_what_it_knows(self):
        read = filters.read(QueryDict("stage=draft&on=2026-02-03&q=falls%25"), self.known)

        assert read == {"stage": "draft", "on": date(2026, 2, 3), "q": "falls%"}


class TestCursor:
    def test_comes_back_as_it_went(self):
        assert pages.read_cursor(pages.write_cursor(["2026-01-01", 4])) == ("2026-01-01", 4)

    @pytest.mark.parametrize("text", ["", "garbage", "e30", "W3t9XQ", "é", "x" * 600])
    def test_refuses_garbage(self, text):
        with pytest.raises(ValueError, match="next_cursor"):
            pages.read_cursor(text)

    def test_of_another_list_is_refused(self):
        with pytest.raises(Invalid):
            pages.key_of(pages.Page(after=("x", "y")), date.fromisoformat)


class TestText:
    @pytest.mark.parametrize("text", ["a\x07", "\u200b", "\u202e", "a\u2028b\nc"])
    def test_refuses_what_cannot_be_seen_or_kept(self, text):
        with pytest.raises(BadText):
            clean(text)

    def test_keeps_lines_where_lines_are_asked_for(self):
        assert clean("a\nb", multiline=True) == "a\nb"


class TestIfMatch:
    @pytest.mark.parametrize(
        ("header", "version"),
        [
            (None, MISSING),
            ('"v12"', 12),
            ('W/"v12"', UNREADABLE),
            ("*", UNREADABLE),
            ('"v"', UNREADABLE),
            ('"v\u0661"', UNREADABLE),
            ('"v' + "9" * 40 + '"', UNREADABLE),
        ],
    )
    def test_is_read_or_named(self, header, version):
        assert read_etag(header) == version
