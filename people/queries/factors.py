"""What users can prove themselves with beside the password, and from when that is asked of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from kernel import tenancy
from kernel.actors import Actor
from kernel.errors import NotFound
from kernel.rules.standards import Standards
from kernel.standards import standards_of
from people.models import AuthenticatorApp, Passkey, RecoveryCode, RoleGrant, User
from people.roles import are_of_partners
from people.standards import PARTNER_SECOND_FACTOR, STAFF_SECOND_FACTOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Factors:
    """What a user can prove themselves with beside the password."""

    app: bool
    passkeys: int
    recovery_codes: int

    @property
    def any(self) -> bool:
        return self.app or self.passkeys > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """Whether an organisation asks for a second factor, by one standard.

    `since`: today, or a day to come; None where it does not ask.
    """

    organisation_id: UUID
    name: str
    since: date | None


def factors_of(user_id: UUID) -> Factors:
    """What the sign-in of a user asks for, read before anybody is signed in."""
    with tenancy.opened():
        return Factors(
            app=AuthenticatorApp.objects.filter(user_id=user_id).exists(),
            passkeys=Passkey.objects.filter(user_id=user_id).count(),
            recovery_codes=RecoveryCode.objects.filter(user_id=user_id, used_at=None).count(),
        )


def with_second_factor(user_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these users who have a second factor. Whom one may ask for is for the caller."""
    wanted = list(user_ids)
    with tenancy.opened():
        return {
            user_id
            for rows in (AuthenticatorApp.objects, Passkey.objects)
            for user_id in rows.filter(user_id__in=wanted).values_list("user_id", flat=True)
        }


def holds_second_factor() -> Q:
    """A condition on users: they have a second factor. It reads proofs, which are shown to no
    connection that is narrowed, so the query that carries it runs with `tenancy.opened`.
    """
    return Q(
        Exists(AuthenticatorApp.objects.filter(user_id=OuterRef("pk"))),
        Exists(Passkey.objects.filter(user_id=OuterRef("pk"))),
        _connector=Q.OR,
    )


def second_factor_asked_from(user_id: UUID, *, today: date) -> date | None:
    """From which day somebody for whom a user works asks for a second factor; None: nobody does.

    A day that has come is today. Of several organisations the strictest counts.
    """
    with tenancy.opened():
        held: dict[UUID, list[str]] = defaultdict(list)
        rows = RoleGrant.objects.filter(
            Q(to_date__isnull=True) | Q(to_date__gte=today), user_id=user_id, from_date__lte=today
        )
        for organisation_id, role in rows.values_list("organisation_id", "role_id"):
            if organisation_id:
                held[organisation_id].append(role)
        standards = standards_of(held)
    days = (_asked_from(standards[home], _asking(roles), today) for home, roles in held.items())
    return min((day for day in days if day is not None), default=None)


def second_factor_demands(actor: Actor, *, today: date) -> list[Demand]:
    """What the organisations ask for whose standards the actor sets."""
    homes = [
        one for one in actor.organisation_ids if actor.may("standard.set", organisation_id=one)
    ]
    standards = standards_of(homes)
    return [
        Demand(organisation_id=home, name=name, since=_asked_from(standards[home], name, today))
        for home in sorted(homes)
        for name in (STAFF_SECOND_FACTOR, PARTNER_SECOND_FACTOR)
    ]


def user_setting_up(user_id: UUID) -> User:
    """The user whose first step of signing in was right, before anybody is signed in.

    Raises:
        NotFound: there is no such user any more.
    """
    with tenancy.opened():
        user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        raise NotFound
    return user


def _asking(roles: Iterable[str]) -> str:
    """The standard that asks somebody with these roles."""
    return PARTNER_SECOND_FACTOR if are_of_partners(roles) else STAFF_SECOND_FACTOR


def _asked_from(standards: Standards, name: str, today: date) -> date | None:
    ahead = (day for day in standards.changes([name]) if day > today)
    return next((day for day in (today, *sorted(ahead)) if standards.on(name, day)), None)
