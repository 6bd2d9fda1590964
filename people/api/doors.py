"""What every door of people shares: whose organisation is meant, and optional versions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from rest_framework.exceptions import Throttled
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from kernel.actors import Actor, ActorKind
from kernel.api.views import ApiView
from kernel.errors import Denied, Invalid
from people.commands import TooManyTries


class Anybody(BasePermission):
    """A door for people, signed in or not: whoever holds the right link. Keys are not people."""

    def has_permission(self, request: Request, view: Any) -> bool:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if actor.kind is ActorKind.API_KEY and request.method == "POST":
            raise Denied("Only a person can do this, without a key.")
        return True


@contextmanager
def told_to_wait() -> Iterator[None]:
    """What is limited answers 429 and says when to try again."""
    try:
        yield
    except TooManyTries as refusal:
        raise Throttled(wait=refusal.retry_after, detail=refusal.sentence) from None


class PeopleView(ApiView):
    """A door of people."""

    def home(self, values: dict[str, Any]) -> UUID:
        """The organisation that is meant: named, or the only one the actor belongs to."""
        if named := values.pop("organisation_id", None):
            return UUID(str(named))
        if len(self.actor.organisation_ids) == 1:
            return next(iter(self.actor.organisation_ids))
        raise Invalid.one(
            "/organisation_id", "Say which organisation: you have several.", code="required"
        )

    @property
    def version_if_sent(self) -> int | None:
        """For a POST that adds to a thing: If-Match is checked when it is there."""
        return self.expected_version if "If-Match" in self.request.headers else None
