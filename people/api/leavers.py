"""`/users/{id}/leaving`: what somebody holds who leaves, and to whom it goes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from kernel.api import filters
from kernel.errors import NotFound
from people import commands, doors, queries
from people.api import joining_bodies as bodies
from people.api.doors import PeopleView


class LeavingView(PeopleView):
    """Somebody leaves an organisation: what they hold changes hands, and their doors close."""

    versioned = False
    filters = {"organisation": filters.Uuid("Where they leave; needed by whoever has several.")}

    @extend_schema(responses=bodies.LeavingOut)
    def get(self, request: Request, user_id: UUID) -> Response:
        """What the user holds now, and whether they are leaving."""
        home = queries.home_of(self.actor, user_id, self.query().get("organisation"))
        return self.shown(self._seen(user_id, home))

    @extend_schema(request=bodies.LeavingIn, responses={201: bodies.LeavingOut})
    def post(self, request: Request, user_id: UUID) -> Response:
        """Hand everything over, and end every role with the last day."""
        values = self.body(bodies.LeavingIn)
        doors.require_recent(request)
        home = queries.home_of(self.actor, user_id, values.pop("organisation_id", None))
        chosen = {(one["kind"], one["id"]): one["receiver_id"] for one in values.pop("choices", ())}

        def leave() -> Response:
            commands.hand_over(
                user_id=user_id,
                organisation_id=home,
                choices=chosen,
                **values,
                actor=self.actor,
                now=self.now,
            )
            shown = self._seen(user_id, home)
            return self.created(shown, version=None, at=f"/api/v1/users/{user_id}/leaving")

        return self.once(leave)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, user_id: UUID) -> Response:
        """They stay after all: their roles last as long as before. What changed hands stays."""
        leaving = queries.leaving_of(self.actor, user_id)
        if leaving is None:
            raise NotFound
        commands.stay(
            user_id=user_id,
            organisation_id=leaving["organisation_id"],
            actor=self.actor,
            now=self.now,
        )
        return Response(status=204)

    def _seen(self, user_id: UUID, organisation_id: UUID) -> dict[str, Any]:
        leaving = queries.leaving_of(self.actor, user_id, organisation_id=organisation_id)
        leaver = queries.leaver_of(
            self.actor,
            user_id,
            organisation_id,
            last_day=leaving["last_day"] if leaving else self.today,
            today=self.today,
        )
        found = queries.holds(self.actor, leaver, today=self.today)
        return {
            "last_day": leaving["last_day"] if leaving else None,
            "receiver_id": leaving["receiver_id"] if leaving else None,
            "holds": [_shown(one) for one in found],
        }


def _shown(one: queries.Holds) -> dict[str, Any]:
    return {
        "kind": one.holding.kind,
        "words": one.holding.words,
        "becomes": one.holding.becomes,
        "can_be_given": one.holding.hand_over is not None,
        "things": [
            {
                "id": thing.id,
                "title": thing.title,
                "detail": thing.detail,
                "subject_kind": thing.subject_kind,
                "subject_id": thing.subject_id,
            }
            for thing in one.things
        ],
    }
