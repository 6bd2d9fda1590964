"""What the doors of governance take."""

from __future__ import annotations

from governance.choices import (
    Classified,
    EndReason,
    MeetingFrequency,
    Membership,
    SeatKind,
)
from kernel.api.fields import Choice, Day, Id, Strict, Text, Whole, YesNo


class _CommitteeFields(Strict):
    unit_id = Id(required=False, allow_null=True)
    meeting_frequency = Choice(choices=MeetingFrequency.values, required=False)
    chair_id = Id(required=False, allow_null=True)
    quorum = Whole(min_value=1, max_value=100, required=False, allow_null=True)
    equivalent_of = Text(free=True, required=False, allow_blank=True)
    psirf_oversight = YesNo(required=False)
    terms_of_reference = Text(free=True, max_length=500, required=False)
    terms_dated_on = Day(required=False)
    safety_related = Choice(choices=Classified.values, required=False)
    classification_reason = Text(multiline=True, required=False)
    classification_approved_by = Id(required=False)


class RegisterCommittee(_CommitteeFields):
    organisation_id = Id()
    name = Text(free=True)
    established_on = Day()
    external_id = Text(max_length=100, required=False)


class ChangeCommittee(_CommitteeFields):
    name = Text(free=True, required=False)


class AddSeat(Strict):
    seat_kind = Choice(choices=SeatKind.values)
    seat_no = Whole(min_value=1, max_value=1000, required=False)
    required = YesNo(required=False)  # type: ignore[assignment]
    from_date = Day(required=False)
    external_id = Text(max_length=100, required=False)


class CloseSeat(Strict):
    last_day = Day()


class AddParticipant(Strict):
    organisation_id = Id()
    from_date = Day()
    to_date = Day(required=False)


class EndParticipation(Strict):
    last_day = Day()


class StartRecruiting(Strict):
    seat_id = Id()
    owner_id = Id()
    from_date = Day(required=False)


class StopRecruiting(Strict):
    last_day = Day()


class NotePapers(Strict):
    noted_on = Day()


class ApproveAgain(Strict):
    approved_on = Day()
    organisation_id = Id(required=False)


class Apply(Strict):
    organisation_id = Id()
    person_id = Id()
    applied_on = Day(required=False)
    role_level = Whole(min_value=1, max_value=4, required=False)
    external_id = Text(max_length=100, required=False)


class AssignSeat(Strict):
    committee_id = Id()
    seat_id = Id()
    appointment_id = Id(required=False)
    pool_id = Id(required=False)
    from_date = Day()
    to_date = Day(required=False)
    membership = Choice(choices=Membership.values, required=False)
    holds_seat = YesNo(required=False)
    external_id = Text(max_length=100, required=False)


class ChangeAssignment(Strict):
    from_date = Day(required=False)
    to_date = Day(required=False, allow_null=True)


class CorrectTerm(Strict):
    number = Whole(max_value=100)
    from_date = Day()
    to_date = Day()


class RecordInduction(Strict):
    completed_on = Day()
    confidentiality_signed_on = Day()


class MakePool(Strict):
    organisation_id = Id()
    name = Text()


class JoinPool(Strict):
    appointment_id = Id()
    from_date = Day()


class LeavePool(Strict):
    appointment_id = Id()
    last_day = Day()


class _Step(Strict):
    transition = Text(max_length=40)
    effective_on = Day(required=False)
    reason = Text(multiline=True, max_length=5000, min_length=2, required=False)
    approved_by = Id(required=False)


class TakeCommitteeStep(_Step):
    safety_related = Choice(choices=Classified.values, required=False)
    seen_by_specialist = Id(required=False)
    duties_go_to = Id(required=False)
    review_on = Day(required=False)
    into = Id(required=False)
    assignments = Choice(choices=("end", "move"), required=False)
    partners_told = YesNo(required=False)


class TakeAppointmentStep(_Step):
    panel_had_partner = YesNo(required=False)
    feedback_offered = YesNo(required=False)
    task_profile = Text(multiline=True, required=False)
    payment_explained_on = Day(required=False)
    terms_accepted_on = Day(required=False)
    confidentiality_draft_seen_on = Day(required=False)
    identity_seen_on = Day(required=False)
    references_seen_on = Day(required=False)
    benefits_advice_offered_on = Day(required=False)
    induction_completed_on = Day(required=False)
    confidentiality_signed_on = Day(required=False)
    starts_on = Day(required=False)
    term_ends_on = Day(required=False)
    signed_on = Day(required=False)
    from_date = Day(required=False)
    to_date = Day(required=False)
    review_held = YesNo(required=False)
    over_limit_reason = Text(multiline=True, required=False)
    return_expected_on = Day(required=False)
    refresher_done = YesNo(required=False)
    concern_reference = Text(free=True, required=False)
    raised_by = Id(required=False)
    support_offered = YesNo(required=False)
    review_on = Day(required=False)
    outcome = Text(multiline=True, required=False)
    end_reason = Choice(choices=EndReason.values, required=False)
    exit_conversation_offered = YesNo(required=False)
    access_removed_on = Day(required=False)
