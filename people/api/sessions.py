"""JSON doors of one's own sessions and second factor, and of another's sessions to be ended."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from kernel import clock
from kernel.api.fields import Strict, Text
from kernel.clock import london_date
from kernel.errors import Denied, Invalid
from people import commands, confirming, doors, queries
from people.api.bodies import NoFields, Password, UserOut
from people.api.doors import PeopleView

WAYS = ("password", "passkey", "provider", "")


class SessionOut(serializers.Serializer[object]):
    id = serializers.UUIDField()
    device = serializers.CharField(help_text="Browser and system in words.")
    way = serializers.ChoiceField(choices=WAYS, help_text="How it began; empty: not known.")
    started_at = serializers.DateTimeField()
    last_seen_at = serializers.DateTimeField(help_text="To the minute.")
    current = serializers.BooleanField(help_text="The session that asks.")


class SessionsOut(serializers.Serializer[object]):
    results = SessionOut(many=True)


class EndedOut(serializers.Serializer[object]):
    ended = serializers.IntegerField(help_text="How many sessions were open.")


class PasskeyOut(serializers.Serializer[object]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    made_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField(allow_null=True)


class FactorsOut(serializers.Serializer[object]):
    app_since = serializers.DateTimeField(
        allow_null=True, help_text="Since when an authenticator app is set up; null: none is."
    )
    passkeys = PasskeyOut(many=True)
    recovery_codes_left = serializers.IntegerField()
    asked_from = serializers.DateField(
        allow_null=True,
        help_text="The day from which nobody signs in with a password alone where I work: today, "
        "or one to come. Null: nobody asks for a second factor.",
    )


class ConfirmIn(Strict):
    password = Password(required=False)
    code = Text(max_length=100, required=False, help_text="Of the app, or a recovery code.")


class OwnSessionsView(PeopleView):
    """Where I am signed in."""

    @extend_schema(responses=SessionsOut, operation_id="sessions_list")
    def get(self, request: Request) -> Response:
        rows = queries.own_sessions(
            self.actor,
            current=doors.session_id_of(request),
            limits=doors.session_limits(),
            at=clock.real(),
        )
        return Response({"results": rows})


class OwnSessionView(PeopleView):
    """One of my sessions, to be ended."""

    versioned = False

    @extend_schema(responses={204: None})
    def delete(self, request: Request, session_id: UUID) -> Response:
        commands.end_session(session_id=session_id, actor=self.actor, now=self.now, at=clock.real())
        return Response(status=204)


class EndOthersView(PeopleView):
    """Sign out everywhere but here."""

    versioned = False

    @extend_schema(request=NoFields, responses=EndedOut)
    def post(self, request: Request) -> Response:
        self.body(NoFields)

        def end() -> Response:
            ended = commands.end_other_sessions(
                keep=doors.session_id_of(request),
                actor=self.actor,
                now=self.now,
                at=clock.real(),
            )
            return Response({"ended": ended})

        return self.once(end)


class EndSessionsOfView(PeopleView):
    """Sign a user out everywhere."""

    versioned = False

    @extend_schema(request=NoFields, responses=EndedOut)
    def post(self, request: Request, user_id: UUID) -> Response:
        self.body(NoFields)

        def end() -> Response:
            ended = commands.end_sessions_of(
                user_id=user_id, actor=self.actor, now=self.now, at=clock.real()
            )
            return Response({"ended": ended})

        return self.once(end)


class ForgetFactorsView(PeopleView):
    """For a user who lost telephone and paper: the password alone lets them in again."""

    versioned = False

    @extend_schema(request=NoFields, responses=UserOut)
    def post(self, request: Request, user_id: UUID) -> Response:
        self.body(NoFields)
        doors.require_recent(request)

        def forget() -> Response:
            commands.forget_factors(
                user_id=user_id, actor=self.actor, now=self.now, at=clock.real()
            )
            return self.shown(queries.get_user(self.actor, user_id))

        return self.once(forget)


class SecondFactorView(PeopleView):
    """How I prove that it is me, beside my password. Set up by page: /me/signing-in."""

    @extend_schema(responses=FactorsOut)
    def get(self, request: Request) -> Response:
        return Response(queries.own_factors(self.actor, today=london_date(self.now)))


class ConfirmView(PeopleView):
    """Prove again that it is me, before something sensitive changes."""

    versioned = False

    @extend_schema(request=ConfirmIn, responses={204: None})
    def post(self, request: Request) -> Response:
        values = self.body(ConfirmIn)
        if request.entrance.user is None:  # type: ignore[attr-defined]
            raise Denied("Only a signed-in user confirms who they are.")
        if not values:
            raise Invalid.one("/password", "Send the password or a code.", code="required")
        try:
            confirming.confirm(request, now=self.now, **values)
        except commands.TooManyTries as refusal:
            raise Throttled(wait=refusal.retry_after, detail=refusal.sentence) from None
        except (commands.WrongPassword, commands.WrongCode) as refusal:
            raise AuthenticationFailed(refusal.sentence, code=refusal.code) from None
        return Response(status=204)
