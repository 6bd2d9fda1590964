"""Ways of looking at a list that somebody keeps for themselves."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kernel.models import Aggregate, TenantRow
from people.models.visibility import TenantQuerySet


class SavedView(Aggregate, TenantRow):
    """A list with its filters, under a name, of one user. `list` is the name of an export.

    `filters` are kept as the list's address takes them, and read again each time.
    """

    kind: ClassVar[str] = "saved_view"

    user_id = models.UUIDField()
    list = models.CharField(max_length=60)
    name = models.CharField(max_length=100)
    filters = models.JSONField(default=dict)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user_id", "list", "name"], name="savedview_name_once")
        ]
