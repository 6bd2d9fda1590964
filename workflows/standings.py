"""The standing of today for each rule and subject, the timer of its next change, and its edges."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.db import connection

from kernel.actors import SYSTEM
from kernel.log import Cause
from kernel.lookups import one_of, uuid_array
from kernel.rules.outcomes import Met, Outcome
from kernel.streams import Entry, append_many
from workflows.edges import State, edges, next_change, state_on
from workflows.events import OF_OUTCOME
from workflows.stored import as_json, plain
from workflows.subjects import SubjectKey
from workflows.timelines import Judged

TIMER = "standing"


class Row(NamedTuple):
    """What a standing says, apart from when it was last touched."""

    organisation_id: UUID
    unit_id: UUID | None
    severity: str
    outcome: str
    met: str | None
    code: str
    params: dict[str, Any]
    since: date
    next_on: date | None
    next_outcome: str | None
    evaluated_to: date


Key = tuple[UUID, str]  # subject, rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """How far to follow the timelines, and on whose account."""

    kind: str
    today: date
    horizon: date
    now: datetime
    causes: Mapping[SubjectKey, Cause]


def follow(judged: Sequence[Judged], *, ids: Sequence[UUID], as_of: Following) -> int:
    """Bring standings, timers and announcements in step with timelines; the number of edges.

    `ids` are all the subjects that were judged: one without a timeline loses its standing.
    """
    held = _read(as_of.kind, ids)
    changed: dict[Key, Row] = {}
    entries: list[Entry] = []
    for one in judged:
        key = (one.subject_id, one.rule_id)
        before, row = held.get(key), _row(one, as_of)
        entries.extend(_announcements(one, before, as_of))
        if row is not None:
            held.pop(key, None)
            if not _same(before, row):
                changed[key] = row
    _write(changed, gone=list(held), as_of=as_of)
    _set_timers(judged, ids, as_of)
    append_many("compliance", entries, actor=SYSTEM, now=as_of.now)
    return len(entries)


def _read(kind: str, ids: Sequence[UUID]) -> dict[Key, Row]:
    with connection.cursor() as cursor:
        statement = _HELD.format(wanted=one_of("subject_id", "ids", ids))
        cursor.execute(statement, {"kind": kind, "ids": uuid_array(ids)})
        return {
            (row[0], row[1]): Row._make((*row[2:8], orjson.loads(row[8]), *row[9:]))
            for row in cursor.fetchall()
        }


_HELD = """
    SELECT subject_id, rule_id, organisation_id, unit_id, severity, outcome, met, code, params,
        since, next_on, next_outcome, evaluated_to
    FROM kernel_standing WHERE subject_kind = %(kind)s AND {wanted}
"""


def _same(held: Row | None, row: Row) -> bool:
    return held is not None and (held == row or held == row._replace(params=plain(row.params)))


def _row(one: Judged, as_of: Following) -> Row | None:
    state = state_on(one.intervals, as_of.today)
    if state is None:
        return None
    interval = state.interval
    return Row(
        organisation_id=one.organisation_id,
        unit_id=one.unit_id,
        severity=one.severity_of(interval),
        outcome=interval.outcome.value,
        met=None if interval.met is Met.NOT_APPLICABLE else interval.met.value,
        code=interval.code,
        params=dict(interval.params),
        since=state.since,
        next_on=state.next_on,
        next_outcome=state.next_outcome.value if state.next_outcome else None,
        evaluated_to=as_of.horizon,
    )


def _announcements(one: Judged, before: Row | None, as_of: Following) -> Iterable[Entry]:
    turns = edges(
        one.intervals,
        last=Outcome(before.outcome) if before else None,
        followed_to=_followed_to(before, as_of.today) if before else None,
        today=as_of.today,
    )
    cause = as_of.causes.get(SubjectKey(as_of.kind, one.subject_id))
    for state in turns:
        yield Entry(
            organisation_id=one.organisation_id,
            stream_id=one.subject_id,
            event=_event(one, as_of.kind, state),
            effective_on=state.since,
            cause=cause,
        )


def _followed_to(row: Row, today: date) -> date:
    """The day up to which turns have been announced: the eve of the next one that was foreseen."""
    if row.next_on is None or row.next_on > today:
        return today
    return row.next_on - timedelta(days=1)


def _event(one: Judged, kind: str, state: State) -> Any:
    interval = state.interval
    return OF_OUTCOME[interval.outcome](
        subject_kind=kind,  # type: ignore[call-arg]
        subject_id=one.subject_id,
        rule_id=one.rule_id,
        rule_version=one.rule_version,
        outcome=interval.outcome.value,
        met=None if interval.met is Met.NOT_APPLICABLE else interval.met.value,
        since=state.since,
        next_on=state.next_on,
    )


def _write(changed: Mapping[Key, Row], *, gone: Sequence[Key], as_of: Following) -> None:
    with connection.cursor() as cursor:
        if gone:
            cursor.execute(
                "DELETE FROM kernel_standing USING unnest(%s::uuid[], %s::text[])"
                " AS gone (subject_id, rule_id) WHERE kernel_standing.subject_id = gone.subject_id"
                " AND kernel_standing.rule_id = gone.rule_id",
                [[key[0] for key in gone], [key[1] for key in gone]],
            )
        if changed:
            rows = [
                {"subject_id": subject_id, "rule_id": rule_id, **row._asdict()}
                for (subject_id, rule_id), row in changed.items()
            ]
            cursor.execute(_UPSERT, {"kind": as_of.kind, "now": as_of.now, "rows": as_json(rows)})


_UPSERT = """
    INSERT INTO kernel_standing (subject_kind, updated_at, subject_id, rule_id, organisation_id,
        unit_id, severity, outcome, met, code, params, since, next_on, next_outcome, evaluated_to)
    SELECT %(kind)s, %(now)s, new.* FROM json_to_recordset(%(rows)s::json) AS new (subject_id uuid,
        rule_id text, organisation_id uuid, unit_id uuid, severity text, outcome text, met text,
        code text, params jsonb, since date, next_on date, next_outcome text, evaluated_to date)
    ON CONFLICT (subject_id, rule_id) DO UPDATE SET subject_kind = excluded.subject_kind,
        updated_at = excluded.updated_at, organisation_id = excluded.organisation_id,
        unit_id = excluded.unit_id, severity = excluded.severity, outcome = excluded.outcome,
        met = excluded.met, code = excluded.code, params = excluded.params,
        since = excluded.since, next_on = excluded.next_on, next_outcome = excluded.next_outcome,
        evaluated_to = excluded.evaluated_to
"""


def _set_timers(judged: Sequence[Judged], ids: Sequence[UUID], as_of: Following) -> None:
    """One timer a subject: the next day on which any of its outcomes or sentences changes."""
    wanted: dict[UUID, tuple[date, UUID]] = {}
    for one in judged:
        day = next_change(one.intervals, as_of.today)
        if day is None:
            continue
        known = wanted.get(one.subject_id)
        if known is None or day < known[0]:
            wanted[one.subject_id] = (day, one.organisation_id)
    with connection.cursor() as cursor:
        statement = _TIMED.format(wanted=one_of("subject_id", "ids", ids))
        whose = {"timer": TIMER, "kind": as_of.kind, "ids": uuid_array(ids)}
        cursor.execute(statement, whose)
        held = set(cursor.fetchall())
        right = {(subject_id, day) for subject_id, (day, _) in wanted.items()}
        _replace_timers(cursor, held - right, right - held, wanted, as_of.kind)


_TIMED = """
    SELECT subject_id, due_on FROM kernel_timer
    WHERE kind = %(timer)s AND subject_kind = %(kind)s AND {wanted}
"""


def _replace_timers(
    cursor: Any,
    gone: set[tuple[UUID, date]],
    new: set[tuple[UUID, date]],
    wanted: Mapping[UUID, tuple[date, UUID]],
    kind: str,
) -> None:
    if gone:
        cursor.execute(
            "DELETE FROM kernel_timer USING unnest(%s::uuid[], %s::date[]) AS gone (id, day)"
            " WHERE kernel_timer.kind = %s AND subject_id = gone.id AND due_on = gone.day",
            [[key[0] for key in gone], [key[1] for key in gone], TIMER],
        )
    if new:
        ordered = sorted(new)
        cursor.execute(
            "INSERT INTO kernel_timer (organisation_id, kind, subject_kind, subject_id, due_on)"
            " SELECT organisation, %s, %s, id, day"
            " FROM unnest(%s::uuid[], %s::uuid[], %s::date[]) AS new (organisation, id, day)"
            " ON CONFLICT (subject_id, kind, due_on) DO NOTHING",
            [
                TIMER,
                kind,
                [wanted[key[0]][1] for key in ordered],
                [key[0] for key in ordered],
                [key[1] for key in ordered],
            ],
        )
