"""A curl line for each operation, with values that have the right form."""

from __future__ import annotations

import json
from typing import Any

from qiflow.api.reference.shapes import Schema, Shapes

_ID = "4f1c2d3e-5a6b-4c7d-8e9f-0a1b2c3d4e5f"
_BY_FORMAT = {
    "uuid": _ID,
    "date": "2027-03-31",
    "date-time": "2027-03-31T14:30:00Z",
    "email": "a.khan@example.org",
    "uri": "https://example.org/",
}


def curl(method: str, path: str, *, body: dict[str, Any] | None, versioned: bool) -> str:
    """The call, to be pasted into a shell in which $QIFLOW and $KEY are set."""
    address = path
    while "{" in address:
        before, rest = address.split("{", 1)
        address = before + "$ID" + rest.split("}", 1)[1]
    lines = [
        f'curl "$QIFLOW{address}"' if method == "GET" else f'curl -X {method} "$QIFLOW{address}"'
    ]
    lines.append('-H "Authorization: Bearer $KEY"')
    if versioned:
        lines.append("""-H 'If-Match: "v1"'""")
    if method == "POST":
        lines.append('-H "Idempotency-Key: a-key-of-your-own"')
    if body is not None:
        lines.append('-H "Content-Type: application/json"')
        lines.append(f"-d '{json.dumps(body, ensure_ascii=False)}'")
    return " \\\n  ".join(lines)


def body_of(shapes: Shapes, schema: Schema) -> dict[str, Any]:
    """The required fields of a body, or its first one where none is required."""
    shape = shapes.resolve(schema)
    properties = shape.get("properties", {})
    needed = [name for name in properties if name in shape.get("required", ())]
    chosen = needed or list(properties)[:1]
    return {name: _value(shapes, name, properties[name]) for name in chosen}


def _value(shapes: Shapes, name: str, schema: Schema) -> Any:
    shape = next(
        (
            option
            for option in shapes.options(shapes.resolve(schema))
            if option.get("type") != "null"
        ),
        {},
    )
    if choices := shapes.choices(shape):
        return [choices[0]] if shape.get("type") == "array" else choices[0]
    kinds = shape.get("type", "string")
    kind = kinds if isinstance(kinds, str) else next(each for each in kinds if each != "null")
    match kind:
        case "array":
            items = shapes.resolve(shape.get("items", {}))
            return [_value(shapes, name.rstrip("s"), items)]
        case "object":
            return body_of(shapes, shape)
        case "boolean":
            return True
        case "integer" | "number":
            return shape.get("minimum", 1) or 1
    return _BY_FORMAT.get(str(shape.get("format")), _text(name, shape))


def _text(name: str, shape: Schema) -> str:
    text = name.replace("_", " ").capitalize()
    return text[: int(shape.get("maxLength", 200))]
