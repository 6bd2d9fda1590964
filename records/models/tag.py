"""Words that people put on things, and the things that carry them."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models

from kernel.actors import Actor
from kernel.models import Aggregate, TenantRow
from people.models.visibility import TenantQuerySet


class Tag(Aggregate, TenantRow):
    """A word of one organisation. `key` is what makes two spellings the same word."""

    kind: ClassVar[str] = "tag"

    word = models.CharField(max_length=40)
    key = models.CharField(max_length=120)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="tag_once"),
        ]


class TaggingQuerySet(TenantQuerySet["Tagging"]):
    """A tag on a thing is read wherever the thing is."""

    def visible_to(self, actor: Actor) -> Self:
        if actor.everywhere:
            return self
        own = models.Q(organisation_id__in=actor.organisation_ids)
        return self.filter(own | models.Q(subject_id__in=actor.shared_ids))


class Tagging(TenantRow):
    """A thing that carries a tag. `word` and `key` are the tag's: a shared thing shows them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+", db_index=False)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    word = models.CharField(max_length=40)
    key = models.CharField(max_length=120)

    objects = TaggingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_id", "tag"], name="tagging_once"),
        ]
        indexes = [
            models.Index(fields=["tag", "subject_kind", "subject_id"], name="tagging_things"),
            models.Index(fields=["key", "subject_kind", "organisation"], name="tagging_key"),
        ]
