"""What the API takes about projects: every field named, typed and bounded."""

from __future__ import annotations

from rest_framework import serializers

from kernel.api.fields import Choice, Day, Id, Strict, Text, Whole, YesNo
from projects.words import (
    ABOUT,
    CAPACITIES,
    DISPOSITIONS,
    GIVEN_AS,
    INVOLVEMENTS,
    METHODS,
    ROLES,
    STOP_REASONS,
    TEAMS,
    WAYS,
)


class ProjectWords(Strict):
    """What may be written about a project at any time."""

    problem = Text(multiline=True, required=False, allow_blank=True)
    method = Choice(METHODS, required=False)
    unit_id = Id(required=False, allow_null=True)
    vision = Text(multiline=True, max_length=2000, required=False, allow_blank=True)
    aim = Text(multiline=True, max_length=2000, required=False, allow_blank=True)
    started_on = Day(required=False, allow_null=True)
    target_on = Day(required=False, allow_null=True)
    public_summary = Text(multiline=True, required=False, allow_blank=True)
    external_id = Text(max_length=100, required=False, allow_blank=True)


class RegisterProject(ProjectWords):
    organisation_id = Id()
    title = Text(free=True)


class ChangeProject(ProjectWords):
    title = Text(free=True, required=False)
    retention_from = Day(required=False, allow_null=True)


class MemberWords(Strict):
    capacity = Choice(CAPACITIES, required=False)
    involvement = Choice(INVOLVEMENTS, required=False)
    relevant_experience = YesNo(required=False, allow_null=True)
    partner_agreed = YesNo(required=False, allow_null=True)
    from_date = Day(required=False)
    to_date = Day(required=False, allow_null=True)


class AddMember(MemberWords):
    person_id = Id()
    team = Choice(TEAMS)
    role = Choice(ROLES)


class CorrectMember(MemberWords):
    team = Choice(TEAMS, required=False)
    role = Choice(ROLES, required=False)


class WriteCharter(Strict):
    purpose = Text(multiline=True, required=False, allow_blank=True)
    population = Text(multiline=True, required=False, allow_blank=True)
    partner_recruitment = Text(multiline=True, required=False, allow_blank=True)
    partner_support = Text(multiline=True, required=False, allow_blank=True)
    partner_payment = Text(multiline=True, required=False, allow_blank=True)


class GiveSignOff(Strict):
    about = Choice(ABOUT)
    given_as = Choice(GIVEN_AS)
    person_id = Id()
    way = Choice(WAYS)
    given_on = Day(required=False)


class AddProjectParticipant(Strict):
    participant_id = Id()
    from_date = Day(required=False)
    to_date = Day(required=False, allow_null=True)


class EndProjectParticipant(Strict):
    to_date = Day()


class TakeProjectStep(Strict):
    """One step; which fields beside `transition` it needs is listed in GET, under `asks`."""

    transition = Text(max_length=40)
    reason = Text(multiline=True, max_length=2000, required=False, allow_blank=True)
    effective_on = Day(required=False, allow_null=True)
    approved_by = Id(required=False, allow_null=True)
    review_on = Day(required=False, allow_null=True)
    partners_told = YesNo(required=False)
    stop_reason = Choice(STOP_REASONS, required=False)
    learning = Text(multiline=True, required=False, allow_blank=True)
    partners_thanked = YesNo(required=False)
    data_disposition = Choice(DISPOSITIONS, required=False)


class OneOfMany(TakeProjectStep):
    project_id = Id()
    version = Whole()


class TakeProjectSteps(Strict):
    steps = serializers.ListField(child=OneOfMany(), min_length=1, max_length=100)
