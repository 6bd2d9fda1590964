"""Keyset pages: `limit` and an opaque `cursor`; no counts, no offsets."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from kernel.errors import Invalid

DEFAULT_LIMIT = 50
LARGEST_LIMIT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """How many rows, after which: `after` holds the sort key of the last row seen, or is None.

    Queries fetch `limit + 1` rows, so that one knows whether more follow.
    """

    limit: int = DEFAULT_LIMIT
    after: tuple[Any, ...] | None = None

    @property
    def fetch(self) -> int:
        return self.limit + 1


@dataclass(frozen=True, slots=True)
class Limit:
    help: str = f"How many rows to give, at most {LARGEST_LIMIT}."

    def read(self, text: str) -> int:
        if not text.isascii() or not text.isdecimal() or not 1 <= int(text[:9]) <= LARGEST_LIMIT:
            raise ValueError(f"Use a number from 1 to {LARGEST_LIMIT}.")
        return int(text)

    def schema(self) -> dict[str, Any]:
        return {
            "type": "integer",
            "minimum": 1,
            "maximum": LARGEST_LIMIT,
            "default": DEFAULT_LIMIT,
        }


@dataclass(frozen=True, slots=True)
class Cursor:
    help: str = "The `next_cursor` of the page before."

    def read(self, text: str) -> tuple[Any, ...]:
        return read_cursor(text)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": 500}


def write_cursor(key: Sequence[Any]) -> str:
    """An opaque text from the sort key of the last row of a page."""
    return base64.urlsafe_b64encode(orjson.dumps(list(key), default=str)).decode().rstrip("=")


def read_cursor(text: str) -> tuple[Any, ...]:
    """The sort key in a cursor.

    Raises:
        ValueError: it is not one of ours.
    """
    try:
        if len(text) > 500:
            raise ValueError
        key = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError):
        raise ValueError("Use the next_cursor of the page before.") from None
    if not isinstance(key, list) or not all(_is_storable(part) for part in key):
        raise ValueError("Use the next_cursor of the page before.")
    return tuple(key)


def _is_storable(part: Any) -> bool:
    """What the database can compare with: no NUL, no number beyond its integers."""
    if isinstance(part, str):
        return "\x00" not in part
    return isinstance(part, int) and -(2**63) <= part < 2**63


def key_of(page: Page, *kinds: Any) -> tuple[Any, ...] | None:
    """The cursor's key with each part read by its kind (`datetime.fromisoformat`, `UUID`, ...).

    Raises:
        Invalid: the cursor belongs to another list.
    """
    if page.after is None:
        return None
    try:
        if len(page.after) != len(kinds):
            raise ValueError
        values = tuple(kind(part) for kind, part in zip(kinds, page.after, strict=True))
        if any(isinstance(value, datetime) and value.tzinfo is None for value in values):
            raise ValueError
        return values
    except (AttributeError, TypeError, ValueError):  # UUID asks numbers for text
        raise Invalid.one(
            "?cursor", "Use the next_cursor of the page before.", code="invalid_filter"
        ) from None
