"""Reads JSON Schema as it stands in the description: references, nullable values, nesting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from qiflow.api.reference.values import Field

_DEEPEST = 5
_PREFIX = "#/components/schemas/"
_WORDS = {
    "uuid": "id",
    "date-time": "instant",
    "date": "date",
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "object": "object",
    "null": "null",
}
_BOUNDS = (
    ("minimum", "maximum", ""),
    ("minLength", "maxLength", " characters"),
    ("minItems", "maxItems", " items"),
)

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shapes:
    """The named schemas of one description."""

    named: Mapping[str, Schema]

    def name_of(self, schema: Schema) -> str:
        """The name of a schema that is one of the named ones, else nothing."""
        reference = str(schema.get("$ref", ""))
        return reference.removeprefix(_PREFIX)

    def resolve(self, schema: Schema) -> dict[str, Any]:
        """The schema itself, with references followed and what stands beside them kept."""
        beside = {name: value for name, value in schema.items() if name != "$ref"}
        if "$ref" in schema:
            return {**self.resolve(self.named[self.name_of(schema)]), **beside}
        parts = beside.pop("allOf", [])
        if len(parts) == 1:
            return {**self.resolve(parts[0]), **beside}
        return dict(beside)

    def fields(self, schema: Schema) -> tuple[Field, ...]:
        """Every field of an object, nested ones by their path."""
        return tuple(self._fields(self.resolve(schema), prefix="", level=0))

    def _fields(self, schema: Schema, *, prefix: str, level: int) -> Iterator[Field]:
        needed = set(schema.get("required", ()))
        for name, inner in schema.get("properties", {}).items():
            shape = self.resolve(inner)
            path = f"{prefix}{name}"
            yield Field(
                name=path,
                kind=self.kind(shape),
                required=name in needed,
                allowed=tuple(str(word) for word in self.choices(shape)),
                limits=limits(shape),
                note=" ".join(str(shape.get("description", "")).split()),
            )
            if level < _DEEPEST:
                yield from self._inside(shape, path=path, level=level)

    def _inside(self, shape: Schema, *, path: str, level: int) -> Iterator[Field]:
        for option in self.options(shape):
            if option.get("type") == "array":
                items = self.resolve(option.get("items", {}))
                yield from self._inside_item(items, path=f"{path}[]", level=level)
            else:
                yield from self._fields(option, prefix=f"{path}.", level=level + 1)

    def _inside_item(self, items: Schema, *, path: str, level: int) -> Iterator[Field]:
        yield from self._fields(items, prefix=f"{path}.", level=level + 1)

    def options(self, shape: Schema) -> list[dict[str, Any]]:
        """The alternatives of a value, resolved; a plain value is its own only one."""
        several = shape.get("oneOf") or shape.get("anyOf")
        return [self.resolve(option) for option in several] if several else [dict(shape)]

    def choices(self, shape: Schema) -> list[Any]:
        """The words that are allowed, if the list is fixed; for a list, those of its items."""
        found: list[Any] = []
        for option in self.options(shape):
            is_list = option.get("type") == "array"
            value = self.resolve(option.get("items", {})) if is_list else option
            found += [word for word in value.get("enum", ()) if word not in (None, "")]
        return list(dict.fromkeys(found))

    def kind(self, shape: Schema) -> str:
        """The type of a value in words: `date or null`, `list of objects`."""
        words: list[str] = []
        for option in self.options(shape):
            words += self._words(option)
        return " or ".join(dict.fromkeys(words)) or "any value"

    def _words(self, option: Schema) -> list[str]:
        kinds = option.get("type")
        listed = [kinds] if isinstance(kinds, str) else list(kinds or ())
        if option.get("enum") and not listed:
            return ["null"] if option["enum"] == [None] else ["text"]
        words = []
        for kind in listed:
            if kind == "array":
                words.append(f"list of {self.kind(self.resolve(option.get('items', {})))}")
            elif kind == "string":
                words.append(_WORDS.get(str(option.get("format", "string")), "text"))
            else:
                words.append(_WORDS.get(kind, kind))
        return words


def limits(shape: Schema) -> str:
    """What else a value must be, in words."""
    said = [
        _between(shape.get(least), shape.get(most)) + unit
        for least, most, unit in _BOUNDS
        if shape.get(most) is not None or shape.get(least) not in (None, 0, 1)
    ]
    if shape.get("default") is not None:
        said.append(f"{_plain(shape['default'])} when not sent")
    return ", ".join(said)


def _between(least: Any, most: Any) -> str:
    if most is None:
        return f"at least {least}"
    return f"at most {most}" if least in (None, 0, 1) else f"{least} to {most}"


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
