"""api-fields.md: every operation with its fields, required ones and allowed words, on one page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qiflow.api.reference.reading import resources
from qiflow.api.reference.values import Answer, Field, Operation
from qiflow.documents import markdown

_INTRODUCTION = """
Values are JSON; dates are `2027-03-31`, instants `2027-03-31T14:30:00Z`, ids UUIDs. A field that an
address does not know is refused. Refusals are `application/problem+json` (RFC 9457). How versions,
keys and pages work is told at `/api/docs` and in the README.
"""
_HEADINGS = ["Field", "Is", "Required", "Allowed"]


def page() -> str:
    """Every operation, by resource; then the shape of each answer."""
    parts: list[str] = []
    for resource in resources():
        parts.append(f"## {resource.title}")
        for operation in resource.operations:
            parts += _operation(operation)
    parts.append("## What is answered")
    for name, fields in sorted(_shapes().items()):
        parts += [f"### {name}", _fields(fields)]
    return markdown.page("API: fields", _INTRODUCTION, *parts)


def _operation(operation: Operation) -> Iterator[str]:
    yield f"### {operation.method} {operation.path}"
    if operation.summary:
        yield operation.summary
    asked = [
        _row(each.field, name=f"{each.field.name} ({each.place})")
        for each in operation.parameters
        if each.place != "path"
    ]
    asked += [_row(field, name=field.name) for field in operation.body]
    if asked:
        yield markdown.table(_HEADINGS, asked)
    yield "Answers: " + ", ".join(
        [*map(_answer, operation.answers), *(markdown.code(each) for each in operation.refusals)]
    )


def _answer(answer: Answer) -> str:
    if not answer.shape:
        return markdown.code(answer.status)
    return f"`{answer.status}` [{answer.shape}](#{answer.shape.lower()})"


def _shapes() -> dict[str, tuple[Field, ...]]:
    return {
        answer.shape: answer.fields
        for resource in resources()
        for operation in resource.operations
        for answer in operation.answers
        if answer.shape
    }


def _fields(fields: Iterable[Field]) -> str:
    return markdown.table(
        ["Field", "Is", "Always", "One of"], (_row(each, name=each.name) for each in fields)
    )


def _row(field: Field, *, name: str) -> list[str]:
    allowed = [markdown.codes(field.allowed), field.limits, field.note]
    return [
        markdown.code(name),
        field.kind,
        "yes" if field.required else "",
        "; ".join(filter(None, allowed)),
    ]
