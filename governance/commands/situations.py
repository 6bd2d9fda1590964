"""Gathers what the guards of an appointment's step look at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from governance.commands import holders
from governance.commands.rows import in_force, latest_effective
from governance.commands.stepping import Taking, second_approver, standards_for
from governance.commands.terms import last_day_of_terms
from governance.models import (
    AppointmentState,
    AppointmentTerm,
    EndReason,
    Induction,
    PspAppointment,
    Suspension,
)
from governance.policies.appointments import LEAD, permission_for
from governance.rules.standards import (
    LATE_RENEWAL,
    REFRESHER_AFTER,
    RENEWAL_LIMIT,
    SUSPENSION_REVIEW,
)
from governance.situations import AppointmentSituation

#: Columns of the appointment that guards read as they are, unless the step brings a value.
_KEPT = (
    "panel_had_partner",
    "feedback_offered",
    "task_profile",
    "payment_explained_on",
    "terms_accepted_on",
    "confidentiality_draft_seen_on",
    "identity_seen_on",
    "references_seen_on",
    "benefits_advice_offered_on",
)


def situation_of(
    appointment: PspAppointment,
    step: str,
    taking: Taking,
    given: Mapping[str, Any] | None = None,
    *,
    day: date | None = None,
) -> AppointmentSituation:
    """The appointment before a step; `given` values stand over stored ones."""
    given = {name: value for name, value in (given or {}).items() if value is not None}
    standards = standards_for(appointment.organisation_id)
    today, on = taking.today, day or taking.day
    last_day = last_day_of_terms(appointment.pk)
    decided_by = _decided_by(appointment)
    late = timedelta(days=standards.on(LATE_RENEWAL, today))
    stored = {name: given.get(name, getattr(appointment, name)) for name in _KEPT}
    return AppointmentSituation(
        **stored,
        **_induction(appointment, given),
        actor_id=taking.actor.id,
        person_is_actor=appointment.person_id in taking.actor.person_ids,
        renewals=max(_terms(appointment) - 1, 0),
        renewal_limit=standards.on(RENEWAL_LIMIT, today),
        last_day=last_day,
        ended_by_term=appointment.state == AppointmentState.ACTIVE
        or appointment.end_reason == EndReason.TERM,
        late_until=last_day + late if last_day else None,
        paused_days=_paused_days(appointment, on),
        refresher_after=standards.on(REFRESHER_AFTER, today),
        suspension_decided_by=decided_by,
        senior_lead_decides=_senior_lead_decides(appointment, taking, decided_by),
        longest_review=on + timedelta(days=standards.on(SUSPENSION_REVIEW, today)),
        second_approver=second_approver(
            taking,
            organisation_id=appointment.organisation_id,
            permission=permission_for(step),
            standards=standards,
            day=on,
        ),
        today=today,
        effective_on=on,
        reason=taking.reason,
        given=given,
    )


def _induction(appointment: PspAppointment, given: Mapping[str, Any]) -> dict[str, Any]:
    row = in_force(Induction.objects.filter(appointment=appointment)).first()
    return {
        "induction_completed_on": given.get("induction_completed_on")
        or (row.from_date if row else None),
        "confidentiality_signed_on": given.get("confidentiality_signed_on")
        or (row.confidentiality_signed_on if row else None),
    }


def _terms(appointment: PspAppointment) -> int:
    return int(in_force(AppointmentTerm.objects.filter(appointment=appointment)).count())


def _paused_days(appointment: PspAppointment, on: date) -> int:
    if appointment.state != AppointmentState.PAUSED:
        return 0
    since = latest_effective(appointment.pk, appointment.kind)
    return (on - since).days if since else 0


def _senior_lead_decides(
    appointment: PspAppointment, taking: Taking, decided_by: UUID | None
) -> bool:
    """Is one of the two who decide on a suspension the senior lead?"""
    organisation_id = appointment.organisation_id
    return taking.actor.may(LEAD, organisation_id=organisation_id) or holders.holds(
        decided_by, LEAD, organisation_id=organisation_id, today=taking.today
    )


def _decided_by(appointment: PspAppointment) -> Any:
    rows = Suspension.objects.filter(appointment=appointment, lifted_on__isnull=True)
    return rows.values_list("decided_by", flat=True).first()
