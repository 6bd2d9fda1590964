"""What follows when an organisation's provider says who somebody is, or that they went.

The provider was asked before: nothing here touches the network.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from kernel import tenancy
from kernel.actors import Scope
from kernel.clock import london_date
from kernel.decisions import require
from people import events, policies
from people.commands.noted import note
from people.commands.sessions import end_for_provider
from people.models import ProviderIdentity, RoleGrant, User
from people.single_sign_on.provider import Provider
from people.single_sign_on.tokens import SignedOut, Subject

_WITHIN = (Scope.ORGANISATION, Scope.UNIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouched:
    """A user for whom a provider vouches. `strongly`: no second factor is asked for here."""

    user_id: UUID
    strongly: bool


@transaction.atomic
def sign_in_by_provider(*, provider: Provider, subject: Subject, now: datetime) -> Vouched:
    """The user whom the provider means, bound to its subject at the first time.

    Emits:
        UserProviderBound
    Raises:
        Denied: too weak a proof, an address of somebody else's domain, nobody here, another
            subject than before, or somebody who reaches more than the provider's organisation.
    """
    domain = subject.email.rpartition("@")[2].lower()
    require(
        policies.may_sign_in_by_provider(
            verified=subject.email_verified,
            acr=subject.acr,
            accepted_acr=provider.accepted_acr,
            own_domain=domain == provider.email_domain,
        )
    )
    today = london_date(now)
    with tenancy.opened():
        bound = _bound(provider.id, subject.subject)
        user_id = bound or _named(provider.organisation_id, subject.email, today)
        other = bound is None and user_id is not None and _has_subject(provider.id, user_id)
        require(
            policies.may_be_vouched_for(
                known=user_id is not None and _works_here(user_id, provider, today),
                other_subject=other,
                reaches_wider=user_id is not None and _reaches_wider(user_id, provider, today),
            )
        )
        if user_id is not None and bound is None:
            ProviderIdentity.objects.create(
                provider_id=provider.id, user_id=user_id, subject=subject.subject, bound_at=now
            )
    if user_id is None:
        raise AssertionError("The policy lets nobody in who is not known.")
    if bound is None:
        event = events.UserProviderBound(user_id=user_id, provider_id=provider.id)
        note(event, user_id=user_id, now=now)
    return Vouched(user_id=user_id, strongly=bool(provider.accepted_acr))


@transaction.atomic
def signed_out_by_provider(
    *, provider: Provider, told: SignedOut, now: datetime, at: datetime
) -> int:
    """End the sessions that began with this provider; how many there were.

    Emits:
        UserSessionsEnded
    """
    with tenancy.opened():
        user_id = _bound(provider.id, told.subject) if told.subject else None
    if told.subject and user_id is None:
        return 0
    return end_for_provider(
        provider_id=provider.id,
        user_id=user_id,
        provider_session=told.session,
        now=now,
        at=at,
    )


def _bound(provider_id: UUID, subject: str) -> UUID | None:
    rows = ProviderIdentity.objects.filter(provider_id=provider_id, subject=subject)
    return rows.values_list("user_id", flat=True).first()


def _has_subject(provider_id: UUID, user_id: UUID) -> bool:
    return ProviderIdentity.objects.filter(provider_id=provider_id, user_id=user_id).exists()


def _named(organisation_id: UUID, email: str, today: date) -> UUID | None:
    here = _held(today).filter(user_id=OuterRef("pk"), organisation_id=organisation_id)
    users = User.objects.filter(Exists(here), email__iexact=email, is_active=True)
    return users.values_list("pk", flat=True).first()


def _works_here(user_id: UUID, provider: Provider, today: date) -> bool:
    here = _held(today).filter(user_id=user_id, organisation_id=provider.organisation_id)
    return here.exists() and User.objects.filter(pk=user_id, is_active=True).exists()


def _reaches_wider(user_id: UUID, provider: Provider, today: date) -> bool:
    elsewhere = ~Q(organisation_id=provider.organisation_id) | ~Q(scope__in=_WITHIN)
    return _held(today).filter(elsewhere, user_id=user_id).exists()


def _held(today: date) -> QuerySet[RoleGrant]:
    """Roles of the day, and those that are still to begin."""
    return RoleGrant.objects.filter(Q(to_date__isnull=True) | Q(to_date__gte=today))
