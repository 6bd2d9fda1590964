"""A day on which people come together about a thing, who is invited, and what they answered."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models

from kernel.actors import Actor
from kernel.models import Aggregate, TenantRow
from people.models.visibility import TenantQuerySet
from records.models.ways import Way


class OccasionQuerySet(TenantQuerySet["Occasion"]):
    """Occasions belong to the organisation that keeps their thing, and are shared with it."""

    def visible_to(self, actor: Actor) -> Self:
        if actor.everywhere:
            return self
        own = models.Q(organisation_id__in=actor.organisation_ids)
        return self.filter(own | models.Q(subject_id__in=actor.shared_ids))


class Occasion(Aggregate, TenantRow):
    """A meeting or event. Units: `on_date` and the times are those of London.

    `place`: where it is; `way_to_join`: how to take part from elsewhere. One of them is known.
    """

    kind: ClassVar[str] = "occasion"

    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    title = models.CharField(max_length=200)
    on_date = models.DateField()
    from_time = models.TimeField()
    to_time = models.TimeField(null=True)
    place = models.CharField(max_length=300, blank=True, default="")
    way_to_join = models.CharField(max_length=500, blank=True, default="")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_reason = models.TextField(blank=True, default="")

    objects = OccasionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_time__isnull=True)
                | models.Q(to_time__gt=models.F("from_time")),
                name="occasion_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~models.Q(place="", way_to_join=""), name="occasion_is_somewhere"
            ),
        ]
        indexes = [models.Index(fields=["subject_id", "-on_date", "-id"], name="occasion_of_thing")]


class Answer(models.TextChoices):
    YES = "yes", "Yes, I will come"
    NO = "no", "No, I cannot come"
    MAYBE = "maybe", "I do not know yet"


class Invitee(TenantRow):
    """Somebody who is invited, and what they answered last; `way` says how, or is empty.

    `entered_by`: the user who entered the answer for them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject_id = models.UUIDField()
    occasion = models.ForeignKey(
        Occasion, on_delete=models.PROTECT, related_name="invitees", db_index=False
    )
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    user = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True, default="")
    words = models.TextField(blank=True, default="")
    way = models.CharField(max_length=20, choices=Way.choices, blank=True, default="")
    answered_on = models.DateField(null=True)
    entered_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) ^ models.Q(user__isnull=False),
                name="invitee_is_one_person",
            ),
            models.UniqueConstraint(fields=["occasion", "person"], name="invitee_person_once"),
            models.UniqueConstraint(fields=["occasion", "user"], name="invitee_user_once"),
        ]
