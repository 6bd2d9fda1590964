"""Abstract rows: things of a tenant, aggregates with a version, facts with two clocks."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django_fsm import FSMModelMixin


class TenantRow(models.Model):
    """A row of one organisation; the column is also the key by which data can be spread."""

    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        abstract = True


class Aggregate(models.Model):
    """A thing that changes as a whole: `version` counts its events and is its ETag."""

    #: The name under which events, findings and history know this kind of thing.
    kind: ClassVar[str]
    #: The column that holds the tenant.
    tenant_column: ClassVar[str] = "organisation_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(editable=False)
    updated_at = models.DateTimeField(editable=False)

    class Meta:
        abstract = True


class DatedFact(models.Model):
    """A fact with two clocks: when it was so, and when we knew.

    Units: `from_date` and `to_date` are London calendar days, both inclusive; a null `to_date` is
    open. `recorded_at` and `superseded_at` are instants: a correction closes the row and adds one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class SafeFSM(FSMModelMixin, models.Model):
    """Base of every model with a state graph.

    django-fsm-2's own `refresh_from_db` flips a flag on the class, which other threads see; here
    protected fields are dropped from the instance instead, so that they may be set again.
    """

    class Meta:
        abstract = True

    def _get_protected_fsm_fields(self) -> set[str]:
        return set()

    def refresh_from_db(
        self,
        using: str | None = None,
        fields: Iterable[str] | None = None,
        from_queryset: Any = None,
    ) -> None:
        wanted = None if fields is None else list(fields)
        for field in self._meta.concrete_fields:
            if getattr(field, "protected", False) and (wanted is None or field.name in wanted):
                self.__dict__.pop(field.name, None)
        super().refresh_from_db(using=using, fields=wanted, from_queryset=from_queryset)
