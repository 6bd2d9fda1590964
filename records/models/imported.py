"""Tables that came in: what was found in them, what they brought, and what they replaced."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django_fsm import FSMField, transition

from kernel.models import Aggregate, SafeFSM, TenantRow
from people.models.visibility import TenantQuerySet


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", "Waiting to be checked"
    CHECKED = "checked", "Checked"
    LOADED = "loaded", "Loaded"
    UNDONE = "undone", "Undone"
    DISCARDED = "discarded", "Discarded"


class Import(SafeFSM, Aggregate, TenantRow):
    """One table, checked and perhaps loaded. `content` is kept only until then.

    `allowed` are pointers of cells in which somebody said that no patient is named.
    """

    kind: ClassVar[str] = "import"

    what = models.CharField(max_length=60)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField(null=True)
    allowed = models.JSONField(default=list)
    state = FSMField(
        choices=ImportState.choices, default=ImportState.UPLOADED, protected=True, max_length=20
    )
    report = models.JSONField(default=dict)
    job_id = models.UUIDField(null=True)  # the last job that worked on it
    started_by = models.UUIDField(null=True)
    loaded_at = models.DateTimeField(null=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ImportState.values), name="import_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("uploaded", "checked")) | models.Q(content=None),
                name="import_content_until_loaded",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "created_at", "id"], name="import_newest_first")
        ]

    @transition(
        field=state, source=[ImportState.UPLOADED, ImportState.CHECKED], target=ImportState.CHECKED
    )
    def check_rows(self) -> None:
        """Every row was tried, and nothing kept."""

    @transition(field=state, source=ImportState.CHECKED, target=ImportState.LOADED)
    def load(self) -> None:
        """Every row was kept."""

    @transition(field=state, source=ImportState.LOADED, target=ImportState.UNDONE)
    def undo(self) -> None:
        """Every row was taken back."""

    @transition(
        field=state,
        source=[ImportState.UPLOADED, ImportState.CHECKED],
        target=ImportState.DISCARDED,
    )
    def discard(self) -> None:
        """It is not to be loaded."""


class ImportedRow(TenantRow):
    """What one row did. `before` is emptied when the person it tells of is removed."""

    imported = models.ForeignKey(
        Import, on_delete=models.CASCADE, related_name="rows", db_index=False
    )
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10)
    subject_id = models.UUIDField(db_index=True)
    version = models.PositiveIntegerField()
    before = models.JSONField(default=dict)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["imported", "number"], name="importedrow_once")
        ]
