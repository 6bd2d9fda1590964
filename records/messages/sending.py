"""Sends the email that is due, one after the other, and says what came of each."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError, connection

from kernel import clock, tenancy
from kernel.tokens import token_of
from people.models.needs import Need
from records.messages import claims
from records.messages.addresses import address_of
from records.messages.calendar import CalendarPart, calendar_part
from records.messages.choices import UNSUBSCRIBE, choice_id_of
from records.messages.claims import Mailing
from records.messages.declared import USER, Note, Words
from records.messages.paper import Foot, Paper, Sheet
from records.messages.post import Letter, NotSent, Post, sender_address
from records.messages.recipients import Reader, readers_of
from records.messages.rendering import words_of

#: One run ends after so long, so that its thread is free for others; the relay rings again.
RUN_SECONDS = 20.0
_GONE = "There is no email address of this reader any more."
_OUR_FAULT = "A fault of ours kept this from being sent."
_WHY = "You get this because you work with QIflow."
_WHY_ALWAYS = "This message is about your account or a step that needs you, so it always comes."

logger = structlog.get_logger(__name__)


def send_waiting(*, seconds: float = RUN_SECONDS) -> int:
    """Send what is due until nothing is left or the time is over; the number sent."""
    try:
        tenancy.open_to_all()
        with Post() as post:
            return _send_until(time.monotonic() + seconds, post)
    except (OperationalError, InterfaceError) as error:
        # What was taken comes again when its lease has run out.
        logger.warning("messages_left", error=str(error))
        connection.close()
        return 0
    finally:
        if connection.connection is not None:
            tenancy.close()


def _send_until(end: float, post: Post) -> int:
    done = 0
    while time.monotonic() < end:
        mailing = claims.take(now=clock.now())
        if mailing is None:
            break
        if isinstance(mailing, claims.NothingYet):
            continue
        try:
            done += _send(mailing, post)
        except NotSent as problem:
            _answer(mailing, problem)
            if problem.unreachable:
                break
    return done


def _send(mailing: Mailing, post: Post) -> bool:
    """Write one email and hand it over, with no transaction open meanwhile."""
    reader = readers_of([mailing.to]).get(mailing.to)
    if reader is None:
        claims.stop(mailing, mailing.notes)
        return False
    if not reader.email:
        raise NotSent(_GONE, final=True)
    notes = [note for note in mailing.notes if mailing.always or _may_read(reader, note)]
    if len(notes) < len(mailing.notes):
        claims.stop(mailing, [note for note in mailing.notes if note not in notes])
    if not notes:
        return False
    try:
        letter = _letter(mailing, notes, reader)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        logger.exception("message_not_written", mailing=str(mailing.id))
        raise NotSent(_OUR_FAULT) from error
    post.send(letter)
    logger.info("message_sent", mailing=str(mailing.id), messages=len(notes))
    return claims.sent(mailing, now=clock.now())


def _may_read(reader: Reader, note: Note) -> bool:
    """Rights are asked for when it goes: between the event and this somebody may have left."""
    return reader.belongs_to(note.organisation_id)


def _answer(mailing: Mailing, problem: NotSent) -> None:
    logger.warning("message_not_sent", mailing=str(mailing.id), problem=problem.sentence)
    if problem.final:
        claims.fail(mailing, problem=problem.sentence, now=clock.now())
    else:
        claims.rest(mailing, problem=problem.sentence, now=clock.now())


def _letter(mailing: Mailing, notes: list[Note], reader: Reader) -> Letter:
    words = words_of(notes)
    unsubscribe = "" if mailing.always else _unsubscribe_address(mailing)
    return Letter(
        id=mailing.id,
        to=reader.email,
        paper=Paper(
            name=reader.name,
            sheets=tuple(_sheet(words[note.id]) for note in notes),
            foot=_foot(mailing, unsubscribe),
            large=any(_needs_large_print(reader, note) for note in notes),
        ),
        calendar=tuple(_dates(notes, words, reader)),
        unsubscribe=unsubscribe,
    )


def _sheet(words: Words) -> Sheet:
    return Sheet(words=words, address=address_of(words.path) if words.path else "")


def _foot(mailing: Mailing, unsubscribe: str) -> Foot:
    if mailing.always:
        return Foot(why=_WHY_ALWAYS)
    choose = address_of("/me/messages") if mailing.to.kind == USER else ""
    return Foot(why=_WHY, choose=choose, unsubscribe=unsubscribe)


def _unsubscribe_address(mailing: Mailing) -> str:
    token = token_of(UNSUBSCRIBE, choice_id_of(mailing.to))
    return address_of(f"/unsubscribe/{token}")


def _needs_large_print(reader: Reader, note: Note) -> bool:
    return Need.LARGE_PRINT in reader.reach_in(note.organisation_id).needs


def _dates(
    notes: Iterable[Note], words: Mapping[UUID, Words], reader: Reader
) -> Iterable[CalendarPart]:
    """The dates in the messages; of several about one thing the last says how it is."""
    last = {(note.thing_kind, note.thing_id): note for note in notes}
    for note in last.values():
        entry = words[note.id].entry
        if entry is not None:
            yield calendar_part(
                entry,
                note,
                organiser=sender_address(),
                attendee=reader.email,
                url=_sheet(words[note.id]).address,
                now=clock.now(),
            )
