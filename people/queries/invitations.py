"""Invitations: the list, one of them, and what a link opens before anybody is signed in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from kernel import tenancy
from kernel.actors import Actor
from kernel.api.pages import Page, key_of
from kernel.clock import london_date
from kernel.errors import Gone, NotFound
from kernel.tokens import thing_of, token_of
from people.models import Invitation, RoleGrant, Unit
from people.queries.bodies import organisation_names
from people.queries.reach import within

#: The purpose under which links are signed.
PURPOSE = "invitation"
OVER = (
    "This invitation is not open any more: it was used, called back, sent again or has expired. "
    "Ask the person who invited you to send it again."
)
FIELDS = (
    "id",
    "organisation_id",
    "email",
    "name",
    "person_id",
    "roles",
    "scope",
    "unit_id",
    "role_to_date",
    "invited_by",
    "by_key",
    "first_sent_at",
    "sent_at",
    "times_sent",
    "expires_at",
    "accepted_at",
    "accepted_by_id",
    "cancelled_at",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What somebody sees who follows a link that is open. `account`: who has the address."""

    email: str
    name: str
    organisation: str
    organisation_id: UUID
    roles: tuple[str, ...]
    unit: str
    to_date: date | None
    expires_at: datetime
    account: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """What a link leads to, as far as a connection may know that sees nothing yet."""

    link: UUID
    invitation_id: UUID
    organisation_id: UUID
    account: UUID | None


def visible_invitations(
    actor: Actor,
    *,
    page: Page,
    now: datetime,
    organisation: UUID | None = None,
    state: str = "",
) -> list[dict[str, Any]]:
    """Invitations to places whose users the actor may read, the one sent last first."""
    rows = Invitation.objects.visible_to(actor).filter(within(actor, "user.read"))
    if organisation:
        rows = rows.filter(organisation_id=organisation)
    if state:
        rows = rows.filter(_in_state(state, now))
    if after := key_of(page, datetime.fromisoformat, UUID):
        sent_at, last = after
        rows = rows.filter(Q(sent_at__lt=sent_at) | Q(sent_at=sent_at, pk__gt=last))
    found = rows.order_by("-sent_at", "pk").values(*FIELDS)[: page.fetch]
    return [_shown(row, now) for row in found]


def get_invitation(actor: Actor, invitation_id: UUID, *, now: datetime) -> dict[str, Any]:
    """One invitation.

    Raises:
        NotFound: none such, or to a place whose users the actor may not read.
    """
    rows = Invitation.objects.visible_to(actor).filter(within(actor, "user.read"))
    row = rows.filter(pk=invitation_id).values(*FIELDS).first()
    if row is None:
        raise NotFound
    return _shown(row, now)


def as_sent(invitation: Invitation, *, now: datetime) -> dict[str, Any]:
    """One that was just sent, also for who may send but not read, as an operator does."""
    return _shown({name: getattr(invitation, name) for name in FIELDS}, now)


def link_to_copy(actor: Actor, invitation_id: UUID, *, now: datetime) -> str:
    """The word of the link, for whoever sent it while it is open, or nothing.

    Everybody else asks for a sending of their own, and the earlier link is dead.
    """
    rows = Invitation.objects.visible_to(actor).filter(_in_state("open", now), by_key=False)
    sent = rows.filter(pk=invitation_id, invited_by=actor.id).first() if actor.id else None
    return token_of(PURPOSE, sent.link) if sent else ""


def opened(token: str, *, now: datetime) -> Opened:
    """What an open link shows; looking at it changes nothing.

    Raises:
        NotFound: nobody here signed this word. Gone: it is not open any more.
    """
    found = behind(token)
    with transaction.atomic():
        tenancy.join(found.organisation_id)
        row = Invitation.objects.filter(pk=found.invitation_id, link=found.link).first()
        if row is None or state_of(row, now) != "open":
            raise Gone(OVER)
        unit = Unit.objects.filter(pk=row.unit_id).first() if row.unit_id else None
    return Opened(
        email=row.email,
        name=row.name,
        organisation=organisation_names([row.organisation_id])[row.organisation_id].name,
        organisation_id=row.organisation_id,
        roles=tuple(row.roles),
        unit=unit.name if unit else "",
        to_date=row.role_to_date,
        expires_at=row.expires_at,
        account=found.account,
    )


def behind(token: str) -> Behind:
    """Where a link leads.

    Raises:
        NotFound: nobody here signed this word. Gone: it was sent again since.
    """
    link = thing_of(PURPOSE, token)
    if link is None:
        raise NotFound
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, organisation_id, account FROM qiflow_invitation(%s::uuid)", [link]
        )
        row = cursor.fetchone()
    if row is None:
        raise Gone(OVER)
    return Behind(link=link, invitation_id=row[0], organisation_id=row[1], account=row[2])


def state_of(invitation: Invitation | Mapping[str, Any], now: datetime) -> str:
    """Open, expired, accepted or cancelled."""
    told = invitation if isinstance(invitation, Mapping) else vars(invitation)
    if told["accepted_at"]:
        return "accepted"
    if told["cancelled_at"]:
        return "cancelled"
    return "open" if told["expires_at"] > now else "expired"


def addresses_of(ids: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    """Name and address of who is invited, for whoever sends the messages; the open ones alone."""
    rows = Invitation.objects.filter(
        pk__in=list(ids), accepted_at__isnull=True, cancelled_at__isnull=True
    )
    return {pk: (name, email) for pk, name, email in rows.values_list("pk", "name", "email")}


def tokens_of(ids: Iterable[UUID]) -> dict[UUID, str]:
    """The words of the links that count now, made when a message is sent and never kept."""
    rows = Invitation.objects.filter(
        pk__in=list(ids), accepted_at__isnull=True, cancelled_at__isnull=True
    )
    return {pk: token_of(PURPOSE, link) for pk, link in rows.values_list("pk", "link")}


def _in_state(state: str, now: datetime) -> Q:
    waiting = Q(accepted_at__isnull=True, cancelled_at__isnull=True)
    return {
        "open": waiting & Q(expires_at__gt=now),
        "expired": waiting & Q(expires_at__lte=now),
        "accepted": Q(accepted_at__isnull=False),
        "cancelled": Q(cancelled_at__isnull=False),
    }[state]


def _shown(row: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    return {**row, "state": state_of(row, now)}


def has_roles_or_is_asked(
    organisation_id: UUID,
    email: str,
    roles: Iterable[str],
    *,
    unit_id: UUID | None,
    now: datetime,
) -> UUID | None:
    """The user or open invitation with this address that has all these roles there already."""
    wanted, today = set(roles), london_date(now)
    place = Q(unit_id=unit_id) if unit_id else Q(unit_id__isnull=True)
    held = RoleGrant.objects.filter(
        place,
        Q(to_date__isnull=True) | Q(to_date__gte=today),
        organisation_id=organisation_id,
        user__email__iexact=email,
        from_date__lte=today,
    )
    found = dict(held.values_list("role_id", "user_id"))
    if wanted <= set(found):
        return found[min(wanted)]
    asked = Invitation.objects.filter(
        place,
        organisation_id=organisation_id,
        email__iexact=email,
        accepted_at__isnull=True,
        cancelled_at__isnull=True,
        expires_at__gt=now,
    )
    return next((one.pk for one in asked if wanted <= set(one.roles)), None)
