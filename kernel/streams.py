"""Appends many events to many streams in three statements, for reactions that judge in sets."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import orjson
from django.db import connection

from kernel import doorbell
from kernel.actors import Actor
from kernel.events import DomainEvent
from kernel.log import MAXIMUM_DEPTH, Cause, OutsideTransaction, TooDeep
from kernel.lookups import one_of, uuid_array


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event for one stream, with what caused it."""

    organisation_id: UUID | None
    stream_id: UUID
    event: DomainEvent
    effective_on: date
    cause: Cause | None = None

    @property
    def depth(self) -> int:
        depth = self.cause.depth + 1 if self.cause else 0
        if depth > MAXIMUM_DEPTH:
            raise TooDeep(f"Reaction number {depth} to event {self.cause and self.cause.event}")
        return depth


def append_many(kind: str, entries: Sequence[Entry], *, actor: Actor, now: datetime) -> None:
    """Append in the order given; streams are locked in one order until the transaction ends.

    Raises:
        OutsideTransaction: there is no open transaction to join.
        TooDeep: an event would be the sixth generation of reactions.
    """
    if not entries:
        return
    if not connection.in_atomic_block:
        raise OutsideTransaction(kind)
    last = _lock(kind, sorted({entry.stream_id for entry in entries}))
    seqs = []
    for entry in entries:
        last[entry.stream_id] = last.get(entry.stream_id, 0) + 1
        seqs.append(last[entry.stream_id])
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            {
                "kind": kind,
                "rows": _rows(entries, seqs),
                "recorded_at": now,
                "actor_kind": str(actor.kind),
                "actor_id": actor.id,
            },
        )
    doorbell.ring_after_commit()


def _lock(kind: str, stream_ids: list[UUID]) -> dict[UUID, int]:
    """Take the streams, then read the last number of each: the same lock as `kernel.log.append`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_advisory_xact_lock(hashtextextended(key, 7))) FROM"
            " (SELECT key FROM unnest(%s::text[]) WITH ORDINALITY AS wanted (key, n) ORDER BY n)"
            " AS in_order",
            [[f"{kind}:{stream_id}" for stream_id in stream_ids]],
        )
        cursor.execute(
            _LAST.format(named=one_of("aggregate_id", "ids", stream_ids)),
            {"kind": kind, "ids": uuid_array(stream_ids)},
        )
        return dict(cursor.fetchall())


_LAST = """
    SELECT aggregate_id, max(seq) FROM kernel_event
    WHERE aggregate_kind = %(kind)s AND {named} GROUP BY aggregate_id
"""


def _rows(entries: Sequence[Entry], seqs: list[int]) -> str:
    """One document and not an array a column: psycopg quotes every text of an array in Python."""
    rows = [
        {
            "uuid": uuid.uuid4(),
            "tenant": entry.organisation_id,
            "id": entry.stream_id,
            "seq": seq,
            "type": entry.event.type,
            "data": entry.event.data(),
            "day": entry.effective_on,
            "cause": entry.cause.event if entry.cause else None,
            "depth": entry.depth,
        }
        for entry, seq in zip(entries, seqs, strict=True)
    ]
    return orjson.dumps(rows).decode()


_INSERT = """
    WITH told AS (
        INSERT INTO kernel_event (uuid, organisation_id, type, aggregate_kind, aggregate_id, seq,
            data, effective_on, recorded_at, actor_kind, actor_id, caused_by, depth)
        SELECT told.uuid, told.tenant, told.type, %(kind)s, told.id, told.seq, told.data, told.day,
            %(recorded_at)s, %(actor_kind)s, %(actor_id)s, told.cause, told.depth
        FROM ROWS FROM (json_to_recordset(%(rows)s::json) AS (uuid uuid, tenant uuid, id uuid,
            seq int, type text, data jsonb, day date, cause uuid, depth int)) WITH ORDINALITY
            AS told (uuid, tenant, id, seq, type, data, day, cause, depth, n)
        ORDER BY told.n
        RETURNING id, organisation_id, aggregate_kind, aggregate_id, seq
    )
    INSERT INTO kernel_pending (event_id, organisation_id, subject_kind, subject_id, seq,
        attempts, problem)
    SELECT id, organisation_id, aggregate_kind, aggregate_id, seq, 0, '' FROM told ORDER BY id
"""
