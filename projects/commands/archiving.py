"""Sets the day on which a closed project is archived by itself.

Source: domain/domain.md 13.1 (archive: by the service after 90 days).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from kernel.models import Timer
from kernel.standards import standards_of
from projects.models import Project, Stage
from projects.rules.standards import ARCHIVE_AFTER_DAYS

ARCHIVE_DUE = "project.archive_due"
CLOSED = (Stage.SUSTAINED, Stage.STOPPED)


def set_archive_timers(projects: Iterable[Project], *, today: date) -> None:
    """Have every closed project looked at on the day from which it may be archived."""
    closed = [project for project in projects if project.stage in CLOSED]
    if not closed:
        return
    standards = standards_of({project.organisation_id for project in closed})
    timers = []
    for project in closed:
        days = standards[project.organisation_id].on(ARCHIVE_AFTER_DAYS, today)
        since = project.stage_since or today
        timers.append(
            Timer(
                organisation_id=project.organisation_id,
                kind=ARCHIVE_DUE,
                subject_kind=Project.kind,
                subject_id=project.pk,
                due_on=max(today, since + timedelta(days=days)),
            )
        )
    Timer.objects.bulk_create(timers, ignore_conflicts=True)
