"""What the doors of people take and give, as described in the schema."""

from __future__ import annotations

from rest_framework import serializers

from kernel.api.fields import Choice, Day, Id, Instant, Strict, Text, YesNo
from people.words import (
    BASES,
    CONSENT_SCOPES,
    NEEDS,
    ORGANISATION_TYPES,
    PARTNER_KINDS,
    ROLE_CODES,
    SCOPES,
    UNIT_TYPES,
)


class Email(serializers.EmailField):
    """An email address, as JSON text."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(max_length=254, **kwargs)  # type: ignore[arg-type]

    def to_internal_value(self, data: object) -> str:
        if not isinstance(data, str):
            raise serializers.ValidationError("Send text.", code="not_text")
        return str(super().to_internal_value(data))


class Password(serializers.CharField):
    """A password, taken exactly as typed: the rules are the command's."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(trim_whitespace=False, max_length=10_000, **kwargs)  # type: ignore[arg-type]
        # Django's own check of NUL would answer in other words than the rules for passwords.
        self.validators = [one for one in self.validators if "Null" not in type(one).__name__]

    def to_internal_value(self, data: object) -> str:
        if not isinstance(data, str):
            raise serializers.ValidationError("Send text.", code="not_text")
        return data


class OrganisationIn(Strict):
    name = Text()
    type = Choice(choices=ORGANISATION_TYPES)
    ods_code = Text(max_length=8, allow_null=True, required=False)
    icb = Text(required=False, allow_blank=True)
    region = Text(max_length=100, required=False, allow_blank=True)
    opened_on = Day(required=False, allow_null=True)


class OrganisationChange(Strict):
    name = Text(required=False)
    type = Choice(choices=ORGANISATION_TYPES, required=False)
    ods_code = Text(max_length=8, required=False)
    icb = Text(required=False, allow_blank=True)
    region = Text(max_length=100, required=False, allow_blank=True)
    opened_on = Day(required=False, allow_null=True)
    closed_on = Day(required=False, allow_null=True)


class OrganisationOut(serializers.Serializer[object]):
    id = serializers.UUIDField()
    ods_code = serializers.CharField(allow_null=True)
    name = serializers.CharField()
    type = serializers.ChoiceField(choices=ORGANISATION_TYPES)
    icb = serializers.CharField(allow_blank=True)
    region = serializers.CharField(allow_blank=True)
    opened_on = serializers.DateField(allow_null=True)
    closed_on = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()


class SuccessionIn(Strict):
    predecessor_id = Id()
    from_date = Day()


class SuccessionOut(serializers.Serializer[object]):
    predecessor_id = serializers.UUIDField()
    successor_id = serializers.UUIDField()
    from_date = serializers.DateField()


class OversightIn(Strict):
    overseer_id = Id()
    from_date = Day()
    to_date = Day(required=False, allow_null=True)


class OversightEnd(Strict):
    to_date = Day()


class OversightOut(serializers.Serializer[object]):
    id = serializers.UUIDField()
    overseer_id = serializers.UUIDField()
    from_date = serializers.DateField()
    to_date = serializers.DateField(allow_null=True)


class OrganisationDetail(OrganisationOut):
    succession = SuccessionOut(many=True)
    overseers = OversightOut(many=True)


class UnitIn(Strict):
    organisation_id = Id(required=False)
    type = Choice(choices=UNIT_TYPES)
    name = Text()
    parent_id = Id(required=False, allow_null=True)
    opened_on = Day(required=False, allow_null=True)
    external_id = Text(max_length=100, required=False, allow_blank=True)


class UnitChange(Strict):
    type = Choice(choices=UNIT_TYPES, required=False)
    name = Text(required=False)


class PlaceIn(Strict):
    parent_id = Id(allow_null=True)
    from_date = Day()


class LastDay(Strict):
    last_day = Day()


class UnitOut(serializers.Serializer[object]):
    id = serializers.UUIDField()
    organisation_id = serializers.UUIDField()
    type = serializers.ChoiceField(choices=UNIT_TYPES)
    name = serializers.CharField()
    external_id = serializers.CharField(allow_blank=True)
    opened_on = serializers.DateField(allow_null=True)
    closed_on = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()
    parent_id = serializers.UUIDField(allow_null=True)


class PlaceOut(serializers.Serializer[object]):
    parent_id = serializers.UUIDField(allow_null=True)
    from_date = serializers.DateField()
    to_date = serializers.DateField(allow_null=True)


class UnitDetail(UnitOut):
    places = PlaceOut(many=True)


def _needs() -> serializers.ListField:
    return serializers.ListField(
        child=Choice(choices=NEEDS),
        required=False,
        max_length=len(NEEDS),
        help_text="What helps this person to take part, by code.",
    )


class PersonIn(Strict):
    organisation_id = Id(required=False)
    name = Text()
    email = Email(required=False, allow_blank=True)
    phone = Text(max_length=40, required=False, allow_blank=True)
    access_needs = Text(multiline=True, contact=True, required=False, allow_blank=True)
    needs = _needs()
    interpreter_language = Text(max_length=60, required=False, allow_blank=True)
    postal_address = Text(
        multiline=True, contact=True, max_length=500, required=False, allow_blank=True
    )
    partner_kind = Choice(choices=PARTNER_KINDS, required=False, allow_blank=True)
    external_id = Text(max_length=100, required=False, allow_blank=True)


class PersonChange(Strict):
    name = Text(required=False)
    email = Email(required=False, allow_blank=True)
    phone = Text(max_length=40, required=False, allow_blank=True)
    access_needs = Text(multiline=True, contact=True, required=False, allow_blank=True)
    needs = _needs()
    interpreter_language = Text(max_length=60, required=False, allow_blank=True)
    postal_address = Text(
        multiline=True, contact=True, max_length=500, required=False, allow_blank=True
    )
    partner_kind = Choice(choices=PARTNER_KINDS, required=False, allow_blank=True)
    external_id = Text(max_length=100, required=False, allow_blank=True)


class PersonOut(serializers.Serializer[object]):
    id = serializers.UUIDField()
    organisation_id = serializers.UUIDField()
    name = serializers.CharField()
    email = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)
    access_needs = serializers.CharField(allow_blank=True)
    needs = serializers.ListField(child=serializers.ChoiceField(choices=NEEDS))
    interpreter_language = serializers.CharField(allow_blank=True)
    postal_address = serializers.CharField(allow_blank=True)
    partner_kind = serializers.ChoiceField(choices=PARTNER_KINDS, allow_blank=True)
    external_id = serializers.CharField(allow_blank=True)
    removed_on = serializers.DateField(allow_null=True)
    merged_into_id = serializers.UUIDField(allow_null=True)
    version = serializers.IntegerField()
    updated_at = serializers.DateTimeField()


class EmploymentIn(Strict):
    employer_id = Id(required=False, allow_null=True)
    employer_name = Text(required=False, allow_blank=True)
    basis = Choice(choices=BASES)
    confirmed = YesNo(required=False)
    from_date = Day()
    to_date = Day(required=False, allow_null=True)


class EmploymentChange(Strict):
    basis = Choice(choices=BASES, required=False)
    confirmed = YesNo(required=False)
    from_date = Day(required=False)
    to_date = Day(required=False, allow_null=True)


class EmploymentOut(serializers.Serializer[object]):
    id = serializers.UUIDField()
    employer_id = serializers.UUIDField(allow_null=True)
    employer_name = serializers.CharField(allow_blank=True)
    basis = serializers.ChoiceField(choices=BASES)
    confirmed = serializers.BooleanField()
    from_date = serializers.DateField()
    to_date = serializers.DateField(allow_null=True)


class ConsentIn(Strict):
    scope = Choice(choices=CONSENT_SCOPES)
    from_date = Day()
    evidence = Text(multiline=True, required=False, allow_blank=True)


class ConsentEnd(Strict):
    scope = Choice(choices=CONSENT_SCOPES)
    from_date = Day(help_text="The first day on which it is withdrawn.")


class ConsentOut(serializers.Serializer[object]):
    id = serializers.UUIDField()
    scope = serializers.ChoiceField(choices=CONSENT_SCOPES)
    evidence = serializers.CharField(allow_blank=True)
    from_date = serializers.DateField()
    to_date = serializers.DateField(allow_null=True)


class PersonDetail(PersonOut):
    employments = EmploymentOut(many=True)
    consents = ConsentOut(many=True)


class LinkIn(Strict):
    user_id = Id()


class MergeIn(Strict):
    into_id = Id()


class NoFields(Strict):
    """An empty object."""


class RoleGrantIn(Strict):
    organisation_id = Id(required=False)
    role = Choice(choices=ROLE_CODES)
    scope = Choice(choices=SCOPES, required=False)
    unit_id = Id(required=False, allow_null=True)
    region = Text(max_length=100, required=False, allow_blank=True)
    from_date = Day(required=False)
    to_date = Day(required=False, allow_null=True)


class RoleGrantEnd(Strict):
    to_date = Day(
        allow_null=True,
        help_text="The last day of the role; yesterday ends it at once, null is no end.",
    )


class UserIn(RoleGrantIn):
    email = Email()
    name = Text()
    password = Password()


class RoleGrantOut(serializers.Serializer[object]):
    id = serializers.UUIDField()
    organisation_id = serializers.UUIDField()
    role = serializers.CharField()
    scope = serializers.ChoiceField(choices=SCOPES)
    unit_id = serializers.UUIDField(allow_null=True)
    region = serializers.CharField(allow_blank=True)
    from_date = serializers.DateField()
    to_date = serializers.DateField(allow_null=True)
    granted_by = serializers.UUIDField(
        allow_null=True, help_text="The user or key that gave it; null for the service itself."
    )


class UserOut(serializers.Serializer[object]):
    id = serializers.UUIDField()
    email = serializers.CharField()
    name = serializers.CharField()
    is_active = serializers.BooleanField()
    second_factor = serializers.BooleanField(
        help_text="Whether an authenticator app or a passkey is set up."
    )
    role_grants = RoleGrantOut(many=True)


class KeyIn(Strict):
    organisation_id = Id(required=False)
    name = Text(max_length=100)
    roles = serializers.ListField(
        child=Choice(choices=ROLE_CODES), allow_empty=False, max_length=20
    )
    scopes = serializers.ListField(
        child=Choice(choices=("read", "write")), allow_empty=False, max_length=2
    )
    expires_at = Instant()


class KeyOut(serializers.Serializer[object]):
    id = serializers.UUIDField()
    organisation_id = serializers.UUIDField()
    name = serializers.CharField()
    prefix = serializers.CharField()
    roles = serializers.ListField(child=serializers.CharField())
    scopes = serializers.ListField(child=serializers.CharField())
    created_by_id = serializers.UUIDField()
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    revoked_at = serializers.DateTimeField(allow_null=True)
    last_used_at = serializers.DateTimeField(allow_null=True)


class NewKeyOut(KeyOut):
    token = serializers.CharField(
        required=False, help_text="Shown once. A repeat of the request leaves it out."
    )


class PasswordIn(Strict):
    current_password = Password()
    new_password = Password()


class RoleOut(serializers.Serializer[object]):
    code = serializers.CharField()
    name = serializers.CharField()
    purpose = serializers.CharField()
    permissions = serializers.ListField(child=serializers.CharField())
    scopes = serializers.ListField(child=serializers.CharField())


class HeldRoleOut(serializers.Serializer[object]):
    role = serializers.CharField()
    scope = serializers.CharField()
    unit_ids = serializers.ListField(child=serializers.UUIDField())
    until = serializers.DateField(allow_null=True, help_text="The last day, or null for no end.")


class HomeOut(serializers.Serializer[object]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    ods_code = serializers.CharField(allow_null=True)
    member = serializers.BooleanField()
    roles = HeldRoleOut(many=True)
    permissions = serializers.ListField(child=serializers.CharField())


class MeOut(serializers.Serializer[object]):
    kind = serializers.ChoiceField(choices=("user", "api_key"))
    id = serializers.UUIDField()
    name = serializers.CharField(allow_blank=True)
    email = serializers.CharField(allow_blank=True)
    organisations = HomeOut(many=True)
    person_ids = serializers.ListField(child=serializers.UUIDField())
    scopes = serializers.ListField(child=serializers.CharField())
