"""How far the clock has been moved, in tests and demonstrations."""

from datetime import timedelta

from django.db import models


class Clock(models.Model):
    """One row that every process reads."""

    moved_by = models.DurationField(default=timedelta)

    class Meta:
        db_table = "kernel_clock"
