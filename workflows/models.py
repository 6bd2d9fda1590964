"""Signs of life of the long-running processes, and the beginning of the feed."""

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
