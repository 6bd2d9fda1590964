"""Which process does a job: taking one, going on with an abandoned one, ending it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from kernel.actors import SYSTEM
from kernel.clock import london_date
from kernel.events import DomainEvent
from kernel.moves import move
from records import events
from records.jobs.signs import SILENT_SECONDS
from records.models import Job, JobState

MOST_ATTEMPTS = 3
_GIVEN_UP = (
    "The process that did this ended three times while it was at work. Nothing is half done. "
    "Tell whoever runs the service, or try again with less at once."
)


class Lost(Exception):
    """Another process has this job, or it has ended: whatever this one did must not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A job as taken by this process."""

    job_id: UUID
    organisation_id: UUID
    work: str
    attempt: int
    arguments: Mapping[str, Any]
    checkpoint: Mapping[str, Any]
    started_by_kind: str
    started_by: UUID | None


def claim(job_id: UUID, *, now: datetime) -> Claim | None:
    """Take a job that waits or was abandoned; None where there is nothing to do here.

    The connection must see every organisation.
    """
    try:
        with transaction.atomic():
            rows = Job.objects.select_for_update(skip_locked=True, of=("self",))
            job = rows.filter(pk=job_id).first()
            if job is None or not _free(job):
                return None
            return _take(job, now)
    except IntegrityError:
        return None  # another job with the same lock began in the same moment


def _free(job: Job) -> bool:
    """Waiting with nobody on its lock, or running with nobody at work."""
    if job.state == JobState.RUNNING:
        return _silent(job.pk)
    if job.state != JobState.QUEUED:
        return False
    alike = Job.objects.filter(
        organisation_id=job.organisation_id, lock_key=job.lock_key, state=JobState.RUNNING
    )
    return not job.lock_key or not alike.exists()


def _silent(job_id: UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT beat_at IS NULL OR beat_at < now() - make_interval(secs => %s)"
            " FROM records_job WHERE id = %s",
            [SILENT_SECONDS, job_id],
        )
        row = cursor.fetchone()
        return bool(row and row[0])


def _take(job: Job, now: datetime) -> Claim | None:
    if job.cancel_asked_at is not None:
        _move(job, "cancel", events.JobCancelled(job_id=job.pk), now=now, ended_at=now)
        return None
    if job.attempt >= MOST_ATTEMPTS:
        failed = events.JobFailed(job_id=job.pk, work=job.work)
        _move(job, "fail", failed, now=now, ended_at=now, problem=_GIVEN_UP)
        return None
    attempt = job.attempt + 1
    if job.state == JobState.QUEUED:
        started = events.JobStarted(job_id=job.pk, attempt=attempt)
        _move(job, "start", started, now=now, attempt=attempt, started_at=now)
    else:
        resumed = events.JobResumed(job_id=job.pk, attempt=attempt)
        _move(job, "resume", resumed, now=now, attempt=attempt)
    _beat(job.pk)
    return Claim(
        job_id=job.pk,
        organisation_id=job.organisation_id,
        work=job.work,
        attempt=attempt,
        arguments=job.arguments,
        checkpoint=job.checkpoint,
        started_by_kind=job.started_by_kind,
        started_by=job.started_by,
    )


def _beat(job_id: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE records_job SET beat_at = now() WHERE id = %s", [job_id])


def finish(
    held: Claim,
    *,
    done: int,
    result: Mapping[str, Any],
    faults: Sequence[Mapping[str, Any]],
    now: datetime,
) -> None:
    """The work is done. In the transaction of the work where that is one.

    Raises:
        Lost: this process no longer has the job.
    """
    job = mine(held)
    event = events.JobFinished(job_id=job.pk, work=job.work, done=done)
    _move(
        job,
        "finish",
        event,
        now=now,
        done=done,
        result=dict(result),
        faults=[dict(fault) for fault in faults],
        ended_at=now,
    )


def fail(held: Claim, *, problem: str, now: datetime) -> None:
    """It cannot be done. Raises: Lost."""
    job = mine(held)
    event = events.JobFailed(job_id=job.pk, work=job.work)
    _move(job, "fail", event, now=now, problem=problem[:2000], ended_at=now)


def stop(held: Claim, *, now: datetime) -> None:
    """Somebody asked for that. Raises: Lost."""
    job = mine(held)
    _move(job, "cancel", events.JobCancelled(job_id=job.pk), now=now, ended_at=now)


def mine(held: Claim) -> Job:
    """The row, locked until the transaction ends.

    Raises:
        Lost: this process no longer has the job.
    """
    job = (
        Job.objects.select_for_update(of=("self",))
        .filter(pk=held.job_id, attempt=held.attempt, state=JobState.RUNNING)
        .first()
    )
    if job is None:
        raise Lost(str(held.job_id))
    return job


def _move(job: Job, step: str, event: DomainEvent, *, now: datetime, **changes: Any) -> None:
    move(
        job,
        step,
        event,
        actor=SYSTEM,
        now=now,
        effective_on=london_date(now),
        changes=changes,
    )
