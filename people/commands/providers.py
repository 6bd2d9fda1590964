"""Setting up the provider with which an organisation's users sign in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from kernel import tenancy
from kernel.actors import Actor
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import Blocked, FieldError, Invalid, NotFound, Unmet, UnmetGuard
from kernel.events import DomainEvent
from kernel.log import append
from people import events, policies, vault
from people.commands.roles import require_visible_organisation
from people.models import IdentityProvider, ProviderIdentity
from people.single_sign_on.fetching import CannotAsk, require_askable

MOST_PROVIDERS = 5
SECRET = "provider_secret"  # noqa: S105 - what the key is for, not a key
_DOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderFacts:
    """What an administrator says of a provider. An empty secret leaves the one that is there."""

    name: str
    issuer: str
    client_id: str
    client_secret: str
    email_domain: str
    accepted_acr: Sequence[str] = ()


@transaction.atomic
def add_provider(
    *, organisation_id: UUID, facts: ProviderFacts, actor: Actor, now: datetime
) -> IdentityProvider:
    """Let the users of an organisation sign in with its own directory.

    Emits:
        IdentityProviderAdded
    Raises:
        NotFound: the organisation is not the actor's.
        Denied: the actor does not keep it.
        Invalid: an issuer or domain that cannot be one, or no secret.
        Blocked: it is there already.
        Unmet: the organisation has five.
    """
    require_visible_organisation(organisation_id, actor)
    require(policies.may_set_up_providers(actor, organisation_id=organisation_id))
    _require_sound(facts, secret_needed=True)
    _require_room(organisation_id)
    provider = IdentityProvider(organisation_id=organisation_id, made_at=now)
    for name, value in _columns(facts).items():
        setattr(provider, name, value)
    _save(provider)
    _tell(provider, events.IdentityProviderAdded(provider_id=provider.pk), actor=actor, now=now)
    return provider


@transaction.atomic
def change_provider(
    *, provider_id: UUID, facts: ProviderFacts, actor: Actor, now: datetime
) -> IdentityProvider:
    """Change how a provider is reached or trusted.

    Whoever was bound to a subject of another issuer is bound anew at their next sign-in.

    Emits:
        IdentityProviderChanged
    Raises:
        NotFound, Denied, Invalid, Blocked.
    """
    provider = _held(provider_id, actor)
    _require_sound(facts, secret_needed=False)
    new = _columns(facts)
    changed = tuple(name for name, value in new.items() if getattr(provider, name) != value)
    if not changed:
        return provider
    for name in changed:
        setattr(provider, name, new[name])
    _save(provider)
    if "issuer" in changed:
        _forget_subjects(provider.pk)
    event = events.IdentityProviderChanged(provider_id=provider.pk, fields=changed)
    _tell(provider, event, actor=actor, now=now)
    return provider


@transaction.atomic
def remove_provider(*, provider_id: UUID, actor: Actor, now: datetime) -> None:
    """Nobody signs in with it any more; who is signed in stays so until their session ends.

    Emits:
        IdentityProviderRemoved
    Raises:
        NotFound, Denied.
    """
    provider = _held(provider_id, actor)
    event = events.IdentityProviderRemoved(provider_id=provider.pk)
    _tell(provider, event, actor=actor, now=now)
    with tenancy.opened():
        provider.delete()


def _held(provider_id: UUID, actor: Actor) -> IdentityProvider:
    rows = IdentityProvider.objects.visible_to(actor).select_for_update(of=("self",))
    provider = rows.filter(pk=provider_id).first()
    if provider is None:
        raise NotFound
    require(policies.may_set_up_providers(actor, organisation_id=provider.organisation_id))
    return provider


def _columns(facts: ProviderFacts) -> dict[str, Any]:
    values: dict[str, Any] = {
        "name": facts.name,
        "issuer": facts.issuer,
        "client_id": facts.client_id,
        "email_domain": facts.email_domain.lower(),
        "accepted_acr": list(dict.fromkeys(facts.accepted_acr)),
    }
    if facts.client_secret:
        values["client_secret"] = vault.seal(facts.client_secret, purpose=SECRET)
    return values


def _require_sound(facts: ProviderFacts, *, secret_needed: bool) -> None:
    wrong = []
    try:
        parts = require_askable(facts.issuer)
        if parts.query:
            raise CannotAsk("Leave out what follows the question mark.")
    except CannotAsk as refusal:
        wrong.append(FieldError(pointer="/issuer", code="bad_address", message=str(refusal)))
    if not _DOMAIN.fullmatch(facts.email_domain.lower()):
        message = "Enter what follows the @ in your addresses, for example trust.nhs.uk."
        wrong.append(FieldError(pointer="/email_domain", code="bad_domain", message=message))
    if secret_needed and not facts.client_secret:
        message = "Enter the secret that the provider gave you."
        wrong.append(FieldError(pointer="/client_secret", code="required", message=message))
    if wrong:
        raise Invalid(*wrong)


def _require_room(organisation_id: UUID) -> None:
    if IdentityProvider.objects.filter(organisation_id=organisation_id).count() < MOST_PROVIDERS:
        return
    sentence = f"An organisation has at most {MOST_PROVIDERS} providers. Remove one first."
    raise Unmet(sentence, unmet=(UnmetGuard(code="too_many_providers", sentence=sentence),))


def _save(provider: IdentityProvider) -> None:
    try:
        with transaction.atomic():
            provider.save()
    except IntegrityError:
        raise Blocked(
            "This provider is set up already, with this client id.", code="already_set_up"
        ) from None


def _forget_subjects(provider_id: UUID) -> None:
    with tenancy.opened():
        ProviderIdentity.objects.filter(provider_id=provider_id).delete()


def _tell(provider: IdentityProvider, event: DomainEvent, *, actor: Actor, now: datetime) -> None:
    append(
        organisation_id=provider.organisation_id,
        kind="identity_provider",
        stream_id=provider.pk,
        events=[event],
        actor=actor,
        now=now,
        effective_on=london_date(now),
    )
