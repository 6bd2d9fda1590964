"""What the doors of invitations, new passwords and leavers take and give."""

from __future__ import annotations

from rest_framework import serializers

from kernel.api.fields import Choice, Day, Id, Strict, Text
from people.api.bodies import Email, Password
from people.words import INVITATION_STATES, ROLE_CODES, SCOPES

_LONGEST_TOKEN = 200
_MOST_CHOICES = 1_000


class InvitationIn(Strict):
    organisation_id = Id(required=False)
    email = Email()
    name = Text(
        required=False, allow_blank=True, help_text="As you know it; the person may change it."
    )
    roles = serializers.ListField(
        child=Choice(choices=ROLE_CODES), allow_empty=False, max_length=10
    )
    unit_id = Id(required=False, allow_null=True, help_text="Roles in this unit and below it.")
    to_date = Day(required=False, allow_null=True, help_text="The last day of the roles.")
    person_id = Id(required=False, allow_null=True, help_text="The person here who they are.")


class InvitationOut(serializers.Serializer[object]):
    id = serializers.UUIDField()
    organisation_id = serializers.UUIDField()
    email = serializers.CharField()
    name = serializers.CharField(allow_blank=True)
    person_id = serializers.UUIDField(allow_null=True)
    roles = serializers.ListField(child=serializers.CharField())
    scope = serializers.ChoiceField(choices=SCOPES)
    unit_id = serializers.UUIDField(allow_null=True)
    role_to_date = serializers.DateField(allow_null=True)
    invited_by = serializers.UUIDField(allow_null=True)
    by_key = serializers.BooleanField()
    first_sent_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField()
    times_sent = serializers.IntegerField()
    expires_at = serializers.DateTimeField()
    accepted_at = serializers.DateTimeField(allow_null=True)
    accepted_by_id = serializers.UUIDField(allow_null=True)
    cancelled_at = serializers.DateTimeField(allow_null=True)
    state = serializers.ChoiceField(choices=INVITATION_STATES)


class AcceptIn(Strict):
    token = Text(max_length=_LONGEST_TOKEN, help_text="The last part of the link that was sent.")
    name = Text(required=False, allow_blank=True, help_text="Asked of whoever has no account yet.")
    password = Password(required=False, help_text="Asked of whoever has no account yet.")


class AcceptedOut(serializers.Serializer[object]):
    user_id = serializers.UUIDField()


class ResetAskIn(Strict):
    email = Text(max_length=254)


class ResetAskOut(serializers.Serializer[object]):
    told = serializers.CharField(help_text="The same words whether the address is known or not.")


class ResetUseIn(Strict):
    token = Text(max_length=_LONGEST_TOKEN, help_text="The last part of the link that was sent.")
    password = Password()


class ResetOut(serializers.Serializer[object]):
    id = serializers.UUIDField()
    asked_by = serializers.UUIDField(allow_null=True)
    asked_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()


class HeldThingOut(serializers.Serializer[object]):
    id = serializers.UUIDField()
    title = serializers.CharField()
    detail = serializers.CharField(allow_blank=True)
    subject_kind = serializers.CharField(allow_blank=True)
    subject_id = serializers.UUIDField(allow_null=True)


class HoldsOut(serializers.Serializer[object]):
    kind = serializers.CharField()
    words = serializers.CharField()
    becomes = serializers.CharField(help_text="What happens to these, in words.")
    can_be_given = serializers.BooleanField()
    things = HeldThingOut(many=True)


class LeavingOut(serializers.Serializer[object]):
    last_day = serializers.DateField(allow_null=True, help_text="Null: the user is not leaving.")
    receiver_id = serializers.UUIDField(allow_null=True)
    holds = HoldsOut(many=True)


class HandOverChoice(Strict):
    kind = Text(max_length=40)
    id = Id()
    receiver_id = Id()


class LeavingIn(Strict):
    organisation_id = Id(required=False)
    last_day = Day(help_text="A day before today closes everything at once.")
    receiver_id = Id(help_text="Takes over whatever no choice gives to somebody else.")
    choices = serializers.ListField(
        child=HandOverChoice(), required=False, max_length=_MOST_CHOICES
    )
