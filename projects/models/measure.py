"""What is measured, of a project or of an organisation or unit alone, and how it is charted.

Source: domain/domain.md 8.3 (fields of a measure), 15 items 10, 11 and 14.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kernel.models import Aggregate, TenantRow
from projects.models.scoping import OfProjectQuerySet


class MeasureFamily(models.TextChoices):
    OUTCOME = "outcome", "Outcome"
    PROCESS = "process", "Process"
    BALANCING = "balancing", "Balancing"


class DataKind(models.TextChoices):
    """What is written down for each period."""

    PROPORTION = "proportion", "How many out of how many (per cent)"
    RATE = "rate", "How many for each so many (rate)"
    COUNT = "count", "How many"
    VALUE = "value", "A value, such as minutes or a score"
    SAMPLE = "sample", "Several values of each period"
    TIME_BETWEEN = "time_between", "Time between rare events"
    CASES_BETWEEN = "cases_between", "Cases between rare events"


class Direction(models.TextChoices):
    INCREASE = "increase", "Higher is better"
    DECREASE = "decrease", "Lower is better"
    NEUTRAL = "neutral", "Neither is better"


class Frequency(models.TextChoices):
    DAY = "day", "Every day"
    WEEK = "week", "Every week"
    MONTH = "month", "Every month"
    QUARTER = "quarter", "Every quarter"
    IRREGULAR = "irregular", "Whenever it happens"


class Chart(models.TextChoices):
    """Charts of `projects.spc`; XmR is judged by the Making Data Count rules."""

    XMR = "xmr", "XmR chart"
    RUN = "run", "Run chart"
    I = "i", "I chart"  # noqa: E741 - the chart's name
    I_PRIME = "ip", "I' chart"
    MR = "mr", "Moving range chart"
    P = "p", "p chart"
    P_PRIME = "pp", "p' chart"
    U = "u", "u chart"
    U_PRIME = "up", "u' chart"
    C = "c", "c chart"
    G = "g", "g chart"
    T = "t", "t chart"
    X_BAR = "xbar", "X-bar chart"
    S = "s", "S chart"


class Measure(Aggregate, TenantRow):
    """One thing that is counted or measured the same way again and again.

    `reference`: a public series to look at, with charts and icons only: no rules, no notices.
    `reliability`: of its project, the measure by which the Always Event is called reliable.
    Units: `per` is the multiple of a rate (1000 for "each 1,000 bed days"); `reporting_lag_days`
    counts days from the end of a period, null for the Standard; `baseline_points` is how many
    first points the limits are kept to, null for the Standard. `judged_before`: what rules judged
    the measure by before each change of it, the oldest first (`projects.measures.judged`).
    """

    kind: ClassVar[str] = "measure"

    project = models.ForeignKey(
        "projects.Project",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200)
    reference = models.BooleanField(default=False)
    family = models.CharField(max_length=20, choices=MeasureFamily.choices, blank=True, default="")
    why = models.TextField(blank=True, default="")
    definition = models.TextField(blank=True, default="")
    numerator_words = models.CharField(max_length=300, blank=True, default="")
    denominator_words = models.CharField(max_length=300, blank=True, default="")
    source = models.CharField(max_length=300, blank=True, default="")
    sampling = models.CharField(max_length=300, blank=True, default="")
    data_kind = models.CharField(max_length=20, choices=DataKind.choices)
    unit_word = models.CharField(max_length=40, blank=True, default="")
    per = models.PositiveIntegerField(default=1)
    direction = models.CharField(
        max_length=10, choices=Direction.choices, default=Direction.NEUTRAL
    )
    frequency = models.CharField(max_length=10, choices=Frequency.choices)
    reporting_lag_days = models.PositiveSmallIntegerField(null=True)
    chart = models.CharField(max_length=10, choices=Chart.choices, default=Chart.XMR)
    rule_set = models.CharField(max_length=40)
    baseline_points = models.PositiveSmallIntegerField(null=True)
    baseline_plan = models.TextField(blank=True, default="")
    rare_event_reason = models.TextField(blank=True, default="")
    reliability = models.BooleanField(default=False)
    begins_on = models.DateField()
    ended_on = models.DateField(null=True)
    owner = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    external_id = models.CharField(max_length=100, blank=True, default="")
    judged_before = models.JSONField(default=list)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(family="") | models.Q(family__in=MeasureFamily.values),
                name="measure_family_known",
            ),
            models.CheckConstraint(
                condition=models.Q(data_kind__in=DataKind.values), name="measure_data_known"
            ),
            models.CheckConstraint(
                condition=models.Q(direction__in=Direction.values), name="measure_direction_known"
            ),
            models.CheckConstraint(
                condition=models.Q(frequency__in=Frequency.values), name="measure_frequency_known"
            ),
            models.CheckConstraint(
                condition=models.Q(chart__in=Chart.values), name="measure_chart_known"
            ),
            models.CheckConstraint(condition=models.Q(per__gte=1), name="measure_per_at_least_one"),
            models.CheckConstraint(
                condition=models.Q(reliability=False)
                | models.Q(project__isnull=False, data_kind="proportion"),
                name="measure_reliability_of_project",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True)
                | models.Q(ended_on__gte=models.F("begins_on")),
                name="measure_ends_after_beginning",
            ),
            models.UniqueConstraint(
                fields=["organisation", "external_id"],
                condition=~models.Q(external_id=""),
                name="measure_external_id_once",
            ),
            models.UniqueConstraint(
                fields=["project"],
                condition=models.Q(reliability=True, ended_on__isnull=True),
                name="measure_one_reliability",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "id"], name="measure_of_project"),
            models.Index(fields=["organisation", "name", "id"], name="measure_by_name"),
        ]

    def __str__(self) -> str:
        return self.name
