"""A sign-in that is half done: the first step was right, the second is still to come.

It is kept in a session that names no user to the doorway, so it opens nothing.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from people.commands.sessions import Proof
from people.queries.factors import factors_of

LASTS = timedelta(minutes=10)
_KEY = "partial_sign_in"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialSignIn:
    """Who was right about the first step, how, and where they were going."""

    user_id: UUID
    proof: Proof
    next: str
    packed: str = ""


def begin(request: HttpRequest, partial: PartialSignIn, *, at: datetime) -> None:
    """Remember the first step, in a new session: nothing planted before counts."""
    request.session.flush()
    request.session[_KEY] = {
        "user_id": str(partial.user_id),
        "proof": {name: str(value or "") for name, value in asdict(partial.proof).items()},
        "next": partial.next,
        "packed": partial.packed,
        "at": at.timestamp(),
    }
    rotate_token(request)


def partial_of(request: HttpRequest, *, at: datetime) -> PartialSignIn | None:
    """The first step of this visitor, for ten minutes."""
    kept: dict[str, Any] | None = request.session.get(_KEY)
    if kept is None or at.timestamp() - kept["at"] > LASTS.total_seconds():
        return None
    told = kept["proof"]
    provider_id = told["provider_id"]
    return PartialSignIn(
        user_id=UUID(kept["user_id"]),
        proof=Proof(
            way=told["way"],
            provider_id=UUID(provider_id) if provider_id else None,
            provider_session=told["provider_session"],
        ),
        next=kept["next"],
        packed=kept["packed"],
    )


def setting_up(request: HttpRequest, *, at: datetime) -> PartialSignIn | None:
    """The same for somebody who is asked for a second factor and has none yet.

    Whoever has one is never let past it by setting up another.
    """
    partial = partial_of(request, at=at)
    if partial is None or factors_of(partial.user_id).any:
        return None
    return partial
