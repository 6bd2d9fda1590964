"""The history of a thing, from its events, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from people.queries.colleagues import colleague_names
from people.queries.persons import person_names
from web.visit import Visit
from web.words.changes import event_words, field_words
from web.words.dates import british_moment
from web.words.steps import StepWords


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line: from which day it counts, what, why, and who wrote it down when."""

    on: date
    text: str
    detail: str = ""
    who: str = ""
    ahead: bool = False
    href: str = ""
    outcome: Any = None


def history_entries(
    visit: Visit,
    rows: Sequence[Mapping[str, Any]],
    *,
    words: Callable[[str], StepWords],
    entered: Mapping[int, str] | None = None,
) -> tuple[Entry, ...]:
    """Events newest first, as queries give them, with the steps that they brought.

    `entered`: by number of the event, that it was entered on somebody's behalf.
    """
    names = colleague_names(visit.actor, set(_actors(rows)))
    if people := {row["actor_id"] for row in rows if row["actor_kind"] == "person"}:
        names = {**names, **person_names(visit.actor, people)}
    found = entered or {}
    return tuple(
        entry
        for row in rows
        for entry in _entries(row, names, words, entered=found.get(row["seq"], ""))
    )


def _entries(
    row: Mapping[str, Any],
    names: Mapping[UUID, str],
    words: Callable[[str], StepWords],
    *,
    entered: str,
) -> Iterable[Entry]:
    who = f"Recorded on {british_moment(row['recorded_at'])} by {_who(row, names)}"
    if entered:
        who = f"{who}. {entered}"
    if not row["steps"]:
        yield Entry(
            on=row["effective_on"],
            text=event_words(row["type"]),
            detail=field_words(row["data"].get("fields", [])),
            who=who,
        )
    for step in reversed(row["steps"]):
        yield Entry(
            on=step["effective_on"],
            text=words(step["transition"]).done,
            detail=step["reason"],
            who=who + _approver(step, names),
        )


def _who(row: Mapping[str, Any], names: Mapping[UUID, str]) -> str:
    if row["actor_kind"] == "system":
        return "QIflow"
    if row["actor_kind"] == "api_key":
        return "another system"
    return names.get(row["actor_id"], "somebody from another organisation") + (
        ", by their link" if row["actor_kind"] == "person" else ""
    )


def _approver(step: Mapping[str, Any], names: Mapping[UUID, str]) -> str:
    if not step["approved_by"]:
        return ""
    return f", approved by {names.get(step['approved_by'], 'somebody else')}"


def _actors(rows: Iterable[Mapping[str, Any]]) -> Iterable[UUID]:
    for row in rows:
        if row["actor_id"]:
            yield row["actor_id"]
        for step in row["steps"]:
            if step["approved_by"]:
                yield step["approved_by"]
