"""Appointments of patient safety partners: state, terms, induction, suspension."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models
from django_fsm import FSMField, transition

from governance.choices import AppointmentState, EndReason
from governance.models.dated import in_order
from kernel.actors import Actor
from kernel.models import Aggregate, DatedFact, SafeFSM, TenantRow

_S = AppointmentState
_BEFORE_ACTIVE = [_S.APPLIED, _S.SHORTLISTED, _S.RESERVE, _S.OFFERED, _S.CHECKS, _S.INDUCTING]


class OfOrganisationQuerySet(models.QuerySet[models.Model]):
    """Rows of one organisation, shared with nobody."""

    def visible_to(self, actor: Actor) -> Self:
        if actor.everywhere:
            return self
        return self.filter(organisation_id__in=actor.organisation_ids)


class PspAppointmentQuerySet(models.QuerySet["PspAppointment"]):
    def visible_to(self, actor: Actor) -> Self:
        """Appointments of the actor's organisations."""
        if actor.everywhere:
            return self
        return self.filter(organisation_id__in=actor.organisation_ids)


class PspAppointment(Aggregate, TenantRow, SafeFSM):
    """One person's way into, through and out of the role of patient safety partner.

    `end_reason` is readable only to those who manage appointments.
    Source: domain/domain.md 13.3, 15 items 1, 4, 5, 6.
    """

    kind: ClassVar[str] = "psp_appointment"

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    state = FSMField(max_length=20, choices=_S.choices, default=_S.APPLIED, protected=True)
    applied_on = models.DateField()
    role_level = models.PositiveSmallIntegerField(default=4)
    task_profile = models.TextField(blank=True, default="")
    panel_had_partner = models.BooleanField(default=False)
    feedback_offered = models.BooleanField(default=False)
    payment_explained_on = models.DateField(null=True, blank=True)
    terms_accepted_on = models.DateField(null=True, blank=True)
    confidentiality_draft_seen_on = models.DateField(null=True, blank=True)
    identity_seen_on = models.DateField(null=True, blank=True)
    references_seen_on = models.DateField(null=True, blank=True)
    benefits_advice_offered_on = models.DateField(null=True, blank=True)
    return_expected_on = models.DateField(null=True, blank=True)
    exit_conversation_offered = models.BooleanField(default=False)
    access_removed_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=12, choices=EndReason.choices, blank=True, default="")
    external_id = models.CharField(max_length=100, blank=True, default="")

    objects = PspAppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=_S.values), name="appointment_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(role_level__range=(1, 4)), name="appointment_level_1_to_4"
            ),
            models.CheckConstraint(
                condition=models.Q(end_reason="") | models.Q(end_reason__in=EndReason.values),
                name="appointment_end_reason_known",
            ),
            models.UniqueConstraint(
                fields=["organisation", "external_id"],
                condition=~models.Q(external_id=""),
                name="appointment_external_id_once",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=~models.Q(state__in=["ended", "withdrawn", "declined"]),
                name="appointment_open_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "updated_at", "id"], name="appointment_newest_first"
            )
        ]

    @transition(field=state, source=[_S.APPLIED, _S.RESERVE], target=_S.SHORTLISTED)
    def shortlist(self) -> None:
        """A panel with a partner on it thinks well of the application."""

    @transition(field=state, source=[_S.APPLIED, _S.SHORTLISTED, _S.RESERVE], target=_S.DECLINED)
    def decline(self) -> None:
        """Not this time."""

    @transition(field=state, source=_S.SHORTLISTED, target=_S.RESERVE)
    def hold_in_reserve(self) -> None:
        """Good, but there is no place at present."""

    @transition(field=state, source=[_S.SHORTLISTED, _S.RESERVE], target=_S.OFFERED)
    def offer(self) -> None:
        """A place is offered, with its tasks and payment explained."""

    @transition(field=state, source=_S.OFFERED, target=_S.CHECKS)
    def accept(self) -> None:
        """The person takes the place."""

    @transition(field=state, source=_S.CHECKS, target=_S.INDUCTING)
    def clear_checks(self) -> None:
        """Identity, references and what else is lawful are in order."""

    @transition(field=state, source=_S.INDUCTING, target=_S.ACTIVE)
    def complete_induction(self) -> None:
        """The person is prepared; the role begins."""

    # From ended: a late renewal of a term that ran out (domain.md 15 item 4).
    @transition(field=state, source=[_S.ACTIVE, _S.ENDED], target=_S.ACTIVE)
    def renew(self) -> None:
        """Another term."""

    @transition(field=state, source=_S.ACTIVE, target=_S.PAUSED)
    def pause(self) -> None:
        """The partner takes a break; no reason is asked."""

    @transition(field=state, source=_S.PAUSED, target=_S.ACTIVE)
    def return_(self) -> None:
        """The partner is back."""

    @transition(field=state, source=[_S.ACTIVE, _S.PAUSED], target=_S.SUSPENDED)
    def suspend(self) -> None:
        """A concern is looked into."""

    @transition(field=state, source=_S.SUSPENDED, target=_S.SUSPENDED)
    def confirm_suspension(self) -> None:
        """A second person confirms the suspension."""

    @transition(field=state, source=_S.SUSPENDED, target=_S.ACTIVE)
    def lift(self) -> None:
        """The concern is settled; the partner is back."""

    @transition(field=state, source=[_S.ACTIVE, _S.PAUSED, _S.SUSPENDED], target=_S.ENDED)
    def end(self) -> None:
        """The role is over."""

    @transition(field=state, source=_BEFORE_ACTIVE, target=_S.WITHDRAWN)
    def withdraw(self) -> None:
        """The person takes the application back."""


class OfAppointment(TenantRow):
    """A row about one appointment; its organisation is the appointment's."""

    appointment = models.ForeignKey(PspAppointment, on_delete=models.PROTECT, related_name="+")

    objects = OfOrganisationQuerySet.as_manager()

    class Meta:
        abstract = True


class AppointmentTerm(DatedFact, OfAppointment):
    """A term of office, both days inclusive. `number` 0 is the first, 1 the first renewal."""

    signed_on = models.DateField(null=True, blank=True)
    number = models.PositiveSmallIntegerField(default=0)
    over_limit_reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            in_order("term"),
            models.UniqueConstraint(
                fields=["appointment", "number"],
                condition=models.Q(superseded_at__isnull=True),
                name="term_number_once",
            ),
        ]


class Induction(DatedFact, OfAppointment):
    """Induction was completed on `from_date`. `starts_on`: the day on which the role begins."""

    confidentiality_signed_on = models.DateField()
    starts_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            in_order("induction"),
            models.UniqueConstraint(
                fields=["appointment"],
                condition=models.Q(superseded_at__isnull=True),
                name="induction_once",
            ),
        ]


class Suspension(OfAppointment):
    """What is kept about a suspension, apart from findings, events and history.

    Source: domain/domain.md 13.3, 15 item 6 (one person at once, a second confirms within two
    working days).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    concern_reference = models.CharField(max_length=200)
    raised_by = models.UUIDField(null=True)
    decided_by = models.UUIDField(null=True)
    support_offered = models.BooleanField()
    starts_on = models.DateField()
    review_on = models.DateField()
    confirm_by = models.DateField()
    confirmed_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    lifted_on = models.DateField(null=True)
    outcome = models.TextField(blank=True, default="")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["appointment"],
                condition=models.Q(lifted_on__isnull=True),
                name="suspension_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | models.Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="suspension_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True)
                | ~models.Q(confirmed_by=models.F("decided_by")),
                name="suspension_confirmed_by_another",
            ),
        ]
