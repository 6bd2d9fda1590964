"""How REST framework learns whom the doorway let in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from people.doors import Entrance
from people.models import User


class ActorAuthentication(SessionAuthentication):
    """A session (changes need its CSRF token) or a bearer token; found by `ActorMiddleware`."""

    def authenticate(self, request: Request) -> tuple[User | AnonymousUser, None] | None:
        entrance: Entrance = request._request.entrance  # type: ignore[attr-defined]
        if entrance.refusal:
            raise AuthenticationFailed(entrance.refusal)
        if not entrance.actor.signed_in:
            return None
        if entrance.user is None:
            return AnonymousUser(), None
        self.enforce_csrf(request)
        return entrance.user, None

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="qiflow"'


class ActorAuthenticationSchema(OpenApiAuthenticationExtension):
    """Describes the bearer token."""

    target_class = "people.authentication.ActorAuthentication"
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A key from /api/v1/api-keys: qif_<8 characters>_<secret>.",
        }
