"""What the API answers about projects, for its description."""

from __future__ import annotations

from rest_framework import serializers

from projects.words import METHODS, STAGES


class ProjectRow(serializers.Serializer[object]):
    id = serializers.UUIDField()
    organisation_id = serializers.UUIDField()
    unit_id = serializers.UUIDField(allow_null=True)
    title = serializers.CharField()
    method = serializers.ChoiceField(METHODS)
    stage = serializers.ChoiceField(STAGES)
    stage_since = serializers.DateField(allow_null=True)
    review_on = serializers.DateField(allow_null=True)
    target_on = serializers.DateField(allow_null=True)
    external_id = serializers.CharField(allow_blank=True)
    updated_at = serializers.DateTimeField()
    version = serializers.IntegerField()
    outcomes = serializers.DictField(
        child=serializers.CharField(), help_text="Today's outcome by rule, such as P01."
    )


class ProjectDetail(ProjectRow):
    problem = serializers.CharField(allow_blank=True)
    vision = serializers.CharField(allow_blank=True)
    aim = serializers.CharField(allow_blank=True)
    stage_before_pause = serializers.CharField(allow_blank=True)
    started_on = serializers.DateField(allow_null=True)
    stop_reason = serializers.CharField(allow_blank=True)
    learning = serializers.CharField(allow_blank=True)
    data_disposition = serializers.CharField(allow_blank=True)
    public_summary = serializers.CharField(allow_blank=True)
    retention_from = serializers.DateField(allow_null=True)
    created_at = serializers.DateTimeField()


class Membership(serializers.Serializer[object]):
    id = serializers.UUIDField()
    person_id = serializers.UUIDField()
    name = serializers.CharField(allow_blank=True)
    team = serializers.CharField()
    role = serializers.CharField()
    capacity = serializers.CharField()
    involvement = serializers.CharField(allow_blank=True)
    relevant_experience = serializers.BooleanField(allow_null=True)
    partner_agreed = serializers.BooleanField(allow_null=True)
    from_date = serializers.DateField()
    to_date = serializers.DateField(allow_null=True)
    recorded_at = serializers.DateTimeField()


class ProjectTeam(serializers.Serializer[object]):
    results = Membership(many=True)


class Participation(serializers.Serializer[object]):
    id = serializers.UUIDField()
    participant_id = serializers.UUIDField()
    name = serializers.CharField()
    from_date = serializers.DateField()
    to_date = serializers.DateField(allow_null=True)
    recorded_at = serializers.DateTimeField()


class ProjectParticipants(serializers.Serializer[object]):
    results = Participation(many=True)


class CharterNumber(serializers.Serializer[object]):
    id = serializers.UUIDField()
    number = serializers.IntegerField()
    purpose = serializers.CharField(allow_blank=True)
    population = serializers.CharField(allow_blank=True)
    partner_recruitment = serializers.CharField(allow_blank=True)
    partner_support = serializers.CharField(allow_blank=True)
    partner_payment = serializers.CharField(allow_blank=True)
    written_by = serializers.UUIDField(allow_null=True)
    recorded_at = serializers.DateTimeField()


class ProjectCharters(serializers.Serializer[object]):
    results = CharterNumber(many=True, help_text="The present number first.")


class GivenSignOff(serializers.Serializer[object]):
    id = serializers.UUIDField()
    about = serializers.CharField()
    given_as = serializers.CharField()
    person_id = serializers.UUIDField()
    name = serializers.CharField(allow_blank=True)
    way = serializers.CharField()
    given_on = serializers.DateField()
    charter_number = serializers.IntegerField(allow_null=True)
    recorded_by = serializers.UUIDField(allow_null=True)
    recorded_at = serializers.DateTimeField()


class ProjectSignOffs(serializers.Serializer[object]):
    results = GivenSignOff(many=True)


class ProjectUnmet(serializers.Serializer[object]):
    code = serializers.CharField()
    sentence = serializers.CharField()
    link = serializers.CharField(allow_blank=True)
    params = serializers.DictField()


class ProjectStep(serializers.Serializer[object]):
    transition = serializers.CharField()
    target = serializers.ChoiceField(STAGES)
    allowed = serializers.BooleanField()
    denied = serializers.CharField(allow_blank=True, help_text="Why your role cannot do it.")
    unmet = ProjectUnmet(many=True)
    asks = serializers.ListField(child=serializers.CharField())


class ProjectSteps(serializers.Serializer[object]):
    stage = serializers.ChoiceField(STAGES)
    version = serializers.IntegerField()
    transitions = ProjectStep(many=True)


class StepTaken(serializers.Serializer[object]):
    project_id = serializers.UUIDField()
    transition = serializers.CharField()
    stage = serializers.ChoiceField(STAGES)
    effective_on = serializers.DateField()
    version = serializers.IntegerField()


class StepsTaken(serializers.Serializer[object]):
    results = StepTaken(many=True)
