"""Notices of the discussion: somebody points you to a comment, or answers yours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from kernel.actors import SYSTEM, ActorKind
from people.queries.colleagues import colleague_names
from people.queries.persons import person_names
from records import discussion_events as events
from records.messages.declared import USER, Happened, Note, Notice, Recipient, Told, Words
from records.models import Comment
from records.queries.subjects import titles_of

_POINTED, _ANSWERED = "pointed", "answered"
_FIELDS = ("id", "subject_kind", "subject_id", "writer_kind", "writer_id", "person_id")
_SOMEBODY = "Somebody"


def _to_those_concerned(batch: Sequence[Happened]) -> list[Told]:
    """Whoever is pointed to it, and whoever wrote what it answers; each once, never the writer."""
    asked = {UUID(of.data["in_reply_to"]) for of in batch if of.data.get("in_reply_to")}
    rows = Comment.objects.filter(pk__in=asked, writer_kind=ActorKind.USER)
    writers = {pk: writer for pk, writer in rows.values_list("pk", "writer_id") if writer}
    return [told for of in batch for told in _of_one(of, writers)]


def _of_one(of: Happened, writers: Mapping[UUID, UUID]) -> Iterable[Told]:
    pointed = [UUID(one) for one in of.data["mentioned"]]
    parts = dict.fromkeys(pointed, _POINTED)
    if (before := of.data.get("in_reply_to")) and (writer := writers.get(UUID(before))):
        parts.setdefault(writer, _ANSWERED)
    for user_id, part in parts.items():
        if user_id != of.by:
            yield Told(to=Recipient(USER, user_id), of=of, data={"part": part})


def _words(notes: Sequence[Note]) -> dict[UUID, Words]:
    """What was written is read on its page, by those who may: the message says only where."""
    rows = Comment.objects.filter(pk__in={note.thing_id for note in notes}).values(*_FIELDS)
    comments = {row["id"]: row for row in rows}
    things = titles_of(SYSTEM, comments.values())
    names = _writers(comments.values())
    return {
        note.id: _of_comment(note, comment, things, names)
        for note in notes
        if (comment := comments.get(note.thing_id))
    }


def _of_comment(
    note: Note,
    comment: Mapping[str, Any],
    things: Mapping[UUID, str],
    names: Mapping[UUID, str],
) -> Words:
    who = names.get(comment["person_id"] or comment["writer_id"], _SOMEBODY)
    thing = things.get(comment["subject_id"], "")
    answered = note.data.get("part") == _ANSWERED
    return Words(
        subject=f"{who} {'answered you' if answered else 'wrote something for you'}: {thing}",
        sentences=(
            f"{who} answered what you wrote."
            if answered
            else f"{who} wrote a comment and wants you to see it.",
        ),
        facts=(("About", thing),) if thing else (),
        path=f"/comments/{comment['id']}",
        link="Read it",
    )


def _writers(comments: Iterable[Mapping[str, Any]]) -> dict[UUID, str]:
    rows = list(comments)
    users = {row["writer_id"] for row in rows if row["writer_kind"] == ActorKind.USER}
    people = {row["person_id"] for row in rows if row["person_id"]}
    return {**colleague_names(SYSTEM, users), **person_names(SYSTEM, people)}


DISCUSSION_NOTICES = (
    Notice(
        type=events.CommentWritten.type,
        title="A comment for you",
        audience=_to_those_concerned,
        words=_words,
    ),
)
