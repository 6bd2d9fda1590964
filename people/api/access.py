"""JSON doors to oneself and to the list of roles."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.errors import Denied
from people import commands, doors, queries
from people.api import bodies
from people.api.doors import PeopleView, told_to_wait
from people.roles import ROLES


class MeView(PeopleView):
    """Who is asking, and what they may do where."""

    @extend_schema(responses=bodies.MeOut)
    def get(self, request: Request) -> Response:
        user = request.entrance.user  # type: ignore[attr-defined]
        name, email = (user.name, user.email) if user else ("", "")
        return Response(queries.me(self.actor, name=name, email=email))


class PasswordView(PeopleView):
    """Change one's own password; every other session ends."""

    @extend_schema(request=bodies.PasswordIn, responses={204: None})
    def post(self, request: Request) -> Response:
        values = self.body(bodies.PasswordIn)
        user = request.entrance.user  # type: ignore[attr-defined]
        if user is None:
            raise Denied("Only a signed-in user can change a password.")
        with told_to_wait():
            commands.change_password(
                user=user,
                current=values["current_password"],
                new=values["new_password"],
                address=doors.address_of(request),
                actor=self.actor,
                now=self.now,
            )
        doors.keep_session(request, user)
        return Response(status=204)


class RolesOut(serializers.Serializer[object]):
    results = bodies.RoleOut(many=True)


class RolesView(PeopleView):
    """The roles there are, and what each permits."""

    @extend_schema(responses=RolesOut, operation_id="roles_list")
    def get(self, request: Request) -> Response:
        return Response(
            {
                "results": [
                    {
                        "code": role.code,
                        "name": role.name,
                        "purpose": role.purpose,
                        "permissions": sorted(role.permissions),
                        "scopes": [str(scope) for scope in role.scopes],
                    }
                    for role in ROLES
                ]
            }
        )
