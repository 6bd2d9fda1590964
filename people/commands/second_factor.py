"""The second factor: an authenticator app, and recovery codes for the day it is away.

`at` is the real instant, which the telephone shows too; `now` that of the service.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from kernel import tenancy
from kernel.actors import Actor
from kernel.clock import london_date
from kernel.decisions import Decision, require
from kernel.errors import Blocked, Invalid
from kernel.events import DomainEvent
from people import events, one_time_codes, policies, vault
from people.commands.noted import note
from people.commands.sessions import end_sessions_of
from people.commands.users import user_with_roles, works_elsewhere
from people.models import (
    AuthenticatorApp,
    Passkey,
    RecoveryCode,
    User,
)
from people.queries.factors import factors_of, second_factor_asked_from

APP, PASSKEY, RECOVERY = "app", "passkey", "recovery_code"
SECRET = "authenticator_app"  # noqa: S105 - what the key is for, not a key
_OFFER = "authenticator_app_offer"
CODES = "recovery_code"
#: How long the page with the QR code may lie open.
OFFERED_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An app that may be set up. `sealed` comes back with the first code that the app shows."""

    sealed: str
    secret: str
    address: str


def offer_app(user: User, *, sealed: str = "") -> Offer:
    """A secret for a new app: nothing is kept until the app has shown its first code.

    `sealed`: the offer that was made before, so that a wrong code does not void the QR code.
    """
    try:
        secret = _offered(user, sealed)
    except vault.Unreadable:
        secret = one_time_codes.new_secret()
        sealed = vault.seal(f"{user.pk} {secret}", purpose=_OFFER)
    address = one_time_codes.address_for_app(secret, account=user.email)
    return Offer(sealed=sealed, secret=secret, address=address)


@transaction.atomic
def add_app(*, user: User, sealed: str, code: str, now: datetime, at: datetime) -> tuple[str, ...]:
    """Set the app up that shows this code; recovery codes, where it is the first second factor.

    Emits:
        UserSecondFactorAdded, UserRecoveryCodesMade
    Raises:
        Invalid: not the code of the app.
        Blocked: there is an app already.
    """
    try:
        secret = _offered(user, sealed)
    except vault.Unreadable:
        raise Invalid.one("/code", "This page was open too long. Scan the new picture.") from None
    step = one_time_codes.step_of(secret, code, at=at, after=0)
    if step is None:
        sentence = "This is not the code that the app shows now. Wait for the next one."
        raise Invalid.one("/code", sentence, code="wrong_code")
    with tenancy.opened():
        hold_user(user.pk)
        if AuthenticatorApp.objects.filter(user=user).exists():
            raise Blocked("You have an app already. Remove it first.", code="already_set_up")
        codes = make_first_codes(user.pk, at=at)
        AuthenticatorApp.objects.create(
            user=user,
            secret=vault.seal(secret, purpose=SECRET),
            last_step=step,
            made_at=at,
        )
    note(*told_of_new(APP, user.pk, codes), user_id=user.pk, now=now)
    return codes


@transaction.atomic
def remove_app(*, user: User, now: datetime) -> None:
    """The app opens nothing any more.

    Emits:
        UserSecondFactorRemoved
    Raises:
        Blocked: there is none, or it is the last factor of somebody who is asked for one.
    """
    with tenancy.opened():
        hold_user(user.pk)
        deleted, _ = AuthenticatorApp.objects.filter(user=user).delete()
    if not deleted:
        raise Blocked("You have no app.", code="not_set_up")
    after_removal(user.pk, today=london_date(now))
    note(events.UserSecondFactorRemoved(user_id=user.pk, factor=APP), user_id=user.pk, now=now)


@transaction.atomic
def make_recovery_codes(*, user: User, now: datetime, at: datetime) -> tuple[str, ...]:
    """Ten new codes, shown once; those from before are void.

    Emits:
        UserRecoveryCodesMade
    Raises:
        Blocked: there is no second factor that they could stand in for.
    """
    if not factors_of(user.pk).any:
        raise Blocked("Set up an app or a passkey first.", code="not_set_up")
    with tenancy.opened():
        hold_user(user.pk)
        codes = _write_codes(user.pk, at=at)
    note(events.UserRecoveryCodesMade(user_id=user.pk), user_id=user.pk, now=now)
    return codes


@transaction.atomic
def forget_factors(*, user_id: UUID, actor: Actor, now: datetime, at: datetime) -> None:
    """For somebody who lost telephone and paper: their password alone lets them in again.

    They are signed out everywhere, so that whoever found the telephone is.

    Emits:
        UserSecondFactorRemoved, UserSessionsEnded
    Raises:
        NotFound: not a user of the actor's organisations.
        Denied: the actor does not keep users there, or is the user.
        Blocked: they also work elsewhere, or have no second factor.
    """
    require(_may_forget(user_id, actor, london_date(now)))
    with tenancy.opened():
        hold_user(user_id)
        had = factors_of(user_id)
        for rows in (AuthenticatorApp.objects, Passkey.objects, RecoveryCode.objects):
            rows.filter(user_id=user_id).delete()
    if not had.any:
        raise Blocked("This user has no second factor.", code="not_set_up")
    told = [
        events.UserSecondFactorRemoved(user_id=user_id, factor=factor)
        for factor, held in ((APP, had.app), (PASSKEY, had.passkeys > 0))
        if held
    ]
    note(*told, user_id=user_id, now=now, actor=actor)
    end_sessions_of(user_id=user_id, actor=actor, now=now, at=at)


def hold_user(user_id: UUID) -> None:
    """One change of a user's factors after another; the row is held until the change is done."""
    User.objects.select_for_update().filter(pk=user_id).first()


def make_first_codes(user_id: UUID, *, at: datetime) -> tuple[str, ...]:
    """Recovery codes with the first second factor, none with the next."""
    if RecoveryCode.objects.filter(user_id=user_id).exists():
        return ()
    return _write_codes(user_id, at=at)


def after_removal(user_id: UUID, *, today: date) -> None:
    """Without a second factor there is nothing that a recovery code could stand in for.

    Raises:
        Blocked: the user is asked for a second factor, and that was the last.
    """
    if factors_of(user_id).any:
        return
    asked_from = second_factor_asked_from(user_id, today=today)
    require(policies.may_be_without_factor(asked=asked_from == today))
    with tenancy.opened():
        RecoveryCode.objects.filter(user_id=user_id).delete()


def told_of_new(factor: str, user_id: UUID, codes: tuple[str, ...]) -> list[DomainEvent]:
    told: list[DomainEvent] = [events.UserSecondFactorAdded(user_id=user_id, factor=factor)]
    if codes:
        told.append(events.UserRecoveryCodesMade(user_id=user_id))
    return told


def _may_forget(user_id: UUID, actor: Actor, today: date) -> Decision:
    _, held = user_with_roles(user_id, actor, today)
    homes = sorted({one.organisation_id for one in held})
    return policies.may_switch_user(
        actor,
        user_id=user_id,
        held=held,
        elsewhere=works_elsewhere(user_id, homes, today),
        last_administrator=False,
    )


def _offered(user: User, sealed: str) -> str:
    opened = vault.unseal(sealed, purpose=_OFFER, max_age=OFFERED_FOR)
    whose, _, secret = opened.partition(" ")
    if whose != str(user.pk):
        raise vault.Unreadable
    return secret


def _write_codes(user_id: UUID, *, at: datetime) -> tuple[str, ...]:
    codes = one_time_codes.new_recovery_codes()
    RecoveryCode.objects.filter(user_id=user_id).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user_id=user_id, code_hash=_hash(code), made_at=at) for code in codes
    )
    return codes


def _hash(code: str) -> str:
    return vault.keyed_hash(one_time_codes.plain(code), purpose=CODES)[0]
