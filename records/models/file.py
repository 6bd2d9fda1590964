"""A file that somebody keeps as evidence about a thing."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django_fsm import FSMField, transition

from kernel.actors import Actor
from kernel.models import Aggregate, SafeFSM, TenantRow
from people.models.visibility import TenantQuerySet


class FileState(models.TextChoices):
    CHECKING = "checking", "Being checked"
    KEPT = "kept", "Kept"
    REFUSED = "refused", "Failed the virus check"
    DELETED = "deleted", "Deleted"
    ERASED = "erased", "Erased"
    LOST = "lost", "Lost from the store"


class Audience(models.TextChoices):
    """Who sees a file, of those who see its thing."""

    EVERYONE = "everyone", "Everybody who sees it"
    HOME = "home", "Our organisation only"
    KEEPERS = "keepers", "Only those who look after it"


class VirusCheck(models.TextChoices):
    WAITING = "waiting", "Being checked for viruses"
    CLEAN = "clean", "No virus found"
    NONE = "none", "Not checked for viruses"
    INFECTED = "infected", "A virus was found"


class FileQuerySet(TenantQuerySet["File"]):
    """Files belong to the organisation that keeps their thing; some are shared with it."""

    def visible_to(self, actor: Actor) -> Self:
        if actor.everywhere:
            return self
        own = models.Q(organisation_id__in=actor.organisation_ids)
        shared = models.Q(
            subject_id__in=actor.shared_ids,
            audience=Audience.EVERYONE,
            state=FileState.KEPT,
        )
        return self.filter(own | shared)


#: While a file is in one of these its bytes lie in the store.
WITH_BYTES = (FileState.CHECKING, FileState.KEPT, FileState.DELETED)


class File(SafeFSM, Aggregate, TenantRow):
    """Evidence about a thing. While it is being checked it is in quarantine: nobody gets it.

    `evidence_on`: the day the evidence is of, apart from the day it was sent. `stored_as`: its
    name in the store, empty once the bytes are gone. `text_warning`: what its text seems to hold
    that belongs to a patient. `problem`: why the check has not ended.
    """

    kind: ClassVar[str] = "file"

    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True, default="")
    content_kind = models.CharField(max_length=10)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    evidence_on = models.DateField()
    audience = models.CharField(choices=Audience.choices, default=Audience.EVERYONE, max_length=10)
    state = FSMField(
        choices=FileState.choices, default=FileState.CHECKING, protected=True, max_length=20
    )
    virus_check = models.CharField(
        choices=VirusCheck.choices, default=VirusCheck.WAITING, max_length=10
    )
    problem = models.CharField(max_length=200, blank=True, default="")
    text_warning = models.CharField(max_length=20, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    stored_as = models.CharField(max_length=100, blank=True, default="")
    added_by = models.UUIDField(null=True)
    job_id = models.UUIDField(null=True)

    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=FileState.values), name="file_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(audience__in=Audience.values), name="file_audience_known"
            ),
            models.CheckConstraint(
                condition=(models.Q(state__in=WITH_BYTES) & ~models.Q(stored_as=""))
                | (~models.Q(state__in=WITH_BYTES) & models.Q(stored_as="")),
                name="file_bytes_while_kept",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_id", "created_at", "id"], name="file_of_thing"),
            models.Index(fields=["organisation", "created_at", "id"], name="file_newest_first"),
            models.Index(
                fields=["stored_as"], name="file_in_store", opclasses=["varchar_pattern_ops"]
            ),
            models.Index(
                fields=["state", "created_at"],
                condition=models.Q(state="checking"),
                name="file_being_checked",
            ),
        ]

    @transition(field=state, source=FileState.CHECKING, target=FileState.KEPT)
    def keep(self) -> None:
        """Nothing speaks against it: whoever may see it can have it."""

    @transition(field=state, source=FileState.CHECKING, target=FileState.REFUSED)
    def refuse(self) -> None:
        """A virus was found: the bytes are taken away."""

    @transition(field=state, source=FileState.KEPT, target=FileState.DELETED)
    def remove(self) -> None:
        """It is put away, for a reason, and can be brought back."""

    @transition(field=state, source=FileState.DELETED, target=FileState.KEPT)
    def restore(self) -> None:
        """It is brought back."""

    @transition(field=state, source=WITH_BYTES, target=FileState.ERASED)
    def erase(self) -> None:
        """Bytes and text are taken away for good."""

    @transition(field=state, source=WITH_BYTES, target=FileState.LOST)
    def lose(self) -> None:
        """The store no longer has it."""
