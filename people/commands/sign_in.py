"""Signing in with a password: the first of two steps for whoever has a second factor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import structlog
from django.contrib.auth.hashers import check_password, make_password
from django.db import connection, transaction
from django.db.models import Max, Q, QuerySet

from kernel.actors import ANONYMOUS
from kernel.errors import Refusal
from kernel.events import DomainEvent
from people import events
from people.commands.noted import note
from people.commands.tries import (
    ACCOUNT_WINDOW,
    FAILURES_OF_ACCOUNT,
    TooManyTries,
    address_wait,
    hashed,
    mark_right,
    until_room,
)
from people.models import SignInAttempt
from people.passwords import LONGEST, is_encodable

logger = structlog.get_logger(__name__)

#: How long an address from which the account signed in keeps a count of its own.
TRUSTED_FOR = timedelta(days=1)
_STEP = "password"


class WrongPassword(Refusal):
    """Unknown address, wrong password or disabled user: nobody learns which."""

    code = "wrong_password"

    def __init__(self) -> None:
        super().__init__("The email address or password is not right.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Try:
    """One attempt. `lane` are the attempts that count with it."""

    account: str
    address: str
    lane: Q


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    """Whose address it is, if anybody's, and whether they may come in."""

    user_id: UUID | None = None
    right: bool = False


def sign_in(*, email: str, password: str, address: str, now: datetime) -> UUID:
    """The id of the user whose address and password these are.

    Nobody can lock another out for good: an address from which the account signed in within a
    day has a count of its own, which strangers cannot use up.

    Emits:
        UserSignInFailed, UserSignInLocked
    Raises:
        TooManyTries: five failures in 15 minutes, or twenty tries a minute from one address.
        WrongPassword: anything else that is not right.
    """
    tried = _try_of(email, address, now)
    attempt = SignInAttempt.objects.create(
        account_hash=tried.account, address_hash=tried.address, succeeded=False, at=now
    )
    if wait := _wait(tried, attempt.pk, now):
        attempt.delete()  # a refused try does not make the wait longer
        logger.info("sign_in_throttled", account=tried.account[:12])
        raise TooManyTries(wait)
    checked = _checked(email, password)
    if checked.user_id is None or not checked.right:
        logger.info("sign_in_refused", account=tried.account[:12])
        _note_failure(checked.user_id, tried, now=now)
        raise WrongPassword
    mark_right(attempt)
    return checked.user_id


def forget_old_attempts(*, now: datetime) -> int:
    """Delete attempts that no count looks at any more."""
    deleted, _ = SignInAttempt.objects.filter(at__lt=now - TRUSTED_FOR).delete()
    return deleted


def _checked(email: str, password: str) -> _Checked:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM qiflow_credentials(%s)", [_plain(email)])
        row = cursor.fetchone()
    user_id, encoded, is_active = row or (None, "", False)
    if row is None or len(password) > LONGEST or not is_encodable(password):
        make_password("x" * min(len(password), LONGEST))  # as long as checking a real one
        return _Checked(user_id=user_id)
    right = check_password(password, encoded)
    return _Checked(user_id=user_id, right=right and is_active)


def _note_failure(known: UUID | None, tried: _Try, *, now: datetime) -> None:
    """Where the address is nobody's, the same work is done for nothing: it takes as long."""
    user_id = known or uuid4()
    told: list[DomainEvent] = [events.UserSignInFailed(user_id=user_id, step=_STEP)]
    if _failures(tried, now).count() == FAILURES_OF_ACCOUNT:
        told.append(events.UserSignInLocked(user_id=user_id, step=_STEP))
    with transaction.atomic():
        note(*told, user_id=user_id, now=now, actor=ANONYMOUS)
        transaction.set_rollback(known is None)


def _try_of(email: str, address: str, now: datetime) -> _Try:
    account, origin = hashed(_plain(email).lower()), hashed(address)
    mine = Q(account_hash=account)
    trusted = set(
        SignInAttempt.objects.filter(mine, succeeded=True, at__gt=now - TRUSTED_FOR).values_list(
            "address_hash", flat=True
        )
    )
    if origin in trusted:
        return _Try(account=account, address=origin, lane=mine & Q(address_hash=origin))
    return _Try(account=account, address=origin, lane=mine & ~Q(address_hash__in=trusted))


def _wait(tried: _Try, attempt_id: int, now: datetime) -> timedelta | None:
    before = SignInAttempt.objects.exclude(pk=attempt_id)
    failures = _failures(tried, now).exclude(pk=attempt_id)
    waits = (
        until_room(failures.order_by("-at").values_list("at", flat=True), now=now),
        address_wait(before, tried.address, now=now),
    )
    return max((wait for wait in waits if wait is not None), default=None)


def _failures(tried: _Try, now: datetime) -> QuerySet[SignInAttempt]:
    """Those in the lane since the last success, within the window."""
    lane = SignInAttempt.objects.filter(tried.lane)
    last_success = lane.filter(succeeded=True).aggregate(at=Max("at"))["at"]
    since = max(filter(None, (now - ACCOUNT_WINDOW, last_success)))
    return lane.filter(succeeded=False, at__gt=since)


def _plain(email: str) -> str:
    return email.strip().replace("\x00", "").encode("utf-8", "replace").decode()[:254]
