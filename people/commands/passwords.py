"""Changing one's own password, and what every new password goes through."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from kernel import tenancy
from kernel.actors import Actor, ActorKind
from kernel.clock import london_date
from kernel.errors import Denied, Invalid
from kernel.log import append
from people import events
from people.commands.sign_in import WrongPassword, sign_in
from people.commands.tries import TooManyTries
from people.models import User
from people.passwords import SHORTEST, SHORTEST_WITH_SECOND_FACTOR, require_acceptable
from people.queries.bodies import organisation_names
from people.queries.factors import factors_of


def change_password(
    *,
    user: User,
    current: str,
    new: str,
    address: str,
    actor: Actor,
    now: datetime,
) -> User:
    """Change one's own password; every other session of the user ends.

    The present password is counted like a sign-in, so that a stolen session cannot guess it.

    Emits:
        UserPasswordChanged
    Raises:
        Denied: a key asks, or a user without any role.
        TooManyTries: the present password was wrong too often.
        Invalid: the present password is wrong, or the new one is weak.
    """
    if actor.kind is not ActorKind.USER or user.pk != actor.id:
        raise Denied("Only a signed-in user can change a password.")
    if not actor.grants:
        raise Denied("You have no role at present. Ask an administrator of your organisation.")
    try:
        sign_in(email=user.email, password=current, address=address, now=now)
    except WrongPassword:
        raise Invalid.one(
            "/current_password", "This is not your present password.", code="wrong_password"
        ) from None
    require_new(
        new,
        name=user.name,
        email=user.email,
        organisation_ids=actor.organisation_ids,
        pointer="/new_password",
        user_id=user.pk,
    )
    # A wider role reads other organisations but belongs to the one that gave it.
    home = min(grant.organisation_id for grant in actor.grants if grant.organisation_id)
    with transaction.atomic():
        tenancy.join(home)
        write_password(user, new, organisation_id=home, actor=actor, now=now)
    return user


def count_wrong_password(*, user: User, current: str, address: str, now: datetime) -> None:
    """Count a wrong present password whose own count was undone with the form that was refused."""
    with contextlib.suppress(WrongPassword, TooManyTries):
        sign_in(email=user.email, password=current, address=address, now=now)


def require_new(
    password: str,
    *,
    name: str,
    email: str,
    organisation_ids: Iterable[UUID],
    pointer: str = "/password",
    user_id: UUID | None = None,
) -> None:
    """Refuse a new password that others would guess.

    `user_id`: whose it is, where there is somebody yet: beside a second factor fewer characters do.

    Raises:
        Invalid
    """
    beside = user_id is not None and factors_of(user_id).any
    shortest = SHORTEST_WITH_SECOND_FACTOR if beside else SHORTEST
    bodies = organisation_names(organisation_ids).values()
    about = (email, email.partition("@")[0], name, *(body.name for body in bodies))
    require_acceptable(password, about=about, shortest=shortest, pointer=pointer)


def write_password(
    user: User, new: str, *, organisation_id: UUID, actor: Actor, now: datetime
) -> None:
    """Keep the password and tell of it; sessions and links of before open nothing any more."""
    user.set_password(new)
    user.save(update_fields=["password"])
    end_resets(user.pk, now=now)
    append(
        organisation_id=organisation_id,
        kind="user",
        stream_id=user.pk,
        events=[events.UserPasswordChanged(user_id=user.pk)],
        actor=actor,
        now=now,
        effective_on=london_date(now),
    )


def end_resets(user_id: UUID, *, now: datetime) -> None:
    """No link for a new password of this user works any more, whichever organisation sent it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT qiflow_end_resets(%s::uuid, %s::timestamptz)", [user_id, now])
