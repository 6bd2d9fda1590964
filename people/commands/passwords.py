"""Changing one's own password."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kernel import tenancy
from kernel.actors import Actor, ActorKind
from kernel.clock import london_date
from kernel.errors import Denied, Invalid
from kernel.log import append
from people import events
from people.commands.sign_in import WrongPassword, sign_in
from people.models import User
from people.passwords import require_acceptable


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
    about = (user.email, user.email.partition("@")[0], user.name)
    require_acceptable(new, about=about, pointer="/new_password")
    _write(user, new, actor=actor, now=now)
    return user


@transaction.atomic
def _write(user: User, new: str, *, actor: Actor, now: datetime) -> None:
    # A wider role reads other organisations but belongs to the one that gave it.
    home = min(grant.organisation_id for grant in actor.grants if grant.organisation_id)
    tenancy.join(home)
    user.set_password(new)
    user.save(update_fields=["password"])
    append(
        organisation_id=home,
        kind="user",
        stream_id=user.pk,
        events=[events.UserPasswordChanged(user_id=user.pk)],
        actor=actor,
        now=now,
        effective_on=london_date(now),
    )
