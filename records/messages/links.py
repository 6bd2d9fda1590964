"""Notices of links and meetings: somebody is asked for something, or a meeting changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from kernel.actors import SYSTEM
from kernel.british import british_moment
from kernel.clock import LONDON
from people.queries import organisation_names
from records import link_events, occasion_events
from records.links.declared import PURPOSES, Purpose
from records.links.doors import token_for
from records.links.inviting import when_words
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
from records.models import Invitee, Link, Occasion
from records.queries.subjects import titles_of

_WITHOUT_HARM = "Opening the link changes nothing. It is for you alone: do not pass it on."


def _to_whom_it_is_for(batch: Sequence[Happened]) -> list[Told]:
    rows = Link.objects.filter(pk__in={of.thing_id for of in batch})
    readers = {row["pk"]: _reader(row) for row in rows.values("pk", "person_id", "user_id")}
    return [Told(to=readers[of.thing_id], of=of) for of in batch if of.thing_id in readers]


def _reader(row: Mapping[str, Any]) -> Recipient:
    if row["person_id"]:
        return Recipient(PERSON, row["person_id"])
    return Recipient(USER, row["user_id"])


def _asking(notes: Sequence[Note]) -> dict[UUID, Words]:
    rows = Link.objects.filter(
        pk__in={note.thing_id for note in notes}, cancelled_at__isnull=True
    ).select_related("made_by")
    links = {link.pk: link for link in rows}
    about = titles_of(SYSTEM, [vars(link) for link in links.values()])
    bodies = organisation_names(link.organisation_id for link in links.values())
    meetings = _occasions(filter(None, map(_occasion_of, links.values())))
    found = {}
    for note in notes:
        if link := links.get(note.thing_id):
            asker = _asker(link, bodies[link.organisation_id].name)
            meeting = meetings.get(_occasion_of(link))
            found[note.id] = _question(link, asker, about.get(link.subject_id, ""), meeting)
    return found


def _occasion_of(link: Link) -> UUID | None:
    asked = link.asked.get("occasion_id")
    return UUID(asked) if asked else None


def _asker(link: Link, body: str) -> str:
    return f"{link.made_by.name}, {body}," if link.made_by else body


def _question(link: Link, asker: str, about: str, meeting: Occasion | None) -> Words:
    purpose = PURPOSES[link.purpose]
    on = meeting.title if meeting else about
    facts = [("About", about), *(_where_and_when(meeting) if meeting else ())]
    facts.append(("The link works until", british_moment(link.expires_at)))
    return Words(
        subject=f"You are asked to help: {on}",
        sentences=tuple(filter(None, (_asks(asker, purpose), link.note, _WITHOUT_HARM))),
        facts=tuple((name, value) for name, value in facts if value),
        path=f"/l/{token_for(link.pk)}",
        link="Answer by this link",
        entry=_entry(meeting) if meeting else None,
        told=_told(link, purpose, on),
    )


def _asks(asker: str, purpose: Purpose) -> str:
    return f"{asker} asks you to {purpose.wish_to_you}."


def _told(link: Link, purpose: Purpose, on: str) -> str:
    """Who asks for what, and about which thing."""
    who = link.made_by.name if link.made_by else "QIflow"
    return f"{who} asks them to {purpose.wish}: {on}"


def _to_everybody_invited(batch: Sequence[Happened]) -> list[Told]:
    """All but who made the change, as a user of their own."""
    rows = Invitee.objects.filter(occasion_id__in={of.thing_id for of in batch})
    invited: dict[UUID, list[Recipient]] = {}
    for row in rows.order_by("id").values("occasion_id", "person_id", "user_id"):
        invited.setdefault(row["occasion_id"], []).append(_reader(row))
    return [
        Told(to=reader, of=of)
        for of in batch
        for reader in invited.get(of.thing_id, ())
        if reader.id != of.by
    ]


def _changed(notes: Sequence[Note]) -> dict[UUID, Words]:
    meetings = _occasions(note.thing_id for note in notes)
    return {
        note.id: _meeting_words(
            note,
            meeting,
            subject=f"Changed: {meeting.title}",
            sentence="Something about this meeting is different. This is how it is now.",
        )
        for note in notes
        if (meeting := meetings.get(note.thing_id))
    }


def _called_off(notes: Sequence[Note]) -> dict[UUID, Words]:
    meetings = _occasions(note.thing_id for note in notes)
    return {
        note.id: _meeting_words(
            note,
            meeting,
            subject=f"Called off: {meeting.title}",
            sentence="This meeting will not take place. You need not do anything.",
        )
        for note in notes
        if (meeting := meetings.get(note.thing_id))
    }


def _meeting_words(note: Note, meeting: Occasion, *, subject: str, sentence: str) -> Words:
    has_account = note.to.kind == USER
    return Words(
        subject=subject,
        sentences=(sentence,),
        facts=tuple((name, value) for name, value in _where_and_when(meeting) if value),
        path=f"/meetings/{meeting.pk}" if has_account else "",
        link="See the meeting" if has_account else "",
        entry=_entry(meeting),
    )


def _where_and_when(meeting: Occasion) -> Iterable[tuple[str, str]]:
    yield "When", when_words(meeting.on_date, meeting.from_time, meeting.to_time)
    yield "Where", meeting.place
    yield "How to join from elsewhere", meeting.way_to_join
    yield "Why it is called off", meeting.cancelled_reason


def _entry(meeting: Occasion) -> Entry:
    return Entry(
        summary=meeting.title,
        starts=_at(meeting.on_date, meeting.from_time),
        ends=_at(meeting.on_date, meeting.to_time) if meeting.to_time else None,
        place=meeting.place or meeting.way_to_join,
        cancelled=meeting.cancelled_at is not None,
        of=(Occasion.kind, meeting.pk, meeting.version),
    )


def _at(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=LONDON)


def _occasions(ids: Iterable[UUID]) -> dict[UUID | None, Occasion]:
    return {one.pk: one for one in Occasion.objects.filter(pk__in=set(ids))}


LINK_NOTICES = (
    Notice(
        type=link_events.LinkSent.type,
        title="A request for an answer",
        audience=_to_whom_it_is_for,
        words=_asking,
        always=True,
    ),
    Notice(
        type=occasion_events.OccasionChanged.type,
        title="A meeting changed",
        audience=_to_everybody_invited,
        words=_changed,
        always=True,
    ),
    Notice(
        type=occasion_events.OccasionCancelled.type,
        title="A meeting was called off",
        audience=_to_everybody_invited,
        words=_called_off,
        always=True,
    ),
)
