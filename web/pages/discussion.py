"""What the pages show of discussions: a section of a thing, all of it, one thread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.urls import reverse

from records.policies.discussion import may_edit, may_withdraw, may_write
from records.policies.links import may_ask
from records.queries import discussion as queries
from records.things.thing import Thing
from web.visit import Visit
from web.words.dates import british_date, british_moment
from web.words.links import entered_words

MOST_ON_A_THING = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentView:
    """One comment, ready for its template. An empty address: there is no such way.

    `how`: who entered it for whom. `withdrawn`: said in place of the words that are gone.
    """

    id: UUID
    who: str
    when: str
    text: str
    how: str
    edited: str
    wordings_href: str
    told: str
    withdrawn: str
    href: str
    reply_href: str
    ask_href: str
    edit_href: str
    withdraw_href: str
    replies: tuple[CommentView, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscussionSection:
    """The latest of a discussion on the page of a thing."""

    threads: tuple[CommentView, ...]
    all_href: str
    may_write: bool
    more: bool


def discussion_section(visit: Visit, thing: Thing) -> DiscussionSection:
    """The newest threads about a thing; one query where nothing was written."""
    rows = queries.latest_threads(visit.actor, thing.id, most=MOST_ON_A_THING + 1)
    return DiscussionSection(
        threads=thread_views(visit, thing, rows[:MOST_ON_A_THING]),
        all_href=reverse("web:discussion", args=[thing.kind, thing.id]),
        may_write=may_write(visit.actor, thing).allowed,
        more=len(rows) > MOST_ON_A_THING,
    )


def thread_views(
    visit: Visit, thing: Thing, rows: Sequence[Mapping[str, Any]]
) -> tuple[CommentView, ...]:
    """Threads with the first answers of each: three queries, however many threads."""
    answered = [row["id"] for row in rows if row["replies_count"]]
    below = queries.first_replies(visit.actor, answered) if answered else {}
    flat = [*rows, *(reply for group in below.values() for reply in group)]
    views = {one.id: one for one in comment_views(visit, thing, flat)}
    return tuple(
        _with_replies(views[row["id"]], row, [views[one["id"]] for one in below.get(row["id"], ())])
        for row in rows
    )


def comment_views(
    visit: Visit, thing: Thing, rows: Iterable[Mapping[str, Any]]
) -> tuple[CommentView, ...]:
    """Each comment by itself, with what the visitor may do with it."""
    writes = may_write(visit.actor, thing).allowed
    asks = may_ask(visit.actor, thing).allowed
    return tuple(
        _view(visit, thing, row, writes=writes, asks=asks) for row in queries.with_writers(rows)
    )


def _view(
    visit: Visit, thing: Thing, row: Mapping[str, Any], *, writes: bool, asks: bool
) -> CommentView:
    by = queries.authorship(row, thing)
    alive = row["withdrawn_at"] is None
    root = row["in_reply_to_id"] is None
    at = reverse("web:comment", args=[row["in_reply_to_id"] or row["id"]])
    ask = reverse("web:new-link", args=["reply", thing.kind, thing.id])
    return CommentView(
        id=row["id"],
        who=_who(row),
        when=british_moment(row["created_at"]),
        text=row["text"],
        how=_how(row),
        edited=f"Edited on {british_date(row['edited_at'])}" if row["edits"] and alive else "",
        wordings_href=_href("web:comment-wordings", row) if row["edits"] and alive else "",
        told=", ".join(row["told_names"]),
        withdrawn="" if alive else _withdrawn(row),
        href=at,
        reply_href=f"{at}#reply" if writes and root else "",
        ask_href=f"{ask}?comment={row['id']}" if asks and root and alive else "",
        edit_href=_href("web:edit-comment", row)
        if alive and may_edit(visit.actor, by).allowed
        else "",
        withdraw_href=_href("web:withdraw-comment", row)
        if alive and may_withdraw(visit.actor, by).allowed
        else "",
        replies=(),
        more=0,
    )


def _with_replies(
    view: CommentView, row: Mapping[str, Any], replies: Sequence[CommentView]
) -> CommentView:
    return replace(view, replies=tuple(replies), more=row["replies_count"] - len(replies))


def _who(row: Mapping[str, Any]) -> str:
    name = row["person"] or row["writer"]
    return f"{name}, {row['writer_body']}" if row["writer_body"] else str(name)


def _how(row: Mapping[str, Any]) -> str:
    """Both names, where somebody wrote down another's words."""
    if row["person_id"] is None or row["way"] in ("", "link"):
        return ""
    return entered_words(row["writer"], row["person"], row["way"], row["given_on"])


def _withdrawn(row: Mapping[str, Any]) -> str:
    when = british_date(row["withdrawn_at"])
    if not row["withdrawn_reason"]:
        return f"Withdrawn on {when}."
    by = row["withdrawn_by_name"] or "an administrator"
    return f"Withdrawn on {when} by {by}: {row['withdrawn_reason']}"


def _href(name: str, row: Mapping[str, Any]) -> str:
    return reverse(name, args=[row["id"]])
