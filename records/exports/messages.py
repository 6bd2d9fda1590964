"""What goes out, and letters and calls to be done, as files with their filters."""

from __future__ import annotations

from collections.abc import Sequence

from kernel.api.filters import Choice, Filter, Uuid
from records.exports.declared import Asked, ListExport, Row, columns
from records.queries.outgoing import outgoing, to_do_by_hand
from records.words import BY_HAND_CHANNELS, MESSAGE_STATUSES, OUTGOING_CHANNELS

OUTGOING_FILTERS: dict[str, Filter] = {
    "status": Choice(MESSAGE_STATUSES, "Messages in this state."),
    "channel": Choice(OUTGOING_CHANNELS, "Messages on this way."),
    "organisation": Uuid("Messages of this organisation."),
}
BY_HAND_FILTERS: dict[str, Filter] = {
    "status": Choice(MESSAGE_STATUSES, "Those in this state; `waiting` if left out."),
    "channel": Choice(BY_HAND_CHANNELS, "Only letters, or only calls."),
    "organisation": Uuid("Those of this organisation."),
}
_COLUMNS = columns(
    ("message", "title"),
    ("to", "name"),
    "channel",
    "status",
    "problem",
    ("needs", lambda row: ", ".join(row["needs"])),
    "interpreter_language",
    "created_at",
    "due_at",
    "sent_at",
    ("done_by", "done_by_name"),
    "attempt",
    "recipient_kind",
    "recipient_id",
    "organisation_id",
    "id",
)


def _outgoing(asked: Asked) -> Sequence[Row]:
    return outgoing(asked.actor, page=asked.page, **asked.filters)


def _by_hand(asked: Asked) -> Sequence[Row]:
    return to_do_by_hand(asked.actor, page=asked.page, **asked.filters)


OUTGOING = ListExport(
    name="outgoing",
    title="Messages that go out",
    columns=_COLUMNS,
    filters=OUTGOING_FILTERS,
    rows=_outgoing,
    key=lambda row: (row["created_at"], row["id"]),
)
BY_HAND = ListExport(
    name="by-hand",
    title="Letters and calls",
    columns=_COLUMNS,
    filters=BY_HAND_FILTERS,
    rows=_by_hand,
    key=lambda row: (row["created_at"], row["id"]),
)
