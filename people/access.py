"""From a user's id or a key's token to an Actor, in one round trip that narrows the connection too.

Nothing is remembered between requests, so a role that ended or a disabled user counts at once.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from kernel.actors import Actor, ActorKind, Grant, Scope
from kernel.clock import london_date
from people.models import ApiKey, User

#: `qif_<8 characters that name the key>_<secret>`. Source: reliability 6.5.
_TOKEN = re.compile(r"qif_([0-9A-Za-z]{8})_([0-9A-Za-z_-]{32,64})")
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldSession:
    """The session in which a request comes; `confirmed_at`: when its user last proved themselves.

    `id` is None where the request has no session, as within a command.
    """

    id: UUID | None = None
    confirmed_at: datetime | None = None


NO_SESSION = HeldSession()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A user who may act today, as whom, and in which session."""

    user: User
    actor: Actor
    session: HeldSession = NO_SESSION


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionOver:
    """A session that opens nothing any more: `idle`, `too_long`, or who ended it."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLimits:
    """How long a session lasts without a request, and in any case."""

    idle: timedelta
    longest: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class NewToken:
    """A fresh token: `text` is shown once, the rest is kept."""

    text: str
    prefix: str
    secret_hash: str


def enter_as_user(user_id: UUID, *, today: date, narrow: bool = True) -> SignedIn | None:
    """The user and what they reach today, or None where there is no such active user.

    `narrow`: from here on the connection sees what they may see and nothing else.
    """
    found = _ask("SELECT qiflow_enter_as_user(%s, %s, %s)", [user_id, today, narrow])
    if found is None:
        return None
    return SignedIn(user=_user(found["user"]), actor=_user_actor(user_id, found))


def enter_by_session(
    user_id: UUID,
    *,
    key: str,
    device: str,
    limits: SessionLimits,
    active: bool,
    today: date,
    now: datetime,
) -> SignedIn | SessionOver | None:
    """The user of a session and what they reach today; the connection is narrowed to it.

    `active`: somebody is there, so that the session was seen now; a page that looks again by
    itself says nothing of that. None where there is no such active user.
    """
    found = _ask(
        "SELECT qiflow_enter_by_session(%s, %s, %s, %s, %s, %s, %s, %s)",
        [user_id, hash_of(key), device, today, now, limits.idle, limits.longest, active],
    )
    if found is None:
        return None
    if why := found.get("over"):
        return SessionOver(why=why)
    held = found["session"]
    at = held["confirmed_at"]
    return SignedIn(
        user=_user(found["user"]),
        actor=_user_actor(user_id, found),
        session=HeldSession(
            id=UUID(held["id"]), confirmed_at=datetime.fromisoformat(at) if at else None
        ),
    )


def actor_of_user(user_id: UUID, today: date) -> Actor | None:
    """What a user reaches on a day; the connection stays as it is."""
    signed_in = enter_as_user(user_id, today=today, narrow=False)
    return signed_in.actor if signed_in else None


def actor_of_key(token: str, *, now: datetime, narrow: bool = True) -> Actor | None:
    """What the holder of a key reaches, or None where the token opens nothing.

    A key reaches its own organisation, and there no more than whoever made it reaches today.
    """
    match = _TOKEN.fullmatch(token)
    if match is None:
        return None
    found = _ask(
        "SELECT qiflow_enter_as_key(%s, %s, %s, %s, %s)",
        [match[1], hash_of(match[2]), london_date(now), now, narrow],
    )
    return _key_actor(found) if found else None


def actor_of_held_key(key_id: UUID, *, now: datetime) -> Actor | None:
    """What a key reaches that started long work earlier, or None where it opens nothing any more.

    The connection must see the key, and stays as it is.
    """
    key = ApiKey.objects.filter(pk=key_id).values("prefix", "secret_hash").first()
    if key is None:
        return None
    found = _ask(
        "SELECT qiflow_enter_as_key(%s, %s, %s, %s, %s)",
        [key["prefix"], key["secret_hash"], london_date(now), now, False],
    )
    return _key_actor(found) if found else None


def new_token() -> NewToken:
    prefix = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    secret = secrets.token_urlsafe(32)
    return NewToken(text=f"qif_{prefix}_{secret}", prefix=prefix, secret_hash=hash_of(secret))


def hash_of(secret: str) -> str:
    # A plain hash is enough for 256 random bits; nobody can try them all.
    return hashlib.sha256(secret.encode()).hexdigest()


def _ask(sql: str, parameters: Sequence[Any]) -> dict[str, Any] | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        row = cursor.fetchone()
    if row is None or row[0] is None:
        return None
    found: dict[str, Any] = orjson.loads(row[0]) if isinstance(row[0], str) else row[0]
    return found


def _user(values: Mapping[str, Any]) -> User:
    user = User(
        id=UUID(values["id"]),
        email=values["email"],
        name=values["name"],
        password=values["password"],
        is_active=values["is_active"],
    )
    user._state.adding = False
    user._state.db = connection.alias
    return user


def _user_actor(user_id: UUID, found: Mapping[str, Any]) -> Actor:
    return Actor(
        kind=ActorKind.USER,
        id=user_id,
        grants=tuple(_grant(held) for held in found["grants"]),
        organisation_ids=_ids(found["organisations"]),
        oversight_ids=_ids(found["oversight"]),
        shared_ids=_ids(found["shared"]),
        person_ids=_ids(found["people"]),
    )


def _key_actor(found: Mapping[str, Any]) -> Actor:
    key = found["key"]
    maker = [_grant(held) for held in found["maker"]]
    grants = tuple(_capped(_grant(held), maker) for held in found["grants"])
    return Actor(
        kind=ActorKind.API_KEY,
        id=UUID(key["id"]),
        grants=grants,
        organisation_ids=_ids(found["organisations"]),
        shared_ids=_ids(found["shared"]),
        key_scopes=frozenset(key["scopes"]),
    )


def _capped(grant: Grant, maker: list[Grant]) -> Grant:
    """A key's role, with what its maker has since lost taken away."""
    reach = next(iter(grant.unit_ids), None)
    kept: set[str] = set()
    for held in maker:
        if grant.organisation_id and held.covers(grant.organisation_id, reach):
            kept |= held.permissions
    return Grant(
        role=grant.role,
        scope=grant.scope,
        permissions=grant.permissions & kept,
        organisation_id=grant.organisation_id,
        unit_ids=grant.unit_ids,
        until=grant.until,
    )


def _grant(held: Mapping[str, Any]) -> Grant:
    return Grant(
        role=held["role"],
        scope=Scope(held["scope"]),
        permissions=frozenset(held["permissions"]),
        organisation_id=UUID(held["organisation_id"]),
        unit_ids=_ids(held["units"]),
        until=date.fromisoformat(held["until"]) if held.get("until") else None,
    )


def _ids(values: list[str]) -> frozenset[UUID]:
    return frozenset(UUID(value) for value in values)
