"""Timers of appointments: at most one of a kind and subject is waiting."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from governance.models import PspAppointment
from kernel.models import Timer

APPOINTMENT_STARTS = "appointment_starts"
APPOINTMENT_ENDS = "appointment_ends"
SUSPENSION_UNCONFIRMED = "suspension_unconfirmed"


def schedule(appointment: PspAppointment, kind: str, due_on: date) -> None:
    """Something happens to the appointment on a day; what was set before is forgotten."""
    cancel(appointment.pk, kind)
    Timer.objects.create(
        organisation_id=appointment.organisation_id,
        kind=kind,
        subject_kind=appointment.kind,
        subject_id=appointment.pk,
        due_on=due_on,
    )


def cancel(appointment_id: UUID, *kinds: str) -> None:
    Timer.objects.filter(subject_id=appointment_id, kind__in=kinds).delete()
