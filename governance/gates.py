"""What every step of a committee and of an appointment asks for.

Source: domain/domain.md 13.2, 13.3, 15.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from governance.situations import AppointmentSituation as A
from governance.situations import CommitteeSituation as C
from kernel.gates import Deferred, Gate, Guard, register


def _reason(kind: str) -> Guard[Any]:
    return Guard(
        code="reason",
        asks="a reason",
        unmet=f"Say why this {kind} changes.",
        holds=lambda step: bool(step.reason),
        link="reason",
    )


SECOND_APPROVER: Guard[Any] = Guard(
    code="second_approver",
    asks="another holder of the role approves what takes effect long ago",
    unmet="This takes effect long ago: name another person with the same role who approves it.",
    holds=lambda step: step.second_approver,
    link="approved_by",
)
_COMMITTEE_REASON = _reason("committee")
_APPOINTMENT_REASON = _reason("appointment")

CONSTITUTE: Gate[C] = Gate(
    step="committee.constitute",
    guards=(
        Guard(
            code="terms_of_reference",
            asks="terms of reference with their date",
            unmet="Add the terms of reference and their date.",
            holds=lambda step: step.has_terms,
            link="terms",
        ),
        Guard(
            code="chair",
            asks="a chair",
            unmet="Name the chair.",
            holds=lambda step: step.has_chair,
            link="chair",
        ),
        Guard(
            code="meeting_frequency",
            asks="how often it meets",
            unmet="Say how often the committee meets.",
            holds=lambda step: step.has_frequency,
            link="meeting_frequency",
        ),
        SECOND_APPROVER,
    ),
)
RECLASSIFY: Gate[C] = Gate(
    step="committee.reclassify",
    guards=(
        _COMMITTEE_REASON,
        Guard(
            code="safety_related",
            asks="whether it reviews safety data",
            unmet="Say whether this committee reviews safety data.",
            holds=lambda step: step.given.get("safety_related") in ("yes", "no"),
            link="safety_related",
        ),
        Guard(
            code="approver",
            asks="an approver with the role",
            unmet="Name a person who may approve this.",
            holds=lambda step: step.approver_may,
            link="approved_by",
        ),
        Guard(
            code="approver_not_chair",
            asks="an approver who is not the chair",
            unmet="Somebody other than the chair approves this.",
            holds=lambda step: not step.approver_is_chair,
            link="approved_by",
        ),
        Guard(
            code="specialist_saw",
            asks="from yes to no: a patient safety specialist has seen it",
            unmet="A patient safety specialist sees this before a yes becomes a no.",
            holds=lambda step: not step.becomes_no or step.specialist_saw,
            link="seen_by_specialist",
        ),
        SECOND_APPROVER,
    ),
)
_DUTIES: Guard[C] = Guard(
    code="duties_go_to",
    asks="an active committee that takes its safety duties",
    unmet="Name an active committee that takes its safety duties meanwhile.",
    holds=lambda step: step.duties_taker_is_active,
    link="duties_go_to",
)
SUSPEND_COMMITTEE: Gate[C] = Gate(
    step="committee.suspend", guards=(_COMMITTEE_REASON, _DUTIES, SECOND_APPROVER)
)
REINSTATE: Gate[C] = Gate(
    step="committee.reinstate",
    guards=(
        Guard(
            code="terms_review",
            asks="a day on which the terms of reference are reviewed",
            unmet="Set the day on which the terms of reference are reviewed.",
            holds=lambda step: bool(step.given.get("review_on")),
            link="review_on",
        ),
        SECOND_APPROVER,
    ),
)
MERGE: Gate[C] = Gate(
    step="committee.merge_into",
    guards=(
        Guard(
            code="successor_active",
            asks="an active committee to merge into",
            unmet="Name an active committee to merge into.",
            holds=lambda step: step.successor_is_active,
            link="into",
        ),
        Guard(
            code="assignments",
            asks="whether seat holders end or move",
            unmet="Say whether the seat holders end or move.",
            holds=lambda step: step.given.get("assignments") in ("end", "move"),
            link="assignments",
        ),
        SECOND_APPROVER,
    ),
)
DISSOLVE: Gate[C] = Gate(
    step="committee.dissolve",
    guards=(
        Guard(
            code="duties_settled",
            asks="an active committee takes its duties, or a reason why they lapse",
            unmet="Name an active committee that takes its duties, or say why they lapse.",
            holds=lambda step: step.duties_taker_is_active or bool(step.reason),
            link="duties_go_to",
        ),
        Guard(
            code="partners_told",
            asks="its patient safety partners have been told",
            unmet="Tell its patient safety partners first.",
            holds=lambda step: step.given.get("partners_told") is True,
            link="partners_told",
        ),
        Guard(
            code="open_actions",
            asks="no action about it is open",
            unmet="Finish or drop its open actions first; what still has to be done, add where "
            "its work goes on.",
            holds=lambda step: not step.has_open_actions,
            link="actions",
        ),
        SECOND_APPROVER,
    ),
)

SHORTLIST: Gate[A] = Gate(
    step="psp_appointment.shortlist",
    guards=(
        Guard(
            code="panel_had_partner",
            asks="a panel with a partner on it (from elsewhere where none exists yet)",
            unmet="A partner sits on the panel; where you have none yet, one from Healthwatch or "
            "another organisation.",
            holds=lambda step: step.panel_had_partner,
            link="panel_had_partner",
        ),
    ),
    deferred=(
        Deferred(code="D02", asks="no equality answers were used", until="people.EqualityResponse"),
    ),
)
DECLINE: Gate[A] = Gate(
    step="psp_appointment.decline",
    guards=(
        _APPOINTMENT_REASON,
        Guard(
            code="feedback_offered",
            asks="feedback was offered",
            unmet="Offer the person feedback.",
            holds=lambda step: step.feedback_offered,
            link="feedback_offered",
        ),
    ),
)
OFFER: Gate[A] = Gate(
    step="psp_appointment.offer",
    guards=(
        Guard(
            code="task_profile",
            asks="a role and task profile",
            unmet="Add the role and task profile.",
            holds=lambda step: bool(step.task_profile),
            link="task_profile",
        ),
        Guard(
            code="payment_explained",
            asks="the payment option was explained",
            unmet="Explain payment, and that it may be declined.",
            holds=lambda step: step.payment_explained_on is not None,
            link="payment_explained_on",
        ),
    ),
)
ACCEPT: Gate[A] = Gate(
    step="psp_appointment.accept",
    guards=(
        Guard(
            code="terms_accepted",
            asks="the person accepts the terms",
            unmet="Record that the person accepts the terms.",
            holds=lambda step: step.terms_accepted_on is not None,
            link="terms_accepted_on",
        ),
        Guard(
            code="confidentiality_draft_seen",
            asks="the person has seen the draft on confidentiality",
            unmet="Show the person the draft on confidentiality.",
            holds=lambda step: step.confidentiality_draft_seen_on is not None,
            link="confidentiality_draft_seen_on",
        ),
    ),
)
CLEAR_CHECKS: Gate[A] = Gate(
    step="psp_appointment.clear_checks",
    guards=(
        Guard(
            code="identity",
            asks="identity has been seen",
            unmet="Record the day on which identity was seen.",
            holds=lambda step: step.identity_seen_on is not None,
            link="identity_seen_on",
        ),
        Guard(
            code="references",
            asks="references have been seen",
            unmet="Record the day on which references were seen.",
            holds=lambda step: step.references_seen_on is not None,
            link="references_seen_on",
        ),
        Guard(
            code="benefits_advice",
            asks="advice on tax and benefits was offered",
            unmet="Offer advice on tax and benefits.",
            holds=lambda step: step.benefits_advice_offered_on is not None,
            link="benefits_advice_offered_on",
        ),
    ),
    deferred=(Deferred(code="C11", asks="a lawful DBS level, if any", until="people.DbsRecord"),),
)
COMPLETE_INDUCTION: Gate[A] = Gate(
    step="psp_appointment.complete_induction",
    guards=(
        Guard(
            code="induction_completed",
            asks="induction is complete",
            unmet="Record the day on which induction was completed.",
            holds=lambda step: step.induction_completed_on is not None,
            link="induction_completed_on",
        ),
        Guard(
            code="confidentiality_signed",
            asks="confidentiality is signed",
            unmet="Record the day on which confidentiality was signed.",
            holds=lambda step: step.confidentiality_signed_on is not None,
            link="confidentiality_signed_on",
        ),
        SECOND_APPROVER,
    ),
    deferred=(
        Deferred(
            code="C08", asks="no paper and no meeting before induction", until="governance.Meeting"
        ),
    ),
)


def _no_gap(step: A) -> bool:
    """A renewal follows on; one recorded late may leave a gap, which then stays visible."""
    if step.renews_from is None or step.last_day is None:
        return False
    follows = step.last_day + timedelta(days=1)
    late = step.today > step.last_day
    return step.renews_from == follows or (late and step.renews_from > follows)


RENEW: Gate[A] = Gate(
    step="psp_appointment.renew",
    guards=(
        Guard(
            code="term_ran_out",
            asks="the appointment is active, or ended because its term ran out",
            unmet="This appointment did not end with its term: begin a new one.",
            holds=lambda step: step.ended_by_term,
        ),
        Guard(
            code="in_time",
            asks="recorded before the end of the term, or at most 90 days after it",
            unmet="It is too late to renew this term: begin a new appointment.",
            holds=lambda step: step.late_until is not None and step.today <= step.late_until,
        ),
        Guard(
            code="no_gap",
            asks="the new term begins on the day after the old one",
            unmet="Begin the new term on the day after the old one ends.",
            holds=_no_gap,
            link="from_date",
        ),
        Guard(
            code="renewal_limit",
            asks="no more renewals than the limit, or a reason for one more",
            unmet="The limit of renewals is reached: give a reason for one more.",
            holds=lambda step: (
                step.renewals < step.renewal_limit or bool(step.given.get("over_limit_reason"))
            ),
            link="over_limit_reason",
        ),
        Guard(
            code="review_held",
            asks="a review was held",
            unmet="Hold a review with the partner first.",
            holds=lambda step: step.given.get("review_held") is True,
            link="review_held",
        ),
        SECOND_APPROVER,
    ),
)
PAUSE: Gate[A] = Gate(step="psp_appointment.pause", guards=(SECOND_APPROVER,))
RETURN: Gate[A] = Gate(
    step="psp_appointment.return_",
    guards=(
        Guard(
            code="in_term",
            asks="the day of return lies in the term",
            unmet="The term has ended: renew it first.",
            holds=lambda step: step.in_term,
            link="terms",
        ),
        Guard(
            code="refresher",
            asks="a refresher after a break of more than 90 days",
            unmet="After so long a break the partner has a refresher first.",
            holds=lambda step: (
                step.paused_days <= step.refresher_after or step.given.get("refresher_done") is True
            ),
            link="refresher_done",
        ),
        SECOND_APPROVER,
    ),
)
SUSPEND: Gate[A] = Gate(
    step="psp_appointment.suspend",
    guards=(
        Guard(
            code="concern_reference",
            asks="the reference of the concern",
            unmet="Give the reference under which the concern is kept.",
            holds=lambda step: bool(step.given.get("concern_reference")),
            link="concern_reference",
        ),
        Guard(
            code="not_the_complainant",
            asks="whoever decides did not raise the concern",
            unmet="Somebody who did not raise the concern decides.",
            holds=lambda step: (
                step.actor_id is None or step.given.get("raised_by") != step.actor_id
            ),
            link="raised_by",
        ),
        Guard(
            code="support_offered",
            asks="support was offered to the partner",
            unmet="Offer the partner support.",
            holds=lambda step: step.given.get("support_offered") is True,
            link="support_offered",
        ),
        Guard(
            code="review_on",
            asks="a review within 14 days",
            unmet="Set a review within two weeks.",
            holds=lambda step: (
                step.given.get("review_on") is not None
                and step.longest_review is not None
                and step.given["review_on"] <= step.longest_review
            ),
            link="review_on",
        ),
        SECOND_APPROVER,
    ),
)


def _another_person(sentence: str) -> Guard[A]:
    return Guard(
        code="another_person",
        asks="somebody other than who suspended",
        unmet=sentence,
        holds=lambda step: (
            step.actor_id is not None and step.actor_id != step.suspension_decided_by
        ),
    )


_SENIOR_LEAD: Guard[A] = Guard(
    code="senior_lead",
    asks="one of the two who decide is the senior lead for safety",
    unmet="One of the two who decide is the senior lead for safety.",
    holds=lambda step: step.senior_lead_decides,
)
CONFIRM_SUSPENSION: Gate[A] = Gate(
    step="psp_appointment.confirm_suspension",
    guards=(
        _another_person("Somebody other than the person who suspended confirms it."),
        _SENIOR_LEAD,
    ),
)
LIFT: Gate[A] = Gate(
    step="psp_appointment.lift",
    guards=(
        _another_person("Somebody other than the person who suspended lifts it."),
        _SENIOR_LEAD,
        Guard(
            code="outcome",
            asks="the outcome",
            unmet="Record the outcome.",
            holds=lambda step: bool(step.given.get("outcome")),
            link="outcome",
        ),
        Guard(
            code="in_term",
            asks="the day lies in the term",
            unmet="The term has ended: renew it first.",
            holds=lambda step: step.in_term,
            link="terms",
        ),
        SECOND_APPROVER,
    ),
)
END: Gate[A] = Gate(
    step="psp_appointment.end",
    guards=(
        Guard(
            code="end_reason",
            asks="how it ends",
            unmet="Say how the appointment ends.",
            holds=lambda step: bool(step.given.get("end_reason")),
            link="end_reason",
        ),
        Guard(
            code="exit_conversation",
            asks="a last conversation was offered, unless the person died",
            unmet="Offer a last conversation.",
            holds=lambda step: (
                step.given.get("end_reason") == "deceased"
                or step.given.get("exit_conversation_offered") is True
            ),
            link="exit_conversation_offered",
        ),
        Guard(
            code="access_removed",
            asks="access to papers and systems was removed",
            unmet="Remove the person's access first.",
            holds=lambda step: step.given.get("access_removed_on") is not None,
            link="access_removed_on",
        ),
        SECOND_APPROVER,
    ),
)

COMMITTEE_GATES = (CONSTITUTE, RECLASSIFY, SUSPEND_COMMITTEE, REINSTATE, MERGE, DISSOLVE)
APPOINTMENT_GATES = (
    SHORTLIST,
    DECLINE,
    OFFER,
    ACCEPT,
    CLEAR_CHECKS,
    COMPLETE_INDUCTION,
    RENEW,
    PAUSE,
    RETURN,
    SUSPEND,
    CONFIRM_SUSPENSION,
    LIFT,
    END,
)


def register_all() -> None:
    register(*COMMITTEE_GATES, *APPOINTMENT_GATES)
