"""The one way in which a change is committed: row, history, events and queue in one statement."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from kernel import doorbell
from kernel.actors import Actor
from kernel.errors import Stale
from kernel.events import DomainEvent
from kernel.models import Aggregate

#: An event that is caused by an event, and so on, stops here.
MAXIMUM_DEPTH = 5


class OutsideTransaction(RuntimeError):
    """The event could be saved without its change, or the reverse."""


class TooDeep(RuntimeError):
    """Reactions set each other off without an end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """The event that a reaction answers to."""

    event: UUID
    depth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of a state graph, as history keeps it."""

    transition: str
    source: str
    target: str
    reason: str = ""
    guards: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    approved_by: UUID | None = None
    opening_position: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """An event with its place: whose it is, of which aggregate, and which of its events."""

    organisation_id: UUID | None
    aggregate_id: UUID
    seq: int
    event: DomainEvent


def record(
    aggregate: Aggregate,
    *events: DomainEvent,
    actor: Actor,
    now: datetime,
    effective_on: date,
    changes: Mapping[str, Any] | None = None,
    step: Step | None = None,
    cause: Cause | None = None,
) -> None:
    """Commit a change of `aggregate` with its events, history row and queue rows, in one statement.

    `changes` are new column values by attribute name (a foreign key by its `_id`). The instance
    gets them, and its new version.

    Raises:
        Stale: somebody changed the aggregate after it was read; nothing was written.
        TooDeep: the events are the sixth generation of reactions.
    """
    if not events:
        raise ValueError("A change without an event would go unnoticed.")
    columns = {**(changes or {}), "updated_at": now}
    values = _update_values(aggregate, columns)
    sql = _statement(aggregate, list(columns), count=len(events), step=step)
    parameters = {
        **values,
        "id": aggregate.pk,
        "expected": aggregate.version,
        "kind": aggregate.kind,
        "uuids": [uuid.uuid4() for _ in events],
        "types": [event.type for event in events],
        "facts": [json.dumps(event.data()) for event in events],
        **_provenance(actor, now, effective_on, cause),
        **(_history(step) if step else {}),
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        if cursor.fetchone() is None:
            raise Stale
    for name, value in columns.items():
        aggregate.__dict__[name] = value
    aggregate.version += len(events)
    doorbell.ring_after_commit()


def begin(
    aggregate: Aggregate,
    event: DomainEvent,
    *,
    actor: Actor,
    now: datetime,
    effective_on: date,
    cause: Cause | None = None,
) -> None:
    """Insert a new aggregate with its first event, in the caller's transaction.

    Raises:
        OutsideTransaction: there is no open transaction to join.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(event.type)
    aggregate.version = 1
    aggregate.created_at = aggregate.updated_at = now
    aggregate.save(force_insert=True)
    happened = Happened(
        organisation_id=getattr(aggregate, aggregate.tenant_column),
        aggregate_id=aggregate.pk,
        seq=1,
        event=event,
    )
    insert_events(aggregate.kind, [happened], actor, now, effective_on, cause)
    doorbell.ring_after_commit()


def append(
    *,
    organisation_id: UUID | None,
    kind: str,
    stream_id: UUID,
    events: Sequence[DomainEvent],
    actor: Actor,
    now: datetime,
    effective_on: date,
    cause: Cause | None = None,
) -> None:
    """Append events to a stream that has no row of its own (`compliance`, `standard`).

    The stream is locked until the transaction ends, so that `seq` has no gap and no twin.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(kind)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [f"{kind}:{stream_id}"]
        )
        cursor.execute(
            "SELECT coalesce(max(seq), 0) FROM kernel_event"
            " WHERE aggregate_id = %s AND aggregate_kind = %s",
            [stream_id, kind],
        )
        last = cursor.fetchone()[0]
    numbered = [
        Happened(organisation_id=organisation_id, aggregate_id=stream_id, seq=seq, event=event)
        for seq, event in enumerate(events, start=last + 1)
    ]
    insert_events(kind, numbered, actor, now, effective_on, cause)
    doorbell.ring_after_commit()


def _statement(aggregate: Aggregate, names: list[str], *, count: int, step: Step | None) -> str:
    meta = aggregate._meta
    by_name = _fields(aggregate)
    sets = ", ".join(f'"{by_name[name].column}" = %(new_{name})s' for name in names)
    history = _HISTORY if step else ""
    return f"""
        WITH moved AS (
            UPDATE "{meta.db_table}" SET {sets}, version = version + {count}
            WHERE id = %(id)s AND version = %(expected)s
            RETURNING id, {aggregate.tenant_column} AS tenant, version
        ), {history} told AS (
            INSERT INTO kernel_event (uuid, organisation_id, type, aggregate_kind, aggregate_id,
                seq, data, effective_on, recorded_at, actor_kind, actor_id, caused_by, depth)
            SELECT told.uuid, tenant, told.type, %(kind)s, moved.id, version - {count} + told.n,
                told.data, %(effective_on)s, %(recorded_at)s, %(actor_kind)s, %(actor_id)s,
                %(caused_by)s, %(depth)s
            FROM moved, unnest(%(uuids)s::uuid[], %(types)s::text[], %(facts)s::jsonb[])
                WITH ORDINALITY AS told (uuid, type, data, n)
            RETURNING id, organisation_id, aggregate_kind, aggregate_id, seq
        ), queued AS (
            INSERT INTO kernel_pending (event_id, organisation_id, subject_kind, subject_id, seq,
                attempts, problem)
            SELECT id, organisation_id, aggregate_kind, aggregate_id, seq, 0, '' FROM told
        )
        SELECT version FROM moved
    """  # noqa: S608 - names come from our own models


_HISTORY = """
    noted AS (
        INSERT INTO kernel_transition (organisation_id, subject_kind, subject_id, version,
            transition, source, target, effective_on, recorded_at, reason, guards, actor_kind,
            actor_id, approved_by, opening_position)
        SELECT tenant, %(kind)s, id, version, %(transition)s, %(source)s, %(target)s,
            %(effective_on)s, %(recorded_at)s, %(reason)s, %(guards)s::jsonb, %(actor_kind)s,
            %(actor_id)s, %(approved_by)s, %(opening_position)s
        FROM moved
    ),
"""


def _update_values(aggregate: Aggregate, columns: Mapping[str, Any]) -> dict[str, Any]:
    by_name = _fields(aggregate)
    return {
        f"new_{name}": by_name[name].get_db_prep_save(value, connection)
        for name, value in columns.items()
    }


def _fields(aggregate: Aggregate) -> dict[str, Any]:
    return {field.attname: field for field in aggregate._meta.concrete_fields}


def _provenance(
    actor: Actor, now: datetime, effective_on: date, cause: Cause | None
) -> dict[str, Any]:
    depth = cause.depth + 1 if cause else 0
    if depth > MAXIMUM_DEPTH:
        raise TooDeep(f"Reaction number {depth} to event {cause and cause.event}")
    return {
        "effective_on": effective_on,
        "recorded_at": now,
        "actor_kind": str(actor.kind),
        "actor_id": actor.id,
        "caused_by": cause.event if cause else None,
        "depth": depth,
    }


def _history(step: Step) -> dict[str, Any]:
    return {
        "transition": step.transition,
        "source": step.source,
        "target": step.target,
        "reason": step.reason,
        "guards": json.dumps([dict(guard) for guard in step.guards]),
        "approved_by": step.approved_by,
        "opening_position": step.opening_position,
    }


def insert_events(
    kind: str,
    happened: Sequence[Happened],
    actor: Actor,
    now: datetime,
    effective_on: date,
    cause: Cause | None = None,
) -> None:
    """Write events of aggregates of one kind and put them in the queue, in one statement."""
    parameters = {
        "kind": kind,
        "uuids": [uuid.uuid4() for _ in happened],
        "tenants": [one.organisation_id for one in happened],
        "ids": [one.aggregate_id for one in happened],
        "seqs": [one.seq for one in happened],
        "types": [one.event.type for one in happened],
        "facts": [json.dumps(one.event.data()) for one in happened],
        **_provenance(actor, now, effective_on, cause),
    }
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, parameters)


_INSERT = """
    WITH told AS (
        INSERT INTO kernel_event (uuid, organisation_id, type, aggregate_kind, aggregate_id, seq,
            data, effective_on, recorded_at, actor_kind, actor_id, caused_by, depth)
        SELECT told.uuid, told.tenant, told.type, %(kind)s, told.id, told.seq, told.data,
            %(effective_on)s, %(recorded_at)s, %(actor_kind)s, %(actor_id)s, %(caused_by)s,
            %(depth)s
        FROM unnest(%(uuids)s::uuid[], %(tenants)s::uuid[], %(ids)s::uuid[], %(seqs)s::int[],
            %(types)s::text[], %(facts)s::jsonb[]) AS told (uuid, tenant, id, seq, type, data)
        RETURNING id, organisation_id, aggregate_kind, aggregate_id, seq
    )
    INSERT INTO kernel_pending (event_id, organisation_id, subject_kind, subject_id, seq,
        attempts, problem)
    SELECT id, organisation_id, aggregate_kind, aggregate_id, seq, 0, '' FROM told
"""
