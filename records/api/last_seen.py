"""When the caller was last at a thing, and that they are there now."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api.pages import Page
from kernel.api.views import ApiView
from records.api.jobs import EmptyObject
from records.commands.last_seen import look_at
from records.histories.declared import history_kind
from records.queries.last_seen import last_seen


class LastSeenOut(serializers.Serializer[object]):
    seen_at = serializers.DateTimeField(
        allow_null=True, help_text="When the present visit began; an hour belongs to one visit."
    )
    before = serializers.DateTimeField(
        allow_null=True, help_text="When the visit before it began: `since` for the history."
    )


class LastSeenView(ApiView):
    """A thing and the caller: read when they were here, or say that they are."""

    versioned = False

    @extend_schema(operation_id="last_seen_get", responses=LastSeenOut)
    def get(self, request: Request, kind: str, thing_id: UUID) -> Response:
        self._require_readable(kind, thing_id)
        return Response(last_seen(self.actor, kind=kind, thing_id=thing_id))

    @extend_schema(operation_id="last_seen_note", request=EmptyObject, responses=LastSeenOut)
    def post(self, request: Request, kind: str, thing_id: UUID) -> Response:
        """Say that you look at it now; within the hour once is enough. Keys leave no trace."""
        self._require_readable(kind, thing_id)
        self.body(EmptyObject)
        look_at(kind=kind, thing_id=thing_id, actor=self.actor, now=self.now)
        return Response(last_seen(self.actor, kind=kind, thing_id=thing_id))

    def _require_readable(self, kind: str, thing_id: UUID) -> None:
        history_kind(kind).read(self.actor, thing_id, page=Page(limit=1))
