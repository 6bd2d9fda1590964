"""How a door describes itself: parameters from its filters, pages, versions, keys and problems."""

from __future__ import annotations

from functools import cache
from typing import Any

from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import serializers

from kernel.api.guard import CONFIRMATION, LONGEST_HEADER
from kernel.api.problems import MEDIA_TYPE, TITLES
from kernel.api.views import ApiView

#: Which problems each method can answer with, beside what the view itself declares.
_READING = ("400", "401", "403", "404", "406", "429", "503")
_CHANGING = ("400", "401", "403", "404", "406", "409", "412", "422", "428", "429", "503")
_PROBLEMS = {
    "GET": _READING,
    "POST": (*_CHANGING, "413", "415"),
    "PATCH": (*_CHANGING, "413", "415"),
    "PUT": (*_CHANGING, "413", "415"),
    "DELETE": _CHANGING,
}
_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 255, "pattern": r"^[!-+\--~]+$"},
    OpenApiParameter.HEADER,
    description="The same key with the same body has one effect; a repeat is answered with 200.",
)
_IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": r'^"v[0-9]{1,10}"$'},
    OpenApiParameter.HEADER,
    description="The ETag that you read. Asked for by every change of a thing that has one.",
)
_NOT_A_PATIENT = OpenApiParameter(
    CONFIRMATION,
    {"type": "string", "maxLength": LONGEST_HEADER},
    OpenApiParameter.HEADER,
    description=(
        "JSON pointers, with commas between, of the fields in which what looks like an NHS number "
        "or a date of birth is none. That you said so is logged."
    ),
)


def listed(item: type[serializers.Serializer[Any]]) -> serializers.Serializer[Any]:
    """The description of a page of items."""
    return _page_of(item)()


@cache
def _page_of(item: type[serializers.Serializer[Any]]) -> type[serializers.Serializer[Any]]:
    """One class for each item: two of one name would be taken for two shapes."""
    fields = {
        "results": item(many=True),
        "next_cursor": serializers.CharField(allow_null=True),
    }
    return type(inline_serializer(f"{item.__name__}Page", fields))


class ApiSchema(AutoSchema):
    """Adds what every door of ours has, so that a view declares only its bodies."""

    def get_override_parameters(self) -> list[Any]:
        view = self.view
        if not isinstance(view, ApiView):
            return []
        if self.method == "GET":
            return [
                OpenApiParameter(name, known.schema(), description=known.help)
                for name, known in view._known_filters().items()
            ]
        keys = [_KEY] if self.method == "POST" else []
        said = [_NOT_A_PATIENT] if self.method != "DELETE" and self._takes_free_text() else []
        # What is only now being made has no version yet.
        made_now = self.method == "POST" and "{" not in self.path
        versioned = not made_now and view.versioned
        return [*keys, *([_IF_MATCH] if versioned else []), *said]

    def _takes_free_text(self) -> bool:
        body = self.get_request_serializer()
        body = body() if isinstance(body, type) else body
        fields = getattr(body, "fields", {})
        return any(getattr(field, "free", False) for field in fields.values())

    def get_operation_id(self) -> str:
        """A name that stays: `post_projects_by_id_transitions`."""
        parts = [part for part in self.path.split("/") if part][2:]
        words = ("by_id" if part.startswith("{") else part for part in parts)
        return "_".join([self.method, *words]).lower().replace("-", "_")

    def get_tags(self) -> list[str]:
        parts = [part for part in self.path.split("/") if part and not part.startswith("{")]
        return [parts[2] if len(parts) > 2 else parts[-1]]


class StrictBody(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """A strict body takes no field that is not listed."""

    target_class = "kernel.api.fields.Strict"
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        schema: dict[str, Any] = auto_schema._map_serializer(
            self.target, direction, bypass_extensions=True
        )
        return {**schema, "additionalProperties": False}


def describe_problems(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Post-processing: every operation answers its refusals as application/problem+json."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = _PROBLEM
    used = components.setdefault("responses", {})
    for operations in result["paths"].values():
        for method, operation in operations.items():
            for status in _PROBLEMS.get(method.upper(), ()):
                name = f"Problem{status}"
                used[name] = _response(status)
                reference = {"$ref": f"#/components/responses/{name}"}
                operation["responses"].setdefault(status, reference)
    return result


def _response(status: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": TITLES[int(status)],
        "content": {MEDIA_TYPE: {"schema": schema}},
    }


_ERROR = {
    "type": "object",
    "required": ["pointer", "code", "message"],
    "properties": {
        "pointer": {"type": "string", "description": "JSON pointer, or ?name for a parameter"},
        "code": {"type": "string"},
        "message": {"type": "string"},
    },
}
_UNMET = {
    "type": "object",
    "required": ["code", "sentence"],
    "properties": {
        "code": {"type": "string", "description": "Id of a rule or of a guard"},
        "sentence": {"type": "string"},
        "link": {"type": "string"},
        "params": {"type": "object"},
    },
}
_PROBLEM = {
    "type": "object",
    "description": "RFC 9457. `detail` says what to do next.",
    "required": ["type", "title", "status", "code", "detail", "errors", "request_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "errors": {"type": "array", "items": _ERROR},
        "unmet": {"type": "array", "items": _UNMET},
        "state": {"type": "string"},
        "request_id": {"type": "string"},
    },
}
