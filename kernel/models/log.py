"""The record of what happened (Event, Transition) and what is still to be done (Pending)."""

import uuid

from django.db import models
from django.db.models.functions import Now


class Event(models.Model):
    """One thing that happened: appended in the transaction of the change, never altered.

    `seq` is the aggregate's version after the change. `effective_on` is the first day on which
    facts differ. `commit_xid` fences the feed's cursor.
    """

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    organisation_id = models.UUIDField(null=True)
    type = models.TextField()
    aggregate_kind = models.TextField()
    aggregate_id = models.UUIDField()
    seq = models.PositiveIntegerField()
    data = models.JSONField(default=dict)
    effective_on = models.DateField()
    recorded_at = models.DateTimeField()
    actor_kind = models.TextField()
    actor_id = models.UUIDField(null=True)
    caused_by = models.UUIDField(null=True)
    depth = models.PositiveSmallIntegerField(default=0)
    # commit_xid xid8 is added in SQL: Django has no such type.

    class Meta:
        db_table = "kernel_event"
        constraints = [
            models.UniqueConstraint(
                fields=["aggregate_id", "aggregate_kind", "seq"], name="event_once_in_order"
            )
        ]
        indexes = [models.Index(fields=["organisation_id", "id"], name="event_by_organisation")]


class Pending(models.Model):
    """An event that a subject has yet to react to; deleted when done, so the table stays tiny.

    `subject_*` is the event's own aggregate, or another subject to which the work was spread.
    `attempts` is committed before work starts, so that a crash counts.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation_id = models.UUIDField(null=True)
    subject_kind = models.TextField()
    subject_id = models.UUIDField()
    seq = models.PositiveIntegerField()
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    quarantined_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "kernel_pending"
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id", "subject_kind", "event"], name="pending_once"
            )
        ]


class Transition(models.Model):
    """One step of a state graph: who, when, from which day, why, and what the guards said.

    It is the history shown to people and, with its two clocks, the dated status of the subject:
    on a day the status is the target of the last row effective by then, the later recorded
    deciding between two of one day (domain.md 15, item 2).
    """

    organisation_id = models.UUIDField()
    subject_kind = models.TextField()
    subject_id = models.UUIDField()
    version = models.PositiveIntegerField()
    transition = models.TextField()
    source = models.TextField()
    target = models.TextField()
    effective_on = models.DateField()
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, default="")
    guards = models.JSONField(default=list)
    actor_kind = models.TextField()
    actor_id = models.UUIDField(null=True)
    approved_by = models.UUIDField(null=True)
    opening_position = models.BooleanField(default=False)

    class Meta:
        db_table = "kernel_transition"
        indexes = [
            models.Index(
                fields=["subject_id", "effective_on", "recorded_at"], name="transition_of_subject"
            )
        ]
