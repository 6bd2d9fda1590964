"""The doorway: who is asking, narrowed before any query, and closed again behind them."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth import (
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
)
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from rest_framework.request import Request

from kernel import clock, tenancy
from kernel.actors import ANONYMOUS, Actor
from kernel.api import problems
from kernel.errors import NotRecent
from people import access
from people.commands import sessions
from people.commands.sessions import Proof
from people.devices import device_words
from people.models import User

#: Names under which people try to send a token in the address, where logs would keep it.
QUERY_TOKENS = frozenset({"token", "access_token", "api_key", "apikey", "key"})
IN_THE_HEADER = "Send the token in the Authorization header, never in the address."
BAD_TOKEN = "Sign in or send a valid token."  # noqa: S105 - a sentence
#: How long ago somebody may have proved who they are, before something sensitive changes.
RECENT = timedelta(minutes=10)
_BACKEND = "django.contrib.auth.backends.ModelBackend"

Next = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """What the doorway found.

    `refusal` says why a token that was sent opens nothing; `over` why the session of the user
    `was` does not any more.
    """

    actor: Actor
    user: User | None = None
    refusal: str = ""
    session: access.HeldSession = access.NO_SESSION
    over: str = ""
    was: UUID | None = None


class ActorMiddleware:
    """Sets `request.actor`, `request.user` and `request.entrance`; narrows the connection."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with clock.one_request():
            return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        entrance = _enter_twice(request)
        request.entrance = entrance  # type: ignore[attr-defined]
        request.actor = entrance.actor  # type: ignore[attr-defined]
        request.user = entrance.user or AnonymousUser()
        try:
            return self.get_response(request)
        finally:
            # Signing in narrows as well, so this looks at the actor that is there at the end.
            if request.actor.signed_in:  # type: ignore[attr-defined]
                leave()


def leave() -> None:
    """See nothing: the connection goes back to the pool."""
    if connection.connection is None:
        return
    try:
        tenancy.close()
    except DatabaseError:
        if not connection.in_atomic_block:
            connection.close()


def open_session(
    request: HttpRequest,
    user_id: UUID,
    *,
    now: datetime,
    proof: Proof = Proof(way="password"),  # noqa: B008 - a frozen value
) -> Actor | None:
    """Begin a session for a user who proved who they are; None if they may not act today.

    The session gets a new identifier and forgets what was in it, so that one planted before
    signing in is worth nothing.
    """
    signed_in = access.enter_as_user(user_id, today=clock.london_date(now))
    if signed_in is None:
        return None
    request.session.flush()
    request.session[SESSION_KEY] = str(user_id)
    request.session[BACKEND_SESSION_KEY] = _BACKEND
    request.session[HASH_SESSION_KEY] = signed_in.user.get_session_auth_hash()
    request.session.create()
    rotate_token(request)
    at = clock.real()
    session_id = sessions.begin_session(
        user_id=user_id,
        key=str(request.session.session_key),
        device=_device(request),
        proof=proof,
        now=now,
        at=at,
    )
    request.entrance = Entrance(  # type: ignore[attr-defined]
        actor=signed_in.actor,
        user=signed_in.user,
        session=access.HeldSession(id=session_id, confirmed_at=at),
    )
    request.actor = signed_in.actor  # type: ignore[attr-defined]
    request.user = signed_in.user
    return signed_in.actor


def close_session(request: HttpRequest) -> None:
    """Sign out: the session is gone from the server, not only from the browser."""
    if key := request.session.session_key:
        sessions.sign_out(key=key, at=clock.real())
    request.session.flush()
    leave()
    request.actor = ANONYMOUS  # type: ignore[attr-defined]
    request.user = AnonymousUser()


def keep_session(request: HttpRequest, user: User) -> None:
    """After a change of password this session stays; every other one of the user ends."""
    old_key = str(request.session.session_key)
    request.session.cycle_key()
    request.session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    sessions.keep_session(
        user_id=user.pk,
        old_key=old_key,
        new_key=str(request.session.session_key),
        now=clock.now(),
        at=clock.real(),
    )


def session_id_of(request: HttpRequest | Request) -> UUID | None:
    """The session in which a request comes, as the list of sessions names it."""
    entrance: Entrance = request.entrance  # type: ignore[union-attr]
    return entrance.session.id


def session_limits() -> access.SessionLimits:
    return access.SessionLimits(
        idle=settings.QIFLOW_IDLE_LIMIT, longest=settings.QIFLOW_SESSION_LIMIT
    )


def require_recent(request: HttpRequest | Request) -> None:
    """What is about to change is worth a second look: it must be them, and not long ago.

    A key is looked at with every request, so nothing more is asked of it.

    Raises:
        NotRecent: the user of this session proved who they are more than ten minutes ago.
    """
    entrance: Entrance = request.entrance  # type: ignore[union-attr]
    if entrance.user is None:
        return
    at = entrance.session.confirmed_at
    if at is None or clock.real() - at > RECENT:
        raise NotRecent


def confirm(request: HttpRequest | Request) -> None:
    """The user of this session has just proved again that it is them."""
    entrance: Entrance = request.entrance  # type: ignore[union-attr]
    if entrance.session.id is None:
        return
    at = clock.real()
    sessions.confirm_session(session_id=entrance.session.id, at=at)
    held = access.HeldSession(id=entrance.session.id, confirmed_at=at)
    request.entrance = replace(entrance, session=held)  # type: ignore[union-attr]


def address_of(request: HttpRequest | Request) -> str:
    """Where a request comes from, for counting tries.

    Only behind our own proxy is its word taken: the last address, which the proxy itself added.
    """
    if settings.QIFLOW_BEHIND_PROXY:
        forwarded = request.headers.get("X-Forwarded-For", "")
        if last := forwarded.rpartition(",")[2].strip():
            return last
    return str(request.META.get("REMOTE_ADDR", ""))


def _enter_twice(request: HttpRequest) -> Entrance:
    """A connection may have died since it was last used; the second try opens a new one."""
    try:
        return _enter(request)
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block:
            raise
        connection.close()
        return _enter(request)


def _enter(request: HttpRequest) -> Entrance:
    if _shows_something(request):
        # The entrance is the first to ask the database, and asks twice: that is the health check.
        connection.health_check_done = True  # type: ignore[attr-defined]
    if problems.is_api(request):
        if QUERY_TOKENS.intersection(request.GET):
            return Entrance(actor=ANONYMOUS, refusal=IN_THE_HEADER)
        if sent := request.headers.get("Authorization"):
            return _by_token(sent)
    return _by_session(request)


def _shows_something(request: HttpRequest) -> bool:
    return "Authorization" in request.headers or settings.SESSION_COOKIE_NAME in request.COOKIES


def _by_token(header: str) -> Entrance:
    scheme, _, token = header.strip().partition(" ")
    actor = None
    if scheme.lower() == "bearer":
        actor = access.actor_of_key(token.strip(), now=clock.now())
    if actor is None:
        return Entrance(actor=ANONYMOUS, refusal=BAD_TOKEN)
    return Entrance(actor=actor)


def _by_session(request: HttpRequest) -> Entrance:
    user_id = _user_id(request)
    if user_id is None:
        return Entrance(actor=ANONYMOUS)
    found = access.enter_by_session(
        user_id,
        key=_key(request),
        device=_device(request),
        limits=session_limits(),
        active=not _looks_again_by_itself(request),
        today=clock.today(),
        now=clock.real(),
    )
    if isinstance(found, access.SessionOver):
        return Entrance(actor=ANONYMOUS, over=found.why, was=user_id)
    if found is None:
        return Entrance(actor=ANONYMOUS)
    expected = found.user.get_session_auth_hash()
    if not hmac.compare_digest(request.session.get(HASH_SESSION_KEY, ""), expected):
        # The password was changed since: whoever holds this session must sign in again.
        leave()
        sessions.sign_out(key=_key(request), at=clock.real())
        request.session.flush()
        return Entrance(actor=ANONYMOUS, over="password", was=user_id)
    return Entrance(actor=found.actor, user=found.user, session=found.session)


def _key(request: HttpRequest) -> str:
    return str(getattr(request.session, "session_key", None) or "")


def _device(request: HttpRequest) -> str:
    return device_words(request.headers.get("User-Agent", ""))


def _looks_again_by_itself(request: HttpRequest) -> bool:
    """A page asks every few seconds how far something is: nobody needs to sit before it."""
    return request.method == "GET" and request.headers.get("HX-Request") == "true"


def _user_id(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.session.get(SESSION_KEY, ""))
    except ValueError:
        return None
