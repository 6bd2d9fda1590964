"""Reads of how people sign in. No secret and no hash leaves from here."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from kernel import tenancy
from kernel.actors import Actor
from kernel.decisions import require
from kernel.errors import Denied, NotFound
from people import policies, vault
from people.access import SessionLimits
from people.commands.providers import SECRET
from people.models import (
    AuthenticatorApp,
    IdentityProvider,
    Passkey,
    RecoveryCode,
    RoleGrant,
    UserSession,
)
from people.queries.factors import second_factor_asked_from
from people.single_sign_on.provider import Provider

SESSION_FIELDS = ("id", "device", "way", "started_at", "last_seen_at")
PASSKEY_FIELDS = ("id", "name", "made_at", "last_used_at")
PROVIDER_FIELDS = (
    "id",
    "organisation_id",
    "name",
    "issuer",
    "client_id",
    "email_domain",
    "accepted_acr",
    "made_at",
)


def own_sessions(
    actor: Actor, *, current: UUID | None, limits: SessionLimits, at: datetime
) -> list[dict[str, Any]]:
    """Where the actor is signed in, this session first; nowhere, for a key."""
    if not policies.has_sessions(actor) or actor.id is None:
        return []
    rows = [{**row, "current": row["id"] == current} for row in _open(actor.id, limits, at)]
    return sorted(rows, key=lambda row: not row["current"])


def count_sessions_of(actor: Actor, user_id: UUID, *, limits: SessionLimits, at: datetime) -> int:
    """In how many places a user of the actor's organisations is signed in.

    Raises:
        NotFound: not a user of those.
    """
    if not RoleGrant.objects.visible_to(actor).filter(user_id=user_id).exists():
        raise NotFound
    return len(_open(user_id, limits, at))


def own_factors(actor: Actor, *, today: date) -> dict[str, Any]:
    """The actor's own second factors, and from when one is asked of them.

    Raises:
        Denied: a key asks.
    """
    if not policies.has_sessions(actor) or actor.id is None:
        raise Denied("Only a signed-in user has a second factor.")
    with tenancy.opened():
        app = AuthenticatorApp.objects.filter(user_id=actor.id)
        return {
            "app_since": app.values_list("made_at", flat=True).first(),
            "passkeys": list(
                Passkey.objects.filter(user_id=actor.id)
                .order_by("name", "made_at")
                .values(*PASSKEY_FIELDS)
            ),
            "recovery_codes_left": RecoveryCode.objects.filter(
                user_id=actor.id, used_at=None
            ).count(),
            "asked_from": second_factor_asked_from(actor.id, today=today),
        }


def visible_providers(actor: Actor) -> list[dict[str, Any]]:
    """The providers of the organisations that the actor keeps, by name."""
    kept = [
        one
        for one in actor.organisation_ids
        if policies.may_set_up_providers(actor, organisation_id=one).allowed
    ]
    rows = IdentityProvider.objects.visible_to(actor).filter(organisation_id__in=kept)
    return list(rows.order_by("name", "id").values(*PROVIDER_FIELDS))


def get_provider(actor: Actor, provider_id: UUID) -> dict[str, Any]:
    """One provider.

    Raises:
        NotFound: none of the actor's organisations.
        Denied: the actor does not keep the organisation.
    """
    rows = IdentityProvider.objects.visible_to(actor).filter(pk=provider_id)
    found = rows.values(*PROVIDER_FIELDS).first()
    if found is None:
        raise NotFound
    require(policies.may_set_up_providers(actor, organisation_id=found["organisation_id"]))
    return found


def providers_for(domain: str) -> list[Provider]:
    """Before anybody is signed in: who vouches for addresses of a domain."""
    return _providers(domain.lower(), None)


def provider_to_ask(provider_id: UUID) -> Provider:
    """Before anybody is signed in: one provider, with what is needed to ask it.

    Raises:
        NotFound
    """
    found = _providers("", provider_id)
    if not found:
        raise NotFound
    return found[0]


def _providers(domain: str, provider_id: UUID | None) -> list[Provider]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM qiflow_identity_providers(%s::text, %s::uuid)", [domain, provider_id]
        )
        names = [column.name for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [_provider(row) for row in rows]


def _provider(row: dict[str, Any]) -> Provider:
    try:
        secret = vault.unseal(row["client_secret"], purpose=SECRET)
    except vault.Unreadable:
        secret = ""  # the key is gone: the provider refuses, and says so
    acr = row["accepted_acr"]
    levels = json.loads(acr) if isinstance(acr, str) else acr
    return Provider(
        **{**row, "client_secret": secret, "accepted_acr": tuple(str(one) for one in levels)}
    )


def _open(user_id: UUID, limits: SessionLimits, at: datetime) -> list[dict[str, Any]]:
    with tenancy.opened():
        rows = UserSession.objects.filter(
            user_id=user_id,
            ended_at=None,
            last_seen_at__gte=at - limits.idle,
            started_at__gte=at - limits.longest,
        )
        return list(rows.order_by("-last_seen_at").values(*SESSION_FIELDS))
