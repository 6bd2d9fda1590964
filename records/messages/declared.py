"""What people are told of, and in which words. Every app declares its own notices."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

#: Kinds of recipients that records know; other apps add theirs.
USER, PERSON = "user", "person"


@dataclass(frozen=True, slots=True, order=True)
class Recipient:
    """Who is told: a user, a person without an account, or whoever an invitation is for."""

    kind: str
    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """An event as an audience sees it. `by` is the user who did it, where it was one."""

    event: UUID
    type: str
    organisation_id: UUID | None
    thing_kind: str
    thing_id: UUID
    seq: int
    data: Mapping[str, Any]
    by: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Somebody is to be told of an event. `data` holds ids and facts, never names or words."""

    to: Recipient
    of: Happened
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One message whose words are wanted. Several ways of telling the same have the same words."""

    id: UUID
    notice: str
    to: Recipient
    organisation_id: UUID | None
    thing_kind: str
    thing_id: UUID
    seq: int
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A date for the reader's calendar: a whole `day`, or an instant with or without its end.

    The identifier is that of the thing and the sequence its version, so that a later entry
    changes an earlier one and a cancelled one takes it away. `of`: kind, id and version of the
    thing, where the message is about something else, such as a link.
    """

    summary: str
    day: date | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    place: str = ""
    cancelled: bool = False
    of: tuple[str, UUID, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a message says, as plain text; what shows it escapes it.

    `facts` are lines such as ("By when", "3 March 2027"). `path` is the page that it leads to,
    with a token where the reader has no account, and `link` says what is done there. `told` is
    what the message is to whoever posts it or rings: who asks for what.
    """

    subject: str
    sentences: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    path: str = ""
    link: str = ""
    entry: Entry | None = None
    told: str = ""


#: Whom a batch of events of one type is told to, in a fixed number of queries.
Audience = Callable[[Sequence[Happened]], Sequence[Told]]
#: The words of a batch of notes, by their ids; a note about what is gone has none.
Wording = Callable[[Sequence[Note]], Mapping[UUID, Words]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What is told of one type of event.

    `title`: what kind of message this is, for lists of those who may not read it. `always`: it
    goes at once to everybody, as security and links do. `secret`: nobody but its reader sees the
    words, so it is never a letter or a call.
    """

    type: str
    title: str
    audience: Audience
    words: Wording
    always: bool = False
    secret: bool = False


NOTICES: dict[str, Notice] = {}


def register(*notices: Notice) -> None:
    """Add notices; a second for one type of event is a fault."""
    for notice in notices:
        if NOTICES.get(notice.type, notice) is not notice:
            raise ValueError(f"There are two notices of {notice.type}.")
        NOTICES[notice.type] = notice


def title_of(notice: str) -> str:
    """What kind of message it is, also where the notice is no longer declared."""
    known = NOTICES.get(notice)
    return known.title if known else "A message"


def is_secret(notice: str) -> bool:
    """May nobody but the reader see the words? What is not known may not be shown."""
    known = NOTICES.get(notice)
    return known is None or known.secret
