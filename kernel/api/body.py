"""JSON in and out: a strict reader of bodies and a fast writer."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from itertools import accumulate
from typing import IO, Any

import orjson
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

LARGEST_BODY = 1_000_000  # bytes
DEEPEST = 20  # levels of nesting
ABSURD = 1000  # levels that are refused before anything reads them
_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"')
_STEPS = {"[": 1, "{": 1, "]": -1, "}": -1}
_SEND_AN_OBJECT = "Send a JSON object with the fields of this address."


class TooLarge(APIException):
    """A body over the limit, or nested so deeply that only a machine would send it."""

    status_code = 413
    default_detail = "Too large: the limit is 1 MB."
    default_code = "too_large"


class StrictJSONParser(BaseParser):
    """Reads UTF-8 JSON objects: no NaN, no duplicate keys, at most 20 levels and 1 MB."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        raw = stream.read(LARGEST_BODY + 1)
        if len(raw) > LARGEST_BODY:
            raise TooLarge
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ParseError(
                f"The request body is not valid JSON: it is not UTF-8 at byte {error.start}.",
                code="not_json",
            ) from None
        _refuse_depth(text)
        if not text.strip():
            raise ParseError(_SEND_AN_OBJECT, code="no_body")
        try:
            value = json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_no_twins)
        except json.JSONDecodeError as error:
            raise ParseError(
                f"The request body is not valid JSON: line {error.lineno}, column {error.colno}.",
                code="not_json",
            ) from None
        except (ValueError, RecursionError) as error:
            raise ParseError(
                f"The request body is not valid JSON: {error}", code="not_json"
            ) from None
        if not isinstance(value, dict):
            raise ParseError(_SEND_AN_OBJECT, code="no_object")
        return value


def _refuse_depth(text: str) -> None:
    if text.count("[") + text.count("{") <= ABSURD:
        return
    brackets = (_STEPS.get(character, 0) for character in _STRINGS.sub("", text))
    if max(accumulate(brackets), default=0) > ABSURD:
        raise TooLarge("Too large: at most 20 levels of nesting.")


def depth_of(value: Any) -> int:
    """How many levels of objects and lists a value nests."""
    if isinstance(value, dict):
        return 1 + max((depth_of(inner) for inner in value.values()), default=0)
    if isinstance(value, list):
        return 1 + max((depth_of(inner) for inner in value), default=0)
    return 0


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON number.")


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        names = [name for name, _ in pairs]
        twin = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the field {twin[:40]!r} stands twice.")
    return value


class FastJSONRenderer(BaseRenderer):
    """Writes JSON with orjson; dates, UUIDs and instants as ISO 8601."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        if data is None:
            return b""
        return orjson.dumps(data, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS, default=str)
