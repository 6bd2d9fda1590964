"""Appointments of patient safety partners; causes only for those who manage them."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from governance.models import (
    AppointmentTerm,
    Induction,
    PspAppointment,
    SeatAssignment,
    Suspension,
)
from governance.policies.appointments import may_read, reads_all, sees_causes
from kernel.actors import Actor
from kernel.api.pages import Page, key_of
from kernel.decisions import require
from kernel.errors import NotFound

_ROW = (
    "id",
    "organisation_id",
    "person_id",
    "state",
    "applied_on",
    "role_level",
    "external_id",
    "version",
    "updated_at",
)
_MORE = (
    "task_profile",
    "panel_had_partner",
    "payment_explained_on",
    "terms_accepted_on",
    "confidentiality_draft_seen_on",
    "identity_seen_on",
    "references_seen_on",
    "benefits_advice_offered_on",
    "return_expected_on",
    "access_removed_on",
)


def appointments(
    *,
    actor: Actor,
    page: Page,
    organisation: UUID | None = None,
    state: str | None = None,
    person: UUID | None = None,
) -> list[dict[str, Any]]:
    """Appointments, the oldest application first; partners see their own."""
    rows = PspAppointment.objects.visible_to(actor).filter(readable_by(actor))
    rows = rows.filter(organisation_id=organisation) if organisation else rows
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(person_id=person) if person else rows
    if after := key_of(page, date.fromisoformat, UUID):
        day, last = after
        rows = rows.filter(Q(applied_on__gt=day) | Q(applied_on=day, pk__gt=last))
    return list(rows.order_by("applied_on", "pk").values(*_ROW)[: page.fetch])


def readable_by(actor: Actor) -> Q:
    """Appointments that the actor may read: all of a place, or their own."""
    if actor.everywhere:
        return Q()
    everywhere = {pk for pk in actor.organisation_ids if reads_all(actor, organisation_id=pk)}
    return Q(organisation_id__in=everywhere) | Q(person_id__in=actor.person_ids)


def readable_appointment(appointment_id: UUID, actor: Actor) -> dict[str, Any]:
    """The row of one appointment.

    Raises:
        NotFound, Denied
    """
    rows = PspAppointment.objects.visible_to(actor).filter(pk=appointment_id)
    row = rows.values(*_ROW, *_MORE, "end_reason").first()
    if row is None:
        raise NotFound("There is no such appointment.")
    person_id, organisation_id = row["person_id"], row["organisation_id"]
    require(may_read(actor, organisation_id=organisation_id, person_id=person_id))
    if not sees_causes(actor, organisation_id=organisation_id):
        row["end_reason"] = None
    return dict(row)


def get_appointment(*, actor: Actor, appointment_id: UUID) -> dict[str, Any]:
    """One appointment with its terms, induction, seats and, for those who manage it, suspensions.

    Raises:
        NotFound, Denied
    """
    row = readable_appointment(appointment_id, actor)
    managed = sees_causes(actor, organisation_id=row["organisation_id"])
    return {
        **row,
        "terms": terms(appointment_id),
        "induction": induction(appointment_id),
        "seats": _seats(appointment_id),
        "suspensions": _suspensions(appointment_id) if managed else [],
    }


def terms(appointment_id: UUID) -> list[dict[str, Any]]:
    rows = AppointmentTerm.objects.filter(
        appointment_id=appointment_id, superseded_at__isnull=True
    ).order_by("number")
    columns = ("number", "from_date", "to_date", "signed_on", "over_limit_reason", "recorded_at")
    return list(rows.values(*columns))


def induction(appointment_id: UUID) -> dict[str, Any] | None:
    rows = Induction.objects.filter(appointment_id=appointment_id, superseded_at__isnull=True)
    columns = ("confidentiality_signed_on", "starts_on", "recorded_at")
    return rows.values(*columns, completed_on=F("from_date")).first()


def _seats(appointment_id: UUID) -> list[dict[str, Any]]:
    rows = SeatAssignment.objects.filter(
        appointment_id=appointment_id, superseded_at__isnull=True
    ).order_by("from_date", "line")
    return [
        {
            "id": row["line"],
            "committee_id": row["committee_id"],
            "committee_name": row["committee__name"],
            "seat_id": row["seat_id"],
            "seat_no": row["seat__seat_no"],
            "from_date": row["from_date"],
            "to_date": row["to_date"],
        }
        for row in rows.values(
            "line",
            "committee_id",
            "committee__name",
            "seat_id",
            "seat__seat_no",
            "from_date",
            "to_date",
        )
    ]


def _suspensions(appointment_id: UUID) -> list[dict[str, Any]]:
    rows = Suspension.objects.filter(appointment_id=appointment_id).order_by("recorded_at")
    return [
        dict(row)
        for row in rows.values(
            "id",
            "concern_reference",
            "starts_on",
            "review_on",
            "confirm_by",
            "confirmed_at",
            "lifted_on",
            "outcome",
        )
    ]


_ASSIGNMENT = (
    "line",
    "organisation_id",
    "committee_id",
    "seat_id",
    "appointment_id",
    "pool_id",
    "membership",
    "holds_seat",
    "from_date",
    "to_date",
    "external_id",
)


def seat_assignments(
    *,
    actor: Actor,
    page: Page,
    committee: UUID | None = None,
    appointment: UUID | None = None,
) -> list[dict[str, Any]]:
    """Seat assignments as known now, the earliest first."""
    rows = _assignments(actor)
    rows = rows.filter(committee_id=committee) if committee else rows
    rows = rows.filter(appointment_id=appointment) if appointment else rows
    if after := key_of(page, date.fromisoformat, UUID):
        day, last = after
        rows = rows.filter(Q(from_date__gt=day) | Q(from_date=day, line__gt=last))
    found = rows.order_by("from_date", "line").values(*_ASSIGNMENT)[: page.fetch]
    return [{"id": row.pop("line"), **row} for row in found]


def get_assignment(*, actor: Actor, assignment_id: UUID) -> dict[str, Any]:
    """One seat assignment, with the version of its committee.

    Raises:
        NotFound
    """
    rows = _assignments(actor).filter(line=assignment_id)
    row = rows.values(*_ASSIGNMENT, "committee__version").first()
    if row is None:
        raise NotFound("There is no such seat assignment.")
    return {"id": row.pop("line"), **row}


def _assignments(actor: Actor) -> Any:
    rows = SeatAssignment.objects.visible_to(actor).filter(superseded_at__isnull=True)
    if actor.everywhere:
        return rows
    where = {
        grant.organisation_id for grant in actor.grants if "committee.read" in grant.permissions
    }
    return rows.filter(Q(organisation_id__in=where) | Q(committee_id__in=actor.shared_ids))
