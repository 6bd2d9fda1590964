"""JSON doors of API keys. A list never shows a secret: it is not kept."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api import filters
from kernel.api.schema import listed
from people import commands, doors, queries
from people.api import bodies
from people.api.doors import PeopleView


class KeysView(PeopleView):
    """Keys of other systems."""

    paged = True
    shown_once = ("token",)
    filters = {"organisation": filters.Uuid("Keys of this organisation.")}

    @extend_schema(responses=listed(bodies.KeyOut), operation_id="api_keys_list")
    def get(self, request: Request) -> Response:
        page = self.page()
        rows = queries.visible_keys(self.actor, page=page, **self.query())
        return self.listing(rows, page, key=lambda row: (row["name"], row["id"]))

    @extend_schema(request=bodies.KeyIn, responses={201: bodies.NewKeyOut})
    def post(self, request: Request) -> Response:
        """Make a key; its token is in this answer and never shown again."""
        values = self.body(bodies.KeyIn)
        home = self.home(values)
        doors.require_recent(request)

        def create() -> Response:
            issued = commands.create_api_key(
                organisation_id=home, **values, actor=self.actor, now=self.now
            )
            shown = {**queries.get_key(self.actor, issued.key.pk), "token": issued.token}
            return self.created(shown, version=None, at=f"/api/v1/api-keys/{issued.key.pk}")

        return self.once(create)


class KeyView(PeopleView):
    """One key."""

    versioned = False

    @extend_schema(responses=bodies.KeyOut)
    def get(self, request: Request, key_id: UUID) -> Response:
        return self.shown(queries.get_key(self.actor, key_id))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, key_id: UUID) -> Response:
        """Take the key back: it opens nothing any more."""
        commands.revoke_api_key(key_id=key_id, actor=self.actor, now=self.now)
        return Response(status=204)
