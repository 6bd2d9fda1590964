"""Notices of actions: given, handed over, moved to another day, due, done, dropped, open again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kernel.actors import SYSTEM
from kernel.british import british_date
from kernel.models import Event
from people.queries.colleagues import colleague_names
from people.queries.persons import person_names
from records import events
from records.messages.declared import (
    PERSON,
    USER,
    Entry,
    Happened,
    Note,
    Notice,
    Recipient,
    Told,
    Words,
)
from records.models import Action
from records.queries.subjects import titles_of

_OWNER, _FORMER, _GIVER = "owner", "former", "giver"
_SOMEBODY = "Somebody"
_ROW = (
    "id",
    "title",
    "subject_kind",
    "subject_id",
    "due_on",
    "owner_id",
    "owner_person_id",
    "closing_note",
)


def _told(of: Happened, reader: Recipient | None, part: str) -> list[Told]:
    """One reader, unless it was this one who did it; nobody where nobody has the action."""
    if reader is None or reader.id == of.by:
        return []
    by = {"by": str(of.by)} if of.by else {}
    return [Told(to=reader, of=of, data={"part": part, **by})]


def _named(facts: Mapping[str, Any], before: str = "") -> Recipient | None:
    """The owner in an event or a row: a user, a person, or nobody yet."""
    if user_id := facts.get(f"{before}owner_id"):
        return Recipient(USER, UUID(str(user_id)))
    if person_id := facts.get(f"{before}owner_person_id"):
        return Recipient(PERSON, UUID(str(person_id)))
    return None


def _to_owner_of_event(batch: Sequence[Happened]) -> list[Told]:
    return [one for of in batch for one in _told(of, _named(of.data), _OWNER)]


def _to_both(batch: Sequence[Happened]) -> list[Told]:
    former = [one for of in batch for one in _told(of, _named(of.data, "former_"), _FORMER)]
    return [*_to_owner_of_event(batch), *former]


def _to_owner(batch: Sequence[Happened]) -> list[Told]:
    owners = _owners(batch)
    return [one for of in batch for one in _told(of, owners.get(of.thing_id), _OWNER)]


def _when_moved(batch: Sequence[Happened]) -> list[Told]:
    return _to_owner([of for of in batch if "due_on" in of.data["fields"]])


def _to_owner_and_giver(batch: Sequence[Happened]) -> list[Told]:
    owners, givers = _owners(batch), _givers(batch)
    told = []
    for of in batch:
        owner, giver = owners.get(of.thing_id), givers.get(of.thing_id)
        told += _told(of, owner, _OWNER)
        told += _told(of, giver if giver != owner else None, _GIVER)
    return told


def _owners(batch: Sequence[Happened]) -> dict[UUID, Recipient | None]:
    rows = Action.objects.filter(pk__among=[of.thing_id for of in batch])
    return {row["pk"]: _named(row) for row in rows.values("pk", "owner_id", "owner_person_id")}


def _givers(batch: Sequence[Happened]) -> dict[UUID, Recipient]:
    """Who added each action, where a user did."""
    added = Event.objects.filter(
        aggregate_id__in=[of.thing_id for of in batch],
        aggregate_kind=Action.kind,
        type=events.ActionAdded.type,
        actor_kind="user",
    )
    rows = added.values_list("aggregate_id", "actor_id")
    return {action: Recipient(USER, by) for action, by in rows if by}


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    """One note with what its words need. `by` begins a sentence."""

    note: Note
    action: Mapping[str, Any]
    thing: str
    by: str
    owner: str

    @property
    def title(self) -> str:
        return str(self.action["title"])

    @property
    def part(self) -> str:
        return str(self.note.data.get("part", _OWNER))

    def words(self, subject: str, *sentences: str, cancelled: bool = False) -> Words:
        """The words of the notice, with the facts of the action."""
        mine = self.part == _OWNER
        return Words(
            subject=f"{subject}: {self.title}",
            sentences=sentences,
            facts=self._facts(),
            path=f"/actions/{self.action['id']}" if self.has_account else "",
            link="Open the action" if self.has_account else "",
            entry=self._entry(cancelled) if mine or self.part == _FORMER else None,
        )

    @property
    def has_account(self) -> bool:
        return self.note.to.kind == USER

    @property
    def what_to_do(self) -> str:
        """What the new owner does when it is done."""
        if not self.has_account:
            return "When it is done, or if you cannot do it, tell whoever gave it to you."
        return (
            "When it is done, say so on its page. You can also hand it over to somebody else there."
        )

    def _facts(self) -> tuple[tuple[str, str], ...]:
        facts = (
            ("About", self.thing),
            ("By when", british_date(self.action["due_on"])),
            ("What came of it", str(self.action["closing_note"])),
        )
        return tuple((name, value) for name, value in facts if value)

    def _entry(self, cancelled: bool) -> Entry:
        return Entry(summary=self.title, day=self.action["due_on"], cancelled=cancelled)


def _given(about: _About) -> Words:
    return about.words(
        "A new action for you",
        f"{about.by} gave you an action.",
        about.what_to_do,
    )


def _handed_over(about: _About) -> Words:
    if about.part == _FORMER:
        return about.words(
            "No longer your action",
            f"{about.by} handed this action over to {about.owner}. You need not do anything.",
            cancelled=True,
        )
    return about.words(
        "An action was handed over to you",
        f"{about.by} handed this action over to you.",
        about.what_to_do,
    )


def _moved(about: _About) -> Words:
    return about.words("Another day for your action", f"{about.by} changed the day.")


def _soon(about: _About) -> Words:
    return about.words(
        "Due soon",
        "The day of this action is near.",
        "If you cannot do it by then, choose another day on its page, or hand it over.",
    )


def _due(about: _About) -> Words:
    return about.words(
        "Due now",
        "The day of this action has come, and it is not done yet.",
        "Say on its page that it is done, choose another day, or hand it over."
        if about.has_account
        else about.what_to_do,
    )


def _done(about: _About) -> Words:
    return about.words("Done", f"{about.by} says that this action is done.", cancelled=True)


def _dropped(about: _About) -> Words:
    return about.words(
        "An action will not be done",
        f"{about.by} says that this action will not be done. You need not do anything.",
        cancelled=True,
    )


def _reopened(about: _About) -> Words:
    return about.words("Your action is open again", f"{about.by} opened this action again.")


def _wording(say: Callable[[_About], Words]) -> Callable[[Sequence[Note]], dict[UUID, Words]]:
    def words(notes: Sequence[Note]) -> dict[UUID, Words]:
        return {about.note.id: say(about) for about in _looked_up(notes)}

    return words


def _looked_up(notes: Sequence[Note]) -> Iterable[_About]:
    """Notes with their actions, the titles of their things and the names in them."""
    rows = Action.objects.filter(pk__among={note.thing_id for note in notes}).values(*_ROW)
    actions = {row["id"]: row for row in rows}
    things = titles_of(SYSTEM, actions.values())
    by = {note.id: UUID(note.data["by"]) for note in notes if "by" in note.data}
    names = {**colleague_names(SYSTEM, {*by.values(), *_ids(actions, "owner_id")})}
    names |= person_names(SYSTEM, _ids(actions, "owner_person_id"))
    for note in notes:
        if action := actions.get(note.thing_id):
            yield _About(
                note=note,
                action=action,
                thing=things.get(action["subject_id"], ""),
                by=names.get(by[note.id], _SOMEBODY) if note.id in by else _SOMEBODY,
                owner=names.get(action["owner_id"] or action["owner_person_id"], "somebody else"),
            )


def _ids(actions: Mapping[UUID, Mapping[str, Any]], name: str) -> set[UUID]:
    return {row[name] for row in actions.values() if row[name]}


ACTION_NOTICES = (
    Notice(
        type=events.ActionAdded.type,
        title="A new action",
        audience=_to_owner_of_event,
        words=_wording(_given),
    ),
    Notice(
        type=events.ActionHandedOver.type,
        title="An action was handed over",
        audience=_to_both,
        words=_wording(_handed_over),
    ),
    Notice(
        type=events.ActionChanged.type,
        title="Another day for an action",
        audience=_when_moved,
        words=_wording(_moved),
    ),
    Notice(
        type=events.ActionDueSoon.type,
        title="A reminder of an action",
        audience=_to_owner_of_event,
        words=_wording(_soon),
    ),
    Notice(
        type=events.ActionFellDue.type,
        title="A reminder of an action",
        audience=_to_owner_of_event,
        words=_wording(_due),
    ),
    Notice(
        type=events.ActionCompleted.type,
        title="An action is done",
        audience=_to_owner_and_giver,
        words=_wording(_done),
    ),
    Notice(
        type=events.ActionDropped.type,
        title="An action was dropped",
        audience=_to_owner_and_giver,
        words=_wording(_dropped),
    ),
    Notice(
        type=events.ActionReopened.type,
        title="An action is open again",
        audience=_to_owner,
        words=_wording(_reopened),
    ),
)
