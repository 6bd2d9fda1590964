"""Which process sends an email: taking one or a digest, going on with a lost one, ending it.

An attempt is committed before the mail server is spoken to. A process that is killed leaves its
lease behind; when that has run out another takes the same messages under the same Message-ID, so
that a server which had them already knows the second for what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from kernel.actors import SYSTEM
from kernel.clock import london_date
from kernel.log import append
from records import events
from records.messages.channels import next_digest
from records.messages.declared import Note, Recipient
from records.messages.rendering import NOTE, note_of
from records.models import Channel, Message, MessageChoice, MessageStatus, Often

#: A process has so long for one email; the mail server may take a part of it for each answer.
LEASE_SECONDS = 20
#: How long an email rests after an attempt that came to nothing; after the last it has failed.
RESTS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
)
MOST_ATTEMPTS = len(RESTS) + 1
_LOST = "The process that sent this ended each time while it was at it."
#: Digests of one reader are gathered by one process at a time.
_GATHERING = 23


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailing:
    """One email as taken by this process: one message, or a digest of several."""

    id: UUID
    to: Recipient
    notes: tuple[Note, ...]
    always: bool
    attempt: int


@dataclass(frozen=True, slots=True)
class NothingYet:
    """What was looked at needed something else than sending: look again."""


def take(*, now: datetime) -> Mailing | NothingYet | None:
    """The next email that is due, leased to this process; None where nothing is.

    The connection must see every organisation.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_HEAD, [now])
        head = cursor.fetchone()
        if head is None:
            return None
        row = _Head(*head)
        cursor.execute(_ALONE, [_GATHERING, str(row.recipient_id)])
        if not cursor.fetchone()[0]:
            return NothingYet()
        return _take(row, now)


@dataclass(frozen=True, slots=True)
class _Head:
    """The first email that is due."""

    id: UUID
    recipient_kind: str
    recipient_id: UUID
    mailing: UUID | None
    always: bool
    attempt: int

    @property
    def to(self) -> Recipient:
        return Recipient(self.recipient_kind, self.recipient_id)


def _take(head: _Head, now: datetime) -> Mailing | NothingYet:
    if head.mailing is not None and head.attempt >= MOST_ATTEMPTS:
        _give_up(_of_mailing(head.mailing), _LOST, now=now)
        return NothingYet()
    choice = MessageChoice.objects.filter(
        recipient_kind=head.recipient_kind, recipient_id=head.recipient_id
    ).first()
    often = choice.often if choice else Often.DAILY
    if often == Often.NEVER and not head.always:
        _unwanted(head).update(status=MessageStatus.STOPPED)
        return NothingYet()
    if head.mailing is not None:
        return _lease(head, list(_of_mailing(head.mailing).values_list("pk", flat=True)))
    if head.always or often == Often.IMMEDIATE:
        return _lease(head, [head.id])
    return _digest(head, choice, often, now)


def _digest(head: _Head, choice: MessageChoice | None, often: str, now: datetime) -> Any:
    """Everything that waits for the reader goes together, once a day at most."""
    today = london_date(now)
    waiting = _gatherable(head.to).filter(due_at__lte=now)
    if choice and choice.digest_on == today:
        waiting.update(due_at=next_digest(often, now=now))
        return NothingYet()
    MessageChoice.objects.update_or_create(
        recipient_kind=head.recipient_kind,
        recipient_id=head.recipient_id,
        defaults={"digest_on": today},
    )
    return _lease(head, list(waiting.values_list("pk", flat=True)))


def _lease(head: _Head, ids: list[UUID]) -> Mailing:
    """Count the attempt and hold the messages; the mailing is named after its first message."""
    mailing = head.mailing or head.id
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [mailing, LEASE_SECONDS, ids])
    rows = Message.objects.filter(pk__among=ids).order_by("created_at", "pk").values(*NOTE)
    return Mailing(
        id=mailing,
        to=head.to,
        notes=tuple(note_of(row) for row in rows),
        always=head.always,
        attempt=head.attempt + 1,
    )


def sent(held: Mailing, *, now: datetime) -> bool:
    """The mail server has it. False: another process took it meanwhile, and will say so."""
    ended = _mine(held).update(
        status=MessageStatus.SENT, sent_at=now, leased_until=None, problem=""
    )
    return bool(ended)


def stop(held: Mailing, notes: Iterable[Note]) -> None:
    """These messages of the email need not go any more."""
    gone = _mine(held).filter(pk__in=[note.id for note in notes])
    gone.update(status=MessageStatus.STOPPED, leased_until=None)


def rest(held: Mailing, *, problem: str, now: datetime) -> None:
    """It could not be sent now: try again later, or after the last attempt give it up."""
    if held.attempt >= MOST_ATTEMPTS:
        fail(held, problem=problem, now=now)
        return
    _mine(held).update(
        due_at=now + RESTS[held.attempt - 1], leased_until=None, problem=problem[:300]
    )


@transaction.atomic
def fail(held: Mailing, *, problem: str, now: datetime) -> None:
    """It cannot be sent, for administrators to see.

    Emits:
        MessageFailed, for each message.
    """
    _give_up(_mine(held), problem, now=now)


def _give_up(rows: Any, problem: str, *, now: datetime) -> None:
    failed = list(rows.values("pk", "organisation_id", "attempt"))
    rows.update(status=MessageStatus.FAILED, leased_until=None, problem=problem[:300])
    for row in failed:
        _tell(row, now)


def _tell(row: Mapping[str, Any], now: datetime) -> None:
    event = events.MessageFailed(
        message_id=row["pk"], channel=str(Channel.EMAIL), attempts=row["attempt"]
    )
    append(
        organisation_id=row["organisation_id"],
        kind=Message.kind,
        stream_id=row["pk"],
        events=[event],
        actor=SYSTEM,
        now=now,
        effective_on=london_date(now),
    )


def _mine(held: Mailing) -> Any:
    """What this process still holds: who took it over counted another attempt."""
    return _of_mailing(held.id).filter(attempt=held.attempt)


def _of_mailing(mailing: UUID) -> Any:
    return Message.objects.filter(
        mailing=mailing, channel=Channel.EMAIL, status=MessageStatus.WAITING
    )


def _unwanted(head: _Head) -> Any:
    """What a reader who wants no email would have got: also what rests after an attempt."""
    return _of_mailing(head.mailing) if head.mailing else _gatherable(head.to)


def _gatherable(to: Recipient) -> Any:
    """What waits for a reader and is in no mailing yet."""
    return Message.objects.filter(
        recipient_kind=to.kind,
        recipient_id=to.id,
        channel=Channel.EMAIL,
        status=MessageStatus.WAITING,
        always=False,
        mailing__isnull=True,
    )


_HEAD = """
    SELECT id, recipient_kind, recipient_id, mailing, always, attempt FROM records_message
    WHERE channel = 'email' AND status = 'waiting' AND due_at <= %s::timestamptz
        AND (leased_until IS NULL OR leased_until < now())
    ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
"""
_ALONE = "SELECT pg_try_advisory_xact_lock(%s::int, hashtext(%s::text))"
_HOLD = """
    UPDATE records_message SET mailing = %s::uuid, attempt = attempt + 1,
        leased_until = now() + make_interval(secs => %s::int)
    WHERE id = ANY(%s::uuid[])
"""
