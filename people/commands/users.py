"""Changes of who may sign in."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from kernel import tenancy
from kernel.actors import Actor, Scope
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import Blocked, Invalid, NotFound
from kernel.events import DomainEvent
from kernel.log import append
from people import events, policies
from people.commands.passwords import end_resets, require_new
from people.commands.role_ends import administrators_left_without
from people.commands.roles import (
    give,
    require_role,
    require_visible_organisation,
)
from people.models import RoleGrant, User
from people.policies import HeldRole
from people.roles import BY_CODE


@transaction.atomic
def create_user(
    *,
    organisation_id: UUID,
    email: str,
    name: str,
    password: str,
    role: str,
    scope: Scope = Scope.ORGANISATION,
    unit_id: UUID | None = None,
    region: str = "",
    from_date: date | None = None,
    to_date: date | None = None,
    actor: Actor,
    now: datetime,
) -> User:
    """Let somebody sign in, with a first role and a first password.

    Emits:
        UserRegistered, UserRoleGranted
    Raises:
        NotFound: the organisation is not the actor's.
        Denied: the actor may not give this role here.
        Invalid: a weak password, a wrong role, or an address that is in use.
    """
    require_visible_organisation(organisation_id, actor)
    definition = require_role(role, scope, region)
    require(
        policies.may_grant_role(
            actor,
            role=definition,
            organisation_id=organisation_id,
            unit_id=unit_id,
            user_id=None,
        )
    )
    require_new(password, name=name, email=email, organisation_ids=(organisation_id,))
    tenancy.join(organisation_id)
    user = insert_user(email=email, name=name, password=password)
    tell(organisation_id, user.pk, events.UserRegistered(user_id=user.pk), actor=actor, now=now)
    give(
        user_id=user.pk,
        organisation_id=organisation_id,
        role=definition,
        scope=scope,
        unit_id=unit_id,
        region=region,
        from_date=from_date or london_date(now),
        to_date=to_date,
        actor=actor,
        now=now,
    )
    return user


@transaction.atomic
def disable_user(*, user_id: UUID, actor: Actor, now: datetime) -> User:
    """Close every door of a user at once; their sessions and keys end with it.

    Emits:
        UserDisabled
    Raises:
        NotFound, Denied.
        Blocked: they also work elsewhere, are the last administrator, or are disabled already.
    """
    return _switch(user_id, on=False, actor=actor, now=now)


@transaction.atomic
def enable_user(*, user_id: UUID, actor: Actor, now: datetime) -> User:
    """Let a disabled user sign in again.

    Emits:
        UserEnabled
    """
    return _switch(user_id, on=True, actor=actor, now=now)


def tell(
    organisation_id: UUID, user_id: UUID, *told: DomainEvent, actor: Actor, now: datetime
) -> None:
    """Append to the stream of a user, which has no row with a version."""
    append(
        organisation_id=organisation_id,
        kind="user",
        stream_id=user_id,
        events=told,
        actor=actor,
        now=now,
        effective_on=london_date(now),
    )


def _switch(user_id: UUID, *, on: bool, actor: Actor, now: datetime) -> User:
    today = london_date(now)
    user, held = user_with_roles(user_id, actor, today)
    homes = sorted({one.organisation_id for one in held})
    require(
        policies.may_switch_user(
            actor,
            user_id=user_id,
            held=held,
            elsewhere=works_elsewhere(user_id, homes, today),
            last_administrator=not on
            and any(not administrators_left_without(user_id, home, today) for home in homes),
        )
    )
    if user.is_active == on:
        word = "enabled" if on else "disabled"
        raise Blocked(f"This user is {word} already.", code=f"already_{word}", state=word)
    user.is_active = on
    user.save(update_fields=["is_active"])
    event: DomainEvent = (
        events.UserEnabled(user_id=user_id) if on else events.UserDisabled(user_id=user_id)
    )
    if not on:
        end_resets(user_id, now=now)
    tell(homes[0], user_id, event, actor=actor, now=now)
    return user


def user_with_roles(user_id: UUID, actor: Actor, today: date) -> tuple[User, list[HeldRole]]:
    """The user, held, and their roles in the actor's organisations: of today and to come, or past.

    Raises:
        NotFound: none such, or nobody who has or had a role there.
    """
    user = User.objects.select_for_update(of=("self",)).filter(pk=user_id).first()
    rows = RoleGrant.objects.visible_to(actor).filter(user_id=user_id)
    if user is None or not rows:
        raise NotFound
    open_ones = [row for row in rows if row.to_date is None or row.to_date >= today]
    return user, [_held(row) for row in open_ones or rows]


def _held(grant: RoleGrant) -> HeldRole:
    return HeldRole(
        role=BY_CODE[grant.role_id],
        organisation_id=grant.organisation_id,
        unit_id=grant.unit_id,
    )


def works_elsewhere(user_id: UUID, homes: list[UUID], today: date) -> bool:
    """Does the user have a role, now or later, beyond these organisations?"""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT qiflow_user_works_elsewhere(%s, %s::uuid[], %s)", [user_id, homes, today]
        )
        return bool(cursor.fetchone()[0])


def insert_user(*, email: str, name: str, password: str) -> User:
    user = User(id=uuid.uuid4(), email=email, name=name)
    user.set_password(password)
    try:
        # Plain SQL: a user is visible only once they have a role, so nothing can be returned yet.
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO people_user (id, email, name, password, is_active)"
                " VALUES (%s, %s, %s, %s, true)",
                [user.pk, email, name, user.password],
            )
    except IntegrityError:
        raise Invalid.one(
            "/email",
            "This address cannot be used for a new user. Ask an operator if it should be.",
            code="taken",
        ) from None
    user._state.adding = False
    return user
