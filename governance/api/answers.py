"""What the doors of governance answer, for the generated description."""

from __future__ import annotations

from rest_framework import serializers as s

from governance.choices import (
    AppointmentState,
    CommitteeState,
    MeetingFrequency,
    Membership,
    SeatKind,
)


class CommitteeStanding(s.Serializer[object]):
    rule_id = s.CharField()
    outcome = s.CharField()
    met = s.CharField(allow_null=True)
    since = s.DateField()
    next_on = s.DateField(allow_null=True)
    next_outcome = s.CharField(allow_null=True)
    sentence = s.CharField()


class CommitteeOut(s.Serializer[object]):
    id = s.UUIDField()
    organisation_id = s.UUIDField()
    unit_id = s.UUIDField(allow_null=True)
    name = s.CharField()
    state = s.ChoiceField(CommitteeState.choices)
    established_on = s.DateField()
    ended_on = s.DateField(allow_null=True)
    meeting_frequency = s.ChoiceField([*MeetingFrequency.choices, ("", "")], allow_blank=True)
    chair_id = s.UUIDField(allow_null=True)
    quorum = s.IntegerField(allow_null=True)
    equivalent_of = s.CharField(allow_blank=True)
    psirf_oversight = s.BooleanField()
    duties_go_to_id = s.UUIDField(allow_null=True)
    kept_by_id = s.UUIDField(allow_null=True)
    external_id = s.CharField(allow_blank=True)
    version = s.IntegerField()
    updated_at = s.DateTimeField()
    standing = CommitteeStanding(allow_null=True)


class Classification(s.Serializer[object]):
    safety_related = s.CharField()
    reason = s.CharField(allow_blank=True)
    approved_by = s.UUIDField(allow_null=True)
    approver_is_chair = s.BooleanField()
    confirmed_on = s.DateField(allow_null=True)
    papers_noted_on = s.DateField(allow_null=True)
    from_date = s.DateField()
    to_date = s.DateField(allow_null=True)


class TermsOfReference(s.Serializer[object]):
    reference = s.CharField()
    from_date = s.DateField()
    review_on = s.DateField(allow_null=True)


class Participant(s.Serializer[object]):
    organisation_id = s.UUIDField()
    name = s.CharField(allow_blank=True)
    from_date = s.DateField()
    to_date = s.DateField(allow_null=True)
    keeps = s.BooleanField()


class Participants(s.Serializer[object]):
    results = Participant(many=True)


class SeatHolder(s.Serializer[object]):
    id = s.UUIDField()
    appointment_id = s.UUIDField(allow_null=True)
    pool_id = s.UUIDField(allow_null=True)
    membership = s.ChoiceField(Membership.choices)
    holds_seat = s.BooleanField()
    from_date = s.DateField()
    to_date = s.DateField(allow_null=True)


class Recruitment(s.Serializer[object]):
    id = s.UUIDField()
    owner_id = s.UUIDField()
    from_date = s.DateField()
    to_date = s.DateField(allow_null=True)


class SeatOut(s.Serializer[object]):
    id = s.UUIDField()
    seat_no = s.IntegerField()
    seat_kind = s.ChoiceField(SeatKind.choices)
    external_id = s.CharField(allow_blank=True)
    required = s.BooleanField()  # type: ignore[assignment]
    from_date = s.DateField()
    to_date = s.DateField(allow_null=True)
    assignments = SeatHolder(many=True)
    recruitment = Recruitment(allow_null=True)


class Seats(s.Serializer[object]):
    results = SeatOut(many=True)


class SeatAdded(Seats):
    id = s.UUIDField()


class CommitteeDetail(CommitteeOut):
    classification = Classification(allow_null=True)
    terms_of_reference = TermsOfReference(allow_null=True)
    organisations = Participant(many=True)
    seats = SeatOut(many=True)


class AppointmentOut(s.Serializer[object]):
    id = s.UUIDField()
    organisation_id = s.UUIDField()
    person_id = s.UUIDField()
    state = s.ChoiceField(AppointmentState.choices)
    applied_on = s.DateField()
    role_level = s.IntegerField()
    external_id = s.CharField(allow_blank=True)
    version = s.IntegerField()
    updated_at = s.DateTimeField()


class Term(s.Serializer[object]):
    number = s.IntegerField()
    from_date = s.DateField()
    to_date = s.DateField(allow_null=True)
    signed_on = s.DateField(allow_null=True)
    over_limit_reason = s.CharField(allow_blank=True)
    recorded_at = s.DateTimeField()


class Terms(s.Serializer[object]):
    results = Term(many=True)


class InductionOut(s.Serializer[object]):
    completed_on = s.DateField()
    confidentiality_signed_on = s.DateField()
    starts_on = s.DateField(allow_null=True)
    recorded_at = s.DateTimeField()


class InductionShown(s.Serializer[object]):
    induction = InductionOut(allow_null=True)


class HeldSeat(s.Serializer[object]):
    id = s.UUIDField()
    committee_id = s.UUIDField()
    committee_name = s.CharField()
    seat_id = s.UUIDField()
    seat_no = s.IntegerField()
    from_date = s.DateField()
    to_date = s.DateField(allow_null=True)


class SuspensionOut(s.Serializer[object]):
    id = s.UUIDField()
    concern_reference = s.CharField()
    starts_on = s.DateField()
    review_on = s.DateField()
    confirm_by = s.DateField()
    confirmed_at = s.DateTimeField(allow_null=True)
    lifted_on = s.DateField(allow_null=True)
    outcome = s.CharField(allow_blank=True)


class AppointmentDetail(AppointmentOut):
    task_profile = s.CharField(allow_blank=True)
    panel_had_partner = s.BooleanField()
    payment_explained_on = s.DateField(allow_null=True)
    terms_accepted_on = s.DateField(allow_null=True)
    confidentiality_draft_seen_on = s.DateField(allow_null=True)
    identity_seen_on = s.DateField(allow_null=True)
    references_seen_on = s.DateField(allow_null=True)
    benefits_advice_offered_on = s.DateField(allow_null=True)
    return_expected_on = s.DateField(allow_null=True)
    access_removed_on = s.DateField(allow_null=True)
    end_reason = s.CharField(allow_null=True, allow_blank=True)
    terms = Term(many=True)
    induction = InductionOut(allow_null=True)
    seats = HeldSeat(many=True)
    suspensions = SuspensionOut(many=True)


class AssignmentOut(s.Serializer[object]):
    id = s.UUIDField()
    organisation_id = s.UUIDField()
    committee_id = s.UUIDField()
    seat_id = s.UUIDField()
    appointment_id = s.UUIDField(allow_null=True)
    pool_id = s.UUIDField(allow_null=True)
    membership = s.ChoiceField(Membership.choices)
    holds_seat = s.BooleanField()
    from_date = s.DateField()
    to_date = s.DateField(allow_null=True)
    external_id = s.CharField(allow_blank=True)


class PoolOut(s.Serializer[object]):
    id = s.UUIDField()
    organisation_id = s.UUIDField()
    name = s.CharField()


class PoolMemberOut(s.Serializer[object]):
    appointment_id = s.UUIDField()
    state = s.ChoiceField(AppointmentState.choices)
    from_date = s.DateField()
    to_date = s.DateField(allow_null=True)


class PoolDetail(PoolOut):
    members = PoolMemberOut(many=True)


class GovernanceUnmet(s.Serializer[object]):
    code = s.CharField()
    sentence = s.CharField()
    link = s.CharField(allow_blank=True)
    params = s.DictField()


class GovernanceStep(s.Serializer[object]):
    transition = s.CharField()
    allowed = s.BooleanField()
    denied = s.CharField(allow_blank=True, help_text="Why your role cannot do it.")
    unmet = GovernanceUnmet(many=True)
    asks = s.ListField(child=s.CharField())


class CommitteeSteps(s.Serializer[object]):
    state = s.ChoiceField(CommitteeState.choices)
    version = s.IntegerField()
    transitions = GovernanceStep(many=True)


class AppointmentSteps(s.Serializer[object]):
    state = s.ChoiceField(AppointmentState.choices)
    version = s.IntegerField()
    transitions = GovernanceStep(many=True)


class CommitteeMoved(s.Serializer[object]):
    id = s.UUIDField()
    transition = s.CharField()
    state = s.ChoiceField(CommitteeState.choices)
    version = s.IntegerField()


class AppointmentMoved(s.Serializer[object]):
    id = s.UUIDField()
    transition = s.CharField()
    state = s.ChoiceField(AppointmentState.choices)
    version = s.IntegerField()
