"""Proving oneself with the second factor: a code of the app, or one from the paper, each once.

`at` is the real instant, which the telephone shows too; `now` that of the service.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kernel import tenancy
from kernel.actors import ANONYMOUS
from kernel.errors import Refusal
from kernel.events import DomainEvent
from people import events, one_time_codes, vault
from people.commands.noted import note
from people.commands.second_factor import APP, CODES, RECOVERY, SECRET
from people.commands.tries import begin_try, is_last_failure, mark_right
from people.models import AuthenticatorApp, RecoveryCode, SignInAttempt


class WrongCode(Refusal):
    """Not the code, or one that was used; nobody learns which."""

    code = "wrong_code"

    def __init__(self) -> None:
        super().__init__("This code is not right, or it was used before. Wait for the next one.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """A second factor was right. `left`: recovery codes that still work, after one was used."""

    factor: str
    left: int | None = None


def prove(*, user_id: UUID, typed: str, address: str, now: datetime, at: datetime) -> Proved:
    """The second step: a code of the app, or a recovery code, each good once.

    Emits:
        UserRecoveryCodeUsed, UserSignInFailed, UserSignInLocked
    Raises:
        TooManyTries: five failures in 15 minutes.
        WrongCode
    """
    attempt = begin_try(account=f"second_factor:{user_id}", address=address, now=at)
    if one_time_codes.looks_like_a_code(typed):
        proved = _take_code(user_id, typed, at=at)
    else:
        proved = _take_recovery_code(user_id, typed, now=now, at=at)
    if proved is None:
        note_failed_factor(user_id, attempt, now=now, at=at)
        raise WrongCode
    mark_right(attempt)
    return proved


def note_failed_factor(
    user_id: UUID, attempt: SignInAttempt, *, now: datetime, at: datetime
) -> None:
    told: list[DomainEvent] = [events.UserSignInFailed(user_id=user_id, step="second_factor")]
    if is_last_failure(attempt, now=at):
        told.append(events.UserSignInLocked(user_id=user_id, step="second_factor"))
    note(*told, user_id=user_id, now=now, actor=ANONYMOUS)


@transaction.atomic
def _take_code(user_id: UUID, typed: str, *, at: datetime) -> Proved | None:
    """Two who send one code at once wait here for each other: the second finds it used."""
    with tenancy.opened():
        app = AuthenticatorApp.objects.select_for_update().filter(user_id=user_id).first()
        if app is None:
            return None
        try:
            secret = vault.unseal(app.secret, purpose=SECRET)
        except vault.Unreadable:
            return None  # sealed with a key that is gone: the administrator has to help
        step = one_time_codes.step_of(secret, typed, at=at, after=app.last_step)
        if step is None:
            return None
        app.last_step = step
        app.save(update_fields=["last_step"])
    return Proved(factor=APP)


@transaction.atomic
def _take_recovery_code(user_id: UUID, typed: str, *, now: datetime, at: datetime) -> Proved | None:
    digests = vault.keyed_hash(one_time_codes.plain(typed), purpose=CODES)
    with tenancy.opened():
        codes = RecoveryCode.objects.filter(user_id=user_id, used_at=None)
        used = codes.filter(code_hash__in=digests).update(used_at=at)
        left = codes.count()
    if not used:
        return None
    event = events.UserRecoveryCodeUsed(user_id=user_id, left=left)
    note(event, user_id=user_id, now=now)
    return Proved(factor=RECOVERY, left=left)
