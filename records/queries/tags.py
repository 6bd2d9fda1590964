"""Tags: the words of an organisation, those of a thing, and the things that carry one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from kernel.actors import Actor
from kernel.api.pages import Page, key_of
from kernel.errors import NotFound
from records.models import Tag, Tagging
from records.policies.tags import may_keep
from records.queries.subjects import about_readable, titles_of
from records.tags import key_of as tag_key

_TAG = ("id", "organisation_id", "word", "version", "created_at", "updated_at")
_TAGGING = ("id", "organisation_id", "tag_id", "word", "subject_kind", "subject_id")
MOST_SUGGESTED = 200


def tags(
    *, actor: Actor, page: Page, organisation: UUID | None = None, q: str | None = None
) -> list[dict[str, Any]]:
    """The words of the actor's organisations, in order, each with how many things carry it that
    the actor reads.
    """
    rows = Tag.objects.visible_to(actor)
    rows = rows.filter(organisation_id=organisation) if organisation else rows
    rows = rows.filter(key__contains=tag_key(q)) if q else rows
    if after := key_of(page, str, UUID):
        key, last = after
        rows = rows.filter(Q(key__gt=key) | Q(key=key, pk__gt=last))
    found = [dict(row) for row in rows.order_by("key", "pk").values(*_TAG, "key")[: page.fetch]]
    carried = _carried(actor, [row["id"] for row in found])
    return [{**row, "things": carried.get(row["id"], 0)} for row in found]


def get_tag(actor: Actor, tag_id: UUID) -> dict[str, Any]:
    """One tag, and whether the actor may give it another word. Raises: NotFound."""
    row = Tag.objects.visible_to(actor).filter(pk=tag_id).values(*_TAG).first()
    if row is None:
        raise NotFound("There is no such tag.")
    allowed = may_keep(actor, organisation_id=row["organisation_id"]).allowed
    return {**row, "things": _carried(actor, [tag_id]).get(tag_id, 0), "may_change": allowed}


def tags_of(actor: Actor, subject_id: UUID) -> list[dict[str, Any]]:
    """The tags of a thing that the caller has found readable, in order."""
    rows = Tagging.objects.visible_to(actor).filter(subject_id=subject_id)
    return [dict(row) for row in rows.order_by("key").values(*_TAGGING)]


def taggings(
    *, actor: Actor, page: Page, tag: UUID | None = None, subject: UUID | None = None
) -> list[dict[str, Any]]:
    """Things that carry tags, of those that the actor reads, by kind."""
    rows = _readable(actor)
    rows = rows.filter(tag_id=tag) if tag else rows
    rows = rows.filter(subject_id=subject) if subject else rows
    if after := key_of(page, str, UUID, UUID):
        kind, thing, last = after
        rows = rows.filter(
            Q(subject_kind__gt=kind)
            | Q(subject_kind=kind, subject_id__gt=thing)
            | Q(subject_kind=kind, subject_id=thing, pk__gt=last)
        )
    ordered = rows.order_by("subject_kind", "subject_id", "pk")
    found = [dict(row) for row in ordered.values(*_TAGGING)[: page.fetch]]
    called = titles_of(actor, found)
    return [{**row, "subject_title": called.get(row["subject_id"], "")} for row in found]


def get_tagging(actor: Actor, tagging_id: UUID) -> dict[str, Any]:
    """One tag on one thing. Raises: NotFound."""
    row = _readable(actor).filter(pk=tagging_id).values(*_TAGGING).first()
    if row is None:
        raise NotFound("There is no such tag.")
    return dict(row)


def suggestions(actor: Actor, organisation_id: UUID) -> list[str]:
    """Words that are in use, for whoever is about to type one."""
    rows = Tag.objects.visible_to(actor).filter(organisation_id=organisation_id)
    return list(rows.order_by("key").values_list("word", flat=True)[:MOST_SUGGESTED])


def tagged(kind: str, word: str) -> QuerySet[Tagging, Any]:
    """Ids of things of a kind that carry a word, to narrow a list that is readable already."""
    rows = Tagging.objects.filter(subject_kind=kind, key=tag_key(word))
    return rows.values("subject_id")


def _carried(actor: Actor, ids: list[UUID]) -> dict[UUID, int]:
    rows = _readable(actor).filter(tag_id__in=ids).values("tag_id").annotate(count=Count("pk"))
    return {row["tag_id"]: row["count"] for row in rows.order_by()}


def _readable(actor: Actor) -> QuerySet[Tagging]:
    rows = Tagging.objects.visible_to(actor)
    return rows if actor.everywhere else rows.filter(about_readable(actor))
