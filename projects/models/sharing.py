"""Other organisations that take part in a project, from when to when."""

from __future__ import annotations

from django.db import models

from kernel.models import DatedFact, TenantRow
from projects.models.scoping import DatedQuerySet


class ProjectOrganisation(DatedFact, TenantRow):
    """An organisation beside the one that keeps the project; its members see this project.

    `organisation` keeps the project, `participant` takes part. `line_id` names the participation
    through all its corrections.
    """

    line_id = models.UUIDField()
    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="+")
    participant = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+"
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_date__isnull=True)
                | models.Q(to_date__gte=models.F("from_date")),
                name="projectorganisation_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~models.Q(participant=models.F("organisation")),
                name="projectorganisation_is_another",
            ),
            models.UniqueConstraint(
                fields=["line_id"],
                condition=models.Q(superseded_at__isnull=True),
                name="projectorganisation_line_once",
            ),
            models.UniqueConstraint(
                fields=["project", "participant"],
                condition=models.Q(superseded_at__isnull=True, to_date__isnull=True),
                name="projectorganisation_open_once",
            ),
        ]
