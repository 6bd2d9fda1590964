"""Stored finding intervals: read, compared with timelines, superseded and written where changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.db import connection

from kernel.log import Cause
from kernel.lookups import one_of, uuid_array
from kernel.rules.outcomes import Interval, Met, Outcome, Severity
from workflows.subjects import SubjectKey
from workflows.timelines import Judged


class Slot(NamedTuple):
    """Where a finding begins: one at a time is current."""

    subject_id: UUID
    rule_id: str
    starts_on: date


class Said(NamedTuple):
    """Everything else that a finding says."""

    ends_on: date | None
    outcome: str
    met: str | None
    code: str
    params: dict[str, Any]
    severity: str
    rule_version: int
    organisation_id: UUID
    unit_id: UUID | None


@dataclass(slots=True)
class Difference:
    """What must change for the stored findings to equal the timelines."""

    gone: list[tuple[int, Slot, Said]] = field(default_factory=list)
    new: list[tuple[Slot, Said]] = field(default_factory=list)

    @property
    def slots(self) -> set[Slot]:
        return {row[1] for row in self.gone} | {row[0] for row in self.new}

    def __bool__(self) -> bool:
        return bool(self.gone or self.new)


Current = dict[Slot, tuple[int, Said]]


def read_current(ids: Sequence[UUID]) -> Current:
    """The findings of subjects as they are known now, in one query."""
    with connection.cursor() as cursor:
        statement = _CURRENT.format(wanted=one_of("subject_id", "ids", ids))
        cursor.execute(statement, {"ids": uuid_array(ids)})
        return {
            Slot(row[1], row[2], row[3]): (
                row[0],
                Said._make((*row[4:8], orjson.loads(row[8]), *row[9:])),
            )
            for row in cursor.fetchall()
        }


_CURRENT = """
    SELECT id, subject_id, rule_id, starts_on, ends_on, outcome, met, code, params, severity,
        rule_version, organisation_id, unit_id
    FROM kernel_finding WHERE superseded_at IS NULL AND {wanted}
"""


def compare(judged: Iterable[Judged], current: Current) -> Difference:
    """What to supersede and what to write; what is as it was stays untouched."""
    difference = Difference()
    left = dict(current)
    for one in judged:
        for interval in one.intervals:
            slot, said = _as_finding(one, interval)
            held = left.pop(slot, None)
            if held is not None and _same(held[1], said):
                continue
            if held is not None:
                difference.gone.append((held[0], slot, held[1]))
            difference.new.append((slot, said))
    difference.gone.extend((held[0], slot, held[1]) for slot, held in left.items())
    return difference


def _as_finding(one: Judged, interval: Interval) -> tuple[Slot, Said]:
    met = None if interval.met is Met.NOT_APPLICABLE else interval.met.value
    said = Said(
        ends_on=interval.ends_on,
        outcome=interval.outcome.value,
        met=met,
        code=interval.code,
        params=dict(interval.params),
        severity=one.severity_of(interval),
        rule_version=one.rule_version,
        organisation_id=one.organisation_id,
        unit_id=one.unit_id,
    )
    return Slot(one.subject_id, one.rule_id, interval.starts_on), said


def _same(stored: Said, said: Said) -> bool:
    if stored == said:
        return True
    return stored == said._replace(params=plain(said.params))


def plain(params: Any) -> dict[str, Any]:
    """Params as JSON gives them back."""
    return orjson.loads(as_json(params))


def write(
    difference: Difference, *, kind: str, now: datetime, causes: dict[SubjectKey, Cause]
) -> None:
    """Supersede what is gone and add what is new, each naming the event that brought it.

    The caller steps the roll-ups before the transaction ends.
    """
    events = {key.id: cause.event for key, cause in causes.items() if key.kind == kind}
    with connection.cursor() as cursor:
        if difference.gone:
            ids = [row[0] for row in difference.gone]
            by = [events.get(row[1].subject_id) for row in difference.gone]
            cursor.execute(_SUPERSEDE, [now, ids, by])
        if difference.new:
            rows = _rows(difference.new, events)
            cursor.execute(_INSERT, {"kind": kind, "now": now, "rows": rows})


_SUPERSEDE = """
    UPDATE kernel_finding SET superseded_at = %s, superseded_by = gone.event
    FROM unnest(%s::bigint[], %s::uuid[]) AS gone (id, event)
    WHERE kernel_finding.id = gone.id
"""
# One JSON document and not an array a column: psycopg quotes every text of an array in Python.
_INSERT = """
    INSERT INTO kernel_finding (organisation_id, unit_id, subject_kind, subject_id, rule_id,
        rule_version, severity, outcome, met, code, params, starts_on, ends_on, recorded_at,
        recorded_by)
    SELECT organisation_id, unit_id, %(kind)s, subject_id, rule_id, rule_version, severity,
        outcome, met, code, params, starts_on, ends_on, %(now)s, event
    FROM json_to_recordset(%(rows)s::json) AS new (subject_id uuid, rule_id text, starts_on date,
        ends_on date, outcome text, met text, code text, params jsonb, severity text,
        rule_version int, organisation_id uuid, unit_id uuid, event uuid)
"""


def _rows(rows: list[tuple[Slot, Said]], events: dict[UUID, UUID]) -> str:
    return as_json(
        [
            {**slot._asdict(), **said._asdict(), "event": events.get(slot.subject_id)}
            for slot, said in rows
        ]
    )


def as_json(value: Any) -> str:
    return orjson.dumps(value, default=str).decode()


def as_judged(current: Current) -> list[Judged]:
    """The timelines that the stored findings are, without looking at facts."""
    held: dict[tuple[UUID, str], list[tuple[Slot, Said]]] = defaultdict(list)
    for slot, (_, said) in sorted(current.items(), key=lambda item: item[0]):
        held[slot.subject_id, slot.rule_id].append((slot, said))
    return [_judged(rows) for rows in held.values()]


def _judged(rows: list[tuple[Slot, Said]]) -> Judged:
    slot, said = rows[-1]
    return Judged(
        subject_id=slot.subject_id,
        organisation_id=said.organisation_id,
        unit_id=said.unit_id,
        rule_id=slot.rule_id,
        rule_version=said.rule_version,
        severity=said.severity,
        intervals=tuple(interval(slot, said) for slot, said in rows),
    )


def interval(slot: Slot, said: Said) -> Interval:
    """A stored finding as the rules would say it."""
    return Interval(
        outcome=Outcome(said.outcome),
        met=Met(said.met or Met.NOT_APPLICABLE),
        code=said.code,
        params=said.params,
        starts_on=slot.starts_on,
        ends_on=said.ends_on,
        severity=Severity(said.severity),
    )
