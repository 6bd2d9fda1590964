"""`/invitations`: asking people to join. No answer holds a link: it goes to the address alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api.schema import listed
from kernel.errors import FieldError, Invalid
from people import commands, doors, queries
from people.api import joining_bodies as bodies
from people.api.bodies import NoFields
from people.api.doors import Anybody, PeopleView, told_to_wait
from people.lists import INVITATION_FILTERS


class InvitationsView(PeopleView):
    """Who was asked to join, the one asked last first."""

    paged = True
    filters = INVITATION_FILTERS

    @extend_schema(responses=listed(bodies.InvitationOut), operation_id="invitations_list")
    def get(self, request: Request) -> Response:
        page = self.page()
        rows = queries.visible_invitations(self.actor, page=page, now=self.now, **self.query())
        return self.listing(rows, page, key=lambda row: (row["sent_at"].isoformat(), row["id"]))

    @extend_schema(request=bodies.InvitationIn, responses={201: bodies.InvitationOut})
    def post(self, request: Request) -> Response:
        """Ask an address to join with roles; twenty an hour."""
        values = self.body(bodies.InvitationIn)
        home = self.home(values)
        doors.require_recent(request)

        def send() -> Response:
            with told_to_wait():
                sent = commands.invite(
                    organisation_id=home, **values, actor=self.actor, now=self.now
                )
            shown = queries.as_sent(sent, now=self.now)
            return self.created(shown, version=None, at=f"/api/v1/invitations/{sent.pk}")

        return self.once(send)


class InvitationView(PeopleView):
    """One invitation."""

    @extend_schema(responses=bodies.InvitationOut)
    def get(self, request: Request, invitation_id: UUID) -> Response:
        return self.shown(queries.get_invitation(self.actor, invitation_id, now=self.now))


class InvitationDoor(PeopleView):
    """A door to one invitation that changes it."""

    versioned = False

    def take(self, command: Callable[..., Any], invitation_id: UUID) -> Response:
        self.body(NoFields)

        def work() -> Response:
            with told_to_wait():
                changed = command(invitation_id=invitation_id, actor=self.actor, now=self.now)
            return self.shown(queries.as_sent(changed, now=self.now))

        return self.once(work)


class SendAgainView(InvitationDoor):
    """Ask once more, with a new expiry; the earlier link is dead."""

    @extend_schema(request=NoFields, responses=bodies.InvitationOut)
    def post(self, request: Request, invitation_id: UUID) -> Response:
        return self.take(commands.send_again, invitation_id)


class CancelView(InvitationDoor):
    """Call an invitation back; its link opens nothing."""

    @extend_schema(request=NoFields, responses=bodies.InvitationOut)
    def post(self, request: Request, invitation_id: UUID) -> Response:
        return self.take(commands.cancel_invitation, invitation_id)


class AcceptView(PeopleView):
    """Take up an invitation by the word of its link. Nobody needs to be signed in."""

    permission_classes: ClassVar[list[type[BasePermission]]] = [Anybody]  # type: ignore[misc]
    versioned = False

    @extend_schema(request=bodies.AcceptIn, responses={201: bodies.AcceptedOut}, auth=[])
    def post(self, request: Request) -> Response:
        values = self.body(bodies.AcceptIn)
        with told_to_wait():
            if self.actor.signed_in:
                user = commands.accept_as_user(
                    token=values["token"],
                    user=request.entrance.user,  # type: ignore[attr-defined]
                    actor=self.actor,
                    now=self.now,
                )
            else:
                _require_both(values)
                user = commands.accept_as_new(
                    **values, address=doors.address_of(request._request), now=self.now
                )
        return Response({"user_id": user.pk}, status=201)


def _require_both(values: dict[str, Any]) -> None:
    """Whoever has no account yet sends a name and a password."""
    missing = [name for name in ("name", "password") if not values.get(name)]
    if missing:
        raise Invalid(
            *(
                FieldError(pointer=f"/{name}", code="required", message="This field is required.")
                for name in missing
            )
        )
