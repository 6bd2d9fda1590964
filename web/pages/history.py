"""The history of a thing, from its events, in words, with what is new to the visitor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from kernel.api.pages import Page
from people import queries as people
from people.queries.colleagues import colleague_names
from records.commands.last_seen import look_at
from records.histories.declared import history_kind
from web.pages.subjects import subject_names
from web.visit import Visit
from web.words.changes import event_detail, event_words, named_in
from web.words.dates import british_moment
from web.words.steps import (
    StepWords,
    action_step,
    appointment_step,
    committee_step,
    file_step,
    project_step,
)
from workflows.queries.findings import rule_of

#: So many are shown on the page of a thing itself.
MOST_ON_PAGE = 20
#: What the rules say of a thing belongs to its history too.
ALSO = ("compliance",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line: from which day it counts, what, why, and who wrote it down when.

    `new`: it was recorded by somebody else since the visitor was last here.
    """

    on: date
    text: str
    detail: str = ""
    who: str = ""
    ahead: bool = False
    href: str = ""
    outcome: Any = None
    new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The newest entries. `since`: the visit before this one; `all_href`: where the rest is."""

    entries: tuple[Entry, ...]
    since: datetime | None = None
    new: int = 0
    more: bool = False  # more are new than are shown
    all_href: str = ""


#: By number of the event: that it was entered on somebody's behalf, in words.
EnteredFor = Callable[[Sequence[Mapping[str, Any]]], Mapping[int, str]]

#: How the steps of each kind of thing are said.
_STEPS: Mapping[str, Callable[[str], StepWords]] = {
    "project": project_step,
    "committee": committee_step,
    "psp_appointment": appointment_step,
    "action": action_step,
    "file": file_step,
}


def history_of(
    visit: Visit, kind: str, thing_id: UUID, *, entered: EnteredFor | None = None
) -> History:
    """What happened to a thing, newest first, as its page shows it.

    `entered` says of the rows shown which were entered on somebody's behalf.
    """
    since = look_at(kind=kind, thing_id=thing_id, actor=visit.actor, now=visit.now)
    rows = history_kind(kind).read(visit.actor, thing_id, page=Page(limit=MOST_ON_PAGE), also=ALSO)
    entries = history_entries(
        visit,
        kind,
        rows[:MOST_ON_PAGE],
        since=since,
        entered=entered(rows) if entered else None,
    )
    new = sum(entry.new for entry in entries)
    return History(
        entries=entries,
        since=since,
        new=new,
        more=len(rows) > MOST_ON_PAGE and new == len(entries),
        all_href=whole_href(kind, thing_id) if len(rows) > MOST_ON_PAGE else "",
    )


def whole_href(kind: str, thing_id: UUID) -> str:
    return reverse("web:history", args=[kind, thing_id])


def history_entries(
    visit: Visit,
    kind: str,
    rows: Sequence[Mapping[str, Any]],
    *,
    since: datetime | None = None,
    entered: Mapping[int, str] | None = None,
) -> tuple[Entry, ...]:
    """Events newest first, as queries give them, with the steps that they brought.

    `entered`: by number of the event, that it was entered on somebody's behalf.
    """
    names, found = _names(visit, rows), entered or {}
    return tuple(
        replace(entry, new=_is_new(row, visit, since))
        for row in rows
        for entry in _entries(row, names, _STEPS.get(kind), found.get(row["seq"], ""))
    )


def _entries(
    row: Mapping[str, Any],
    names: Mapping[tuple[str, str], str],
    words: Callable[[str], StepWords] | None,
    entered: str,
) -> Iterable[Entry]:
    who = f"Recorded on {british_moment(row['recorded_at'])} by {_who(row, names)}"
    if entered:
        who = f"{who}. {entered}"
    if not row["steps"] or words is None:
        yield Entry(
            on=row["effective_on"],
            text=event_words(row["type"]),
            detail=event_detail(row["type"], row["data"], names),
            who=who,
        )
        return
    for step in reversed(row["steps"]):
        yield Entry(
            on=step["effective_on"],
            text=words(step["transition"]).done,
            detail=step["reason"],
            who=who + _approver(step, names),
        )


def _is_new(row: Mapping[str, Any], visit: Visit, since: datetime | None) -> bool:
    return since is not None and row["recorded_at"] > since and row["actor_id"] != visit.actor.id


def _who(row: Mapping[str, Any], names: Mapping[tuple[str, str], str]) -> str:
    if row["actor_kind"] == "system":
        return "QIflow"
    if row["actor_kind"] == "api_key":
        return "another system"
    if row["actor_kind"] == "person":
        return f"{names.get(('person', str(row['actor_id'])), 'somebody')}, by their link"
    return names.get(("user", str(row["actor_id"])), "somebody from another organisation")


def _approver(step: Mapping[str, Any], names: Mapping[tuple[str, str], str]) -> str:
    if not step["approved_by"]:
        return ""
    return f", approved by {names.get(('user', str(step['approved_by'])), 'somebody else')}"


def _names(visit: Visit, rows: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], str]:
    """Everybody and everything that the entries name, with one query for each kind."""
    wanted: dict[str, set[str]] = {}
    for row in rows:
        for kind, one in (*named_in(row["type"], row["data"]), *_actors(row)):
            wanted.setdefault(kind, set()).add(one)
    names: dict[tuple[str, str], str] = {}
    rules = wanted.pop("rule", set())
    names |= {("rule", rule): rule_of(rule).get("title", rule) for rule in rules}
    users = {UUID(one) for one in wanted.pop("user", set())}
    names |= {("user", str(pk)): name for pk, name in colleague_names(visit.actor, users).items()}
    # Asked each time, like the users, so that every page sends the same statements.
    bodies = people.organisation_names(UUID(one) for one in wanted.pop("organisation", set()))
    names |= {("organisation", str(pk)): body.name for pk, body in bodies.items()}
    keys = [(kind, UUID(one)) for kind, ids in wanted.items() for one in ids]
    return names | {
        (kind, str(pk)): name for (kind, pk), name in subject_names(visit, keys).items()
    }


def _actors(row: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    if row["actor_id"] and row["actor_kind"] in ("user", "person"):
        yield row["actor_kind"], str(row["actor_id"])
    for step in row["steps"]:
        if step["approved_by"]:
            yield "user", str(step["approved_by"])
