"""Asking somebody to join, asking once more, calling it back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from kernel import tenancy
from kernel.actors import Actor, ActorKind, Scope
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import Blocked, Invalid, NotFound
from kernel.events import DomainEvent
from kernel.log import append
from kernel.standards import standards_of
from people import events, policies
from people.commands.counting import INVITATIONS, count
from people.commands.roles import require_role, require_unit, require_visible_organisation
from people.models import Invitation, Person, RoleGrant, UserPerson
from people.roles import BY_CODE, RoleDefinition
from people.standards import PARTNER_INVITATION, STAFF_INVITATION

#: Of one invitation; further roles are given to the user.
MOST_ROLES = 10
_PARTNERS = {"partner"}


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
    actor: Actor,
    now: datetime,
) -> Invitation:
    """Ask an address to join an organisation with roles, there or in a unit of it.

    `to_date`: the last day of the roles. `person_id`: the person of the organisation who they are.

    Emits:
        InvitationSent
    Raises:
        NotFound: the organisation is not the actor's.
        Denied: the actor may not give these roles there, or not link people.
        Invalid: a role that does not reach so far, no such unit or person, an end that has passed.
        Blocked: they are asked already, or are a member.
        TooManyTries: twenty in an hour.
    """
    require_visible_organisation(organisation_id, actor)
    scope = Scope.UNIT if unit_id else Scope.ORGANISATION
    definitions = _definitions(roles, scope)
    _require_may_give(actor, definitions, organisation_id, unit_id)
    tenancy.join(organisation_id)
    require_unit(scope, unit_id, organisation_id)
    _refuse_past(to_date, london_date(now))
    _require_person(person_id, organisation_id, actor)
    _refuse_member(email, organisation_id, london_date(now))
    count(INVITATIONS, str(actor.id), now=now)
    invitation = Invitation(
        organisation_id=organisation_id,
        email=email,
        name=name,
        person_id=person_id,
        roles=[role.code for role in definitions],
        scope=scope,
        unit_id=unit_id,
        role_to_date=to_date,
        invited_by=actor.id,
        by_key=actor.kind is ActorKind.API_KEY,
        first_sent_at=now,
        sent_at=now,
        expires_at=now + _open_for(organisation_id, roles, london_date(now)),
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
    _require_open(invitation)
    _require_may_give(
        actor,
        [BY_CODE[code] for code in invitation.roles],
        invitation.organisation_id,
        invitation.unit_id,
    )
    today = london_date(now)
    _refuse_past(invitation.role_to_date, today)
    count(INVITATIONS, str(actor.id), now=now)
    invitation.link = uuid.uuid4()
    invitation.sent_at = now
    invitation.times_sent += 1
    invitation.expires_at = now + _open_for(invitation.organisation_id, invitation.roles, today)
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
    _require_open(invitation)
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
    _require_open(invitation)
    invitation.invited_by = receiver_id
    invitation.by_key = False
    invitation.save(update_fields=["invited_by", "by_key"])
    event = events.InvitationHandedOver(invitation_id=invitation.pk, receiver_id=receiver_id)
    tell_of(invitation, event, actor=actor, now=now)
    return invitation


def held_invitation(invitation_id: UUID, actor: Actor) -> Invitation:
    """The invitation, held until the transaction ends, for whoever keeps users there.

    Raises:
        NotFound, Denied.
    """
    rows = Invitation.objects.visible_to(actor).select_for_update(of=("self",))
    invitation = rows.filter(pk=invitation_id).first()
    if invitation is None:
        raise NotFound
    require(
        policies.may_manage_users(
            actor, organisation_id=invitation.organisation_id, unit_id=invitation.unit_id
        )
    )
    return invitation


def tell_of(invitation: Invitation, event: DomainEvent, *, actor: Actor, now: datetime) -> None:
    """Append to the stream of an invitation, which has no version."""
    append(
        organisation_id=invitation.organisation_id,
        kind="invitation",
        stream_id=invitation.pk,
        events=[event],
        actor=actor,
        now=now,
        effective_on=london_date(now),
    )


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


def _definitions(roles: Sequence[str], scope: Scope) -> list[RoleDefinition]:
    chosen = list(dict.fromkeys(roles))
    if not chosen:
        raise Invalid.one("/roles", "Name at least one role.", code="required")
    if len(chosen) > MOST_ROLES:
        raise Invalid.one("/roles", f"Name at most {MOST_ROLES} roles.", code="too_many")
    return [require_role(code, scope, "", pointer="/roles") for code in chosen]


def _require_may_give(
    actor: Actor, roles: Sequence[RoleDefinition], organisation_id: UUID, unit_id: UUID | None
) -> None:
    for role in roles:
        require(
            policies.may_grant_role(
                actor, role=role, organisation_id=organisation_id, unit_id=unit_id, user_id=None
            )
        )


def _open_for(organisation_id: UUID, roles: Sequence[str], today: date) -> timedelta:
    """Partners look into their post less often; a role of the staff is worth more to a thief."""
    name = PARTNER_INVITATION if set(roles) <= _PARTNERS else STAFF_INVITATION
    return timedelta(days=standards_of([organisation_id])[organisation_id].on(name, today))


def _refuse_past(to_date: date | None, today: date) -> None:
    if to_date is not None and to_date < today:
        raise Invalid.one("/to_date", "Enter a day that is today or later.", code="past")


def _require_person(person_id: UUID | None, organisation_id: UUID, actor: Actor) -> None:
    """Raises: Denied; Invalid: no such person, or one who signs in already."""
    if person_id is None:
        return
    require(policies.may_link_person(actor, organisation_id=organisation_id))
    people = Person.objects.filter(
        pk=person_id, organisation_id=organisation_id, removed_on__isnull=True
    )
    if not people.exists():
        raise Invalid.one("/person_id", "There is no such person here.", code="unknown")
    if UserPerson.objects.filter(person_id=person_id).exists():
        raise Invalid.one("/person_id", "This person signs in already.", code="already_linked")


def _refuse_member(email: str, organisation_id: UUID, today: date) -> None:
    held = RoleGrant.objects.filter(
        organisation_id=organisation_id, user__email__iexact=email, from_date__lte=today
    )
    if any(grant.to_date is None or grant.to_date >= today for grant in held):
        raise Blocked(
            "Somebody with this address can sign in already. Give the role under “Users and "
            "roles”.",
            code="already_member",
        )


def _require_open(invitation: Invitation) -> None:
    if invitation.accepted_at is not None:
        raise Blocked(
            "This invitation was taken up already.", code="already_accepted", state="accepted"
        )
    if invitation.cancelled_at is not None:
        raise Blocked(
            "This invitation was called back already. Invite them anew.",
            code="already_cancelled",
            state="cancelled",
        )


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
