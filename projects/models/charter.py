"""The charter, version by version, and what sponsors, partners and coaches have agreed to.

Source: domain/domain.md 2.7 (fields of a charter), 15 item 19 (sign-offs of absent people).
"""

from __future__ import annotations

import uuid

from django.db import models

from kernel.models import TenantRow
from projects.models.scoping import OfProjectQuerySet


class Charter(TenantRow):
    """What was agreed at set-up, above all how partners are found, supported and paid.

    A change is a new number; earlier ones stay as they were.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    purpose = models.TextField(blank=True, default="")
    population = models.TextField(blank=True, default="")
    partner_recruitment = models.TextField(blank=True, default="")
    partner_support = models.TextField(blank=True, default="")
    partner_payment = models.TextField(blank=True, default="")
    written_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="charter_number_once")
        ]


class SignOffAbout(models.TextChoices):
    """What was agreed to: a text, or the step that comes next."""

    CHARTER = "charter", "The charter"
    VISION = "vision", "The vision"
    AIM = "aim", "The aim"
    START_TESTING = "start_testing", "To start testing"
    COMPLETE_TESTING = "complete_testing", "That testing is complete"
    DECLARE_RELIABLE = "declare_reliable", "That it is reliable"
    DECLARE_SUSTAINED = "declare_sustained", "That it is sustained"


class SignOffAs(models.TextChoices):
    SPONSOR = "sponsor", "Sponsor"
    PARTNER = "partner", "Patient or carer partner"
    COACH = "coach", "Coach or lead for quality improvement"


class SignOffWay(models.TextChoices):
    IN_PERSON = "in_person", "In person"
    MEETING = "meeting", "In a meeting"
    TELEPHONE = "telephone", "By telephone"
    LETTER = "letter", "By letter"
    ONLINE = "online", "Online"
    OTHER = "other", "In another way"


class SignOff(TenantRow):
    """One person agreed, in a way, on a day; both that person and who recorded it are kept.

    It speaks of the wording of that time: a changed vision or aim supersedes it, and a sign-off of
    a charter belongs to that number of the charter.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, null=True, related_name="+")
    about = models.CharField(max_length=30, choices=SignOffAbout.choices)
    given_as = models.CharField(max_length=20, choices=SignOffAs.choices)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=20, choices=SignOffWay.choices)
    given_on = models.DateField()
    recorded_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(about__in=SignOffAbout.values), name="signoff_about_known"
            ),
            models.CheckConstraint(
                condition=models.Q(given_as__in=SignOffAs.values), name="signoff_as_known"
            ),
            models.CheckConstraint(
                condition=models.Q(way__in=SignOffWay.values), name="signoff_way_known"
            ),
            models.CheckConstraint(
                condition=models.Q(about="charter", charter__isnull=False)
                | (~models.Q(about="charter") & models.Q(charter__isnull=True)),
                name="signoff_charter_with_its_number",
            ),
        ]
        indexes = [models.Index(fields=["project", "about"], name="signoff_of_project")]
