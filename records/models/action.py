"""Something that somebody does by a day, about a thing."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django_fsm import FSMField, transition

from kernel.actors import Actor
from kernel.models import Aggregate, SafeFSM, TenantRow
from people.models.visibility import TenantQuerySet


class ActionState(models.TextChoices):
    OPEN = "open", "To do"
    DONE = "done", "Done"
    DROPPED = "dropped", "Dropped"


class ActionQuerySet(TenantQuerySet["Action"]):
    """Actions belong to the organisation that keeps their thing, and are shared with it."""

    def visible_to(self, actor: Actor) -> Self:
        if actor.everywhere:
            return self
        own = models.Q(organisation_id__in=actor.organisation_ids)
        return self.filter(own | models.Q(subject_id__in=actor.shared_ids))


class Action(SafeFSM, Aggregate, TenantRow):
    """What somebody has taken on. `subject_kind` and `subject_id` name a thing that is registered.

    `owner` or `owner_person` has it, who may have no account; nobody yet where both are null.
    `closing_note`: what came of it, or why it was dropped. `closed_on` stands while it is closed.
    """

    kind: ClassVar[str] = "action"

    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    title = models.CharField(max_length=200)
    owner = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    owner_person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    due_on = models.DateField()
    state = FSMField(
        choices=ActionState.choices, default=ActionState.OPEN, protected=True, max_length=20
    )
    closing_note = models.TextField(blank=True, default="")
    closed_on = models.DateField(null=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ActionState.values), name="action_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", closed_on__isnull=True)
                | (~models.Q(state="open") & models.Q(closed_on__isnull=False)),
                name="action_closed_on_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(owner__isnull=True) | models.Q(owner_person__isnull=True),
                name="action_has_one_owner",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_id", "due_on", "id"], name="action_of_thing"),
            models.Index(fields=["owner", "due_on", "id"], name="action_of_owner"),
            models.Index(fields=["organisation", "due_on", "id"], name="action_by_day"),
        ]

    @transition(field=state, source=ActionState.OPEN, target=ActionState.DONE)
    def complete(self) -> None:
        """It is done."""

    @transition(field=state, source=ActionState.OPEN, target=ActionState.DROPPED)
    def drop(self) -> None:
        """It will not be done, for a reason."""

    @transition(field=state, source=ActionState.OPEN, target=ActionState.OPEN)
    def hand_over(self) -> None:
        """Somebody else takes it on."""

    @transition(
        field=state, source=[ActionState.DONE, ActionState.DROPPED], target=ActionState.OPEN
    )
    def reopen(self) -> None:
        """It has to be done after all, or again."""
