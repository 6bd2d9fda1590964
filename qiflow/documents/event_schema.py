"""JSON Schema of an event's facts, from the fields of its class."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from kernel.events import DomainEvent

_PLAIN: dict[type, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    UUID: {"type": "string", "format": "uuid"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
}


def of_facts(event: type[DomainEvent]) -> dict[str, Any]:
    """The schema of `data`. A fact that may be absent is left out, never null.

    Readers must accept fields that they do not know: facts may be added within a version.
    """
    hints = typing.get_type_hints(event)
    fields = {field.name: hints[field.name] for field in dataclasses.fields(event)}
    return {
        "type": "object",
        "properties": {name: of_type(kind) for name, kind in fields.items()},
        "required": [name for name, kind in fields.items() if not may_be_absent(kind)],
    }


def may_be_absent(kind: Any) -> bool:
    """Is None among the values of this type?"""
    return types.NoneType in typing.get_args(kind)


def of_type(kind: Any) -> dict[str, Any]:
    """The schema of one value.

    Raises:
        TypeError: events have no business with such a value.
    """
    if kind is Any:
        return {}
    if kind in _PLAIN:
        return dict(_PLAIN[kind])
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"type": "string", "enum": [member.value for member in kind]}
    return _compound(kind)


def _compound(kind: Any) -> dict[str, Any]:
    origin, inner = typing.get_origin(kind) or kind, typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        options = [of_type(option) for option in inner if option is not types.NoneType]
        return options[0] if len(options) == 1 else {"anyOf": options}
    if origin is typing.Literal:
        return {"type": "string", "enum": list(inner)}
    if isinstance(origin, type) and issubclass(origin, Mapping):
        values = of_type(inner[1]) if inner else {}
        return {"type": "object", "additionalProperties": values}
    if isinstance(origin, type) and issubclass(origin, Sequence | AbstractSet):
        items = of_type(inner[0]) if inner else {}
        return {"type": "array", "items": items}
    raise TypeError(f"An event cannot carry {kind!r}.")
