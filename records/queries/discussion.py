"""What was written about a thing: threads, one comment, how it read before, whom to tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from kernel.actors import Actor
from kernel.api.pages import Page, key_of
from kernel.errors import Invalid, NotFound
from people.queries.bodies import organisation_names
from people.queries.colleagues import members_who_may
from records.models import Comment, CommentWording
from records.policies.discussion import (
    Authorship,
    is_own,
    may_edit,
    may_withdraw,
    may_write,
)
from records.things.declared import find_thing
from records.things.thing import Thing

_ROW = (
    "id",
    "organisation_id",
    "subject_kind",
    "subject_id",
    "in_reply_to_id",
    "text",
    "writer_kind",
    "writer_id",
    "written_for_id",
    "person_id",
    "way",
    "given_on",
    "told",
    "edits",
    "edited_at",
    "withdrawn_at",
    "withdrawn_by",
    "withdrawn_reason",
    "version",
    "created_at",
)
#: Answers that are shown below a comment in a list; its own page has the others.
FIRST_REPLIES = 20


def threads(
    *,
    actor: Actor,
    page: Page,
    subject_kind: str,
    subject: UUID,
) -> list[dict[str, Any]]:
    """Comments about a thing, the newest first, each with how many answers it has.

    Raises:
        NotFound, Denied: the thing may not be read.
    """
    find_thing(subject_kind, subject, actor)
    rows = _about(actor, subject).annotate(replies_count=Count("replies"))
    if after := key_of(page, datetime.fromisoformat, UUID):
        at, last = after
        rows = rows.filter(Q(created_at__lt=at) | Q(created_at=at, pk__lt=last))
    ordered = rows.order_by("-created_at", "-pk")
    return [dict(row) for row in ordered.values(*_ROW, "replies_count")[: page.fetch]]


def latest_threads(actor: Actor, subject_id: UUID, *, most: int) -> list[dict[str, Any]]:
    """The newest comments about a thing that the caller has found readable."""
    rows = _about(actor, subject_id).annotate(replies_count=Count("replies"))
    ordered = rows.order_by("-created_at", "-pk")
    return [dict(row) for row in ordered.values(*_ROW, "replies_count")[:most]]


def first_replies(actor: Actor, comment_ids: Iterable[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """The first answers to each of these comments, in one query."""
    rows = Comment.objects.visible_to(actor).filter(in_reply_to__among=set(comment_ids))
    numbered = rows.annotate(
        place=Window(RowNumber(), partition_by=[F("in_reply_to_id")], order_by=["created_at", "pk"])
    ).filter(place__lte=FIRST_REPLIES)
    found: dict[UUID, list[dict[str, Any]]] = {}
    for row in numbered.order_by("created_at", "pk").values(*_ROW):
        found.setdefault(row["in_reply_to_id"], []).append(dict(row))
    return found


def replies(*, actor: Actor, page: Page, comment_id: UUID) -> list[dict[str, Any]]:
    """Answers to a comment, the oldest first.

    Raises:
        NotFound, Denied.
    """
    comment_and_thing(actor, comment_id)
    rows = Comment.objects.visible_to(actor).filter(in_reply_to_id=comment_id)
    if after := key_of(page, datetime.fromisoformat, UUID):
        at, last = after
        rows = rows.filter(Q(created_at__gt=at) | Q(created_at=at, pk__gt=last))
    return [dict(row) for row in rows.order_by("created_at", "pk").values(*_ROW)[: page.fetch]]


def comments(
    *,
    actor: Actor,
    page: Page,
    subject_kind: str | None = None,
    subject: UUID | None = None,
    in_reply_to: UUID | None = None,
) -> list[dict[str, Any]]:
    """What the API lists: the comments about one thing, or the answers to one comment.

    Raises:
        NotFound, Denied. Invalid: neither is asked for, or both.
    """
    if in_reply_to is not None and subject is None:
        return replies(actor=actor, page=page, comment_id=in_reply_to)
    if subject is None or subject_kind is None or in_reply_to is not None:
        raise Invalid.one(
            "?subject", "Send subject_kind and subject, or in_reply_to.", code="required"
        )
    return threads(actor=actor, page=page, subject_kind=subject_kind, subject=subject)


def get_comment(actor: Actor, comment_id: UUID) -> dict[str, Any]:
    """One comment with what it is about, and what the actor may do with it.

    Raises:
        NotFound, Denied.
    """
    row, thing = comment_and_thing(actor, comment_id)
    by = authorship(row, thing)
    alive = row["withdrawn_at"] is None
    count = Comment.objects.visible_to(actor).filter(in_reply_to_id=comment_id).count()
    return {
        **row,
        "replies_count": count,
        "subject_title": thing.title,
        "may_reply": row["in_reply_to_id"] is None and may_write(actor, thing).allowed,
        "may_edit": alive and may_edit(actor, by).allowed,
        "may_withdraw": alive and may_withdraw(actor, by).allowed,
        "own": is_own(actor, by),
    }


def comment_and_thing(actor: Actor, comment_id: UUID) -> tuple[dict[str, Any], Thing]:
    """The row of a comment, and the thing that it is about. Raises: NotFound, Denied."""
    row = Comment.objects.visible_to(actor).filter(pk=comment_id).values(*_ROW).first()
    if row is None:
        raise NotFound("There is no such comment.")
    return dict(row), find_thing(row["subject_kind"], row["subject_id"], actor)


def authorship(row: Mapping[str, Any], thing: Thing) -> Authorship:
    """By whom a comment is, as the policies ask it."""
    return Authorship(
        writer_kind=row["writer_kind"],
        writer_id=row["writer_id"],
        person_id=row["person_id"],
        organisation_id=thing.organisation_id,
        unit_id=thing.unit_id,
    )


def wordings(*, actor: Actor, page: Page, comment_id: UUID) -> list[dict[str, Any]]:
    """How a comment read before, the latest first.

    Raises:
        NotFound, Denied.
    """
    comment_and_thing(actor, comment_id)
    rows = CommentWording.objects.filter(comment_id=comment_id)
    if after := key_of(page, int):
        rows = rows.filter(number__lt=after[0])
    fields = ("number", "text", "written_at")
    return [dict(row) for row in rows.order_by("-number").values(*fields)[: page.fetch]]


def possible_listeners(actor: Actor, thing: Thing, *, on: date) -> list[tuple[UUID, str]]:
    """Colleagues whom a comment can point out: those who read the thing, by name.

    Where the thing belongs to another organisation, they are the colleagues at home.
    """
    homes = [thing.organisation_id]
    if not actor.everywhere and thing.organisation_id not in actor.organisation_ids:
        homes = sorted(actor.organisation_ids)
    found: dict[UUID, str] = {}
    for home in homes:
        unit_id = thing.unit_id if home == thing.organisation_id else None
        found |= dict(
            members_who_may(actor, thing.read, organisation_id=home, unit_id=unit_id, on=on)
        )
    return sorted(found.items(), key=lambda one: (one[1].casefold(), one[0]))


def with_writers(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows with `writer`, `person`, `told_names` and `withdrawn_by_name`, in one query.

    Whoever reads a comment learns who wrote it, also across organisations that work on one thing:
    `writer_body` is then the organisation from which they write.
    """
    found = [dict(row) for row in rows]
    if not found:
        return []
    names = _names([row["id"] for row in found])
    elsewhere = {
        row["written_for_id"]
        for row in found
        if row["written_for_id"] and row["written_for_id"] != row["organisation_id"]
    }
    bodies = organisation_names(elsewhere) if elsewhere else {}
    return [
        {
            **row,
            "writer": _writer(row, names),
            "writer_body": bodies[row["written_for_id"]].name
            if row["written_for_id"] in bodies
            else "",
            "person": names.get(row["person_id"], ""),
            "told_names": [names[one] for one in row["told"] if one in names],
            "withdrawn_by_name": names.get(row["withdrawn_by"], ""),
        }
        for row in found
    ]


def _writer(row: Mapping[str, Any], names: Mapping[UUID, str]) -> str:
    if row["writer_kind"] == "api_key":
        return "Another system"
    if row["writer_kind"] == "system":
        return "QIflow"
    return names.get(row["writer_id"], "Somebody who has left")


def _names(comment_ids: list[UUID]) -> dict[UUID, str]:
    """Of everybody who stands in comments that the connection may read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM qiflow_names_in_comments(%s::uuid[])", [comment_ids])
        return dict(cursor.fetchall())


def _about(actor: Actor, subject_id: UUID) -> QuerySet[Comment]:
    rows: QuerySet[Comment] = Comment.objects.visible_to(actor)
    return rows.filter(subject_id=subject_id, in_reply_to=None)
