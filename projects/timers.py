"""Dates on which a project moves by itself. `TIMERS` is what workflows fires."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

import structlog

from kernel.actors import SYSTEM
from kernel.errors import Unmet
from kernel.standards import standards_of
from projects.commands.archiving import ARCHIVE_DUE, CLOSED
from projects.commands.steps import StepRequest, take_step
from projects.models import Project
from projects.rules.standards import ARCHIVE_AFTER_DAYS

logger = structlog.get_logger(__name__)


def archive_when_due(*, subject_id: UUID, today: date, now: datetime) -> None:
    """Archive a project whose day has come; one that was reopened, or misses something, stays.

    Whoever mends what is missing sets the timer again.
    """
    project = Project.objects.filter(pk=subject_id, stage__in=CLOSED).first()
    if project is None or not _is_due(project, today):
        return
    try:
        take_step(request=StepRequest(project_id=subject_id, step="archive"), actor=SYSTEM, now=now)
    except Unmet as refusal:
        codes = [guard.code for guard in refusal.unmet]
        logger.info("project_not_archived", project=str(subject_id), unmet=codes)


def _is_due(project: Project, today: date) -> bool:
    standards = standards_of([project.organisation_id])[project.organisation_id]
    days = timedelta(days=standards.on(ARCHIVE_AFTER_DAYS, today))
    return project.stage_since is not None and project.stage_since + days <= today


#: By kind of timer: what is done with its subject on its day. Doing it twice does it once.
TIMERS: Mapping[str, Callable[..., None]] = {ARCHIVE_DUE: archive_when_due}
