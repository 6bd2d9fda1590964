"""Who leaves an organisation, when, and who takes over."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from kernel.models import TenantRow
from people.models.access import User
from people.models.visibility import TenantQuerySet


class Leaving(TenantRow):
    """A user leaves an organisation after a last day.

    `receiver` gets what comes to the leaver between the hand-over and the last day. `roles` keeps
    which roles were cut and how long they would have lasted, for somebody who stays after all.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    receiver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    last_day = models.DateField()
    roles = models.JSONField(default=list)
    decided_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    done_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=Q(done_at__isnull=True, cancelled_at__isnull=True),
                name="leaving_open_once",
            ),
            models.CheckConstraint(
                condition=~Q(user=models.F("receiver")), name="leaving_to_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="leaving_has_one_end",
            ),
        ]
