"""Taking up an invitation: as somebody new, or as the user who has the address already."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kernel import tenancy
from kernel.actors import Actor, ActorKind, Scope
from kernel.clock import london_date
from kernel.errors import Blocked, Denied, Gone, Invalid
from people import access, events, policies
from people.commands.counting import TRIES_OF_ADDRESS, count
from people.commands.invitation_rows import tell_of
from people.commands.passwords import require_new
from people.commands.persons import write_link
from people.commands.roles import give
from people.commands.users import insert_user, tell
from people.models import Invitation, Person, User, UserPerson
from people.queries.invitations import OVER, Behind, behind, state_of
from people.roles import BY_CODE

_HAS_ACCOUNT = (
    "There is an account with this address already. Sign in with it, then open the link again."
)


def accept_as_new(*, token: str, name: str, password: str, address: str, now: datetime) -> User:
    """Make an account for the address that was invited, and give it the roles.

    `address`: where the request comes from, for counting tries.

    Emits:
        UserRegistered, UserRoleGranted, PersonLinked, InvitationAccepted
    Raises:
        NotFound: nobody here signed this link.
        Gone: it was used, called back, sent again or has expired, or its sender gives no access.
        Blocked: the address has an account, which must sign in first.
        Invalid: no name, a weak password. TooManyTries.
    """
    count(TRIES_OF_ADDRESS, address, now=now)
    found = behind(token)
    with transaction.atomic():
        invitation = _open(found, now)
        if found.account is not None:
            raise Blocked(_HAS_ACCOUNT, code="has_account")
        home = invitation.organisation_id
        require_new(password, name=name, email=invitation.email, organisation_ids=(home,))
        user = _registered(invitation, name, password, now)
        _let_in(invitation, user.pk, now)
    return user


def accept_as_user(*, token: str, user: User, actor: Actor, now: datetime) -> User:
    """Give the roles to the user who is signed in and has the address that was invited.

    Emits:
        UserRoleGranted, PersonLinked, InvitationAccepted
    Raises:
        NotFound, Gone: as for somebody new.
        Denied: somebody else is signed in. Blocked: and is a member already.
    """
    if actor.kind is not ActorKind.USER or actor.id != user.pk:
        raise Denied("Only a person can take up an invitation.")
    found = behind(token)
    with transaction.atomic():
        invitation = _open(found, now)
        require_own(user, actor, organisation_id=found.organisation_id, account=found.account)
        _let_in(invitation, user.pk, now)
    return user


def require_own(user: User, actor: Actor, *, organisation_id: UUID, account: UUID | None) -> None:
    """An invitation is for one address, whoever holds the link.

    Raises:
        Denied, Blocked.
    """
    if account == user.pk:
        return
    if organisation_id in actor.organisation_ids:
        raise Blocked(
            f"You are signed in as {user.name} and belong to this organisation already. "
            "The invitation is for somebody else: do not use it, and tell whoever forwarded it.",
            code="already_member",
            state="member",
        )
    raise Denied(
        f"You are signed in as {user.name}, and this invitation is for another address. "
        "If it is yours, sign out first and open the link again."
    )


def _open(found: Behind, now: datetime) -> Invitation:
    """The invitation, held, when it is open and its sender may still give what it offers."""
    tenancy.join(found.organisation_id)
    rows = Invitation.objects.select_for_update(of=("self",))
    invitation = rows.filter(pk=found.invitation_id, link=found.link).first()
    if invitation is None or state_of(invitation, now) != "open":
        raise Gone(OVER)
    if invitation.role_to_date and invitation.role_to_date < london_date(now):
        raise Gone(OVER)
    if not _still_worth_it(invitation, now):
        raise Gone(
            "Whoever invited you does not give access here any more. Ask the organisation to "
            "invite you again."
        )
    return invitation


def _still_worth_it(invitation: Invitation, now: datetime) -> bool:
    """An invitation is worth no more than what its sender may give today."""
    if invitation.invited_by is None:
        return True  # sent by the service itself, on behalf of whoever runs it
    if invitation.by_key:
        sender = access.actor_of_held_key(invitation.invited_by, now=now)
    else:
        sender = access.actor_of_user(invitation.invited_by, london_date(now))
    return sender is not None and all(
        policies.may_grant_role(
            sender,
            role=BY_CODE[code],
            organisation_id=invitation.organisation_id,
            unit_id=invitation.unit_id,
            user_id=None,
        ).allowed
        for code in invitation.roles
    )


def _registered(invitation: Invitation, name: str, password: str, now: datetime) -> User:
    if not name:
        raise Invalid.one("/name", "Enter your name.", code="required")
    user = insert_user(email=invitation.email, name=name, password=password)
    event = events.UserRegistered(user_id=user.pk)
    tell(invitation.organisation_id, user.pk, event, actor=_themselves(user.pk), now=now)
    return user


def _let_in(invitation: Invitation, user_id: UUID, now: datetime) -> None:
    actor = _themselves(user_id)
    for code in invitation.roles:
        give(
            user_id=user_id,
            organisation_id=invitation.organisation_id,
            role=BY_CODE[code],
            scope=Scope(invitation.scope),
            unit_id=invitation.unit_id,
            region="",
            from_date=london_date(now),
            to_date=invitation.role_to_date,
            actor=actor,
            now=now,
            granted_by=invitation.invited_by,
        )
    _link(invitation, user_id, actor, now)
    invitation.accepted_at = now
    invitation.accepted_by_id = user_id
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    event = events.InvitationAccepted(invitation_id=invitation.pk, user_id=user_id)
    tell_of(invitation, event, actor=actor, now=now)


def _link(invitation: Invitation, user_id: UUID, actor: Actor, now: datetime) -> None:
    """The person is as the sender said, unless removed or signing in by another account since."""
    if invitation.person_id is None:
        return
    people = Person.objects.select_for_update(of=("self",)).filter(removed_on__isnull=True)
    person = people.filter(pk=invitation.person_id).first()
    if person and not UserPerson.objects.filter(person_id=person.pk).exists():
        write_link(person, user_id, actor=actor, now=now)


def _themselves(user_id: UUID) -> Actor:
    return Actor(kind=ActorKind.USER, id=user_id)
