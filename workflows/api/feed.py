"""`/events`: the pull feed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api import problems
from kernel.api.pages import DEFAULT_LIMIT, Limit
from kernel.api.views import ApiView
from workflows.api.serializers import FeedOut
from workflows.queries import feed

MOST_TYPES = 20


@dataclass(frozen=True, slots=True)
class Place:
    """An opaque cursor of this feed, read by the query that signs it."""

    help: str = "The `next_cursor` of the page before; absent at the beginning."

    def read(self, text: str) -> str:
        if not 1 <= len(text) <= 500:
            raise ValueError("Use the next_cursor of the page before.")
        return text

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": 500}


@dataclass(frozen=True, slots=True)
class Types:
    """Event types, with commas."""

    help: str = "Only events of these types, with commas."

    def read(self, text: str) -> tuple[str, ...]:
        types = tuple(filter(None, text.split(",")))
        if not 1 <= len(types) <= MOST_TYPES:
            raise ValueError(f"Use 1 to {MOST_TYPES} types with commas.")
        return types

    def schema(self) -> dict[str, Any]:
        return {"type": "string"}


class EventFeed(ApiView):
    """Events that the reader may see now, oldest first; `next_cursor` also when nothing is new."""

    filters = {"cursor": Place(), "limit": Limit(), "types": Types()}

    @extend_schema(responses={200: FeedOut, 410: OpenApiTypes.OBJECT})
    def get(self, request: Request) -> Response:
        asked = self.query()
        try:
            events, cursor = feed.events(
                actor=self.actor,
                cursor=asked.get("cursor"),
                types=asked.get("types", ()),
                limit=asked.get("limit", DEFAULT_LIMIT),
            )
        except feed.Gone as gone:
            return problems.problem(
                410, code=gone.code, detail=gone.sentence, next_cursor=gone.next_cursor
            )
        return Response({"results": events, "next_cursor": cursor})
