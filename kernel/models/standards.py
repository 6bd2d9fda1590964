"""Thresholds as dated, sourced rows: national defaults and an organisation's own."""

import uuid

from django.db import models


class Standard(models.Model):
    """The value of one threshold from a day on.

    A null organisation is the national default; a null value returns an organisation to it.
    Names, units and limits of values are in `kernel.rules.standards`.
    """

    kind = "standard"
    tenant_column = "organisation_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation_id = models.UUIDField(null=True)
    name = models.TextField()
    value = models.IntegerField(null=True)
    valid_from = models.DateField()
    source = models.TextField()
    reason = models.TextField(blank=True, default="")
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    set_by = models.UUIDField(null=True)

    class Meta:
        db_table = "kernel_standard"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "name", "valid_from"],
                condition=models.Q(superseded_at__isnull=True),
                nulls_distinct=False,
                name="standard_one_a_day",
            )
        ]
