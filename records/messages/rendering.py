"""From rows of messages to their words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from records.messages.declared import NOTICES, Note, Recipient, Words

#: What a row needs for its words to be found.
NOTE = (
    "id",
    "notice",
    "recipient_kind",
    "recipient_id",
    "organisation_id",
    "thing_kind",
    "thing_id",
    "seq",
    "data",
)
GONE = Words(
    subject="This is no longer here",
    sentences=("What this message was about has been removed, or you may no longer read it.",),
)


def note_of(row: Mapping[str, Any]) -> Note:
    return Note(
        id=row["id"],
        notice=row["notice"],
        to=Recipient(row["recipient_kind"], row["recipient_id"]),
        organisation_id=row["organisation_id"],
        thing_kind=row["thing_kind"],
        thing_id=row["thing_id"],
        seq=row["seq"],
        data=row["data"],
    )


def words_of(notes: Iterable[Note]) -> dict[UUID, Words]:
    """The words of each note, in the queries that its kinds of notice take; never none."""
    by_notice: dict[str, list[Note]] = {}
    for note in notes:
        by_notice.setdefault(note.notice, []).append(note)
    found: dict[UUID, Words] = {}
    for notice, batch in sorted(by_notice.items()):
        known = NOTICES.get(notice)
        words = known.words(batch) if known else {}
        found |= {note.id: words.get(note.id, GONE) for note in batch}
    return found
