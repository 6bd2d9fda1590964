"""A link with which one person does one thing, without an account."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kernel.models import Aggregate, TenantRow
from people.models.visibility import TenantQuerySet
from records.models.ways import Way


class Link(Aggregate, TenantRow):
    """One purpose, for one person or user, about one thing, until an instant.

    `asked`: what the purpose needs to know besides, as ids and words of ours. `note`: what whoever
    asks wrote to the person. `used_at`: when it was last answered, `outcome` and `words` with
    what, `way` how; `entered_by`: the user who entered the answer for the person, `given_on` the
    day on which it was given. `step_id` and `step_version` name the change that it brought.
    """

    kind: ClassVar[str] = "link"

    purpose = models.CharField(max_length=20)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    asked = models.JSONField(default=dict)
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    user = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    note = models.TextField(blank=True, default="")
    made_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True, default="")
    words = models.TextField(blank=True, default="")
    way = models.CharField(max_length=20, choices=Way.choices, blank=True, default="")
    given_on = models.DateField(null=True)
    entered_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    step_id = models.UUIDField(null=True)
    step_version = models.PositiveIntegerField(null=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) ^ models.Q(user__isnull=False),
                name="link_for_one_person",
            ),
            models.CheckConstraint(
                condition=models.Q(used_at__isnull=True, way="")
                | (models.Q(used_at__isnull=False) & ~models.Q(way="")),
                name="link_used_in_a_way",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_id", "-created_at", "-id"], name="link_of_thing"),
            models.Index(
                fields=["step_id", "step_version"],
                condition=models.Q(step_id__isnull=False),
                name="link_of_step",
            ),
        ]
