"""`/search` and `/saved-views`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api import fields
from kernel.api.filters import Choice, Words
from kernel.api.views import ApiView
from kernel.errors import Invalid
from records.commands import views as commands
from records.queries import views as queries
from records.queries.search import search
from records.search.declared import SEARCHES


class HitOut(serializers.Serializer[object]):
    kind = serializers.CharField()
    id = serializers.CharField()
    title = serializers.CharField()
    detail = serializers.CharField(allow_blank=True)
    organisation_id = serializers.UUIDField(allow_null=True)
    rank = serializers.FloatField()


class HitsOut(serializers.Serializer[object]):
    results = HitOut(many=True)


class Search(ApiView):
    """Everything that holds the words, or nearly does, among what you may see; the best first."""

    filters = {
        "q": Words("What is looked for; needed."),
        "kind": Choice(tuple(sorted(SEARCHES)), "Only things of this kind."),
    }

    @extend_schema(operation_id="search", responses=HitsOut)
    def get(self, request: Request) -> Response:
        asked = self.query()
        if "q" not in asked:
            raise Invalid.one("?q", "Say what to look for.", code="required")
        kinds = [asked["kind"]] if "kind" in asked else []
        hits = search(actor=self.actor, words=asked["q"], kinds=kinds)
        return Response({"results": [asdict(hit) for hit in hits]})


class ViewIn(fields.Strict):
    list = fields.Text(max_length=60, help_text="The name of a list; see /exports.")
    name = fields.Text(max_length=100, free=True)
    filters = serializers.DictField(child=fields.Text(), required=False)


class ViewChange(fields.Strict):
    name = fields.Text(max_length=100, free=True, required=False)
    filters = serializers.DictField(child=fields.Text(), required=False)


class ViewOut(serializers.Serializer[object]):
    id = serializers.UUIDField()
    list = serializers.CharField()
    name = serializers.CharField()
    filters = serializers.DictField(child=serializers.CharField())
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class ViewsOut(serializers.Serializer[object]):
    results = ViewOut(many=True)


class SavedViewList(ApiView):
    """The views that you keep, by list and name."""

    filters = {"list": Words("Only views of this list.", maximum=60, code=True)}

    @extend_schema(operation_id="saved_views_list", responses=ViewsOut)
    def get(self, request: Request) -> Response:
        found = queries.saved_views(actor=self.actor, of=self.query().get("list"))
        return Response({"results": found})

    @extend_schema(request=ViewIn, responses={201: ViewOut, 200: ViewOut})
    def post(self, request: Request) -> Response:
        """Keep a list with its filters."""

        def work() -> Response:
            values: dict[str, Any] = {"filters": {}, **self.body(ViewIn)}
            made = commands.save_view(
                of=values.pop("list"), actor=self.actor, now=self.now, **values
            )
            shown = queries.get_view(actor=self.actor, view_id=made.pk)
            return self.created(shown, version=made.version, at=f"/api/v1/saved-views/{made.pk}")

        return self.once(work)


class SavedViewItem(ApiView):
    """One view that you keep."""

    @extend_schema(operation_id="saved_views_read", responses=ViewOut)
    def get(self, request: Request, view_id: UUID) -> Response:
        found = queries.get_view(actor=self.actor, view_id=view_id)
        return self.shown(found, version=found["version"])

    @extend_schema(request=ViewChange, responses=ViewOut)
    def patch(self, request: Request, view_id: UUID) -> Response:
        """Give a view another name."""
        made = commands.change_view(
            view_id=view_id,
            changes=self.body(ViewChange, partial=True),
            actor=self.actor,
            now=self.now,
            expected_version=self.expected_version,
        )
        return self.shown(queries.get_view(actor=self.actor, view_id=view_id), version=made.version)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, view_id: UUID) -> Response:
        """Keep the view no longer."""
        commands.remove_view(
            view_id=view_id,
            actor=self.actor,
            now=self.now,
            expected_version=self.expected_version,
        )
        return Response(status=204)
