"""Asking somebody to join, asking once more, calling it back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from kernel import tenancy
from kernel.actors import Actor, ActorKind, Scope
from kernel.clock import london_date
from kernel.errors import Blocked
from people import events
from people.commands.counting import INVITATIONS, Limit, count
from people.commands.invitation_rows import (
    definitions,
    held_invitation,
    open_for,
    refuse_member,
    refuse_past,
    require_may_give,
    require_open,
    require_person,
    tell_of,
)
from people.commands.roles import require_unit, require_visible_organisation
from people.models import Invitation
from people.roles import BY_CODE


@transaction.atomic
def invite(
    *,
    organisation_id: UUID,
    email: str,
    roles: Sequence[str],
    name: str = "",
    unit_id: UUID | None = None,
    to_date: date | None = None,
    person_id: UUID | None = None,
    limit: Limit = INVITATIONS,
    actor: Actor,
    now: datetime,
) -> Invitation:
    """Ask an address to join an organisation with roles, there or in a unit of it.

    `to_date`: the last day of the roles. `person_id`: the person of the organisation who they are.
    `limit`: how often the actor may ask.

    Emits:
        InvitationSent
    Raises:
        NotFound: the organisation is not the actor's.
        Denied: the actor may not give these roles there, or not link people.
        Invalid: a role that does not reach so far, no such unit or person, an end that has passed.
        Blocked: they are asked already, or are a member.
        TooManyTries: the limit is used up; by hand that is twenty in an hour.
    """
    require_visible_organisation(organisation_id, actor)
    scope = Scope.UNIT if unit_id else Scope.ORGANISATION
    chosen = definitions(roles, scope)
    require_may_give(actor, chosen, organisation_id, unit_id)
    tenancy.join(organisation_id)
    require_unit(scope, unit_id, organisation_id)
    refuse_past(to_date, london_date(now))
    require_person(person_id, organisation_id, actor)
    refuse_member(email, organisation_id, london_date(now))
    count(limit, str(actor.id), now=now)
    invitation = Invitation(
        organisation_id=organisation_id,
        email=email,
        name=name,
        person_id=person_id,
        roles=[role.code for role in chosen],
        scope=scope,
        unit_id=unit_id,
        role_to_date=to_date,
        invited_by=actor.id,
        by_key=actor.kind is ActorKind.API_KEY,
        first_sent_at=now,
        sent_at=now,
        expires_at=now + open_for(organisation_id, roles, london_date(now)),
    )
    _insert(invitation)
    _tell_sent(invitation, actor=actor, now=now)
    return invitation


@transaction.atomic
def send_again(*, invitation_id: UUID, actor: Actor, now: datetime) -> Invitation:
    """Ask once more, with a new expiry; the link that was sent before opens nothing any more.

    Whoever sends it again answers for it from then on.

    Emits:
        InvitationSent
    Raises:
        NotFound, Denied. Blocked: it is taken up or called back. TooManyTries.
    """
    invitation = held_invitation(invitation_id, actor)
    require_open(invitation)
    require_may_give(
        actor,
        [BY_CODE[code] for code in invitation.roles],
        invitation.organisation_id,
        invitation.unit_id,
    )
    today = london_date(now)
    refuse_past(invitation.role_to_date, today)
    count(INVITATIONS, str(actor.id), now=now)
    invitation.link = uuid.uuid4()
    invitation.sent_at = now
    invitation.times_sent += 1
    invitation.expires_at = now + open_for(invitation.organisation_id, invitation.roles, today)
    invitation.invited_by = actor.id
    invitation.by_key = actor.kind is ActorKind.API_KEY
    invitation.save()
    _tell_sent(invitation, actor=actor, now=now)
    return invitation


@transaction.atomic
def cancel_invitation(*, invitation_id: UUID, actor: Actor, now: datetime) -> Invitation:
    """Call an invitation back; its link opens nothing from this moment on.

    Emits:
        InvitationCancelled
    Raises:
        NotFound, Denied. Blocked: it is taken up or called back.
    """
    invitation = held_invitation(invitation_id, actor)
    require_open(invitation)
    invitation.cancelled_at = now
    invitation.save(update_fields=["cancelled_at"])
    event = events.InvitationCancelled(invitation_id=invitation.pk)
    tell_of(invitation, event, actor=actor, now=now)
    return invitation


@transaction.atomic
def hand_over_invitation(
    *, invitation_id: UUID, receiver_id: UUID, actor: Actor, now: datetime
) -> Invitation:
    """Somebody else answers for an open invitation: whoever sent it is leaving.

    Emits:
        InvitationHandedOver
    Raises:
        NotFound, Denied. Blocked: it is taken up or called back.
    """
    invitation = held_invitation(invitation_id, actor)
    require_open(invitation)
    invitation.invited_by = receiver_id
    invitation.by_key = False
    invitation.save(update_fields=["invited_by", "by_key"])
    event = events.InvitationHandedOver(invitation_id=invitation.pk, receiver_id=receiver_id)
    tell_of(invitation, event, actor=actor, now=now)
    return invitation


def _tell_sent(invitation: Invitation, *, actor: Actor, now: datetime) -> None:
    event = events.InvitationSent(
        invitation_id=invitation.pk,
        roles=tuple(invitation.roles),
        scope=str(invitation.scope),
        expires=invitation.expires_at,
        times_sent=invitation.times_sent,
        unit_id=invitation.unit_id,
        person_id=invitation.person_id,
    )
    tell_of(invitation, event, actor=actor, now=now)


def _insert(invitation: Invitation) -> None:
    """Each address is asked once at a time, also by two who press at once."""
    try:
        with transaction.atomic():
            invitation.save(force_insert=True)
    except IntegrityError:
        raise Blocked(
            "This address is invited already. Send that invitation again, or call it back.",
            code="already_invited",
            state="open",
        ) from None
