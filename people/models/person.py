"""People of one organisation: staff and partners, whom they work for, what they agreed to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kernel.models import Aggregate, DatedFact, TenantRow
from people.models.visibility import TenantQuerySet


class PartnerKind(models.TextChoices):
    PATIENT = "patient", "Patient or service user"
    CARER = "carer", "Carer"
    FAMILY = "family", "Family member"
    LAY = "lay", "Lay person or advocate"
    STAFF_ELSEWHERE = "staff_elsewhere", "Works in another organisation"


class Person(Aggregate, TenantRow):
    """Someone an organisation knows. Nothing joins people across organisations."""

    kind: ClassVar[str] = "person"

    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    access_needs = models.TextField(blank=True, default="")
    needs = models.JSONField(default=list)  # codes of `people.models.needs.Need`
    interpreter_language = models.CharField(max_length=60, blank=True, default="")
    postal_address = models.TextField(blank=True, default="")
    partner_kind = models.CharField(
        max_length=20, choices=PartnerKind.choices, blank=True, default=""
    )
    external_id = models.CharField(max_length=100, blank=True, default="")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    removed_on = models.DateField(null=True, blank=True)  # merged or erased: not counted from here

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "external_id"],
                condition=~models.Q(external_id=""),
                name="person_external_id_once",
            ),
            models.CheckConstraint(
                condition=models.Q(partner_kind="") | models.Q(partner_kind__in=PartnerKind.values),
                name="person_partner_kind_known",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "updated_at", "id"], name="person_newest_first")
        ]

    def __str__(self) -> str:
        return self.name


class EmploymentBasis(models.TextChoices):
    CONTRACT = "contract", "Contract of employment"
    BANK = "bank", "Bank"
    HONORARY = "honorary", "Honorary"
    INVOLVEMENT_PAYROLL = "involvement_payroll", "Paid through payroll for involvement"


class Employment(DatedFact, TenantRow):
    """Whom a person works for, on what basis, from when to when.

    Only a confirmed contract or bank basis counts as employment by an organisation.
    Source: domain/domain.md 15 item 3.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="employments")
    employer = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    employer_name = models.CharField(max_length=200, blank=True, default="")
    basis = models.CharField(max_length=20, choices=EmploymentBasis.choices)
    confirmed = models.BooleanField(default=False)

    objects = TenantQuerySet.as_manager()


class ConsentScope(models.TextChoices):
    SERVE = "serve", "To serve as a partner"
    PUBLISH = "publish", "To be named in public"


class Consent(DatedFact, TenantRow):
    """What a person agreed to; withdrawn from the day after `to_date`."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    scope = models.CharField(max_length=20, choices=ConsentScope.choices)
    evidence = models.TextField(blank=True, default="")

    objects = TenantQuerySet.as_manager()
