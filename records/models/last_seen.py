"""When somebody last looked at a thing, so that the thing can say what is new to them."""

from __future__ import annotations

from django.db import models

from kernel.models import TenantRow
from people.models.visibility import TenantQuerySet


class LastSeen(TenantRow):
    """One user and one thing. Nobody but the user reads it, and it tells nothing to others.

    `seen_at`: when the present visit began. `before`: when the visit before it did.
    """

    user_id = models.UUIDField()
    kind = models.CharField(max_length=40)
    thing_id = models.UUIDField()
    seen_at = models.DateTimeField()
    before = models.DateTimeField(null=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user_id", "kind", "thing_id"], name="lastseen_once")
        ]
        indexes = [models.Index(fields=["seen_at"], name="lastseen_oldest")]
