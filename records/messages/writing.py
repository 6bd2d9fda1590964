"""Writes the messages of events: in the transaction that marks the events done, once each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import orjson
from django.conf import settings
from django.db import connection

from kernel import clock, doorbell
from kernel.actors import ActorKind
from kernel.models import Event
from records.messages.channels import channels_of, due_at
from records.messages.choices import choices_of
from records.messages.declared import NOTICES, USER, Happened, Recipient, Told
from records.messages.people import first_places
from records.messages.recipients import Reader, readers_of, require_known
from records.models import Channel, MessageStatus, Often

_EVENT = (
    "uuid",
    "type",
    "organisation_id",
    "aggregate_kind",
    "aggregate_id",
    "seq",
    "data",
    "actor_kind",
    "actor_id",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What is known of the readers of a batch."""

    readers: Mapping[Recipient, Reader]
    often: Mapping[Recipient, str]
    places: Mapping[UUID, UUID]
    now: datetime

    def place(self, told: Told) -> UUID | None:
        """The organisation to which a message belongs; what happened in none is the user's."""
        if told.of.organisation_id or told.to.kind != USER:
            return told.of.organisation_id
        return self.places.get(told.to.id)


def write_messages(events: Sequence[UUID]) -> int:
    """Tell of these events whoever is to be told; the number of messages that are new.

    In the caller's transaction, which sees every organisation. What was written before stays as
    it is. The number of queries follows from the kinds of events and readers, not from how many.
    """
    told = [one for notice, batch in _by_type(events) for one in NOTICES[notice].audience(batch)]
    if not told:
        return 0
    known = _look_up(told)
    return _insert([row for one in told for row in _rows(one, known)])


def _by_type(events: Sequence[UUID]) -> list[tuple[str, list[Happened]]]:
    found: dict[str, list[Happened]] = {}
    rows = Event.objects.filter(uuid__among=events, type__in=list(NOTICES))
    for row in rows.order_by("id").values(*_EVENT):
        found.setdefault(row["type"], []).append(_happened(row))
    return sorted(found.items())


def _happened(row: Mapping[str, Any]) -> Happened:
    return Happened(
        event=row["uuid"],
        type=row["type"],
        organisation_id=row["organisation_id"],
        thing_kind=row["aggregate_kind"],
        thing_id=row["aggregate_id"],
        seq=row["seq"],
        data=row["data"],
        by=row["actor_id"] if row["actor_kind"] == ActorKind.USER else None,
    )


def _look_up(told: Iterable[Told]) -> _Known:
    everybody = {one.to for one in told}
    require_known(everybody)
    homeless = sorted(
        {one.to.id for one in told if one.to.kind == USER and one.of.organisation_id is None}
    )
    return _Known(
        readers=readers_of(everybody),
        often=choices_of(everybody),
        places=first_places(homeless) if homeless else {},
        now=clock.now(),
    )


def _rows(told: Told, known: _Known) -> list[dict[str, Any]]:
    """A row for each way in which one reader is told of one event; none for who is gone."""
    notice = NOTICES[told.of.type]
    reader = known.readers.get(told.to)
    place = known.place(told)
    if reader is None or not (notice.always or reader.belongs_to(place)):
        return []
    often = known.often.get(told.to, Often.DAILY)
    ways = channels_of(
        told.to.kind,
        email=reader.email,
        reach=reader.reach_in(place),
        often=often,
        always=notice.always,
        secret=notice.secret,
        mailing=bool(settings.QIFLOW_MAIL_SERVER),
    )
    due = due_at(often, always=notice.always, now=known.now)
    return [_row(told, way, place=place, due=due, now=known.now) for way in ways]


def _row(
    told: Told, way: Channel, *, place: UUID | None, due: datetime, now: datetime
) -> dict[str, Any]:
    at_once = way == Channel.INBOX
    return {
        "id": uuid4(),
        "organisation_id": place,
        "event": told.of.event,
        "notice": told.of.type,
        "thing_kind": told.of.thing_kind,
        "thing_id": told.of.thing_id,
        "seq": told.of.seq,
        "recipient_kind": told.to.kind,
        "recipient_id": told.to.id,
        "channel": str(way),
        "data": dict(told.data),
        "always": NOTICES[told.of.type].always,
        "status": str(MessageStatus.SENT if at_once else MessageStatus.WAITING),
        "due_at": due if way == Channel.EMAIL else now,
        "created_at": now,
        "sent_at": now if at_once else None,
    }


def _insert(rows: Sequence[Mapping[str, Any]]) -> int:
    if not rows:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [orjson.dumps(list(rows)).decode()])
        written = int(cursor.rowcount)
    doorbell.ring_after_commit()
    return written


# One order for all, so that two batches that tell the same wait for each other and never lock.
_INSERT = """
    INSERT INTO records_message (id, organisation_id, event, notice, thing_kind, thing_id, seq,
        recipient_kind, recipient_id, channel, data, always, status, due_at, attempt, problem,
        created_at, sent_at)
    SELECT id, organisation_id, event, notice, thing_kind, thing_id, seq, recipient_kind,
        recipient_id, channel, data, always, status, due_at, 0, '', created_at, sent_at
    FROM json_to_recordset(%s::json) AS row (id uuid, organisation_id uuid, event uuid,
        notice text, thing_kind text, thing_id uuid, seq int, recipient_kind text,
        recipient_id uuid, channel text, data jsonb, always bool, status text,
        due_at timestamptz, created_at timestamptz, sent_at timestamptz)
    ORDER BY event, recipient_id, recipient_kind, channel
    ON CONFLICT (event, recipient_id, recipient_kind, channel) DO NOTHING
"""
