"""Who asked for a new password, and what a link opens before anybody is signed in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from kernel import tenancy
from kernel.actors import Actor
from kernel.errors import Gone, NotFound
from kernel.tokens import thing_of, token_of
from people.models import PasswordReset, RoleGrant
from people.queries.reach import within

#: The purpose under which links are signed.
PURPOSE = "reset"
_MOST = 20  # on a page
OVER = (
    "This link is not open any more: it was used, another one was asked for since, or it has "
    "expired. Ask for a new one."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What an open link leads to."""

    reset_id: UUID
    organisation_id: UUID
    user_id: UUID


def opened(token: str, *, now: datetime) -> Opened:
    """What an open link leads to; looking at it changes nothing.

    Raises:
        NotFound: nobody here signed this word. Gone: it is not open any more.
    """
    reset_id = thing_of(PURPOSE, token)
    if reset_id is None:
        raise NotFound
    organisation_id = _organisation_of(reset_id)
    if organisation_id is None:
        raise Gone(OVER)
    with transaction.atomic():
        tenancy.join(organisation_id)
        row = PasswordReset.objects.filter(pk=reset_id, user__is_active=True).first()
        if row is None or not is_open(row, now):
            raise Gone(OVER)
    return Opened(reset_id=row.pk, organisation_id=organisation_id, user_id=row.user_id)


def is_open(reset: PasswordReset, now: datetime) -> bool:
    """Is it neither used nor replaced, and in time?"""
    return reset.used_at is None and reset.replaced_at is None and reset.expires_at > now


def reset_asked(actor: Actor, user_id: UUID, *, now: datetime) -> dict[str, Any] | None:
    """The open request for a new password of a user, for whoever reads users where they work."""
    grants = RoleGrant.objects.visible_to(actor).filter(within(actor, "user.read"))
    if not grants.filter(user_id=user_id).exists():
        return None
    rows = PasswordReset.objects.visible_to(actor).filter(
        user_id=user_id, used_at__isnull=True, replaced_at__isnull=True, expires_at__gt=now
    )
    found = rows.values("id", "asked_by", "asked_at", "expires_at").first()
    return dict(found) if found else None


def resets_asked(actor: Actor, *, now: datetime) -> list[tuple[UUID, str]]:
    """Users who asked for a new password and have not chosen one, by name, where users are kept.

    Without messages this is how an administrator learns of it.
    """
    grants = RoleGrant.objects.visible_to(actor).filter(
        within(actor, "user.manage"), user_id=OuterRef("user_id")
    )
    rows = PasswordReset.objects.visible_to(actor).filter(
        Exists(grants),
        asked_by__isnull=True,
        used_at__isnull=True,
        replaced_at__isnull=True,
        expires_at__gt=now,
    )
    return list(rows.order_by("user__name", "pk").values_list("user_id", "user__name")[:_MOST])


def reset_to_print(actor: Actor, user_id: UUID, *, now: datetime) -> str:
    """The word of the link that the actor asked for somebody else, while it is open."""
    found = reset_asked(actor, user_id, now=now)
    if found is None or actor.id is None or found["asked_by"] != actor.id:
        return ""
    return token_of(PURPOSE, found["id"])


def addresses_of(ids: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    """Name and address of who asked, for whoever sends the messages; the open ones alone."""
    rows = PasswordReset.objects.filter(
        pk__in=list(ids), used_at__isnull=True, replaced_at__isnull=True, user__is_active=True
    )
    return {
        pk: (name, email) for pk, name, email in rows.values_list("pk", "user__name", "user__email")
    }


def tokens_of(ids: Iterable[UUID]) -> dict[UUID, str]:
    """The words of links, made when a message is sent and never kept."""
    return {one: token_of(PURPOSE, one) for one in ids}


def _organisation_of(reset_id: UUID) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation_id FROM qiflow_reset(%s::uuid)", [reset_id])
        row = cursor.fetchone()
    return row[0] if row else None
