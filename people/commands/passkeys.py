"""Passkeys: made, named, removed, and signed in with.

`at` is the real instant, `now` that of the service.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from kernel import tenancy
from kernel.clock import london_date
from kernel.errors import Blocked, Invalid, NotFound, Refusal, Unmet, UnmetGuard
from people import events, webauthn
from people.commands.noted import note
from people.commands.proofs import note_failed_factor
from people.commands.second_factor import (
    PASSKEY,
    after_removal,
    hold_user,
    make_first_codes,
    told_of_new,
)
from people.commands.tries import begin_try, mark_right
from people.models import Passkey, User
from people.webauthn import BadPasskey, Question, Site

MOST_PASSKEYS = 10


class WrongPasskey(Refusal):
    """Unknown here, removed, or its proof does not hold; nobody learns which."""

    code = "wrong_passkey"

    def __init__(self) -> None:
        super().__init__("This passkey could not be checked. Try again, or choose another way.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A passkey was right. `verified_person`: the device saw that its owner was there."""

    user_id: UUID
    verified_person: bool


def ask_for_new(*, user: User, site: Site) -> Question:
    """What the browser is asked, so that it makes a passkey for this user."""
    with tenancy.opened():
        known = _known(user.pk)
    return webauthn.ask_for_new(
        site, handle=user.pk.bytes, account=user.email, name=user.name, known=known
    )


def ask_for_known(*, user_id: UUID | None, site: Site) -> Question:
    """What the browser is asked, so that it shows a passkey: of this user, or of whoever comes.

    Where the passkey is all that is asked for, the device must see its owner.
    """
    if user_id is None:
        return webauthn.ask_for_known(site, person=True)
    with tenancy.opened():
        known = _known(user_id)
    return webauthn.ask_for_known(site, known, person=False)


@transaction.atomic
def add_passkey(
    *,
    user: User,
    name: str,
    site: Site,
    state: Mapping[str, Any],
    sent: str,
    now: datetime,
    at: datetime,
) -> tuple[str, ...]:
    """Keep the passkey that the browser made; recovery codes, if it is the first second factor.

    Emits:
        UserSecondFactorAdded, UserRecoveryCodesMade
    Raises:
        Invalid: what the browser sent is not the passkey that it was asked for.
        Blocked: it is known already.
        Unmet: the user has ten.
    """
    try:
        made = webauthn.read_new(site, state, sent)
    except BadPasskey:
        sentence = "The passkey was not made. Try again, or use another device."
        raise Invalid.one("/passkey", sentence, code="wrong_passkey") from None
    with tenancy.opened():
        hold_user(user.pk)
        _require_room(user.pk)
        codes = make_first_codes(user.pk, at=at)
        _keep(user, name, made, at=at)
    note(*told_of_new(PASSKEY, user.pk, codes), user_id=user.pk, now=now)
    return codes


@transaction.atomic
def rename_passkey(*, user: User, passkey_id: UUID, name: str) -> None:
    """Raises: NotFound: none of the user's."""
    with tenancy.opened():
        changed = Passkey.objects.filter(pk=passkey_id, user=user).update(name=name)
    if not changed:
        raise NotFound


@transaction.atomic
def remove_passkey(*, user: User, passkey_id: UUID, now: datetime) -> None:
    """It opens nothing any more.

    Emits:
        UserSecondFactorRemoved
    Raises:
        NotFound: none of the user's.
        Blocked: it is the last factor of somebody who is asked for one.
    """
    with tenancy.opened():
        hold_user(user.pk)
        deleted, _ = Passkey.objects.filter(pk=passkey_id, user=user).delete()
    if not deleted:
        raise NotFound
    after_removal(user.pk, today=london_date(now))
    event = events.UserSecondFactorRemoved(user_id=user.pk, factor=PASSKEY)
    note(event, user_id=user.pk, now=now)


def show_passkey(
    *,
    site: Site,
    state: Mapping[str, Any],
    sent: str,
    user_id: UUID | None,
    address: str,
    now: datetime,
    at: datetime,
) -> Shown:
    """Whose passkey this is. `user_id`: only one of theirs will do.

    Emits:
        UserSignInFailed, UserSignInLocked
    Raises:
        TooManyTries: twenty tries a minute from one address, or five failures for one user.
        WrongPasskey
    """
    account = f"second_factor:{user_id}" if user_id else ""
    attempt = begin_try(account=account, address=address, now=at)
    shown = _checked(site, state, sent, user_id, at=at)
    if shown is None:
        if user_id is not None:
            note_failed_factor(user_id, attempt, now=now, at=at)
        raise WrongPasskey
    mark_right(attempt)
    return shown


@transaction.atomic
def _checked(
    site: Site, state: Mapping[str, Any], sent: str, user_id: UUID | None, *, at: datetime
) -> Shown | None:
    try:
        credential_id = webauthn.name_of_answer(sent)
        with tenancy.opened():
            rows = Passkey.objects.select_for_update(of=("self",))
            key = rows.filter(credential_id=credential_id).first()
            if key is None or user_id not in (None, key.user_id):
                return None
            answer = webauthn.read_answer(site, state, bytes(key.credential), sent)
            if answer.user_handle and answer.user_handle != key.user_id.bytes:
                return None
            # A counter that stands still or goes back is that of a copy. Most devices have none.
            if (answer.sign_count or key.sign_count) and answer.sign_count <= key.sign_count:
                return None
            key.sign_count = answer.sign_count
            key.last_used_at = at
            key.save(update_fields=["sign_count", "last_used_at"])
            return Shown(user_id=key.user_id, verified_person=answer.verified_person)
    except BadPasskey:
        return None


def _known(user_id: UUID) -> list[bytes]:
    rows = Passkey.objects.filter(user_id=user_id)
    return [bytes(one) for one in rows.values_list("credential", flat=True)]


def _require_room(user_id: UUID) -> None:
    if Passkey.objects.filter(user_id=user_id).count() >= MOST_PASSKEYS:
        sentence = f"You have {MOST_PASSKEYS} passkeys. Remove one that you do not use."
        raise Unmet(sentence, unmet=(UnmetGuard(code="too_many_passkeys", sentence=sentence),))


def _keep(user: User, name: str, made: webauthn.NewKey, *, at: datetime) -> None:
    try:
        with transaction.atomic():
            Passkey.objects.create(
                user=user,
                name=name,
                credential_id=made.credential_id,
                credential=made.credential,
                sign_count=made.sign_count,
                made_at=at,
            )
    except IntegrityError:
        raise Blocked("This passkey is known already.", code="already_known") from None
