"""The files by which organisations arrived in mid-life, and who signed each off."""

from __future__ import annotations

import uuid

from django.db import models

from kernel.models import TenantRow
from people.models.visibility import TenantQuerySet


class OpeningPosition(TenantRow):
    """One file, checked and perhaps loaded. `content` is kept only between the two.

    `report` is what the check or the loading found: counts by sheet and, until it is loaded, what
    is to be mended. `signed_off_by` is the user who answers for the file; with `signed_off_at` it
    is the one sign-off that domain.md 15 item 20 asks for.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField(null=True)
    report = models.JSONField(default=dict)
    checked_by = models.UUIDField(null=True)
    checked_at = models.DateTimeField()
    signed_off_by = models.UUIDField(null=True)
    signed_off_at = models.DateTimeField(null=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(signed_off_at__isnull=True, content__isnull=False)
                | models.Q(signed_off_at__isnull=False, content__isnull=True),
                name="openingposition_content_until_signed_off",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "checked_at", "id"], name="openingposition_list")
        ]
