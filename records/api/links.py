"""`/links`: asking somebody for one thing by a link that works without an account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api import fields
from kernel.api.filters import Choice, Filter, Uuid
from kernel.api.schema import listed
from kernel.api.views import ApiView
from kernel.errors import Invalid
from records.commands import links as commands
from records.commands.link_answers import answer_link_for
from records.links.declared import PERSON, PURPOSES, USER, Recipient
from records.links.doors import token_for
from records.queries import links as queries
from records.things.declared import THINGS
from records.words import LINK_STATES, WAYS, WAYS_FOR_OTHERS

KINDS = tuple(sorted(THINGS))
CODES = tuple(sorted(PURPOSES))
_DETAILS = tuple(sorted({name for one in PURPOSES.values() for name in one.details}))
_LONGEST = 5_000


class LinkOut(serializers.Serializer[object]):
    id = serializers.UUIDField()
    organisation_id = serializers.UUIDField()
    purpose = serializers.ChoiceField(choices=CODES)
    subject_kind = serializers.ChoiceField(choices=KINDS)
    subject_id = serializers.UUIDField()
    asked = serializers.DictField(child=serializers.CharField())
    person_id = serializers.UUIDField(allow_null=True)
    user_id = serializers.UUIDField(allow_null=True)
    note = serializers.CharField(allow_blank=True)
    status = serializers.ChoiceField(choices=LINK_STATES)
    made_by_id = serializers.UUIDField(allow_null=True)
    sent_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField()
    cancelled_at = serializers.DateTimeField(allow_null=True)
    used_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.CharField(allow_blank=True)
    words = serializers.CharField(allow_blank=True)
    way = serializers.ChoiceField(choices=WAYS, allow_blank=True)
    given_on = serializers.DateField(allow_null=True)
    entered_by_id = serializers.UUIDField(allow_null=True)
    recipient_name = serializers.CharField(allow_blank=True)
    made_by_name = serializers.CharField(allow_blank=True)
    entered_by_name = serializers.CharField(allow_blank=True)
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()


class LinkDetail(LinkOut):
    subject_title = serializers.CharField()
    may_send = serializers.BooleanField()
    may_cancel = serializers.BooleanField()
    may_answer = serializers.BooleanField()


class NewLink(LinkDetail):
    address = serializers.CharField(
        required=False, help_text="What the person opens. Shown in this answer alone."
    )


class AskByLink(fields.Strict):
    """One of `person_id` and `user_id`; what else the purpose needs: see `purpose`."""

    purpose = fields.Choice(
        choices=CODES,
        help_text=(
            "confirm and claim take action_id, reply takes comment_id, rsvp takes occasion_id, "
            "sign_off takes about and given_as, as /projects/{project_id}/sign-offs does."
        ),
    )
    subject_kind = fields.Choice(choices=KINDS)
    subject_id = fields.Id()
    person_id = fields.Id(required=False)
    user_id = fields.Id(required=False)
    action_id = fields.Id(required=False)
    comment_id = fields.Id(required=False)
    occasion_id = fields.Id(required=False)
    about = fields.Text(max_length=30, required=False)
    given_as = fields.Text(max_length=20, required=False)
    note = fields.Text(
        multiline=True,
        max_length=1_000,
        required=False,
        allow_blank=True,
        default="",
        help_text="A word to the person, shown on their page.",
    )
    send = fields.YesNo(
        required=False, default=True, help_text="False: somebody hands it over by themselves."
    )


class LinkAnswer(fields.Strict):
    """What a person answered in another way than by their link."""

    outcome = fields.Text(
        max_length=20,
        required=False,
        allow_blank=True,
        default="",
        help_text="yes, no or maybe, where the purpose asks for one of them.",
    )
    words = fields.Text(
        multiline=True, max_length=_LONGEST, required=False, allow_blank=True, default=""
    )
    way = fields.Choice(choices=WAYS_FOR_OTHERS)
    given_on = fields.Day(help_text="Today or earlier.")


class LinkNothing(fields.Strict):
    """No fields."""


class LinkList(ApiView):
    """Who was asked about a thing, the latest first."""

    paged = True
    shown_once = ("address",)
    filters: ClassVar[dict[str, Filter]] = {
        "subject_kind": Choice(KINDS, "Needed."),
        "subject": Uuid("Needed: links about this thing."),
    }

    @extend_schema(responses=listed(LinkOut))
    def get(self, request: Request) -> Response:
        page = self.page()
        asked = self.query()
        if len(asked) < len(self.filters):
            raise Invalid.one("?subject", "Send subject_kind and subject.", code="required")
        rows = queries.links(actor=self.actor, page=page, now=self.now, **asked)
        rows = queries.with_link_names(self.actor, rows)
        return self.listing(rows, page, key=lambda row: (row["created_at"], row["id"]))

    @extend_schema(request=AskByLink, responses={201: NewLink, 200: NewLink})
    def post(self, request: Request) -> Response:
        """Ask one person for one thing."""

        def work() -> Response:
            given = self.body(AskByLink)
            recipient = _recipient(given)
            details = {name: str(given.pop(name)) for name in _DETAILS if name in given}
            made = commands.make_link(
                recipient=recipient, details=details, actor=self.actor, now=self.now, **given
            )
            shown = _with_address(self, made.pk)
            return self.created(shown, version=made.version, at=f"/api/v1/links/{made.pk}")

        return self.once(work)


class LinkItem(ApiView):
    """One link: who is asked for what, until when, and what came of it."""

    @extend_schema(responses=LinkDetail)
    def get(self, request: Request, link_id: UUID) -> Response:
        return _shown(self, link_id)


class LinkCancel(ApiView):
    """Call a link back: from here on it opens nothing."""

    @extend_schema(request=LinkNothing, responses=LinkDetail)
    def post(self, request: Request, link_id: UUID) -> Response:
        def work() -> Response:
            _take(self, commands.cancel_link, link_id, LinkNothing)
            return _shown(self, link_id)

        return self.once(work)


class LinkSendAgain(ApiView):
    """Send a link once more; it works for as long as a new one."""

    shown_once = ("address",)

    @extend_schema(request=LinkNothing, responses=NewLink)
    def post(self, request: Request, link_id: UUID) -> Response:
        def work() -> Response:
            _take(self, commands.send_link_again, link_id, LinkNothing)
            found = _with_address(self, link_id)
            return self.shown(found, version=found["version"])

        return self.once(work)


class LinkAnswerFor(ApiView):
    """Enter what a person answered in a meeting, by telephone or by letter."""

    @extend_schema(request=LinkAnswer, responses=LinkDetail)
    def post(self, request: Request, link_id: UUID) -> Response:
        def work() -> Response:
            _take(self, answer_link_for, link_id, LinkAnswer)
            return _shown(self, link_id)

        return self.once(work)


def _take(
    view: ApiView, command: Callable[..., Any], link_id: UUID, body: type[fields.Strict]
) -> None:
    given = view.body(body)
    command(
        link_id=link_id,
        actor=view.actor,
        now=view.now,
        expected_version=view.expected_version,
        **given,
    )


def _shown(view: ApiView, link_id: UUID) -> Response:
    found = queries.get_link(view.actor, link_id, now=view.now)
    return view.shown(found, version=found["version"])


def _with_address(view: ApiView, link_id: UUID) -> dict[str, Any]:
    found = queries.get_link(view.actor, link_id, now=view.now)
    return {**found, "address": view.request.build_absolute_uri(f"/l/{token_for(link_id)}")}


def _recipient(given: dict[str, Any]) -> Recipient:
    person, user = given.pop("person_id", None), given.pop("user_id", None)
    if (person is None) == (user is None):
        raise Invalid.one("/person_id", "Send person_id or user_id.", code="required")
    return Recipient(kind=PERSON if person else USER, id=person or user)
