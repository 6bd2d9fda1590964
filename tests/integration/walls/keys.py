"""API keys for the matrix, made as an administrator makes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from kernel import clock
from people.access import actor_of_user
from people.commands import create_api_key, revoke_api_key
from people.commands.keys import IssuedKey
from people.models import ApiKey, Organisation, User
from tests.factories import people as make

BOTH = ("read", "write")


def issue(
    organisation: Organisation,
    *,
    maker: User | None = None,
    name: str = "A key",
    roles: tuple[str, ...] = ("administrator",),
    scopes: tuple[str, ...] = BOTH,
) -> IssuedKey:
    """A key good for a month, made by an administrator of the organisation."""
    now = clock.now()
    maker = maker or make.user("administrator", organisation)
    actor = actor_of_user(maker.pk, clock.today())
    assert actor is not None
    return create_api_key(
        organisation_id=organisation.pk,
        name=name,
        roles=roles,
        scopes=scopes,
        expires_at=now + timedelta(days=30),
        actor=actor,
        now=now,
    )


def bearer(issued: IssuedKey) -> Mapping[str, str]:
    return {"Authorization": f"Bearer {issued.token}"}


def expired(organisation: Organisation) -> IssuedKey:
    issued = issue(organisation)
    ended = clock.now() - timedelta(minutes=1)
    ApiKey.objects.filter(pk=issued.key.pk).update(expires_at=ended)
    return issued


def revoked(organisation: Organisation) -> IssuedKey:
    maker = make.user("administrator", organisation)
    issued = issue(organisation, maker=maker)
    actor = actor_of_user(maker.pk, clock.today())
    assert actor is not None
    revoke_api_key(key_id=issued.key.pk, actor=actor, now=clock.now())
    return issued


def of_a_leaver(organisation: Organisation) -> IssuedKey:
    """Made by somebody who is disabled since."""
    leaver = make.user("administrator", organisation)
    issued = issue(organisation, maker=leaver)
    User.objects.filter(pk=leaver.pk).update(is_active=False)
    return issued
