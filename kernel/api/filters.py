"""Query strings: an allow-list of names, each with a type; anything else is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Protocol
from uuid import UUID

from django.http import QueryDict

from kernel import text_guard
from kernel.errors import FieldError, Invalid
from kernel.text import BadText, clean

MOST_FILTERS = 20


class Filter(Protocol):
    """Turns the text of one query parameter into a value, or raises ValueError with a sentence."""

    @property
    def help(self) -> str: ...
    def read(self, text: str) -> Any: ...
    def schema(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a fixed list of words."""

    choices: tuple[str, ...]
    help: str = ""

    def read(self, text: str) -> str:
        if text not in self.choices:
            raise ValueError(f"Use one of: {', '.join(self.choices)}.")
        return text

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.choices)}


@dataclass(frozen=True, slots=True)
class Uuid:
    """An identifier."""

    help: str = ""

    def read(self, text: str) -> UUID:
        if len(text) != 36:
            raise ValueError("Use an identifier (a UUID).")
        try:
            return UUID(text)
        except ValueError:
            raise ValueError("Use an identifier (a UUID).") from None

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "uuid"}


@dataclass(frozen=True, slots=True)
class Uuids:
    """Identifiers with commas between them."""

    most: int
    help: str = ""

    def read(self, text: str) -> tuple[UUID, ...]:
        parts = text.split(",")
        if len(parts) > self.most:
            raise ValueError(f"Use at most {self.most} identifiers.")
        return tuple(Uuid().read(part.strip()) for part in parts)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "example": f"{UUID(int=0)},{UUID(int=1)}"}


@dataclass(frozen=True, slots=True)
class Words:
    """Free text, searched literally. At least two characters.

    Addresses are kept in logs, so nothing that looks like an NHS number is looked for, except as
    an identifier of somebody's own system (`code`).
    """

    help: str = ""
    maximum: int = 200
    minimum: int = 2
    code: bool = False

    def read(self, text: str) -> str:
        try:
            words = clean(text)
        except BadText as error:
            raise ValueError(str(error)) from None
        if not self.minimum <= len(words) <= self.maximum:
            raise ValueError(f"Use {self.minimum} to {self.maximum} characters.")
        if not self.code and text_guard.refused(words):
            raise ValueError("This looks like an NHS number or a date of birth. Use other words.")
        return words

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": self.minimum, "maxLength": self.maximum}


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar date."""

    help: str = ""

    def read(self, text: str) -> date:
        if len(text) != 10:
            raise ValueError("Use a date in the form 2027-03-31.")
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise ValueError("Use a date in the form 2027-03-31.") from None
        if not 1900 <= day.year <= 2199:
            raise ValueError("Use a year between 1900 and 2199.")
        return day

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


@dataclass(frozen=True, slots=True)
class Instant:
    """An instant with its offset."""

    help: str = ""

    def read(self, text: str) -> datetime:
        try:
            instant = datetime.fromisoformat(text)
        except ValueError:
            raise ValueError("Use an instant such as 2027-03-31T14:30:00Z.") from None
        if instant.tzinfo is None or not 1900 <= instant.year <= 2199:
            raise ValueError("Use an instant with its offset, such as 2027-03-31T14:30:00Z.")
        return instant.astimezone(UTC)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date-time"}


@dataclass(frozen=True, slots=True)
class YesNo:
    """true or false."""

    help: str = ""

    def read(self, text: str) -> bool:
        if text not in ("true", "false"):
            raise ValueError("Use true or false.")
        return text == "true"

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


def read(query: QueryDict, filters: Mapping[str, Filter]) -> dict[str, Any]:
    """The values of the parameters that were sent.

    Raises:
        Invalid: unknown names, repeated names or unreadable values, all of them at once.
    """
    wrong = []
    values = {}
    if len(query) > MOST_FILTERS:
        raise Invalid.one("", "Use at most 20 query parameters.", code="too_many_filters")
    for name in query:
        pointer = f"?{name[:60]}"
        known = filters.get(name)
        if known is None:
            allowed = ", ".join(sorted(filters)) or "none"
            wrong.append(
                FieldError(
                    pointer=pointer,
                    code="unknown_filter",
                    message=f"Unknown filter. This address knows: {allowed}.",
                )
            )
        elif len(query.getlist(name)) > 1:
            wrong.append(FieldError(pointer=pointer, code="repeated", message="Give it once."))
        else:
            try:
                values[name] = known.read(str(query[name]))
            except ValueError as error:
                wrong.append(FieldError(pointer=pointer, code="invalid_filter", message=str(error)))
    if wrong:
        raise Invalid(*wrong, sentence="Check the query parameters.")
    return values
