"""Rings for long work that waits, or that its process left."""

from __future__ import annotations

import time
from collections.abc import Callable
from uuid import UUID

import psycopg

from records.jobs.signs import SILENT_SECONDS

LOOK_SECONDS = 0.5
#: A bell can be lost with its broker; ringing again for a job that is taken does nothing.
RING_AGAIN_SECONDS = 5.0
MOST_AT_ONCE = 20

Ring = Callable[[UUID], bool]


class JobBells:
    """What the relay does for jobs. It holds nothing that matters."""

    def __init__(self, ring: Ring) -> None:
        self._ring = ring
        self._looked = 0.0
        self._rung: dict[UUID, float] = {}

    def look(self, link: psycopg.Connection) -> int:
        """Ring for every job that could be taken now and was not rung lately; how many."""
        now = time.monotonic()
        if now < self._looked + LOOK_SECONDS:
            return 0
        self._looked = now
        waiting = [row[0] for row in link.execute(_WAITING, _PARAMETERS).fetchall()]
        self._rung = {job: at for job, at in self._rung.items() if job in set(waiting)}
        sent = 0
        for job_id in waiting:
            if now < self._rung.get(job_id, -RING_AGAIN_SECONDS) + RING_AGAIN_SECONDS:
                continue
            if not self._ring(job_id):
                break
            self._rung[job_id] = now
            sent += 1
        return sent


# The first of those with the same lock, oldest first, unless one of them is at work.
_WAITING = """
    SELECT id FROM records_job AS job
    WHERE (state = 'running'
            AND (beat_at IS NULL OR beat_at < now() - make_interval(secs => %(silent)s)))
        OR (state = 'queued' AND (lock_key = '' OR NOT EXISTS (
            SELECT 1 FROM records_job AS other
            WHERE other.organisation_id = job.organisation_id AND other.lock_key = job.lock_key
                AND (other.state = 'running' OR (other.state = 'queued'
                    AND (other.created_at, other.id) < (job.created_at, job.id))))))
    ORDER BY created_at LIMIT %(most)s
"""
_PARAMETERS = {"silent": SILENT_SECONDS, "most": MOST_AT_ONCE}
