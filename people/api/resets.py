"""Doors to a new password: asked for by whoever lost theirs, or by an administrator for them."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from people import commands, doors, queries
from people.api import joining_bodies as bodies
from people.api.bodies import NoFields
from people.api.doors import Anybody, PeopleView, told_to_wait
from people.words import RESET_TOLD


class AskResetView(PeopleView):
    """Ask for a link by which to choose a new password. Nobody needs to be signed in."""

    permission_classes: ClassVar[list[type[BasePermission]]] = [Anybody]  # type: ignore[misc]
    versioned = False

    @extend_schema(request=bodies.ResetAskIn, responses=bodies.ResetAskOut, auth=[])
    def post(self, request: Request) -> Response:
        values = self.body(bodies.ResetAskIn)
        with told_to_wait():
            commands.ask_reset(
                email=values["email"],
                address=doors.address_of(request._request),
                now=self.now,
            )
        return Response({"told": RESET_TOLD})


class UseResetView(PeopleView):
    """Choose a new password by the word of a link; every session of the user ends."""

    permission_classes: ClassVar[list[type[BasePermission]]] = [Anybody]  # type: ignore[misc]
    versioned = False

    @extend_schema(request=bodies.ResetUseIn, responses={204: None}, auth=[])
    def post(self, request: Request) -> Response:
        values = self.body(bodies.ResetUseIn)
        try:
            with told_to_wait():
                commands.use_reset(
                    **values,
                    address=doors.address_of(request._request),
                    actor=self.actor,
                    now=self.now,
                )
        except commands.OtherSession as refusal:
            raise NotAuthenticated(refusal.sentence) from None
        return Response(status=204)


class UserResetView(PeopleView):
    """Have a user choose a new password: the link goes to their address."""

    versioned = False

    @extend_schema(request=NoFields, responses={201: bodies.ResetOut})
    def post(self, request: Request, user_id: UUID) -> Response:
        self.body(NoFields)
        doors.require_recent(request)

        def send() -> Response:
            with told_to_wait():
                commands.send_reset(user_id=user_id, actor=self.actor, now=self.now)
            shown = queries.reset_asked(self.actor, user_id, now=self.now)
            return self.created(shown, version=None, at=f"/api/v1/users/{user_id}")

        return self.once(send)
