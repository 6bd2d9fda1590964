"""Was everybody told, once, and is every job at its end? Asks tables and what the server took.

Who is to be told is reckoned here from the events alone. No Django, no notices.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import psycopg

#: Who is told of what, on both ways: those named in the event, or whoever asked for the job.
_EXPECTED = """
    SELECT e.uuid::text, reader, channel
    FROM kernel_event e
    LEFT JOIN records_job j ON j.id = e.aggregate_id
    CROSS JOIN LATERAL unnest(CASE e.type
        WHEN 'uk.qiflow.action.added.v1' THEN ARRAY[e.data ->> 'owner_id']
        WHEN 'uk.qiflow.action.handed_over.v1'
            THEN ARRAY[e.data ->> 'owner_id', e.data ->> 'former_owner_id']
        WHEN 'uk.qiflow.job.finished.v1' THEN ARRAY[j.started_by::text]
        WHEN 'uk.qiflow.job.failed.v1' THEN ARRAY[j.started_by::text]
        END) AS reader
    CROSS JOIN (VALUES ('inbox'), ('email')) AS way (channel)
"""
_WRITTEN = "SELECT event::text, recipient_id::text, channel FROM records_message"
_UNSENT = "SELECT id::text, status, problem FROM records_message WHERE status <> 'sent'"
_MAILINGS = """
    SELECT DISTINCT mailing::text FROM records_message WHERE channel = 'email' AND status = 'sent'
"""
_JOBS = "SELECT state, count(*) FROM records_job GROUP BY state"
_ENDED = {"finished", "failed", "cancelled"}


@dataclass(frozen=True)
class Telling:
    """What was found; no faults is good. `again`: email that the server was given a second time,
    under the same name, because a process was killed between sending and noting it."""

    messages: int
    mailings: int
    again: int
    jobs: dict[str, int]
    faults: list[str]

    def line(self) -> str:
        jobs = ", ".join(f"{state} {count}" for state, count in sorted(self.jobs.items()))
        return (
            f"messages {self.messages}, email {self.mailings} (given again under the same name"
            f" {self.again}), jobs {jobs or 'none'}, faults of telling {len(self.faults)}"
        )


def telling_of(link: psycopg.Connection, names: list[str]) -> Telling:
    """`names`: the Message-IDs that the mail server took, in order."""
    expected = Counter(tuple(row) for row in link.execute(_EXPECTED).fetchall())
    written = Counter(tuple(row) for row in link.execute(_WRITTEN).fetchall())
    taken = Counter(name.strip("<>").partition("@")[0] for name in names)
    mailings = {str(row[0]) for row in link.execute(_MAILINGS).fetchall()}
    jobs = {str(state): int(count) for state, count in link.execute(_JOBS).fetchall()}
    faults = [
        *(f"nobody told: {key}" for key in expected.keys() - written.keys()),
        *(f"told without reason: {key}" for key in written.keys() - expected.keys()),
        *(f"told twice: {key}" for key, times in written.items() if times > 1),
        *(f"not sent: {row}" for row in link.execute(_UNSENT).fetchall()),
        *(f"sent, and never taken: {name}" for name in mailings - taken.keys()),
        *(f"taken, and nobody's: {name}" for name in taken.keys() - mailings),
        *(f"jobs left {state}: {count}" for state, count in jobs.items() if state not in _ENDED),
    ]
    if not expected or not mailings or not jobs:
        faults.append("nothing was told, mailed or done: the run shows nothing")
    return Telling(
        messages=written.total(),
        mailings=len(mailings),
        again=taken.total() - len(taken),
        jobs=jobs,
        faults=faults,
    )
