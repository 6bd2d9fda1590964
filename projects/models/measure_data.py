"""The data of measures, and what people set on their charts. Every correction is kept.

Every row names the project of its measure too, so that whoever shares the project may read it.
Source: domain/domain.md 8.3, 8.4; features.md F24, F27, F31, F33.
"""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kernel.models import TenantRow
from projects.models.scoping import OfProjectQuerySet


class OfMeasure(TenantRow):
    """A row of one measure; a correction closes it and adds another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    measure = models.ForeignKey(
        "projects.Measure", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    recorded_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        abstract = True


class MeasurePoint(OfMeasure):
    """What was found in one period, or on the day of a rare event.

    `on_date` is the first day of the period. Which columns are filled follows the measure's
    `data_kind`: numerator and denominator, `value`, or `sample`. None of them: a gap, known to be
    one, with `note` for the reason.
    """

    on_date = models.DateField()
    numerator = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    denominator = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    value = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    sample = ArrayField(models.DecimalField(max_digits=20, decimal_places=6), null=True)
    note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "on_date"],
                condition=models.Q(superseded_at__isnull=True),
                name="measure_point_once",
            ),
            models.CheckConstraint(
                condition=models.Q(denominator__isnull=True) | models.Q(denominator__gte=0),
                name="measure_point_denominator_not_negative",
            ),
        ]
        indexes = [
            models.Index(fields=["measure", "on_date", "recorded_at"], name="measure_point_known")
        ]


class TargetShape(models.TextChoices):
    STEP = "step", "From this day"
    LINE = "line", "Reached on this day, step by step"


class MeasureTarget(OfMeasure):
    """Where the measure ought to be from a day, or on the way to a day (a trajectory)."""

    on_date = models.DateField()
    value = models.DecimalField(max_digits=20, decimal_places=6)
    shape = models.CharField(max_length=10, choices=TargetShape.choices, default=TargetShape.STEP)
    reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "on_date"],
                condition=models.Q(superseded_at__isnull=True),
                name="measure_target_once",
            ),
            models.CheckConstraint(
                condition=models.Q(shape__in=TargetShape.values), name="measure_target_shape_known"
            ),
        ]


class MeasureRebase(OfMeasure):
    """New limits from a day, because the process became another, for a reason."""

    on_date = models.DateField()
    reason = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "on_date"],
                condition=models.Q(superseded_at__isnull=True),
                name="measure_rebase_once",
            )
        ]


class MarkerSort(models.TextChoices):
    NOTE = "note", "Something happened"
    CHANGE = "change", "A change was tested (PDSA)"


class MeasureMarker(OfMeasure):
    """Words at a day of the chart."""

    on_date = models.DateField()
    sort = models.CharField(max_length=10, choices=MarkerSort.choices, default=MarkerSort.NOTE)
    words = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sort__in=MarkerSort.values), name="measure_marker_sort_known"
            )
        ]
        indexes = [models.Index(fields=["measure", "on_date"], name="measure_marker_of")]


class SignalMeaning(models.TextChoices):
    IMPROVEMENT = "improvement", "Improvement"
    CONCERN = "concern", "Concern"
    HIGH = "neutral_high", "Higher"
    LOW = "neutral_low", "Lower"


class MeasureSignal(TenantRow):
    """A special cause that was found, told of once.

    `began_on` is the first point of the stretch that the rule flags, `last_on` its latest so far.
    `gone_at`: a later recalculation no longer finds it (a correction, a rebase, another edition).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    measure = models.ForeignKey(
        "projects.Measure", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    rule = models.CharField(max_length=30)  # astronomical, shift, trend, two_of_three, runs, sigma
    meaning = models.CharField(max_length=20, choices=SignalMeaning.choices)
    rule_set = models.CharField(max_length=40)
    began_on = models.DateField()
    last_on = models.DateField()
    found_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "rule", "meaning", "began_on"], name="measure_signal_once"
            ),
            models.CheckConstraint(
                condition=models.Q(meaning__in=SignalMeaning.values),
                name="measure_signal_meaning_known",
            ),
        ]
