"""Sessions: where users are signed in, how that begins, and every way in which it ends.

`at` is the real instant, `now` that of the service, which a demonstration may move.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet

from kernel import tenancy
from kernel.actors import Actor, ActorKind
from kernel.decisions import require
from kernel.errors import NotFound
from people import access, events, policies, vault
from people.commands.noted import note
from people.models import RoleGrant, User, UserSession

logger = structlog.get_logger(__name__)

#: Ended sessions stay for a while, so that what ended is never taken up again.
KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """How somebody came in. `provider_id`, `provider_session`: from an organisation's provider."""

    way: str
    second_factor: str = ""
    provider_id: UUID | None = None
    provider_session: str = ""


@transaction.atomic
def begin_session(
    *, user_id: UUID, key: str, device: str, proof: Proof, now: datetime, at: datetime
) -> UUID:
    """Note that a user is signed in with the cookie `key`.

    Emits:
        UserSignedIn
    """
    with tenancy.opened():
        session = UserSession.objects.create(
            user_id=user_id,
            key_hash=access.hash_of(key),
            device=device[:100],
            way=proof.way,
            started_at=at,
            last_seen_at=at,
            confirmed_at=at,
            provider_id=proof.provider_id,
            provider_session=_hash_of_provider_session(proof.provider_session),
        )
    event = events.UserSignedIn(user_id=user_id, way=proof.way, second_factor=proof.second_factor)
    note(event, user_id=user_id, now=now)
    logger.info("signed_in", user_id=str(user_id), way=proof.way)
    return session.pk


@transaction.atomic
def sign_out(*, key: str, at: datetime) -> None:
    """The session of this cookie is over."""
    with tenancy.opened():
        _end(UserSession.objects.filter(key_hash=access.hash_of(key)), "signed_out", at)


@transaction.atomic
def keep_session(*, user_id: UUID, old_key: str, new_key: str, now: datetime, at: datetime) -> None:
    """After a change of password: this session goes on with a new cookie, every other one ends.

    Emits:
        UserSessionsEnded
    """
    with tenancy.opened():
        mine = UserSession.objects.filter(user_id=user_id)
        mine.filter(key_hash=access.hash_of(old_key)).update(
            key_hash=access.hash_of(new_key), confirmed_at=at
        )
        ended = _end(mine.exclude(key_hash=access.hash_of(new_key)), "password", at)
    _tell(user_id, "password", ended, now=now)


@transaction.atomic
def confirm_session(*, session_id: UUID, at: datetime) -> None:
    """Its user proved again that it is them."""
    with tenancy.opened():
        UserSession.objects.filter(pk=session_id).update(confirmed_at=at)


@transaction.atomic
def end_session(*, session_id: UUID, actor: Actor, now: datetime, at: datetime) -> None:
    """End one of one's own sessions.

    Emits:
        UserSessionsEnded
    Raises:
        NotFound: none of the actor's, or over already.
    """
    user_id = _user_of(actor)
    if user_id is None:
        raise NotFound
    with tenancy.opened():
        ended = _end(UserSession.objects.filter(pk=session_id, user_id=user_id), "self", at)
    if not ended:
        raise NotFound
    _tell(user_id, "self", ended, now=now)


@transaction.atomic
def end_other_sessions(*, keep: UUID | None, actor: Actor, now: datetime, at: datetime) -> int:
    """End all of one's own sessions but `keep`; how many there were.

    Emits:
        UserSessionsEnded
    """
    user_id = _user_of(actor)
    if user_id is None:
        return 0
    with tenancy.opened():
        mine = UserSession.objects.filter(user_id=user_id)
        others = mine.exclude(pk=keep) if keep else mine
        ended = _end(others, "self", at)
    _tell(user_id, "self", ended, now=now)
    return ended


@transaction.atomic
def end_sessions_of(*, user_id: UUID, actor: Actor, now: datetime, at: datetime) -> int:
    """An administrator signs a user out everywhere; how many sessions there were.

    Emits:
        UserSessionsEnded
    Raises:
        NotFound: not a user of the actor's organisations.
        Denied: the actor does not keep users there.
    """
    homes = set(
        RoleGrant.objects.visible_to(actor)
        .filter(user_id=user_id)
        .values_list("organisation_id", flat=True)
    )
    if not homes or not User.objects.filter(pk=user_id).exists():
        raise NotFound
    decisions = [policies.may_manage_users(actor, organisation_id=home) for home in homes]
    require(next((one for one in decisions if one.allowed), decisions[0]))
    with tenancy.opened():
        ended = _end(UserSession.objects.filter(user_id=user_id), "administrator", at)
    _tell(user_id, "administrator", ended, now=now, actor=actor)
    return ended


@transaction.atomic
def end_for_provider(
    *, provider_id: UUID, user_id: UUID | None, provider_session: str, now: datetime, at: datetime
) -> int:
    """An organisation's provider signed somebody out: of one session of theirs, or of all.

    Only sessions that began with this provider end.

    Emits:
        UserSessionsEnded
    """
    wanted = Q(provider_id=provider_id)
    if user_id is not None:
        wanted &= Q(user_id=user_id)
    if provider_session:
        wanted &= Q(provider_session=_hash_of_provider_session(provider_session))
    with tenancy.opened():
        sessions = UserSession.objects.filter(wanted)
        users = list(sessions.filter(ended_at=None).values_list("user_id", flat=True))
        _end(sessions, "provider", at)
    for one in set(users):
        _tell(one, "provider", users.count(one), now=now)
    return len(users)


@transaction.atomic
def forget_old_sessions(*, at: datetime) -> int:
    """Delete sessions that nothing can take up any more."""
    with tenancy.opened():
        deleted, _ = UserSession.objects.filter(last_seen_at__lt=at - KEPT_FOR).delete()
    return deleted


def _end(sessions: QuerySet[UserSession], because: str, at: datetime) -> int:
    return sessions.filter(ended_at=None).update(ended_at=at, ended_because=because)


def _tell(
    user_id: UUID, because: str, count: int, *, now: datetime, actor: Actor | None = None
) -> None:
    if count:
        event = events.UserSessionsEnded(user_id=user_id, because=because, count=count)
        note(event, user_id=user_id, now=now, actor=actor)


def _user_of(actor: Actor) -> UUID | None:
    return actor.id if actor.kind is ActorKind.USER else None


def _hash_of_provider_session(name: str) -> str:
    return vault.keyed_hash(name, purpose="provider_session")[0] if name else ""
