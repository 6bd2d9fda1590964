"""Archives closed projects by themselves, once their time has come and nothing is missing."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from kernel.actors import SYSTEM
from kernel.clock import london_date
from kernel.errors import Blocked, Stale, Unmet
from kernel.standards import standards_of
from projects.commands.steps import StepRequest, take_step
from projects.models import Project, Stage
from projects.rules.standards import ARCHIVE_AFTER_DAYS


def archive_closed(*, now: datetime, most: int = 100) -> int:
    """Archive up to `most` projects closed long enough; those that still miss something stay.

    Returns how many were archived. Each is a transaction of its own.
    """
    today = london_date(now)
    rows = list(
        Project.objects.filter(
            stage__in=(Stage.SUSTAINED, Stage.STOPPED), stage_since__isnull=False
        )
        .exclude(public_summary="")
        .exclude(retention_from=None)
        .order_by("stage_since", "id")
        .values_list("id", "organisation_id", "stage_since")[:most]
    )
    standards = standards_of({organisation_id for _, organisation_id, _ in rows})
    archived = 0
    for project_id, organisation_id, since in rows:
        days = standards[organisation_id].on(ARCHIVE_AFTER_DAYS, today)
        if since and since + timedelta(days=days) <= today:
            archived += _archive(project_id, now)
    return archived


def _archive(project_id: UUID, now: datetime) -> int:
    try:
        take_step(request=StepRequest(project_id=project_id, step="archive"), actor=SYSTEM, now=now)
    except (Blocked, Stale, Unmet):  # somebody was first, or something is missing after all
        return 0
    return 1
