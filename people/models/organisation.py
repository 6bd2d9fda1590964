"""Organisations, their succession, and their dated tree of units."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models

from kernel.actors import Actor
from kernel.models import Aggregate, DatedFact, TenantRow
from people.models.visibility import OverseenQuerySet, TenantQuerySet


class OrganisationKind(models.TextChoices):
    TRUST = "trust", "NHS trust"
    ICB = "icb", "Integrated care board"
    GP_PRACTICE = "gp_practice", "GP practice"
    INDEPENDENT = "independent", "Independent provider"
    LOCAL_AUTHORITY = "local_authority", "Local authority"
    CHARITY = "charity", "Charity"
    CARERS_GROUP = "carers_group", "Carers' group"
    OTHER = "other", "Other"


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, actor: Actor) -> Self:
        """The actor's own, those that a wider role may look at, or all to keep the register."""
        if actor.everywhere or actor.may_somewhere("organisation.register"):
            return self
        return self.filter(pk__in=actor.organisation_ids | actor.oversight_ids)


class Organisation(Aggregate):
    """A body that keeps committees and projects. An ODS code is usual, not required.

    Source: domain/domain.md 10.1 (codes are never reused; closed, never deleted), 15 item 22.
    """

    kind: ClassVar[str] = "organisation"
    tenant_column: ClassVar[str] = "id"

    ods_code = models.CharField(max_length=8, null=True, blank=True)
    name = models.CharField(max_length=200)
    type = models.CharField(max_length=20, choices=OrganisationKind.choices)
    icb = models.CharField(max_length=200, blank=True, default="")
    region = models.CharField(max_length=100, blank=True, default="")
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    reference_only = models.BooleanField(default=False)  # known by code, keeps no records here

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ods_code"],
                condition=models.Q(ods_code__isnull=False),
                name="organisation_ods_code_once",
            ),
            models.CheckConstraint(
                condition=models.Q(ods_code__isnull=True)
                | models.Q(ods_code__regex=r"^[A-Z0-9]{3,8}$"),
                name="organisation_ods_code_shape",
            ),
            models.CheckConstraint(
                condition=models.Q(type__in=OrganisationKind.values), name="organisation_type_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationSuccession(DatedFact):
    """From a day on, one organisation stands in the place of another (a merger has several)."""

    predecessor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    successor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor")),
                name="succession_of_two_bodies",
            )
        ]


class OversightGrant(DatedFact, TenantRow):
    """An organisation lets a wider body read its findings, for as long as it says."""

    overseer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    objects = TenantQuerySet.as_manager()


class UnitKind(models.TextChoices):
    DIVISION = "division", "Division"
    DIRECTORATE = "directorate", "Directorate"
    SITE = "site", "Site"
    WARD = "ward", "Ward"
    TEAM = "team", "Team"


class Unit(Aggregate, TenantRow):
    """A part of an organisation. Where it sits in the tree is dated: see `UnitPlace`."""

    kind: ClassVar[str] = "unit"

    type = models.CharField(max_length=20, choices=UnitKind.choices)
    name = models.CharField(max_length=200)
    external_id = models.CharField(max_length=100, blank=True, default="")
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    objects = OverseenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "external_id"],
                condition=~models.Q(external_id=""),
                name="unit_external_id_once",
            ),
            models.CheckConstraint(
                condition=models.Q(type__in=UnitKind.values), name="unit_type_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UnitPlace(DatedFact, TenantRow):
    """The unit above a unit; a null parent is the top of the organisation."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="places")
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OverseenQuerySet.as_manager()
