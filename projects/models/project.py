"""The project and the graph of its stages.

Source: domain/domain.md 13.1 (states and transitions), 15 items 21 and 22.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django_fsm import GET_STATE, FSMField, transition

from kernel.models import Aggregate, SafeFSM, TenantRow
from projects.models.scoping import OfProjectQuerySet


class Stage(models.TextChoices):
    DRAFT = "draft", "Draft"
    SETUP = "setup", "Set-up"
    CO_DESIGN = "co_design", "Co-design"
    TESTING = "testing", "Testing"
    IMPLEMENTING = "implementing", "Implementing"
    SPREADING = "spreading", "Spreading"
    SUSTAINED = "sustained", "Sustained"
    PAUSED = "paused", "Paused"
    STOPPED = "stopped", "Stopped"
    ARCHIVED = "archived", "Archived"


#: The stages in which work goes on; a pause interrupts one of them and gives it back.
WORKING = (Stage.SETUP, Stage.CO_DESIGN, Stage.TESTING, Stage.IMPLEMENTING, Stage.SPREADING)


class Method(models.TextChoices):
    ALWAYS_EVENT = "always_event", "Always Event"
    MODEL_FOR_IMPROVEMENT = "model_for_improvement", "Model for Improvement"


class StopReason(models.TextChoices):
    """Why a project ended early. Each is honourable: a tested idea that failed is learning."""

    DID_NOT_WORK = "did_not_work", "The change was tested and did not work"
    NOT_NEEDED = "not_needed", "The problem no longer needs it"
    PRIORITIES_CHANGED = "priorities_changed", "Priorities changed"
    NO_CAPACITY = "no_capacity", "There was no time or money for it"
    JOINED_ANOTHER = "joined_another", "The work joined another project"
    OTHER = "other", "Another reason"


class DataDisposition(models.TextChoices):
    KEPT = "kept", "Kept for the retention period"
    HANDED_OVER = "handed_over", "Handed over to another project or team"
    DELETED = "deleted", "Deleted"


class ProjectQuerySet(OfProjectQuerySet):
    project_path = "id"


class Project(SafeFSM, Aggregate, TenantRow):
    """A bounded piece of work to improve a service together with the people who use it.

    `stage_since` is the first day of the present stage, null while nobody has proposed it.
    """

    kind: ClassVar[str] = "project"

    title = models.CharField(max_length=200)
    problem = models.TextField(blank=True, default="")
    method = models.CharField(
        max_length=30, choices=Method.choices, default=Method.MODEL_FOR_IMPROVEMENT
    )
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    vision = models.TextField(blank=True, default="")
    aim = models.TextField(blank=True, default="")
    stage = FSMField(choices=Stage.choices, default=Stage.DRAFT, protected=True, max_length=20)
    stage_since = models.DateField(null=True)
    stage_before_pause = models.CharField(
        max_length=20, choices=Stage.choices, blank=True, default=""
    )
    review_on = models.DateField(null=True)  # when a paused project is looked at again
    proposed_by = models.UUIDField(null=True)  # the user; never the one who approves set-up
    started_on = models.DateField(null=True)
    target_on = models.DateField(null=True)
    stop_reason = models.CharField(
        max_length=30, choices=StopReason.choices, blank=True, default=""
    )
    learning = models.TextField(blank=True, default="")
    data_disposition = models.CharField(
        max_length=20, choices=DataDisposition.choices, blank=True, default=""
    )
    public_summary = models.TextField(blank=True, default="")
    retention_from = models.DateField(null=True)  # first day of the retention period
    external_id = models.CharField(max_length=100, blank=True, default="")

    objects = ProjectQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stage__in=Stage.values), name="project_stage_known"
            ),
            models.CheckConstraint(
                condition=models.Q(method__in=Method.values), name="project_method_known"
            ),
            models.CheckConstraint(
                condition=models.Q(stage="paused", stage_before_pause__in=WORKING)
                | (~models.Q(stage="paused") & models.Q(stage_before_pause="")),
                name="project_pause_remembers_stage",
            ),
            models.CheckConstraint(
                condition=models.Q(stop_reason="") | models.Q(stop_reason__in=StopReason.values),
                name="project_stop_reason_known",
            ),
            models.UniqueConstraint(
                fields=["organisation", "external_id"],
                condition=~models.Q(external_id=""),
                name="project_external_id_once",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "updated_at", "id"], name="project_newest_first"),
            models.Index(
                fields=["organisation", "stage", "updated_at", "id"], name="project_by_stage"
            ),
            models.Index(fields=["unit"], name="project_of_unit"),
        ]

    def __str__(self) -> str:
        return self.title

    # The graph. A transition changes this row in memory and nothing else: kernel.moves commits it.

    @transition(field=stage, source=Stage.DRAFT, target=Stage.SETUP)
    def propose(self) -> None:
        """The team asks for a sponsor's approval."""

    @transition(field=stage, source=Stage.SETUP, target=Stage.CO_DESIGN)
    def approve_setup(self) -> None:
        """A sponsor, a team with a partner and a charter are there: begin listening."""

    @transition(field=stage, source=Stage.CO_DESIGN, target=Stage.TESTING)
    def start_testing(self) -> None:
        """Patients have shaped the change: begin testing it."""

    @transition(field=stage, source=Stage.TESTING, target=Stage.CO_DESIGN)
    def redesign(self) -> None:
        """Testing showed that the change needs another design."""

    @transition(field=stage, source=Stage.TESTING, target=Stage.IMPLEMENTING)
    def complete_testing(self) -> None:
        """A change was adopted: make it the normal way."""

    @transition(field=stage, source=Stage.IMPLEMENTING, target=Stage.TESTING)
    def resume_testing(self) -> None:
        """The normal way does not hold yet: test again."""

    @transition(field=stage, source=Stage.IMPLEMENTING, target=Stage.SPREADING)
    def declare_reliable(self) -> None:
        """It happens every time here: take it to other places."""

    @transition(field=stage, source=Stage.SPREADING, target=Stage.SUSTAINED)
    def declare_sustained(self) -> None:
        """It has lasted, with an owner: the project has done its work."""

    @transition(field=stage, source=list(WORKING), target=Stage.PAUSED)
    def pause(self) -> None:
        """Work rests until a review date."""

    @transition(
        field=stage,
        source=Stage.PAUSED,
        target=GET_STATE(lambda project: project.stage_before_pause, states=list(WORKING)),
    )
    def resume(self) -> None:
        """Work goes on from the stage in which it was paused."""

    @transition(field=stage, source=[*WORKING, Stage.PAUSED], target=Stage.STOPPED)
    def stop(self) -> None:
        """The project ends early, with what was learnt from it."""

    @transition(field=stage, source=Stage.SUSTAINED, target=Stage.IMPLEMENTING)
    def reopen(self) -> None:
        """What had lasted has slipped: work on it again."""

    @transition(field=stage, source=[Stage.SUSTAINED, Stage.STOPPED], target=Stage.ARCHIVED)
    def archive(self) -> None:
        """Put away for the retention period."""
