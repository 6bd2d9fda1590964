"""`/actions`: what somebody does by a day, about a project, a committee or an appointment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api import fields
from kernel.api.filters import Choice, Filter
from kernel.api.history import Happened, HistoryDoor
from kernel.api.schema import listed
from kernel.api.views import ApiView
from records.commands import actions as commands
from records.exports.actions import ACTION_FILTERS
from records.queries import actions as queries
from records.things.declared import THINGS
from records.words import ACTION_STATES

KINDS = tuple(sorted(THINGS))
_NOTE = 2_000
_USER = "A user whose role reads the thing; null for a person, or for nobody yet."
_PERSON = "Instead: a person of the organisation, who may have no account."


class ActionOut(serializers.Serializer[object]):
    id = serializers.UUIDField()
    organisation_id = serializers.UUIDField()
    subject_kind = serializers.ChoiceField(choices=KINDS)
    subject_id = serializers.UUIDField()
    title = serializers.CharField()
    owner_id = serializers.UUIDField(allow_null=True)
    owner_person_id = serializers.UUIDField(allow_null=True)
    due_on = serializers.DateField()
    state = serializers.ChoiceField(choices=ACTION_STATES)
    closing_note = serializers.CharField(allow_blank=True)
    closed_on = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class ActionDetail(ActionOut):
    subject_title = serializers.CharField()
    may_change = serializers.BooleanField()
    steps = serializers.ListField(child=serializers.CharField())


class ActionIn(fields.Strict):
    subject_kind = fields.Choice(choices=KINDS)
    subject_id = fields.Id()
    title = fields.Text(free=True)
    owner_id = fields.Id(allow_null=True, help_text=_USER)
    owner_person_id = fields.Id(required=False, allow_null=True, help_text=_PERSON)
    due_on = fields.Day(help_text="Today or later.")


class ActionChange(fields.Strict):
    title = fields.Text(free=True, required=False)
    due_on = fields.Day(required=False, help_text="Today or later.")


class ActionDone(fields.Strict):
    note = fields.Text(
        multiline=True,
        max_length=_NOTE,
        required=False,
        allow_blank=True,
        default="",
        help_text="What came of it.",
    )


class ActionReason(fields.Strict):
    reason = fields.Text(multiline=True, max_length=_NOTE)


class ActionHandOver(ActionReason):
    """Without an owner it waits for somebody to take it on."""

    owner_id = fields.Id(allow_null=True, help_text=_USER)
    owner_person_id = fields.Id(required=False, allow_null=True, help_text=_PERSON)


class ActionAgain(ActionReason):
    due_on = fields.Day(help_text="Today or later.")


class ActionList(ApiView):
    """Actions about what you may read, the earliest day first."""

    paged = True
    filters: ClassVar[dict[str, Filter]] = {
        **ACTION_FILTERS,
        "subject_kind": Choice(KINDS, "Actions about things of this kind."),
    }

    @extend_schema(responses=listed(ActionOut))
    def get(self, request: Request) -> Response:
        page = self.page()
        rows = queries.actions(actor=self.actor, page=page, **self.query())
        return self.listing(rows, page, key=lambda row: (row["due_on"], row["id"]))

    @extend_schema(request=ActionIn, responses={201: ActionDetail, 200: ActionDetail})
    def post(self, request: Request) -> Response:
        """Have somebody do something by a day."""

        def work() -> Response:
            made = commands.add_action(actor=self.actor, now=self.now, **self.body(ActionIn))
            shown = queries.get_action(self.actor, made.pk)
            return self.created(shown, version=made.version, at=f"/api/v1/actions/{made.pk}")

        return self.once(work)


class ActionDoor(ApiView):
    """A door to one action."""

    def shown_action(self, action_id: UUID) -> Response:
        found = queries.get_action(self.actor, action_id)
        return self.shown(found, version=found["version"])

    def take(
        self, command: Callable[..., Any], action_id: UUID, body: type[fields.Strict]
    ) -> Response:
        def work() -> Response:
            command(action_id=action_id, **self.body(body), **self._by())
            return self.shown_action(action_id)

        return self.once(work)

    def _by(self) -> dict[str, Any]:
        return {
            "actor": self.actor,
            "now": self.now,
            "expected_version": self.expected_version,
        }


class ActionItem(ActionDoor):
    """One action, with the steps that you may take."""

    @extend_schema(responses=ActionDetail)
    def get(self, request: Request, action_id: UUID) -> Response:
        return self.shown_action(action_id)

    @extend_schema(request=ActionChange, responses=ActionDetail)
    def patch(self, request: Request, action_id: UUID) -> Response:
        """Other words, or another day."""
        changes = self.body(ActionChange, partial=True)
        commands.change_action(action_id=action_id, changes=changes, **self._by())
        return self.shown_action(action_id)


class ActionComplete(ActionDoor):
    """Say that it is done."""

    @extend_schema(request=ActionDone, responses=ActionDetail)
    def post(self, request: Request, action_id: UUID) -> Response:
        return self.take(commands.complete_action, action_id, ActionDone)


class ActionDrop(ActionDoor):
    """Say that it will not be done, and why."""

    @extend_schema(request=ActionReason, responses=ActionDetail)
    def post(self, request: Request, action_id: UUID) -> Response:
        return self.take(commands.drop_action, action_id, ActionReason)


class ActionToAnother(ActionDoor):
    """Have somebody else take it on."""

    @extend_schema(request=ActionHandOver, responses=ActionDetail)
    def post(self, request: Request, action_id: UUID) -> Response:
        return self.take(commands.hand_over_action, action_id, ActionHandOver)


class ActionReopen(ActionDoor):
    """Have a closed action done after all, by a new day."""

    @extend_schema(request=ActionAgain, responses=ActionDetail)
    def post(self, request: Request, action_id: UUID) -> Response:
        return self.take(commands.reopen_action, action_id, ActionAgain)


class ActionHistory(HistoryDoor):
    """Everything that happened to an action, the newest first."""

    @extend_schema(responses=listed(Happened))
    def get(self, request: Request, action_id: UUID) -> Response:
        return self.told(queries.action_history, action_id)
