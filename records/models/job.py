"""Long work: what was asked for, how far it is, what came of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django_fsm import FSMField, transition

from kernel.models import Aggregate, SafeFSM, TenantRow
from people.models.visibility import TenantQuerySet


class JobState(models.TextChoices):
    QUEUED = "queued", "Waiting"
    RUNNING = "running", "Running"
    FINISHED = "finished", "Finished"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


class Job(SafeFSM, Aggregate, TenantRow):
    """Work that takes longer than a page may: it survives the process that does it.

    `lock_key`: of one organisation's jobs with the same key, one runs at a time. `attempt` counts
    the processes that took it, and tells a process whether it is still the one. `beat_at` is its
    last sign of life by the clock of the database. `checkpoint` is where to go on from. A title
    and a result hold no names of people: the file that came of it does (`JobPart`).
    """

    kind: ClassVar[str] = "job"

    work = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    lock_key = models.CharField(max_length=200, blank=True, default="")
    state = FSMField(
        choices=JobState.choices, default=JobState.QUEUED, protected=True, max_length=20
    )
    attempt = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    checkpoint = models.JSONField(default=dict)
    beat_at = models.DateTimeField(null=True)
    cancel_asked_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)
    problem = models.TextField(blank=True, default="")
    faults = models.JSONField(default=list)
    started_by_kind = models.CharField(max_length=20)
    started_by = models.UUIDField(null=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=JobState.values), name="job_state_known"
            ),
            models.UniqueConstraint(
                fields=["organisation", "lock_key"],
                condition=models.Q(state="running") & ~models.Q(lock_key=""),
                name="job_one_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "created_at", "id"], name="job_newest_first"),
            models.Index(
                fields=["created_at"],
                condition=models.Q(state__in=("queued", "running")),
                name="job_to_do",
            ),
        ]

    @transition(field=state, source=JobState.QUEUED, target=JobState.RUNNING)
    def start(self) -> None:
        """A process takes it."""

    @transition(field=state, source=JobState.RUNNING, target=JobState.RUNNING)
    def resume(self) -> None:
        """Its process gave no sign of life any more; another goes on."""

    @transition(field=state, source=JobState.RUNNING, target=JobState.FINISHED)
    def finish(self) -> None:
        """All of it is done."""

    @transition(field=state, source=JobState.RUNNING, target=JobState.FAILED)
    def fail(self) -> None:
        """It cannot be done, and says why."""

    @transition(field=state, source=[JobState.QUEUED, JobState.RUNNING], target=JobState.CANCELLED)
    def cancel(self) -> None:
        """Somebody stopped it."""

    @transition(field=state, source=[JobState.FAILED, JobState.CANCELLED], target=JobState.QUEUED)
    def retry(self) -> None:
        """Somebody asks for it once more."""


class JobPart(TenantRow):
    """A piece of the file that a job made; kept for some days."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="parts", db_index=False)
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="jobpart_once")]
