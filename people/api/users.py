"""JSON doors of users and their roles."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.actors import Scope
from kernel.api.schema import listed
from kernel.errors import NotFound
from people import commands, doors, queries
from people.api import bodies
from people.api.doors import PeopleView
from people.lists import USER_FILTERS


class UsersView(PeopleView):
    """Who can sign in, with their roles here."""

    paged = True
    filters = USER_FILTERS

    @extend_schema(responses=listed(bodies.UserOut), operation_id="users_list")
    def get(self, request: Request) -> Response:
        page = self.page()
        rows = queries.visible_users(self.actor, page=page, **self.query())
        return self.listing(rows, page, key=lambda row: (row["name"], row["id"]))

    @extend_schema(request=bodies.UserIn, responses={201: bodies.UserOut})
    def post(self, request: Request) -> Response:
        """Let somebody sign in at once, with a first role and password; see also /invitations."""
        values = _scoped(self.body(bodies.UserIn))
        home = self.home(values)

        def create() -> Response:
            made = commands.create_user(
                organisation_id=home, **values, actor=self.actor, now=self.now
            )
            shown = _shown(self, made.pk, name=made.name, email=made.email)
            return self.created(shown, version=None, at=f"/api/v1/users/{made.pk}")

        return self.once(create)


class UserView(PeopleView):
    """One user."""

    @extend_schema(responses=bodies.UserOut)
    def get(self, request: Request, user_id: UUID) -> Response:
        return self.shown(queries.get_user(self.actor, user_id))


class DisableView(PeopleView):
    """Close every door of a user at once."""

    versioned = False

    @extend_schema(request=bodies.NoFields, responses=bodies.UserOut)
    def post(self, request: Request, user_id: UUID) -> Response:
        self.body(bodies.NoFields)

        def disable() -> Response:
            commands.disable_user(user_id=user_id, actor=self.actor, now=self.now)
            return self.shown(queries.get_user(self.actor, user_id))

        return self.once(disable)


class EnableView(PeopleView):
    """Let a disabled user sign in again."""

    versioned = False

    @extend_schema(request=bodies.NoFields, responses=bodies.UserOut)
    def post(self, request: Request, user_id: UUID) -> Response:
        self.body(bodies.NoFields)

        def enable() -> Response:
            commands.enable_user(user_id=user_id, actor=self.actor, now=self.now)
            return self.shown(queries.get_user(self.actor, user_id))

        return self.once(enable)


class RoleGrantsView(PeopleView):
    """Give a user one more role."""

    versioned = False

    @extend_schema(request=bodies.RoleGrantIn, responses={201: bodies.UserOut})
    def post(self, request: Request, user_id: UUID) -> Response:
        values = _scoped(self.body(bodies.RoleGrantIn))
        home = self.home(values)
        doors.require_recent(request)

        def grant() -> Response:
            commands.grant_role(
                user_id=user_id, organisation_id=home, **values, actor=self.actor, now=self.now
            )
            shown = _shown(self, user_id)
            return self.created(shown, version=None, at=f"/api/v1/users/{user_id}")

        return self.once(grant)


class RoleGrantView(PeopleView):
    """One role of a user, to be ended."""

    versioned = False

    @extend_schema(request=bodies.RoleGrantEnd, responses=bodies.UserOut)
    def patch(self, request: Request, grant_id: UUID) -> Response:
        values = self.body(bodies.RoleGrantEnd)
        grant = commands.end_role(
            grant_id=grant_id, last_day=values["to_date"], actor=self.actor, now=self.now
        )
        return self.shown(queries.get_user(self.actor, UUID(str(grant.user_id))))


def _scoped(values: dict[str, Any]) -> dict[str, Any]:
    """A unit named means a role in that unit."""
    default = Scope.UNIT if values.get("unit_id") else Scope.ORGANISATION
    return {**values, "scope": Scope(values.get("scope", default))}


def _shown(view: PeopleView, user_id: UUID, **known: str) -> dict[str, Any]:
    """The user, or for an operator, who may give roles but not read users, what they sent."""
    try:
        return queries.get_user(view.actor, user_id)
    except NotFound:
        return {
            "id": user_id,
            "email": "",
            "name": "",
            "is_active": True,
            "second_factor": False,
            "role_grants": [],
        } | known
