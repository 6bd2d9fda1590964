"""event-catalogue.md: everything that can happen, with its facts."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.apps import apps

from kernel.events import CATALOGUE, DomainEvent
from qiflow.documents import event_schema, markdown

_INTRODUCTION = """
Every change writes its event in the same transaction. Events carry ids and facts, never names,
free text or causes. In the feed each is a CloudEvents 1.0 envelope (`asyncapi.json` beside this
page has the schemas). Within a version, facts may be added and nothing else changes: accept
fields that you do not know.
"""


def listed() -> list[tuple[str, type[DomainEvent]]]:
    """The events of the product, by type. Those of other code, such as tests, are left out."""
    return [(name, event) for name, event in sorted(CATALOGUE.items()) if _is_ours(event)]


def _is_ours(event: type[DomainEvent]) -> bool:
    """Is it defined where the product's events are: `<app>.events` or `<app>.<some>_events`?"""
    app, _, module = event.__module__.partition(".")
    ours = {config.name for config in apps.get_app_configs()}
    return app in ours and (module == "events" or module.endswith("_events"))


def noun(name: str) -> str:
    """`committee` of `uk.qiflow.committee.constituted.v1`."""
    return name.split(".")[2]


def page() -> str:
    """Every event, by the noun that it is about."""
    groups = [
        (about, list(events)) for about, events in groupby(listed(), key=lambda item: noun(item[0]))
    ]
    index = markdown.bullets(
        f"[{markdown.words(about)}](#{about.replace('_', '-')}): {len(events)}"
        for about, events in groups
    )
    return markdown.page(
        "Event catalogue", _INTRODUCTION, index, *(_section(*group) for group in groups)
    )


def _section(about: str, events: Iterable[tuple[str, type[DomainEvent]]]) -> str:
    parts = [f"## {about.replace('_', '-')}"]
    for name, event in events:
        parts += [f"### `{name}`", markdown.meaning(event), _facts(event)]
    return "\n\n".join(part for part in parts if part)


def _facts(event: type[DomainEvent]) -> str:
    schema = event_schema.of_facts(event)
    rows = (
        [
            markdown.code(field.name),
            in_words(schema["properties"][field.name]),
            "always" if field.name in schema["required"] else "when known",
        ]
        for field in dataclasses.fields(event)
    )
    return markdown.table(["Fact", "Is", "Given"], rows)


def in_words(schema: dict[str, Any]) -> str:
    """A schema as a reader says it: `id`, `date`, `list of text`."""
    if "enum" in schema:
        return "one of " + markdown.codes(str(word) for word in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(in_words(option) for option in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {in_words(schema.get('items', {}))}"
    word = schema.get("format") or schema.get("type", "any value")
    return _WORDS.get(str(word), str(word))


_WORDS = {
    "uuid": "id",
    "date-time": "instant",
    "string": "text",
    "integer": "whole number",
    "boolean": "true or false",
    "object": "facts by name",
}
