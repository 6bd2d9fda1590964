"""asyncapi.json: the feed of events for programs that read it."""

from __future__ import annotations

import json
from typing import Any

from kernel.events import DomainEvent
from qiflow.documents import event_schema, markdown
from qiflow.documents.event_catalogue import listed, noun

FEED = "/api/v1/events"


def document() -> str:
    """An AsyncAPI 3.0 description: one channel, one message for each type of event."""
    return json.dumps(_description(), indent=2, ensure_ascii=False)


def _description() -> dict[str, Any]:
    events = listed()
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "QIflow events",
            "version": "1.0.0",
            "description": (
                "What happened, in the order in which it was committed. Read with a cursor from"
                f" {FEED}; an event may be read twice, so remember `id`. Within a version of a"
                " type, facts may be added and nothing else changes."
            ),
        },
        "defaultContentType": "application/cloudevents+json",
        "channels": {
            "events": {
                "address": FEED,
                "description": "The pull feed: a page of envelopes and the cursor after it.",
                "messages": {
                    key: {"$ref": f"#/components/messages/{key}"}
                    for key in (_key(name) for name, _ in events)
                },
            }
        },
        "operations": {
            "readEvents": {
                "action": "send",
                "channel": {"$ref": "#/channels/events"},
                "summary": "QIflow gives its events to whoever asks with a key that may read them.",
            }
        },
        "components": {
            "messages": {_key(name): _message(name, event) for name, event in events},
            "schemas": {
                "Envelope": ENVELOPE,
                **{_key(name): event_schema.of_facts(event) for name, event in events},
            },
        },
    }


def _key(name: str) -> str:
    return name.removeprefix("uk.qiflow.")


def _message(name: str, event: type[DomainEvent]) -> dict[str, Any]:
    return {
        "name": name,
        "title": f"{markdown.words(noun(name))}: {markdown.words(name.split('.')[3])}",
        "summary": markdown.meaning(event),
        "contentType": "application/cloudevents+json",
        "payload": {
            "allOf": [
                {"$ref": "#/components/schemas/Envelope"},
                {
                    "type": "object",
                    "properties": {
                        "type": {"const": name},
                        "data": {"$ref": f"#/components/schemas/{_key(name)}"},
                    },
                },
            ]
        },
    }


#: CloudEvents 1.0 in JSON, with our extension attributes (lower case letters and digits only).
ENVELOPE: dict[str, Any] = {
    "type": "object",
    "required": ["specversion", "id", "source", "type", "subject", "time", "data"],
    "properties": {
        "specversion": {"const": "1.0"},
        "id": {"type": "string", "format": "uuid", "description": "The same on every reading."},
        "source": {"type": "string", "format": "uri-reference"},
        "type": {"type": "string"},
        "subject": {"type": "string", "description": "The kind and id of what it happened to."},
        "time": {"type": "string", "format": "date-time", "description": "When it was recorded."},
        "datacontenttype": {"const": "application/json"},
        "organisation": {"type": "string", "format": "uuid"},
        "sequence": {
            "type": "string",
            "description": "The version of the subject after this event, counted from 1.",
        },
        "effectiveon": {
            "type": "string",
            "format": "date",
            "description": "The first day on which facts differ.",
        },
        "actorkind": {"enum": ["user", "api_key", "system"]},
        "causedby": {
            "type": "string",
            "format": "uuid",
            "description": "The event that this one follows from.",
        },
        "data": {"type": "object"},
    },
}
