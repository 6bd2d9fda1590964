"""Asking for long work, stopping it, asking once more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kernel.actors import Actor
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import Blocked, NotFound
from kernel.log import begin, record
from kernel.moves import move
from kernel.versions import require_version
from records import events
from records.jobs.kinds import KINDS
from records.models import Job, JobPart, JobState
from records.policies.jobs import may_manage, may_read


@transaction.atomic
def queue_job(
    work: str,
    *,
    title: str,
    organisation_id: UUID,
    actor: Actor,
    now: datetime,
    arguments: Mapping[str, Any] | None = None,
    lock_key: str = "",
) -> Job:
    """Ask for work; the caller has asked whether the actor may.

    Emits:
        JobQueued
    """
    if work not in KINDS:
        raise ValueError(f"There is no work named {work}.")
    job = Job(
        organisation_id=organisation_id,
        work=work,
        title=title,
        arguments=dict(arguments or {}),
        lock_key=lock_key,
        started_by_kind=str(actor.kind),
        started_by=actor.id,
    )
    event = events.JobQueued(job_id=job.pk, work=work)
    begin(job, event, actor=actor, now=now, effective_on=london_date(now))
    return job


@transaction.atomic
def cancel_job(
    *, job_id: UUID, actor: Actor, now: datetime, expected_version: int | None = None
) -> Job:
    """Stop a job: at once where it waits, at its next step where it runs.

    Emits:
        JobCancelled, or JobCancelAsked where it runs.
    Raises:
        NotFound, Denied, Stale.
        Blocked: it has ended, or is being stopped already.
    """
    job = _held(job_id, actor)
    if job.state not in (JobState.QUEUED, JobState.RUNNING):
        raise Blocked("This job has ended.", code="not_reachable", state=str(job.state))
    if job.cancel_asked_at is not None:
        raise Blocked("This job is being stopped.", code="cancel_asked", state=str(job.state))
    require_version(job, expected_version)
    today = london_date(now)
    if job.state == JobState.QUEUED:
        cancelled = events.JobCancelled(job_id=job.pk)
        move(
            job,
            "cancel",
            cancelled,
            actor=actor,
            now=now,
            effective_on=today,
            changes={"ended_at": now},
        )
    else:
        asked = events.JobCancelAsked(job_id=job.pk)
        changes = {"cancel_asked_at": now}
        record(job, asked, actor=actor, now=now, effective_on=today, changes=changes)
    return job


@transaction.atomic
def retry_job(
    *, job_id: UUID, actor: Actor, now: datetime, expected_version: int | None = None
) -> Job:
    """Ask once more for a job that failed or was stopped; it begins from the beginning.

    Emits:
        JobRetried
    Raises:
        NotFound, Denied, Stale.
        Blocked: it has not failed.
    """
    job = _held(job_id, actor)
    if job.state not in (JobState.FAILED, JobState.CANCELLED):
        raise Blocked(
            "Only a job that failed or was cancelled can be run again.",
            code="not_reachable",
            state=str(job.state),
        )
    require_version(job, expected_version)
    JobPart.objects.filter(job_id=job.pk).delete()
    move(
        job,
        "retry",
        events.JobRetried(job_id=job.pk),
        actor=actor,
        now=now,
        effective_on=london_date(now),
        changes=_FRESH,
    )
    return job


_FRESH: dict[str, Any] = {
    "attempt": 0,
    "done": 0,
    "total": None,
    "checkpoint": {},
    "beat_at": None,
    "cancel_asked_at": None,
    "started_at": None,
    "ended_at": None,
    "result": {},
    "problem": "",
    "faults": [],
}


def _held(job_id: UUID, actor: Actor) -> Job:
    """The job, locked; a worker that ends it in this moment is waited for."""
    rows = Job.objects.visible_to(actor).select_for_update(of=("self",))
    job = rows.filter(pk=job_id).first()
    if job is None:
        raise NotFound("There is no such job.")
    for may in (may_read, may_manage):
        require(may(actor, organisation_id=job.organisation_id, started_by=job.started_by))
    return job
