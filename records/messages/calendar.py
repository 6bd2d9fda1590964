"""The calendar part of a message (RFC 5545 and 5546): one identifier for each thing."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from records.messages.addresses import host
from records.messages.declared import Entry, Note

REQUEST, CANCEL = "REQUEST", "CANCEL"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPart:
    """What a calendar programme reads; `method` says whether it adds or takes away."""

    method: str
    content: bytes


def calendar_part(
    entry: Entry, note: Note, *, organiser: str, attendee: str, url: str, now: datetime
) -> CalendarPart:
    """The entry for the calendar of one reader. A later `note.seq` replaces an earlier one."""
    ical = _library()
    method = CANCEL if entry.cancelled else REQUEST
    calendar = ical.Calendar()
    calendar.add("prodid", "-//QIflow//Messages//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_event(ical, entry, note, organiser, attendee, url, now))
    return CalendarPart(method=method, content=calendar.to_ical())


def uid_of(kind: str, thing_id: UUID) -> str:
    """The same for every message about one thing, and for no other thing."""
    return f"{kind}-{thing_id}@{host()}"


def _event(
    ical: Any, entry: Entry, note: Note, organiser: str, attendee: str, url: str, now: datetime
) -> Any:
    event = ical.Event()
    kind, thing_id, version = entry.of or (note.thing_kind, note.thing_id, note.seq)
    event.add("uid", uid_of(kind, thing_id))
    event.add("sequence", version)
    event.add("dtstamp", now)
    event.add("summary", entry.summary)
    begins, ends = _when(entry)
    event.add("dtstart", begins)
    if ends is not None:
        event.add("dtend", ends)
    if entry.place:
        event.add("location", entry.place)
    if url:
        event.add("url", url)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    # A day on which something is due does not make its reader busy.
    event.add("transp", "TRANSPARENT" if entry.day else "OPAQUE")
    event.add("organizer", f"mailto:{organiser}")
    event.add("attendee", f"mailto:{attendee}", parameters={"RSVP": "FALSE"})
    return event


def _when(entry: Entry) -> tuple[date | datetime, date | datetime | None]:
    """A whole day ends with the beginning of the next one."""
    if entry.day is not None:
        return entry.day, entry.day + timedelta(days=1)
    if entry.starts is None:
        raise ValueError("A calendar entry needs a day or a beginning.")
    return entry.starts, entry.ends


@cache
def _library() -> Any:
    # Loaded with the first date that is sent: most processes send none.
    return importlib.import_module("icalendar")
