"""`/comments`: what people write to each other about a thing, and answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api import fields
from kernel.api.filters import Choice, Filter, Uuid
from kernel.api.schema import listed
from kernel.api.views import ApiView
from kernel.errors import Invalid
from records.commands import discussion as commands
from records.commands.discussion import MOST_TOLD, InTheNameOf
from records.queries import discussion as queries
from records.things.declared import THINGS
from records.words import WAYS, WAYS_FOR_OTHERS

KINDS = tuple(sorted(THINGS))
LONGEST_COMMENT = 5_000
_WHOSE = ("person_id", "way", "given_on")


class CommentOut(serializers.Serializer[object]):
    id = serializers.UUIDField()
    organisation_id = serializers.UUIDField()
    subject_kind = serializers.ChoiceField(choices=KINDS)
    subject_id = serializers.UUIDField()
    in_reply_to = serializers.UUIDField(allow_null=True)
    text = serializers.CharField(allow_blank=True)
    writer_kind = serializers.CharField()
    writer_id = serializers.UUIDField(allow_null=True)
    writer = serializers.CharField()
    writer_body = serializers.CharField(allow_blank=True)
    person_id = serializers.UUIDField(allow_null=True)
    person = serializers.CharField(allow_blank=True)
    way = serializers.ChoiceField(choices=WAYS, allow_blank=True)
    given_on = serializers.DateField(allow_null=True)
    told = serializers.ListField(child=serializers.UUIDField())
    edits = serializers.IntegerField()
    edited_at = serializers.DateTimeField(allow_null=True)
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    withdrawn_reason = serializers.CharField(allow_blank=True)
    replies = serializers.IntegerField()
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()


class CommentDetail(CommentOut):
    subject_title = serializers.CharField()
    may_reply = serializers.BooleanField()
    may_edit = serializers.BooleanField()
    may_withdraw = serializers.BooleanField()


class WordingOut(serializers.Serializer[object]):
    number = serializers.IntegerField()
    text = serializers.CharField()
    written_at = serializers.DateTimeField()


class CommentIn(fields.Strict):
    """`person_id`, `way` and `given_on` go together: somebody else's words are written down."""

    subject_kind = fields.Choice(choices=KINDS)
    subject_id = fields.Id()
    text = fields.Text(multiline=True, max_length=LONGEST_COMMENT)
    in_reply_to = fields.Id(required=False, allow_null=True)
    tell = serializers.ListField(
        child=fields.Id(),
        required=False,
        max_length=MOST_TOLD,
        help_text="Users to be pointed to it, whose roles read the thing.",
    )
    person_id = fields.Id(required=False, help_text="In whose name it is written.")
    way = fields.Choice(choices=WAYS_FOR_OTHERS, required=False)
    given_on = fields.Day(required=False, help_text="Today or earlier.")


class CommentChange(fields.Strict):
    text = fields.Text(multiline=True, max_length=LONGEST_COMMENT)


class CommentWithdrawal(fields.Strict):
    reason = fields.Text(
        multiline=True,
        max_length=2_000,
        required=False,
        allow_blank=True,
        default="",
        help_text="Needed where another's words are taken down.",
    )


class CommentList(ApiView):
    """What was written about a thing, the newest first; or answers to one comment, in order."""

    paged = True
    filters: ClassVar[dict[str, Filter]] = {
        "subject_kind": Choice(KINDS, "Together with `subject`."),
        "subject": Uuid("Comments about this thing."),
        "in_reply_to": Uuid("Answers to this comment, instead."),
    }

    @extend_schema(responses=listed(CommentOut))
    def get(self, request: Request) -> Response:
        page = self.page()
        rows = queries.comments(actor=self.actor, page=page, **self.query())
        shown = {row["id"]: comment_out(row) for row in queries.with_writers(rows)}
        return self.listing(
            rows,
            page,
            key=lambda row: (row["created_at"], row["id"]),
            show=lambda row: shown[row["id"]],
        )

    @extend_schema(request=CommentIn, responses={201: CommentDetail, 200: CommentDetail})
    def post(self, request: Request) -> Response:
        """Write about a thing, or answer a comment."""

        def work() -> Response:
            given = self.body(CommentIn)
            made = commands.write_comment(
                named=_in_the_name(given), actor=self.actor, now=self.now, **given
            )
            shown = _detail(self, made.pk)
            return self.created(shown, version=made.version, at=f"/api/v1/comments/{made.pk}")

        return self.once(work)


class CommentItem(ApiView):
    """One comment, and what you may do with it."""

    @extend_schema(responses=CommentDetail)
    def get(self, request: Request, comment_id: UUID) -> Response:
        return _shown(self, comment_id)

    @extend_schema(request=CommentChange, responses=CommentDetail)
    def patch(self, request: Request, comment_id: UUID) -> Response:
        """Change your own words; how they read before stays to be seen."""
        _take(self, commands.edit_comment, comment_id, self.body(CommentChange))
        return _shown(self, comment_id)


class CommentWithdraw(ApiView):
    """Take words back: they are gone, that they were written stays."""

    @extend_schema(request=CommentWithdrawal, responses=CommentDetail)
    def post(self, request: Request, comment_id: UUID) -> Response:
        def work() -> Response:
            _take(self, commands.withdraw_comment, comment_id, self.body(CommentWithdrawal))
            return _shown(self, comment_id)

        return self.once(work)


class CommentWordings(ApiView):
    """How a comment read before, the latest first."""

    paged = True

    @extend_schema(responses=listed(WordingOut))
    def get(self, request: Request, comment_id: UUID) -> Response:
        page = self.page()
        rows = queries.wordings(actor=self.actor, page=page, comment_id=comment_id)
        return self.listing(rows, page, key=lambda row: (row["number"],))


def comment_out(row: dict[str, Any]) -> dict[str, Any]:
    """A row as the API names its parts."""
    names = CommentOut().fields.keys() - {"in_reply_to", "replies"}
    return {
        **{name: row[name] for name in names},
        "in_reply_to": row["in_reply_to_id"],
        "replies": row.get("replies_count", 0),
    }


def _detail(view: ApiView, comment_id: UUID) -> dict[str, Any]:
    [found] = queries.with_writers([queries.get_comment(view.actor, comment_id)])
    more = ("subject_title", "may_reply", "may_edit", "may_withdraw")
    return {**comment_out(found), **{name: found[name] for name in more}}


def _shown(view: ApiView, comment_id: UUID) -> Response:
    found = _detail(view, comment_id)
    return view.shown(found, version=found["version"])


def _take(
    view: ApiView, command: Callable[..., Any], comment_id: UUID, given: dict[str, Any]
) -> None:
    command(
        comment_id=comment_id,
        actor=view.actor,
        now=view.now,
        expected_version=view.expected_version,
        **given,
    )


def _in_the_name(given: dict[str, Any]) -> InTheNameOf | None:
    """Whose words they are: all three parts, or none."""
    parts = {name: given.pop(name) for name in _WHOSE if name in given}
    if not parts:
        return None
    for name in _WHOSE:
        if name not in parts:
            raise Invalid.one(f"/{name}", "Say whose words, how and when.", code="required")
    return InTheNameOf(**parts)
