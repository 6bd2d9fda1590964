"""Many aggregates of one kind, one event each, committed in one statement: all or none."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import orjson
from django.db import connection, transaction

from kernel import doorbell
from kernel.actors import Actor
from kernel.errors import Stale
from kernel.events import DomainEvent
from kernel.log import OutsideTransaction, Step
from kernel.models import Aggregate


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is to happen to one aggregate: its event, its step if there is one, new column values.

    `changes` are values by attribute name, as in `kernel.log.record`.
    """

    aggregate: Aggregate
    event: DomainEvent
    effective_on: date
    step: Step | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)


def record_many(changes: Sequence[Change], *, actor: Actor, now: datetime) -> None:
    """Commit every change with its event, history row and queue row, or none of them.

    Aggregates of one kind whose changes name the same columns share one statement.

    Raises:
        OutsideTransaction: a later statement could fail after an earlier one was committed.
        Stale: one of the aggregates changed after it was read; nothing may be kept.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction("record_many")
    for alike in _alike(changes):
        _record(alike, actor, now)
    doorbell.ring_after_commit()


def _alike(changes: Sequence[Change]) -> list[list[Change]]:
    groups: dict[Any, list[Change]] = {}
    for change in changes:
        key = (type(change.aggregate), tuple(sorted(change.changes)), change.step is None)
        groups.setdefault(key, []).append(change)
    return list(groups.values())


def _record(alike: Sequence[Change], actor: Actor, now: datetime) -> None:
    model = type(alike[0].aggregate)
    fields = {found.attname: found for found in model._meta.concrete_fields}
    names = sorted(alike[0].changes)
    parameters: dict[str, Any] = {
        "kind": model.kind,
        "recorded_at": now,
        "actor_kind": str(actor.kind),
        "actor_id": actor.id,
        # One document and not an array a column: the driver quotes every text of an array.
        "rows": orjson.dumps([_row(change, fields) for change in alike]).decode(),
    }
    columns = {name: (fields[name].column, fields[name].db_type(connection)) for name in names}
    with connection.cursor() as cursor:
        cursor.execute(_statement(model, columns, stepped=alike[0].step is not None), parameters)
        if cursor.rowcount != len(alike):
            raise Stale
    for change in alike:
        change.aggregate.__dict__.update(change.changes, updated_at=now)
        change.aggregate.version += 1


def _row(change: Change, fields: Mapping[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": change.aggregate.pk,
        "version": change.aggregate.version,
        "uuid": uuid.uuid4(),
        "type": change.event.type,
        "facts": change.event.data(),
        "effective_on": change.effective_on,
    }
    for name, value in change.changes.items():
        row[f"new_{name}"] = fields[name].get_prep_value(value)
    if change.step:
        row |= {
            "transition": change.step.transition,
            "source": change.step.source,
            "target": change.step.target,
            "reason": change.step.reason,
            "guards": [dict(guard) for guard in change.step.guards],
            "approved_by": change.step.approved_by,
            "opening": change.step.opening_position,
        }
    return row


_GIVEN = "id uuid, version int, uuid uuid, type text, facts jsonb, effective_on date"
_GIVEN_STEP = (
    "transition text, source text, target text, reason text, guards jsonb, approved_by uuid,"
    " opening bool"
)


def _statement(
    model: type[Aggregate], columns: Mapping[str, tuple[str | None, str | None]], *, stepped: bool
) -> str:
    sets = "".join(f', "{column}" = given.new_{name}' for name, (column, _) in columns.items())
    given = [_GIVEN, *([_GIVEN_STEP] if stepped else [])]
    given += [f"new_{name} {kind}" for name, (_, kind) in columns.items()]
    return f"""
        WITH given AS MATERIALIZED (
            SELECT * FROM json_to_recordset(%(rows)s::json) AS given ({", ".join(given)})
        ), moved AS (
            UPDATE "{model._meta.db_table}" AS row
            SET version = row.version + 1, updated_at = %(recorded_at)s {sets}
            FROM given WHERE row.id = given.id AND row.version = given.version
            RETURNING row.id, row.{model.tenant_column} AS tenant, row.version
        ), {_HISTORY if stepped else ""} told AS (
            INSERT INTO kernel_event (uuid, organisation_id, type, aggregate_kind, aggregate_id,
                seq, data, effective_on, recorded_at, actor_kind, actor_id, depth)
            SELECT given.uuid, moved.tenant, given.type, %(kind)s, moved.id, moved.version,
                given.facts, given.effective_on, %(recorded_at)s, %(actor_kind)s, %(actor_id)s, 0
            FROM moved JOIN given USING (id)
            RETURNING id, organisation_id, aggregate_kind, aggregate_id, seq
        )
        INSERT INTO kernel_pending (event_id, organisation_id, subject_kind, subject_id, seq,
            attempts, problem)
        SELECT id, organisation_id, aggregate_kind, aggregate_id, seq, 0, '' FROM told
    """  # noqa: S608 - names come from our own models


_HISTORY = """
    noted AS (
        INSERT INTO kernel_transition (organisation_id, subject_kind, subject_id, version,
            transition, source, target, effective_on, recorded_at, reason, guards, actor_kind,
            actor_id, approved_by, opening_position)
        SELECT moved.tenant, %(kind)s, moved.id, moved.version, given.transition, given.source,
            given.target, given.effective_on, %(recorded_at)s, given.reason, given.guards,
            %(actor_kind)s, %(actor_id)s, given.approved_by, given.opening
        FROM moved JOIN given USING (id)
    ),
"""
