"""An actor as most services have it: one message an event, judged and stored with the ORM."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qiflow.settings")
django.setup()

import dramatiq  # noqa: E402
from django.utils import timezone  # noqa: E402

from kernel import tenancy  # noqa: E402
from kernel.models import Pending, Standing  # noqa: E402
from projects.models import Project, TeamMembership  # noqa: E402


@dramatiq.actor(queue_name="baseline")
def judge(pending_id: int) -> None:
    """P01 and P02 of one project, stored as today's outcomes; the event is then done."""
    tenancy.open_to_all()
    pending = Pending.objects.get(pk=pending_id)
    project = Project.objects.get(pk=pending.subject_id)
    today = timezone.localdate()
    members = TeamMembership.objects.filter(project=project, superseded_at__isnull=True)
    partners = members.filter(role="partner", relevant_experience=True).exclude(to_date__lt=today)
    teams = partners.values("team").distinct().count()
    sponsors = members.filter(role="executive_sponsor").exclude(to_date__lt=today).count()
    for rule, met in (("P01", teams == 2), ("P02", sponsors > 0)):
        Standing.objects.update_or_create(
            subject_id=project.pk,
            rule_id=rule,
            defaults={
                "organisation_id": project.organisation_id,
                "unit_id": project.unit_id,
                "subject_kind": "project",
                "severity": "major",
                "outcome": "pass" if met else "fail",
                "met": "yes" if met else "no",
                "code": rule,
                "since": today,
                "evaluated_to": today,
                "updated_at": timezone.now(),
            },
        )
    pending.delete()
