"""Answers already given, so that a repeated request has one effect."""

from django.db import models
from django.db.models.functions import Now


class Idempotency(models.Model):
    """The answer to one keyed request of one client; written in the transaction of its effect."""

    client = models.TextField()
    key = models.TextField()
    request_hash = models.TextField()
    status = models.PositiveSmallIntegerField()
    body = models.JSONField(null=True)
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "kernel_idempotency"
        constraints = [models.UniqueConstraint(fields=["client", "key"], name="idempotency_once")]
