"""Who is on a project's teams, in which role, from when to when.

Source: domain/domain.md 2.5 (roles and teams), 1 (big I and little i, lived and learnt).
"""

from __future__ import annotations

from django.db import models

from kernel.models import DatedFact, TenantRow
from projects.models.scoping import DatedQuerySet


class Team(models.TextChoices):
    OVERSIGHT = "oversight", "Oversight team"
    POINT_OF_CARE = "point_of_care", "Point-of-care team"
    SUPPORT = "support", "Support"


class TeamRole(models.TextChoices):
    EXECUTIVE_SPONSOR = "executive_sponsor", "Executive sponsor"
    SPONSOR_DEPUTY = "sponsor_deputy", "Sponsor's deputy"
    OVERSIGHT_LEAD = "oversight_lead", "Oversight lead"
    PROJECT_LEAD = "project_lead", "Project lead"
    PARTNER = "partner", "Patient or carer partner"
    POINT_OF_CARE_STAFF = "point_of_care_staff", "Point-of-care staff"
    COACH = "coach", "Improvement coach"
    MEASUREMENT_LEAD = "measurement_lead", "Measurement lead"


class Capacity(models.TextChoices):
    LIVED = "lived", "Lived experience"
    LEARNT = "learnt", "Learnt experience"
    BOTH = "both", "Lived and learnt experience"


class Involvement(models.TextChoices):
    BIG_I = "big_i", "Big I: a full member throughout"
    LITTLE_I = "little_i", "Little i: asked from time to time"


class TeamMembership(DatedFact, TenantRow):
    """A person in a role on a team of a project.

    `line_id` names the membership through all its corrections. `relevant_experience`: has lived
    experience of what the project is about; null is not stated. `partner_agreed`: partners agreed
    that a member of staff speaks from lived experience.
    """

    line_id = models.UUIDField()
    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    team = models.CharField(max_length=20, choices=Team.choices)
    role = models.CharField(max_length=30, choices=TeamRole.choices)
    capacity = models.CharField(max_length=10, choices=Capacity.choices)
    involvement = models.CharField(
        max_length=10, choices=Involvement.choices, blank=True, default=""
    )  # said of partners only
    relevant_experience = models.BooleanField(null=True)
    partner_agreed = models.BooleanField(null=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_date__isnull=True)
                | models.Q(to_date__gte=models.F("from_date")),
                name="teammembership_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(team__in=Team.values), name="teammembership_team_known"
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=TeamRole.values), name="teammembership_role_known"
            ),
            models.CheckConstraint(
                condition=models.Q(capacity__in=Capacity.values),
                name="teammembership_capacity_known",
            ),
            models.CheckConstraint(
                condition=models.Q(involvement="") | models.Q(involvement__in=Involvement.values),
                name="teammembership_involvement_known",
            ),
            models.UniqueConstraint(
                fields=["line_id"],
                condition=models.Q(superseded_at__isnull=True),
                name="teammembership_line_once",
            ),
            models.UniqueConstraint(
                fields=["project", "person", "team", "role"],
                condition=models.Q(superseded_at__isnull=True, to_date__isnull=True),
                name="teammembership_open_once",
            ),
        ]
        indexes = [models.Index(fields=["project", "from_date"], name="teammembership_of_project")]
