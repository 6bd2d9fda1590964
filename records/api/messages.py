"""`/messages`: one's inbox, how often email comes, what goes out, letters and calls to be done."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api import fields
from kernel.api.filters import Filter, YesNo
from kernel.api.schema import listed
from kernel.api.views import ApiView
from people.api.bodies import NoFields
from records.commands import messages as commands
from records.exports.messages import BY_HAND_FILTERS, OUTGOING_FILTERS
from records.queries import messages as queries
from records.queries import outgoing as sent
from records.words import MESSAGE_STATUSES, OFTEN, OUTGOING_CHANNELS


class FactOut(serializers.Serializer[object]):
    name = serializers.CharField()
    value = serializers.CharField()


class WordsOut(serializers.Serializer[object]):
    subject = serializers.CharField()
    sentences = serializers.ListField(child=serializers.CharField())
    facts = FactOut(many=True)
    link = serializers.CharField(allow_blank=True, help_text="What is done on the page.")
    path = serializers.CharField(allow_blank=True, help_text="The page that it leads to.")
    address = serializers.CharField(allow_blank=True, help_text="The same, from outside.")


class MessageOut(WordsOut):
    id = serializers.UUIDField()
    organisation_id = serializers.UUIDField(allow_null=True)
    type = serializers.CharField(help_text="The type of the event that it tells of.")
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)


class UnreadOut(serializers.Serializer[object]):
    unread = serializers.IntegerField()


class OutgoingOut(serializers.Serializer[object]):
    id = serializers.UUIDField()
    organisation_id = serializers.UUIDField(allow_null=True)
    type = serializers.CharField(help_text="The type of the event that it tells of.")
    title = serializers.CharField(
        help_text="What kind of message it is; of letters and calls what each is about."
    )
    channel = serializers.ChoiceField(choices=OUTGOING_CHANNELS)
    status = serializers.ChoiceField(choices=MESSAGE_STATUSES)
    problem = serializers.CharField(allow_blank=True)
    attempt = serializers.IntegerField()
    recipient_kind = serializers.CharField()
    recipient_id = serializers.UUIDField()
    name = serializers.CharField(allow_blank=True)
    needs = serializers.ListField(child=serializers.CharField())
    interpreter_language = serializers.CharField(allow_blank=True)
    due_at = serializers.DateTimeField()
    created_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)
    done_by = serializers.UUIDField(allow_null=True)
    done_by_name = serializers.CharField(allow_blank=True)


class ByHandOut(OutgoingOut):
    access_needs = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)
    postal_address = serializers.CharField(allow_blank=True)


class ByHandDetail(ByHandOut, WordsOut):
    pass


class OftenOut(serializers.Serializer[object]):
    often = serializers.ChoiceField(choices=OFTEN)


class OftenIn(fields.Strict):
    often = fields.Choice(choices=OFTEN, help_text="Security and links always come at once.")


class Inbox(ApiView):
    """Your own messages, the newest first. Keys of other systems have none."""

    paged = True
    filters: ClassVar[dict[str, Filter]] = {"unread": YesNo("Only those not read.")}

    @extend_schema(responses=listed(MessageOut), operation_id="messages_list")
    def get(self, request: Request) -> Response:
        page = self.page()
        rows = queries.inbox(self.actor, page=page, **self.query())
        return self.listing(rows, page, key=_newest)


class InboxItem(ApiView):
    """One of your messages."""

    @extend_schema(responses=MessageOut)
    def get(self, request: Request, message_id: UUID) -> Response:
        return self.shown(queries.get_own_message(self.actor, message_id))


class InboxItemRead(ApiView):
    """Mark one as read."""

    versioned = False

    @extend_schema(request=NoFields, responses=MessageOut)
    def post(self, request: Request, message_id: UUID) -> Response:
        def work() -> Response:
            self.body(NoFields)
            commands.read_message(message_id=message_id, actor=self.actor, now=self.now)
            return self.shown(queries.get_own_message(self.actor, message_id))

        return self.once(work)


class InboxRead(ApiView):
    """Mark all as read."""

    versioned = False

    @extend_schema(request=NoFields, responses=UnreadOut)
    def post(self, request: Request) -> Response:
        def work() -> Response:
            self.body(NoFields)
            commands.read_all(actor=self.actor, now=self.now)
            return self.shown({"unread": queries.unread_count(self.actor)})

        return self.once(work)


class ChoiceView(ApiView):
    """How often you get email."""

    versioned = False

    @extend_schema(responses=OftenOut)
    def get(self, request: Request) -> Response:
        return self.shown({"often": queries.own_choice(self.actor)})

    @extend_schema(request=OftenIn, responses=OftenOut)
    def post(self, request: Request) -> Response:
        """Choose how often you get email."""

        def work() -> Response:
            often = self.body(OftenIn)["often"]
            commands.choose_often(often=often, actor=self.actor, now=self.now, way="api")
            return self.shown({"often": queries.own_choice(self.actor)})

        return self.once(work)


class Outgoing(ApiView):
    """What goes out by email, letter and telephone: to whom and what came of it, not its words."""

    paged = True
    filters = OUTGOING_FILTERS

    @extend_schema(responses=listed(OutgoingOut), operation_id="messages_outgoing_list")
    def get(self, request: Request) -> Response:
        page = self.page()
        rows = sent.outgoing(self.actor, page=page, **self.query())
        return self.listing(rows, page, key=_newest, show=_outgoing)


class OutgoingItem(ApiView):
    """One message that went out, or did not."""

    @extend_schema(responses=OutgoingOut)
    def get(self, request: Request, message_id: UUID) -> Response:
        return self.shown(_outgoing(sent.get_outgoing(self.actor, message_id)))


class OutgoingRetry(ApiView):
    """Try once more what could not be sent."""

    versioned = False

    @extend_schema(request=NoFields, responses=OutgoingOut)
    def post(self, request: Request, message_id: UUID) -> Response:
        def work() -> Response:
            self.body(NoFields)
            commands.send_again(message_id=message_id, actor=self.actor, now=self.now)
            return self.shown(_outgoing(sent.get_outgoing(self.actor, message_id)))

        return self.once(work)


class ByHand(ApiView):
    """Letters to post and calls to make; those that wait, unless you ask for others."""

    paged = True
    filters = BY_HAND_FILTERS

    @extend_schema(responses=listed(ByHandOut), operation_id="messages_by_hand_list")
    def get(self, request: Request) -> Response:
        page = self.page()
        rows = sent.to_do_by_hand(self.actor, page=page, **self.query())
        return self.listing(rows, page, key=_newest)


class ByHandItem(ApiView):
    """One letter or call: its words, where it goes, and what its reader needs."""

    @extend_schema(responses=ByHandDetail)
    def get(self, request: Request, message_id: UUID) -> Response:
        return self.shown(sent.get_by_hand(self.actor, message_id))


class ByHandDone(ApiView):
    """Say that a letter was posted or a call made."""

    versioned = False

    @extend_schema(request=NoFields, responses=ByHandDetail)
    def post(self, request: Request, message_id: UUID) -> Response:
        def work() -> Response:
            self.body(NoFields)
            commands.do_by_hand(message_id=message_id, actor=self.actor, now=self.now)
            return self.shown(sent.get_by_hand(self.actor, message_id))

        return self.once(work)


_PARTICULARS = ("access_needs", "phone", "postal_address")


def _outgoing(row: Any) -> dict[str, Any]:
    """Without what only those who write and call need."""
    return {name: value for name, value in row.items() if name not in _PARTICULARS}


def _newest(row: Any) -> tuple[str, UUID]:
    return row["created_at"].isoformat(), row["id"]
