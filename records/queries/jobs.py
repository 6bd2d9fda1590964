"""Jobs: the list, one of them, its file and its faults."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from kernel import tenancy
from kernel.actors import Actor
from kernel.api.pages import Page, key_of
from kernel.decisions import require
from kernel.errors import Blocked, Gone, NotFound
from records.models import Job, JobPart, JobState
from records.policies.jobs import READ, may_download, may_manage, may_read

_ROW = (
    "id",
    "organisation_id",
    "work",
    "title",
    "state",
    "done",
    "total",
    "problem",
    "cancel_asked_at",
    "started_by",
    "created_at",
    "started_at",
    "ended_at",
    "version",
)
_MORE = ("result", "faults", "attempt")


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFile:
    """The file that a job made, in pieces."""

    name: str
    media_type: str
    size: int
    pieces: Iterator[bytes]


def jobs(
    *,
    actor: Actor,
    page: Page,
    organisation: UUID | None = None,
    state: str | None = None,
    work: str | None = None,
    mine: bool = False,
) -> list[dict[str, Any]]:
    """Jobs that the actor may read, newest first: their own, and all where they read others'."""
    rows = Job.objects.visible_to(actor).filter(_readable(actor))
    rows = rows.filter(organisation_id=organisation) if organisation else rows
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(work=work) if work else rows
    rows = rows.filter(started_by=actor.id) if mine else rows
    if after := key_of(page, datetime.fromisoformat, UUID):
        instant, last = after
        rows = rows.filter(created_at__lte=instant)
        rows = rows.filter(Q(created_at__lt=instant) | Q(id__lt=last))
    found = rows.order_by("-created_at", "-id").values(*_ROW)[: page.fetch]
    return [dict(row) for row in found]


def _readable(actor: Actor) -> Q:
    if actor.everywhere:
        return Q()
    wide = {pk for pk in actor.organisation_ids if actor.may(READ, organisation_id=pk)}
    return Q(organisation_id__in=wide) | Q(started_by=actor.id)


def get_job(*, actor: Actor, job_id: UUID) -> dict[str, Any]:
    """One job with its result, its faults and what the actor may do with it.

    Raises:
        NotFound, Denied
    """
    row = Job.objects.visible_to(actor).filter(pk=job_id).values(*_ROW, *_MORE).first()
    if row is None:
        raise NotFound("There is no such job.")
    whose = {"organisation_id": row["organisation_id"], "started_by": row["started_by"]}
    require(may_read(actor, **whose))
    manages = may_manage(actor, **whose).allowed
    ended = row["state"] in (JobState.FAILED, JobState.CANCELLED)
    return {
        **row,
        "may_cancel": manages
        and row["state"] in (JobState.QUEUED, JobState.RUNNING)
        and row["cancel_asked_at"] is None,
        "may_retry": manages and ended,
        "has_file": row["state"] == JobState.FINISHED and "file_name" in row["result"],
    }


def job_file(*, actor: Actor, job_id: UUID) -> JobFile:
    """The file of a finished job.

    Raises:
        NotFound: no such job, or it makes no file. Denied: it is somebody else's.
        Blocked: it is not finished. Gone: the file was kept for seven days.
    """
    row = get_job(actor=actor, job_id=job_id)
    require(may_download(actor, started_by=row["started_by"]))
    if row["state"] != JobState.FINISHED:
        raise Blocked("This job is not finished.", state=row["state"])
    if not row["has_file"]:
        raise NotFound("This job makes no file.")
    numbers = JobPart.objects.filter(job_id=job_id).order_by("number")
    kept = list(numbers.values_list("number", flat=True))
    if not kept:
        raise Gone("This file was kept for seven days. Run the export again.")
    return JobFile(
        name=row["result"]["file_name"],
        media_type=row["result"]["media_type"],
        size=row["result"]["bytes"],
        pieces=_pieces(job_id, kept),
    )


def _pieces(job_id: UUID, numbers: list[int]) -> Iterator[bytes]:
    """One piece at a time. The doorway has closed the connection behind the request by then."""
    for number in numbers:
        with tenancy.opened():
            found = JobPart.objects.filter(job_id=job_id, number=number)
            content = found.values_list("content", flat=True).first()
        yield bytes(content or b"")
