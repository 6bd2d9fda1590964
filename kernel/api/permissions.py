"""Who may enter a JSON door at all. Apart from `views`, because DRF imports it while it loads."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from kernel.actors import Actor
from kernel.errors import Denied


class SignedIn(BasePermission):
    """Somebody with a session or a key. Which rows and which changes is decided below the door."""

    def has_permission(self, request: Request, view: Any) -> bool:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if not actor.signed_in:
            raise NotAuthenticated("Sign in, or send a valid token in the Authorization header.")
        if request.method not in ("GET", "HEAD", "OPTIONS") and not actor.may_write:
            raise Denied("This key may only read.", code="read_only_key")
        return True
