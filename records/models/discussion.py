"""What people write to each other about a thing."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kernel.actors import Actor
from kernel.models import Aggregate, TenantRow
from people.models.visibility import TenantQuerySet
from records.models.ways import Way


class CommentQuerySet(TenantQuerySet["Comment"]):
    """Comments belong to the organisation that keeps their thing, and are shared with it."""

    def visible_to(self, actor: Actor) -> Self:
        if actor.everywhere:
            return self
        own = models.Q(organisation_id__in=actor.organisation_ids)
        return self.filter(own | models.Q(subject_id__in=actor.shared_ids))


class Comment(Aggregate, TenantRow):
    """Something that somebody wrote about a thing; `in_reply_to` is what it answers, one deep.

    `writer_kind` and `writer_id`: who wrote it into the service, as events name actors.
    `written_for`: their organisation. `person`: whose words they are, where somebody without an
    account wrote them by a link or somebody else wrote them down; then `way` and `given_on` say
    how and when they were given. `told`: users who were pointed to it. What is withdrawn has no
    text any more, and no earlier wordings.
    """

    kind: ClassVar[str] = "comment"

    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    in_reply_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="replies", db_index=False
    )
    text = models.TextField()
    writer_kind = models.CharField(max_length=20)
    writer_id = models.UUIDField(null=True)
    written_for = models.ForeignKey(
        "people.Organisation",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    way = models.CharField(max_length=20, choices=Way.choices, blank=True, default="")
    given_on = models.DateField(null=True)
    told = ArrayField(models.UUIDField(), default=list)
    edits = models.PositiveSmallIntegerField(default=0)
    edited_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_reason = models.TextField(blank=True, default="")

    objects = CommentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True) | models.Q(text=""),
                name="comment_withdrawn_without_text",
            ),
            models.CheckConstraint(
                condition=models.Q(way="") | models.Q(person__isnull=False),
                name="comment_way_of_a_person",
            ),
        ]
        indexes = [
            models.Index(
                fields=["subject_id", "-created_at", "-id"],
                condition=models.Q(in_reply_to__isnull=True),
                name="comment_of_thing",
            ),
            models.Index(fields=["in_reply_to", "created_at", "id"], name="comment_replies"),
        ]


class CommentWording(TenantRow):
    """How a comment read before an edit: from `written_at` until the next wording."""

    subject_id = models.UUIDField()
    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, related_name="wordings", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    written_at = models.DateTimeField()

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "number"], name="wording_number_once")
        ]
