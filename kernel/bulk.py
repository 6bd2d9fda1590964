"""Many new things at once, in a handful of statements however many they are.

The same rows, versions, events and queue as one by one through `kernel.log`; for registers and
published figures, where one statement each would take minutes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from django.db import connection, models, transaction

from kernel import doorbell
from kernel.actors import Actor
from kernel.events import DomainEvent
from kernel.log import Happened, OutsideTransaction, insert_events
from kernel.models import Aggregate


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An aggregate and what happened to it, in order."""

    aggregate: Aggregate
    events: Sequence[DomainEvent]


def insert_all(rows: Sequence[models.Model]) -> None:
    """Insert new rows of one model."""
    if rows:
        names = [field.attname for field in rows[0]._meta.concrete_fields]
        insert_values(type(rows[0]), [{name: getattr(row, name) for name in names} for row in rows])


def insert_values(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert new rows of a model, each by attribute name and all with the same names.

    The database reads them from one document: as many parameters as columns would take longer.
    """
    if not rows:
        return
    columns = {field.attname: str(field.column) for field in model._meta.concrete_fields}
    document = [{columns[name]: value for name, value in row.items()} for row in rows]
    statement = _insertion(model._meta.db_table, [columns[name] for name in rows[0]])
    with connection.cursor() as cursor:
        cursor.execute(statement, [orjson.dumps(document, default=str).decode()])


def begin_all(begun: Sequence[Told], *, actor: Actor, now: datetime, effective_on: date) -> None:
    """Insert new aggregates of one kind with their first events.

    Raises:
        OutsideTransaction: there is no open transaction to join.
    """
    _require_transaction(begun)
    for one in begun:
        one.aggregate.version = len(one.events)
        one.aggregate.created_at = one.aggregate.updated_at = now
    insert_all([one.aggregate for one in begun])
    _tell(begun, actor, now, effective_on)


def record_all(changed: Sequence[Told], *, actor: Actor, now: datetime, effective_on: date) -> None:
    """Record what happened to aggregates of one kind, which the caller holds locked.

    Raises:
        OutsideTransaction: there is no open transaction to join.
    """
    _require_transaction(changed)
    for one in changed:
        one.aggregate.version += len(one.events)
        one.aggregate.updated_at = now
    if changed:
        ids = [one.aggregate.pk for one in changed]
        versions = [one.aggregate.version for one in changed]
        with connection.cursor() as cursor:
            cursor.execute(_counting(changed[0].aggregate._meta.db_table), [now, ids, versions])
    _tell(changed, actor, now, effective_on)


def _insertion(table: str, columns: Sequence[str]) -> str:
    named = ", ".join(f'"{column}"' for column in columns)
    return (
        f'INSERT INTO "{table}" ({named}) SELECT {named}'  # noqa: S608 - our own models
        f' FROM json_populate_recordset(NULL::"{table}", %s::json)'
    )


def _counting(table: str) -> str:
    return f"""
        UPDATE "{table}" AS held SET version = told.version, updated_at = %s
        FROM unnest(%s::uuid[], %s::int[]) AS told (id, version) WHERE held.id = told.id
    """  # noqa: S608 - our own models


def _require_transaction(told: Sequence[Told]) -> None:
    if told and not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(told[0].events[0].type)


def _tell(told: Sequence[Told], actor: Actor, now: datetime, effective_on: date) -> None:
    if not told:
        return
    happened = [
        Happened(
            organisation_id=getattr(one.aggregate, one.aggregate.tenant_column),
            aggregate_id=one.aggregate.pk,
            seq=seq,
            event=event,
        )
        for one in told
        for seq, event in enumerate(one.events, start=one.aggregate.version - len(one.events) + 1)
    ]
    insert_events(told[0].aggregate.kind, happened, actor, now, effective_on)
    doorbell.ring_after_commit()
