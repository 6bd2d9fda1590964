"""Which subjects must be checked again when something changes; set-based, for reactions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from governance.models import (
    Committee,
    CommitteeOrganisation,
    PoolMember,
    PspAppointment,
    SeatAssignment,
)
from kernel.standards import known


def committees_of_appointments(appointment_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Committees that these appointments serve, served or will serve, through seats or pools.

    Rows that were corrected are among them: the past as it was known is judged by them too.
    """
    wanted = set(appointment_ids)
    seated = SeatAssignment.objects.filter(appointment_id__in=wanted)
    pools = PoolMember.objects.filter(appointment_id__in=wanted).values_list("pool_id", flat=True)
    pooled = SeatAssignment.objects.filter(pool_id__among=set(pools))
    return frozenset(seated.values_list("committee_id", flat=True)) | frozenset(
        pooled.values_list("committee_id", flat=True)
    )


def appointments_of_people(person_ids: Iterable[UUID]) -> frozenset[UUID]:
    """All appointments of these people, whatever their state."""
    rows = PspAppointment.objects.filter(person_id__among=set(person_ids))
    return frozenset(rows.values_list("pk", flat=True))


def committees_of_people(person_ids: Iterable[UUID]) -> frozenset[UUID]:
    return committees_of_appointments(appointments_of_people(person_ids))


def appointments_of_committees(committee_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Appointments that serve these committees: their C07 looks at the committee's bodies."""
    rows = SeatAssignment.objects.filter(committee_id__among=set(committee_ids))
    seated = rows.filter(appointment_id__isnull=False).values_list("appointment_id", flat=True)
    pools = rows.filter(pool_id__isnull=False).values_list("pool_id", flat=True)
    pooled = PoolMember.objects.filter(pool_id__among=set(pools))
    return frozenset(seated) | frozenset(pooled.values_list("appointment_id", flat=True))


def committees_of_organisations(organisation_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Committees that these organisations keep or take part in; as after a succession."""
    wanted = set(organisation_ids)
    own = Committee.objects.filter(organisation_id__in=wanted).values_list("pk", flat=True)
    joint = CommitteeOrganisation.objects.filter(participant_id__in=wanted)
    return frozenset(own) | frozenset(joint.values_list("committee_id", flat=True))


def appointments_of_organisations(organisation_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Appointments kept by these organisations or serving a committee of theirs."""
    wanted = set(organisation_ids)
    own = PspAppointment.objects.filter(organisation_id__in=wanted).values_list("pk", flat=True)
    return frozenset(own) | appointments_of_committees(committees_of_organisations(wanted))


def joint_committees(
    organisation_id: UUID, *, on: date, known_at: datetime | None = None
) -> frozenset[UUID]:
    """Committees that others keep and in which the organisation takes part on a day."""
    rows = CommitteeOrganisation.objects.filter(
        Q(to_date__isnull=True) | Q(to_date__gte=on),
        known(known_at),
        participant_id=organisation_id,
        from_date__lte=on,
    )
    return frozenset(rows.values_list("committee_id", flat=True))


def organisations_of_committees(committee_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Organisations whose C14 counts these committees: their own and those that take part."""
    wanted = set(committee_ids)
    own = Committee.objects.filter(pk__in=wanted).values_list("organisation_id", flat=True)
    joint = CommitteeOrganisation.objects.filter(committee_id__in=wanted)
    return frozenset(own) | frozenset(joint.values_list("participant_id", flat=True))
