"""Seats of a committee, who holds them, pools that cover them, and recruiting for them."""

from __future__ import annotations

import uuid

from django.db import models

from governance.choices import Membership, SeatKind
from governance.models.appointment import OfOrganisationQuerySet, PspAppointment
from governance.models.committee import OfCommittee
from governance.models.dated import in_force_once, in_order, open_once
from kernel.models import DatedFact, TenantRow


class Seat(OfCommittee):
    """A numbered place in a committee. When it exists is dated: see `SeatTerm`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seat_no = models.PositiveSmallIntegerField()
    seat_kind = models.CharField(max_length=5, choices=SeatKind.choices)
    external_id = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "seat_no"], name="seat_number_once"),
            models.CheckConstraint(
                condition=models.Q(seat_kind__in=SeatKind.values), name="seat_kind_known"
            ),
            models.CheckConstraint(condition=models.Q(seat_no__gte=1), name="seat_number_from_one"),
        ]


class SeatTerm(DatedFact, OfCommittee):
    """The terms of reference give a committee this seat, from a day to a day."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="terms")
    required = models.BooleanField(default=True)

    class Meta:
        constraints = [in_order("seatterm"), open_once("seatterm", "seat")]


class Pool(TenantRow):
    """A named group of partners who cover seats between them.

    Source: domain/domain.md 15 item 5.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)

    objects = OfOrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="pool_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class PoolMember(DatedFact, TenantRow):
    """A partner belongs to a pool. `line` stays the same through corrections."""

    line = models.UUIDField(default=uuid.uuid4, editable=False)
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="members")
    appointment = models.ForeignKey(PspAppointment, on_delete=models.PROTECT, related_name="+")

    objects = OfOrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            in_order("poolmember"),
            in_force_once("poolmember", "line"),
            open_once("poolmember", "pool", "appointment"),
        ]


class SeatAssignment(DatedFact, OfCommittee):
    """An appointment or a pool holds a seat. `line` stays the same through corrections.

    `holds_seat`: a deputy who holds the seat in their own right, and so counts.
    Source: domain/domain.md 12.0 conditions 1 and 5.
    """

    line = models.UUIDField(default=uuid.uuid4, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="assignments")
    appointment = models.ForeignKey(
        PspAppointment, on_delete=models.PROTECT, null=True, related_name="assignments"
    )
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, null=True, related_name="+")
    membership = models.CharField(max_length=8, choices=Membership.choices, default=Membership.FULL)
    holds_seat = models.BooleanField(default=False)
    external_id = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        constraints = [
            in_order("assignment"),
            in_force_once("assignment", "line"),
            models.CheckConstraint(
                condition=models.Q(appointment__isnull=True) ^ models.Q(pool__isnull=True),
                name="assignment_of_one_holder",
            ),
            models.CheckConstraint(
                condition=models.Q(membership__in=Membership.values),
                name="assignment_membership_known",
            ),
            models.UniqueConstraint(
                fields=["seat", "appointment"],
                condition=models.Q(superseded_at__isnull=True, to_date__isnull=True),
                name="assignment_open_once",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "from_date", "id"], name="assignment_list")]


class RecruitmentAction(DatedFact, OfCommittee):
    """Somebody is finding a partner for a seat, from a day until it is done or dropped."""

    line = models.UUIDField(default=uuid.uuid4, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="recruitment")
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            in_order("recruitment"),
            in_force_once("recruitment", "line"),
            open_once("recruitment", "seat"),
        ]
