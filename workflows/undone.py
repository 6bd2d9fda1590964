"""The queue: which events a subject has yet to react to, in order, and which of them are held."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from kernel import doorbell
from workflows import beside
from workflows.subjects import SubjectKey

#: After so many attempts that came to nothing, an operator decides.
MOST_ATTEMPTS = 3
#: After so many, even where nobody lived to say whose fault it was.
MOST_WITHOUT_VERDICT = 20
#: At most so many events of all subjects of a batch in one transaction.
LARGEST_BATCH = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One event that one subject has yet to react to."""

    id: int
    subject: SubjectKey
    attempts: int
    waits: bool  # until an operator decides, or until its retry is due
    quarantined: bool
    event_id: int
    event: UUID
    type: str
    aggregate: SubjectKey
    seq: int
    organisation_id: UUID | None
    data: Mapping[str, Any]
    effective_on: date
    recorded_at: datetime
    depth: int

    @property
    def spread(self) -> bool:
        """Queued by a reaction that had too many subjects to check them itself."""
        return self.subject != self.aggregate


def read(subjects: Sequence[SubjectKey]) -> dict[SubjectKey, list[Work]]:
    """The undone events of subjects, each subject's in order."""
    found: dict[SubjectKey, list[Work]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_READ, [*_arrays(subjects), LARGEST_BATCH])
        for row in cursor.fetchall():
            work = _work(row)
            found[work.subject].append(work)
    return found


_READ = """
    SELECT p.id, p.subject_kind, p.subject_id, p.attempts, coalesce(p.retry_at > now(), false),
        p.quarantined_at IS NOT NULL, e.id, e.uuid, e.type, e.aggregate_kind, e.aggregate_id,
        e.seq, e.organisation_id, e.data, e.effective_on, e.recorded_at, e.depth
    FROM unnest(%s::text[], %s::uuid[]) AS wanted (kind, id)
    JOIN kernel_pending p ON p.subject_id = wanted.id AND p.subject_kind = wanted.kind
    JOIN kernel_event e ON e.id = p.event_id
    ORDER BY p.event_id LIMIT %s
"""


def _work(row: Sequence[Any]) -> Work:
    return Work(
        id=row[0],
        subject=SubjectKey(row[1], row[2]),
        attempts=row[3],
        waits=row[4],
        quarantined=row[5],
        event_id=row[6],
        event=row[7],
        type=row[8],
        aggregate=SubjectKey(row[9], row[10]),
        seq=row[11],
        organisation_id=row[12],
        data=json.loads(row[13]),
        effective_on=row[14],
        recorded_at=row[15],
        depth=row[16],
    )


def waiting() -> list[SubjectKey]:
    """Every subject whose first undone event can be worked now, as this transaction sees it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT subject_kind, subject_id FROM kernel_pending")
        keys = [SubjectKey(kind, subject) for kind, subject in cursor.fetchall()]
        cursor.execute(_MORE, _arrays(keys))
        return sorted(SubjectKey(kind, subject) for kind, subject in cursor.fetchall())


def with_more(subjects: Sequence[SubjectKey]) -> list[SubjectKey]:
    """Those of the subjects whose first undone event can be worked now, seen from beside."""
    rows = beside.ask(_MORE, _arrays(subjects))
    return sorted(SubjectKey(kind, subject) for kind, subject in rows)


_MORE = """
    SELECT kind, subject FROM (
        SELECT DISTINCT ON (p.subject_id, p.subject_kind) p.subject_kind AS kind,
            p.subject_id AS subject, p.quarantined_at, p.retry_at
        FROM unnest(%s::text[], %s::uuid[]) AS wanted (kind, id)
        JOIN kernel_pending p ON p.subject_id = wanted.id AND p.subject_kind = wanted.kind
        ORDER BY p.subject_id, p.subject_kind, p.event_id
    ) AS heads
    WHERE quarantined_at IS NULL AND (retry_at IS NULL OR retry_at <= now())
"""


def with_company(subjects: Sequence[SubjectKey], *, most: int) -> list[SubjectKey]:
    """The subjects, and the longest waiting others that nobody has tried yet, up to `most`.

    What somebody works on is charged, and what failed was: neither is company for others. Nor has
    such a one company itself: whatever brought its attempt down must not take others along.
    """
    rows = beside.ask(_HEADS, [[key.id for key in subjects], most])
    heads = [(SubjectKey(kind, subject), tried) for kind, subject, tried in rows]
    wanted = set(subjects)
    if any(tried for key, tried in heads if key in wanted):
        return list(subjects)
    others = [key for key, tried in heads if not tried]
    return list(dict.fromkeys([*subjects, *others]))[: max(most, len(subjects))]


_HEADS = """
    WITH heads AS (
        SELECT DISTINCT ON (subject_id, subject_kind) subject_kind, subject_id,
            attempts > 0 OR quarantined_at IS NOT NULL OR retry_at IS NOT NULL AS tried, id
        FROM kernel_pending ORDER BY subject_id, subject_kind, event_id
    )
    SELECT subject_kind, subject_id, tried FROM heads WHERE tried AND subject_id = ANY(%s)
    UNION ALL
    (SELECT subject_kind, subject_id, tried FROM heads WHERE NOT tried ORDER BY id LIMIT %s)
"""


def finish(work: Iterable[Work]) -> None:
    """Forget what has been done."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kernel_pending WHERE id = ANY(%s)", [[one.id for one in work]])


def spread(targets: Mapping[SubjectKey, UUID]) -> None:
    """Queue subjects to be checked on their own, each because of one event.

    Where a subject waits for that event already it gets a new number: a worker that has read its
    facts by now then finds nothing to finish under the old one, and looks again.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO kernel_pending (event_id, organisation_id, subject_kind, subject_id, seq,
                attempts, problem)
            SELECT e.id, e.organisation_id, wanted.kind, wanted.id, e.seq, 0, ''
            FROM unnest(%s::text[], %s::uuid[], %s::uuid[]) AS wanted (kind, id, event)
            JOIN kernel_event e ON e.uuid = wanted.event
            ORDER BY e.id, wanted.kind, wanted.id
            ON CONFLICT (subject_id, subject_kind, event_id) DO UPDATE SET id = DEFAULT
            """,
            [*_arrays(targets), list(targets.values())],
        )
    doorbell.ring_after_commit()


def postpone(work: Work, *, problem: str, seconds: float) -> None:
    """Leave an event undone for a while, with the reason for people to read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE kernel_pending SET problem = %s, retry_at = now() + %s * interval '1 second'"
            " WHERE id = %s",
            [problem, seconds, work.id],
        )


def quarantine(work: Work, *, problem: str) -> None:
    """Hold this subject, and no other, until an operator decides."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE kernel_pending SET quarantined_at = now(), retry_at = NULL,"
            " problem = CASE WHEN %s = '' THEN problem ELSE %s END WHERE id = %s",
            [problem, problem, work.id],
        )


def _arrays(subjects: Iterable[SubjectKey]) -> list[list[Any]]:
    keys = list(subjects)
    return [[key.kind for key in keys], [key.id for key in keys]]
