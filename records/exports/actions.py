"""The list of actions as a file, with its filters."""

from __future__ import annotations

from collections.abc import Sequence

from kernel.api.filters import Choice, Day, Filter, Uuid, YesNo
from records.exports.declared import Asked, ListExport, Row, columns
from records.queries.actions import actions, with_names
from records.words import ACTION_STATES

ACTION_FILTERS: dict[str, Filter] = {
    "organisation": Uuid("Actions that this organisation keeps."),
    "subject": Uuid("Actions about this thing."),
    "owner": Uuid("Actions of this user."),
    "owner_person": Uuid("Actions of this person, who may have no account."),
    "unowned": YesNo("Only those that nobody has taken on yet."),
    "mine": YesNo("Only those that you own."),
    "state": Choice(ACTION_STATES),
    "due_before": Day("Due before this day."),
}


def _rows(asked: Asked) -> Sequence[Row]:
    return with_names(asked.actor, actions(actor=asked.actor, page=asked.page, **asked.filters))


ACTIONS = ListExport(
    name="actions",
    title="Actions",
    columns=columns(
        "title",
        ("about", "subject_title"),
        ("owner", "owner_name"),
        "due_on",
        "state",
        "closing_note",
        "closed_on",
        "subject_kind",
        "subject_id",
        "owner_id",
        "owner_person_id",
        "organisation_id",
        "id",
        "version",
    ),
    filters=ACTION_FILTERS,
    rows=_rows,
    key=lambda row: (row["due_on"], row["id"]),
)
