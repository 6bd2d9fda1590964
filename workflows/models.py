"""Signs of life of the long-running processes, and the beginning of the feed."""

import uuid

from django.db import models


class Heartbeat(models.Model):
    """When a process of a kind (`relay`, `timers`, `worker`) last said that it is well."""

    name = models.TextField(primary_key=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "workflows_heartbeat"


class FeedFloor(models.Model):
    """The last event that retention has removed; a cursor before it cannot be continued."""

    commit_xid = models.TextField()
    event_id = models.BigIntegerField()

    class Meta:
        db_table = "workflows_feedfloor"


class SkippedWork(models.Model):
    """An operator let a subject go on without reacting to an event, and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event_uuid = models.UUIDField()
    subject_kind = models.TextField()
    subject_id = models.UUIDField()
    problem = models.TextField()
    reason = models.TextField()
    skipped_by = models.UUIDField(null=True)
    skipped_at = models.DateTimeField()

    class Meta:
        db_table = "workflows_skippedwork"
