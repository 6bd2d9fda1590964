"""What an invitation must be before it is sent, and how its row is held and told of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from kernel.actors import Actor, Scope
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import Blocked, Invalid, NotFound
from kernel.events import DomainEvent
from kernel.log import append
from kernel.standards import standards_of
from people import policies
from people.commands.roles import require_role
from people.models import Invitation, Person, RoleGrant, UserPerson
from people.roles import RoleDefinition, are_of_partners
from people.standards import PARTNER_INVITATION, STAFF_INVITATION

#: Of one invitation; further roles are given to the user.
MOST_ROLES = 10


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


def definitions(roles: Sequence[str], scope: Scope) -> list[RoleDefinition]:
    """The roles by their codes, each once. Raises: Invalid."""
    chosen = list(dict.fromkeys(roles))
    if not chosen:
        raise Invalid.one("/roles", "Name at least one role.", code="required")
    if len(chosen) > MOST_ROLES:
        raise Invalid.one("/roles", f"Name at most {MOST_ROLES} roles.", code="too_many")
    return [require_role(code, scope, "", pointer="/roles") for code in chosen]


def require_may_give(
    actor: Actor, roles: Sequence[RoleDefinition], organisation_id: UUID, unit_id: UUID | None
) -> None:
    for role in roles:
        require(
            policies.may_grant_role(
                actor, role=role, organisation_id=organisation_id, unit_id=unit_id, user_id=None
            )
        )


def open_for(organisation_id: UUID, roles: Sequence[str], today: date) -> timedelta:
    """Partners look into their post less often; a role of the staff is worth more to a thief."""
    name = PARTNER_INVITATION if are_of_partners(roles) else STAFF_INVITATION
    return timedelta(days=standards_of([organisation_id])[organisation_id].on(name, today))


def refuse_past(to_date: date | None, today: date) -> None:
    if to_date is not None and to_date < today:
        raise Invalid.one("/to_date", "Enter a day that is today or later.", code="past")


def require_person(person_id: UUID | None, organisation_id: UUID, actor: Actor) -> None:
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


def refuse_member(email: str, organisation_id: UUID, today: date) -> None:
    held = RoleGrant.objects.filter(
        organisation_id=organisation_id, user__email__iexact=email, from_date__lte=today
    )
    if any(grant.to_date is None or grant.to_date >= today for grant in held):
        raise Blocked(
            "Somebody with this address can sign in already. Give the role under “Users and "
            "roles”.",
            code="already_member",
        )


def require_open(invitation: Invitation) -> None:
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
