"""The door to what happened to one thing: the same list, filters and shape for every kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.response import Response

from kernel.api import filters
from kernel.api.views import ApiView


class HappenedStep(serializers.Serializer[object]):
    transition = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    target = serializers.CharField()
    effective_on = serializers.DateField()
    reason = serializers.CharField(allow_blank=True)
    guards = serializers.ListField(child=serializers.DictField())
    approved_by = serializers.UUIDField(allow_null=True)
    opening_position = serializers.BooleanField()


class Happened(serializers.Serializer[object]):
    id = serializers.UUIDField()
    type = serializers.CharField()
    seq = serializers.IntegerField()
    data = serializers.DictField()  # type: ignore[assignment]
    effective_on = serializers.DateField()
    recorded_at = serializers.DateTimeField()
    actor_kind = serializers.CharField()
    actor_id = serializers.UUIDField(allow_null=True)
    steps = HappenedStep(many=True)


class HistoryDoor(ApiView):
    """Everything that happened to a thing, the newest first."""

    paged = True
    filters: ClassVar[dict[str, filters.Filter]] = {
        "since": filters.Instant(help="Only what was recorded after this instant."),
    }

    def told(self, read: Callable[..., list[dict[str, Any]]], thing_id: UUID) -> Response:
        """The page that `read` gives of a thing for the actor, with `page` and `since`."""
        page = self.page()
        rows = read(self.actor, thing_id, page=page, **self.query())
        return self.listing(rows, page, key=lambda row: (row["id"],))
