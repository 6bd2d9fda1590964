"""From the OpenAPI description to resources and operations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby
from typing import Any

from qiflow.api.description import description
from qiflow.api.reference.examples import body_of, curl
from qiflow.api.reference.shapes import Shapes, limits
from qiflow.api.reference.values import Answer, Field, Operation, Parameter, Resource

_METHODS = ("get", "post", "patch", "put", "delete")


@cache
def resources() -> tuple[Resource, ...]:
    """The API by resource, each with its operations in the order of their addresses."""
    described = description()
    shapes = Shapes(described.get("components", {}).get("schemas", {}))
    found = sorted(
        (
            (tag_of(raw), path, _METHODS.index(method), raw)
            for path, methods in described["paths"].items()
            for method, raw in methods.items()
            if method in _METHODS
        ),
        key=lambda item: item[:3],
    )
    return tuple(
        Resource(
            key=tag,
            title=tag.replace("-", " ").capitalize(),
            operations=tuple(
                _operation(shapes, path, _METHODS[order], raw) for _, path, order, raw in group
            ),
        )
        for tag, group in groupby(found, key=lambda item: item[0])
    )


def tag_of(raw: Mapping[str, Any]) -> str:
    return str(next(iter(raw.get("tags", ())), "other"))


def _operation(shapes: Shapes, path: str, method: str, raw: Mapping[str, Any]) -> Operation:
    schema = _content(raw.get("requestBody", {}))
    text = str(raw.get("description", ""))
    summary, _, rest = text.partition("\n\n")
    parameters = tuple(_parameters(shapes, raw))
    versioned = any(each.field.name == "If-Match" for each in parameters)
    return Operation(
        key=str(raw.get("operationId", f"{method}{path}")).replace("_", "-"),
        method=method.upper(),
        path=path,
        summary=" ".join((raw.get("summary") or summary).split()),
        text=" ".join(rest.split()),
        parameters=parameters,
        body=shapes.fields(schema) if schema else (),
        answers=tuple(_answers(shapes, raw)),
        refusals=tuple(sorted(status for status in raw["responses"] if status >= "400")),
        example=curl(
            method.upper(),
            path,
            body=body_of(shapes, schema) if schema else None,
            versioned=versioned and "{" in path,
        ),
    )


def _parameters(shapes: Shapes, raw: Mapping[str, Any]) -> Iterator[Parameter]:
    for each in raw.get("parameters", ()):
        shape = shapes.resolve(each.get("schema", {}))
        yield Parameter(
            place=each["in"],
            field=Field(
                name=each["name"],
                kind=shapes.kind(shape),
                required=bool(each.get("required")),
                allowed=tuple(str(word) for word in shapes.choices(shape)),
                limits=limits(shape),
                note=str(each.get("description", "")),
            ),
        )


def _answers(shapes: Shapes, raw: Mapping[str, Any]) -> Iterator[Answer]:
    for status, answer in sorted(raw["responses"].items()):
        if status >= "400":
            continue
        schema = _content(answer)
        yield Answer(
            status=status,
            means=str(answer.get("description", "")),
            shape=shapes.name_of(schema),
            fields=shapes.fields(schema) if schema else (),
        )


def _content(holder: Mapping[str, Any]) -> dict[str, Any]:
    contents = holder.get("content", {})
    found: dict[str, Any] = next((each.get("schema", {}) for each in contents.values()), {})
    return found
