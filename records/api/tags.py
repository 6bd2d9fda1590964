"""`/tags` and `/taggings`: words on things."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api import fields
from kernel.api.filters import Filter, Uuid
from kernel.api.schema import listed
from kernel.api.views import ApiView
from records.api.actions import KINDS
from records.commands import tags as commands
from records.exports.files import TAG_FILTERS
from records.queries import tags as queries
from records.tags import LONGEST


class TagOut(serializers.Serializer[object]):
    id = serializers.UUIDField()
    organisation_id = serializers.UUIDField()
    word = serializers.CharField()
    things = serializers.IntegerField(help_text="How many things that you read carry it.")
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class TagDetail(TagOut):
    may_change = serializers.BooleanField()


class TaggingOut(serializers.Serializer[object]):
    id = serializers.UUIDField()
    organisation_id = serializers.UUIDField()
    tag_id = serializers.UUIDField()
    word = serializers.CharField()
    subject_kind = serializers.ChoiceField(choices=KINDS)
    subject_id = serializers.UUIDField()
    subject_title = serializers.CharField()


class TaggingMade(serializers.Serializer[object]):
    id = serializers.UUIDField()
    organisation_id = serializers.UUIDField()
    tag_id = serializers.UUIDField()
    word = serializers.CharField()
    subject_kind = serializers.ChoiceField(choices=KINDS)
    subject_id = serializers.UUIDField()


class TaggingIn(fields.Strict):
    subject_kind = fields.Choice(choices=KINDS)
    subject_id = fields.Id()
    word = fields.Text(free=True, max_length=LONGEST, help_text="One word or a few, no comma.")


class TagWord(fields.Strict):
    word = fields.Text(free=True, max_length=LONGEST)


class TagInto(fields.Strict):
    into_id = fields.Id(help_text="The tag that stands for both from here on.")


class TagList(ApiView):
    """The words of your organisations, in order."""

    paged = True
    filters: ClassVar[dict[str, Filter]] = TAG_FILTERS

    @extend_schema(operation_id="tags_list", responses=listed(TagOut))
    def get(self, request: Request) -> Response:
        page = self.page()
        rows = queries.tags(actor=self.actor, page=page, **self.query())
        return self.listing(rows, page, key=lambda row: (row["key"], row["id"]), show=_without_key)


def _without_key(row: Any) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "key"}


class TagDoor(ApiView):
    """A door to one tag."""

    def shown_tag(self, tag_id: UUID) -> Response:
        found = queries.get_tag(self.actor, tag_id)
        return self.shown(found, version=found["version"])

    def _by(self) -> dict[str, Any]:
        return {"actor": self.actor, "now": self.now, "expected_version": self.expected_version}


class TagItem(TagDoor):
    """One tag."""

    @extend_schema(operation_id="tags_read", responses=TagDetail)
    def get(self, request: Request, tag_id: UUID) -> Response:
        return self.shown_tag(tag_id)

    @extend_schema(request=TagWord, responses=TagDetail)
    def patch(self, request: Request, tag_id: UUID) -> Response:
        """Give it another word, on every thing that carries it."""
        commands.rename_tag(tag_id=tag_id, **self.body(TagWord), **self._by())
        return self.shown_tag(tag_id)


class TagMerge(TagDoor):
    """Let another tag stand for this one; this one is no more."""

    @extend_schema(request=TagInto, responses=TagDetail)
    def post(self, request: Request, tag_id: UUID) -> Response:
        def work() -> Response:
            into = commands.merge_tag(tag_id=tag_id, **self.body(TagInto), **self._by())
            return self.shown_tag(into.pk)

        return self.once(work)


class TaggingList(ApiView):
    """Things that you read and the words that they carry."""

    paged = True
    filters: ClassVar[dict[str, Filter]] = {
        "tag": Uuid("Things that carry this tag."),
        "subject": Uuid("The words of this thing."),
    }

    @extend_schema(operation_id="taggings_list", responses=listed(TaggingOut))
    def get(self, request: Request) -> Response:
        page = self.page()
        rows = queries.taggings(actor=self.actor, page=page, **self.query())
        return self.listing(
            rows, page, key=lambda row: (row["subject_kind"], row["subject_id"], row["id"])
        )

    @extend_schema(
        operation_id="taggings_put",
        request=TaggingIn,
        responses={201: TaggingMade, 200: TaggingMade},
    )
    def post(self, request: Request) -> Response:
        """Put a word on a thing. One that it carries already stays as it is."""

        def work() -> Response:
            made = commands.put_tag(actor=self.actor, now=self.now, **self.body(TaggingIn))
            shown = queries.get_tagging(self.actor, made.pk)
            return self.created(shown, version=None, at=f"/api/v1/taggings/{made.pk}")

        return self.once(work)


class TaggingItem(ApiView):
    """One word on one thing."""

    versioned = False

    @extend_schema(operation_id="taggings_read", responses=TaggingMade)
    def get(self, request: Request, tagging_id: UUID) -> Response:
        return Response(queries.get_tagging(self.actor, tagging_id))

    @extend_schema(operation_id="taggings_take_off", responses={204: None})
    def delete(self, request: Request, tagging_id: UUID) -> Response:
        """Take the word off the thing."""
        commands.take_off_tag(tagging_id=tagging_id, actor=self.actor, now=self.now)
        return Response(status=204)
