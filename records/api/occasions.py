"""`/occasions`: meetings and events about a thing, whom to invite, and what they answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api import fields
from kernel.api.filters import Choice, Filter, Uuid, YesNo
from kernel.api.schema import listed
from kernel.api.views import ApiView
from kernel.clock import london_date
from kernel.errors import Invalid, NotFound
from records.commands import occasions as commands
from records.commands.invitees import Reply, answer_invitation, invite
from records.links.declared import PERSON, USER, Recipient
from records.queries import occasions as queries
from records.things.declared import THINGS
from records.words import ANSWERS, WAYS

KINDS = tuple(sorted(THINGS))


_TIME = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"


@extend_schema_field({"type": "string", "pattern": _TIME, "examples": ["14:30"]})
class TimeOfDay(serializers.TimeField):
    """A time of a London day in the form 14:30."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", input_formats=["%H:%M"], **kwargs)

    def to_internal_value(self, value: Any) -> time:
        if not isinstance(value, str) or not re.fullmatch(_TIME[1:-1], value):
            raise serializers.ValidationError("Send a time in the form 14:30.", code="not_a_time")
        return super().to_internal_value(value)


class InviteeOut(serializers.Serializer[object]):
    id = serializers.UUIDField()
    person_id = serializers.UUIDField(allow_null=True)
    user_id = serializers.UUIDField(allow_null=True)
    name = serializers.CharField(allow_blank=True)
    answer = serializers.ChoiceField(choices=ANSWERS, allow_blank=True)
    words = serializers.CharField(allow_blank=True)
    way = serializers.ChoiceField(choices=WAYS, allow_blank=True)
    answered_on = serializers.DateField(allow_null=True)
    entered_by_id = serializers.UUIDField(allow_null=True)
    entered_by_name = serializers.CharField(allow_blank=True)
    link_id = serializers.UUIDField(allow_null=True)


class OccasionOut(serializers.Serializer[object]):
    id = serializers.UUIDField()
    organisation_id = serializers.UUIDField()
    subject_kind = serializers.ChoiceField(choices=KINDS)
    subject_id = serializers.UUIDField()
    title = serializers.CharField()
    on_date = serializers.DateField()
    from_time = TimeOfDay()
    to_time = TimeOfDay(allow_null=True)
    place = serializers.CharField(allow_blank=True)
    way_to_join = serializers.CharField(allow_blank=True)
    cancelled_at = serializers.DateTimeField(allow_null=True)
    cancelled_reason = serializers.CharField(allow_blank=True)
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    own_answer = serializers.ChoiceField(
        choices=ANSWERS,
        allow_blank=True,
        required=False,
        help_text="With mine=true alone: what you answered; empty: nothing yet.",
    )


class OccasionDetail(OccasionOut):
    subject_title = serializers.CharField()
    invitees = InviteeOut(many=True)
    may_plan = serializers.BooleanField()
    may_invite = serializers.BooleanField()


class OccasionWords(fields.Strict):
    to_time = TimeOfDay(required=False, allow_null=True)
    place = fields.Text(max_length=300, free=True, required=False, allow_blank=True)
    way_to_join = fields.Text(
        max_length=500,
        free=True,
        contact=True,
        required=False,
        allow_blank=True,
        help_text="An address to open or a number to ring. This or `place` is needed.",
    )


class OccasionIn(OccasionWords):
    subject_kind = fields.Choice(choices=KINDS)
    subject_id = fields.Id()
    title = fields.Text(free=True)
    on_date = fields.Day(help_text="Today or later.")
    from_time = TimeOfDay(help_text="In London, in the form 14:30.")


class OccasionChange(OccasionWords):
    title = fields.Text(free=True, required=False)
    on_date = fields.Day(required=False, help_text="Today or later.")
    from_time = TimeOfDay(required=False)


class OccasionReason(fields.Strict):
    reason = fields.Text(multiline=True, max_length=2_000)


class InviteIn(fields.Strict):
    """People of the organisation and users whose role reads the thing; each gets a link."""

    person_ids = serializers.ListField(child=fields.Id(), required=False, default=list)
    user_ids = serializers.ListField(child=fields.Id(), required=False, default=list)
    note = fields.Text(
        multiline=True, max_length=1_000, required=False, allow_blank=True, default=""
    )
    send = fields.YesNo(required=False, default=True)


class OwnAnswer(fields.Strict):
    answer = fields.Choice(choices=ANSWERS)
    words = fields.Text(
        multiline=True, max_length=2_000, required=False, allow_blank=True, default=""
    )


class OccasionList(ApiView):
    """Occasions about a thing, the latest day first; or those that you are invited to."""

    paged = True
    filters: ClassVar[dict[str, Filter]] = {
        "subject_kind": Choice(KINDS, "Needed, with subject."),
        "subject": Uuid("Needed, with subject_kind: occasions about this thing."),
        "mine": YesNo("Instead: those to come that you are invited to, the next day first."),
    }

    @extend_schema(responses=listed(OccasionOut))
    def get(self, request: Request) -> Response:
        page = self.page()
        asked = self.query()
        if asked == {"mine": True}:
            rows = queries.my_occasions(self.actor, page=page, today=london_date(self.now))
        elif asked.keys() == {"subject_kind", "subject"}:
            rows = queries.occasions(actor=self.actor, page=page, **asked)
        else:
            raise Invalid.one(
                "?subject", "Send subject_kind and subject, or mine=true alone.", code="required"
            )
        return self.listing(
            rows, page, key=lambda row: (row["on_date"], row["id"]), show=occasion_out
        )

    @extend_schema(request=OccasionIn, responses={201: OccasionDetail, 200: OccasionDetail})
    def post(self, request: Request) -> Response:
        """Have people come together about a thing on a day."""

        def work() -> Response:
            given = self.body(OccasionIn)
            made = commands.plan_occasion(actor=self.actor, now=self.now, **given)
            shown = detail_out(queries.get_occasion(self.actor, made.pk))
            return self.created(shown, version=made.version, at=f"/api/v1/occasions/{made.pk}")

        return self.once(work)


class OccasionDoor(ApiView):
    """A door to one occasion."""

    def shown_occasion(self, occasion_id: UUID) -> Response:
        found = queries.get_occasion(self.actor, occasion_id)
        return self.shown(detail_out(found), version=found["version"])

    def take(self, command: Callable[..., Any], occasion_id: UUID, **given: Any) -> Response:
        command(
            occasion_id=occasion_id,
            actor=self.actor,
            now=self.now,
            expected_version=self.expected_version,
            **given,
        )
        return self.shown_occasion(occasion_id)


class OccasionItem(OccasionDoor):
    """One occasion, with who is invited and what they answered."""

    @extend_schema(responses=OccasionDetail)
    def get(self, request: Request, occasion_id: UUID) -> Response:
        return self.shown_occasion(occasion_id)

    @extend_schema(request=OccasionChange, responses=OccasionDetail)
    def patch(self, request: Request, occasion_id: UUID) -> Response:
        """Another day, time, place or other words."""
        changes = self.body(OccasionChange, partial=True)
        return self.take(commands.change_occasion, occasion_id, changes=changes)


class OccasionCancel(OccasionDoor):
    """Call an occasion off."""

    @extend_schema(request=OccasionReason, responses=OccasionDetail)
    def post(self, request: Request, occasion_id: UUID) -> Response:
        return self.once(
            lambda: self.take(commands.cancel_occasion, occasion_id, **self.body(OccasionReason))
        )


class OccasionInvite(OccasionDoor):
    """Invite people, each with a link to answer by."""

    @extend_schema(request=InviteIn, responses=OccasionDetail)
    def post(self, request: Request, occasion_id: UUID) -> Response:
        def work() -> Response:
            given = self.body(InviteIn)
            recipients = [
                *(Recipient(kind=PERSON, id=one) for one in given.pop("person_ids")),
                *(Recipient(kind=USER, id=one) for one in given.pop("user_ids")),
            ]
            if not recipients:
                raise Invalid.one("/person_ids", "Say whom to invite.", code="required")
            return self.take(invite, occasion_id, recipients=recipients, **given)

        return self.once(work)


class OccasionAnswer(OccasionDoor):
    """Say whether you come yourself; for others, enter the answer at their link."""

    @extend_schema(request=OwnAnswer, responses=OccasionDetail)
    def post(self, request: Request, occasion_id: UUID) -> Response:
        def work() -> Response:
            given = self.body(OwnAnswer)
            answer_invitation(
                occasion_id=occasion_id,
                recipient=own_recipient(queries.get_occasion(self.actor, occasion_id)),
                reply=Reply(**given),
                actor=self.actor,
                now=self.now,
            )
            return self.shown_occasion(occasion_id)

        return self.once(work)


def own_recipient(found: dict[str, Any]) -> Recipient:
    """The invitation of whoever asks. Raises: NotFound where there is none."""
    own = found["own"]
    if own is None:
        raise NotFound("You are not invited.")
    if own["person_id"]:
        return Recipient(kind=PERSON, id=own["person_id"])
    return Recipient(kind=USER, id=own["user_id"])


def occasion_out(row: Any) -> dict[str, Any]:
    """A row with its times as the API writes them."""
    times = {name: f"{row[name]:%H:%M}" if row[name] else None for name in ("from_time", "to_time")}
    return {**row, **times}


def detail_out(found: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in occasion_out(found).items() if name != "own"}
