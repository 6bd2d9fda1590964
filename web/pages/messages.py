"""What the pages of messages show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from people.queries import organisation_names
from web.pages.frame import Answer
from web.pages.people import needs_words
from web.visit import Visit
from web.words.dates import british_moment
from web.words.messages import channel_words, message_status
from web.words.outcomes import OutcomeWords

_GONE = "Somebody who is no longer here"
#: Needs that change how a letter or a call is made, so that nobody overlooks them.
_FLAGGED = {
    "large_print": "Print this in large print.",
    "easy_read": "Write this in easy read, or enclose an easy read version.",
    "braille": "Have this put into braille.",
    "audio": "Have this recorded as audio.",
    "bsl": "Offer a British Sign Language interpreter.",
    "interpreter": "Have this translated, or call with an interpreter.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxLine:
    """One message in an inbox."""

    id: UUID
    subject: str
    sentences: tuple[str, ...]
    facts: tuple[Answer, ...]
    link: str
    at: datetime
    unread: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingLine:
    """One message on its way to somebody. `when` says since when it is as it is."""

    id: UUID
    title: str
    name: str
    channel: str
    status: OutcomeWords
    when: str
    problem: str
    needs: str
    may_send_again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHandPage:
    """A letter to print or a call to make. `signed`: who sends it, and where an answer goes."""

    id: UUID
    calls: bool
    sender: str
    signed: tuple[str, ...]
    on: datetime
    name: str
    address: tuple[str, ...]
    phone: str
    flags: tuple[str, ...]
    notes: str
    large: bool
    subject: str
    sentences: tuple[str, ...]
    facts: tuple[Answer, ...]
    link: str
    web_address: str
    status: OutcomeWords
    done: str
    to_do: bool


def inbox_line(found: Mapping[str, Any]) -> InboxLine:
    return InboxLine(
        id=found["id"],
        subject=found["subject"],
        sentences=tuple(found["sentences"]),
        facts=_facts(found),
        link=found["link"],
        at=found["created_at"],
        unread=found["read_at"] is None,
    )


def outgoing_lines(visit: Visit, rows: Iterable[Mapping[str, Any]]) -> tuple[OutgoingLine, ...]:
    return tuple(outgoing_line(visit, row) for row in rows)


def outgoing_line(visit: Visit, row: Mapping[str, Any]) -> OutgoingLine:
    manages = visit.actor.may("user.manage", organisation_id=row["organisation_id"])
    return OutgoingLine(
        id=row["id"],
        title=row["title"],
        name=row["name"] or _GONE,
        channel=channel_words(row["channel"]),
        status=message_status(row["status"], channel=row["channel"]),
        when=_when(row),
        problem=row["problem"],
        needs=needs_words(row),
        may_send_again=row["status"] == "failed" and manages,
    )


def by_hand_page(visit: Visit, found: Mapping[str, Any]) -> ByHandPage:
    return ByHandPage(
        id=found["id"],
        calls=found["channel"] == "telephone",
        sender=_sender(found["organisation_id"]),
        signed=_signed(visit),
        on=visit.now,
        name=found["name"] or _GONE,
        address=tuple(found["postal_address"].splitlines()),
        phone=found["phone"],
        flags=_flags(found),
        notes=found["access_needs"],
        large="large_print" in found["needs"],
        subject=found["subject"],
        sentences=tuple(found["sentences"]),
        facts=_facts(found),
        link=found["link"],
        web_address=found["address"],
        status=message_status(found["status"], channel=found["channel"]),
        done=_when(found) if found["status"] == "sent" else "",
        to_do=found["status"] == "waiting",
    )


def _signed(visit: Visit) -> tuple[str, ...]:
    user: Any = visit.request.user
    return (user.name, user.email)


def _sender(organisation_id: UUID | None) -> str:
    if organisation_id is None:
        return ""
    return organisation_names([organisation_id])[organisation_id].name


def _facts(found: Mapping[str, Any]) -> tuple[Answer, ...]:
    return tuple(Answer(key=fact["name"], value=fact["value"]) for fact in found["facts"])


def _flags(found: Mapping[str, Any]) -> tuple[str, ...]:
    flags = [_FLAGGED[code] for code in found["needs"] if code in _FLAGGED]
    if found["interpreter_language"]:
        flags.append(f"Language: {found['interpreter_language']}.")
    return tuple(flags)


def _when(row: Mapping[str, Any]) -> str:
    if row["sent_at"]:
        by = f" by {row['done_by_name']}" if row["done_by_name"] else ""
        return f"{british_moment(row['sent_at'])}{by}"
    if row["channel"] == "email" and row["status"] == "waiting":
        return f"Goes on {british_moment(row['due_at'])}"
    return f"Since {british_moment(row['created_at'])}"
