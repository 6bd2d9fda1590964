"""What a leaver holds among access itself: roles, keys that they made, invitations they sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from kernel.actors import Actor
from kernel.clock import start_of_day
from people.commands.invitations import hand_over_invitation
from people.commands.keys import revoke_api_key
from people.leavers.declared import Held, Holding, Leaver, Receiver, When
from people.models import ApiKey, Invitation, RoleGrant
from people.roles import BY_CODE


def _roles(actor: Actor, leaver: Leaver, today: date) -> Iterator[Held]:
    rows = RoleGrant.objects.visible_to(actor).filter(
        Q(to_date__isnull=True) | Q(to_date__gte=today),
        user_id=leaver.user_id,
        organisation_id=leaver.organisation_id,
    )
    for grant in rows.select_related("unit").order_by("from_date", "id"):
        place = grant.unit.name if grant.unit else ""
        yield Held(id=grant.pk, title=BY_CODE[grant.role_id].name, detail=place)


def _keys(actor: Actor, leaver: Leaver, today: date) -> Iterator[Held]:
    rows = ApiKey.objects.visible_to(actor).filter(
        created_by_id=leaver.user_id,
        organisation_id=leaver.organisation_id,
        revoked_at__isnull=True,
        expires_at__gt=start_of_day(today),
    )
    for key in rows.order_by("name", "id"):
        yield Held(id=key.pk, title=key.name)


def _revoke(key: Held, leaver: Leaver, when: When) -> None:
    revoke_api_key(key_id=key.id, actor=when.actor, now=when.now)


def _invitations(actor: Actor, leaver: Leaver, today: date) -> Iterator[Held]:
    rows = Invitation.objects.visible_to(actor).filter(
        invited_by=leaver.user_id,
        by_key=False,
        organisation_id=leaver.organisation_id,
        accepted_at__isnull=True,
        cancelled_at__isnull=True,
        expires_at__gt=start_of_day(today),
    )
    for invitation in rows.order_by("sent_at", "id"):
        roles = ", ".join(BY_CODE[code].name for code in invitation.roles)
        yield Held(id=invitation.pk, title=invitation.email, detail=roles)


def _pass_invitation_on(one: Held, leaver: Leaver, receiver: Receiver, when: When) -> None:
    hand_over_invitation(
        invitation_id=one.id, receiver_id=receiver.user_id, actor=when.actor, now=when.now
    )


ROLES_HELD = Holding(
    kind="roles", words="Roles", becomes="They end with the last day.", held=_roles
)
KEYS_HELD = Holding(
    kind="api_keys",
    words="Keys for other systems",
    becomes="They stop when the last day is over. Create new ones for those systems before.",
    held=_keys,
    finish=_revoke,
)
INVITATIONS_HELD = Holding(
    kind="invitations",
    words="Invitations that are open",
    becomes="Whoever takes over answers for them.",
    held=_invitations,
    hand_over=_pass_invitation_on,
)
