"""Signing in with a password, counted in PostgreSQL so that a flush of Redis forgets nothing."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import connection
from django.db.models import Max, Q, QuerySet

from kernel.errors import Refusal
from people.models import SignInAttempt
from people.passwords import LONGEST, is_encodable

logger = structlog.get_logger(__name__)

#: Source: reliability.md 6.5: 5 in 15 minutes for an account, 20 a minute for an address.
FAILURES_OF_ACCOUNT = 5
ACCOUNT_WINDOW = timedelta(minutes=15)
TRIES_OF_ADDRESS = 20
ADDRESS_WINDOW = timedelta(minutes=1)
#: How long an address from which the account signed in keeps a count of its own.
TRUSTED_FOR = timedelta(days=1)


class WrongPassword(Refusal):
    """Unknown address, wrong password or disabled user: nobody learns which."""

    code = "wrong_password"

    def __init__(self) -> None:
        super().__init__("The email address or password is not right.")


class TooManyTries(Refusal):
    """Tried too often; `retry_after` says when to try again."""

    code = "too_many_tries"

    def __init__(self, retry_after: timedelta) -> None:
        self.retry_after = max(1, int(retry_after.total_seconds()) + 1)
        minutes = -(-self.retry_after // 60)
        super().__init__(f"Too many tries. Wait {minutes} minutes, then try again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Try:
    """One attempt. `lane` are the attempts that count with it."""

    account: str
    address: str
    lane: Q


def sign_in(*, email: str, password: str, address: str, now: datetime) -> UUID:
    """The id of the user whose address and password these are.

    Nobody can lock another out for good: an address from which the account signed in within a
    day has a count of its own, which strangers cannot use up.

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
    user_id = _checked(email, password)
    if user_id is None:
        logger.info("sign_in_refused", account=tried.account[:12])
        raise WrongPassword
    attempt.succeeded = True
    attempt.save(update_fields=["succeeded"])
    logger.info("signed_in", user_id=str(user_id))
    return user_id


def forget_old_attempts(*, now: datetime) -> int:
    """Delete attempts that no count looks at any more."""
    deleted, _ = SignInAttempt.objects.filter(at__lt=now - TRUSTED_FOR).delete()
    return deleted


def _checked(email: str, password: str) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM qiflow_credentials(%s)", [_plain(email)])
        row = cursor.fetchone()
    if row is None or len(password) > LONGEST or not is_encodable(password):
        make_password("x" * min(len(password), LONGEST))  # as long as checking a real one
        return None
    user_id, encoded, is_active = row
    right = check_password(password, encoded)
    return user_id if right and is_active else None


def _try_of(email: str, address: str, now: datetime) -> _Try:
    account, origin = _hash(_plain(email).lower()), _hash(address)
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
    lane = before.filter(tried.lane)
    last_success = lane.filter(succeeded=True).aggregate(at=Max("at"))["at"]
    since = max(filter(None, (now - ACCOUNT_WINDOW, last_success)))
    failures = lane.filter(succeeded=False, at__gt=since)
    tries = before.filter(address_hash=tried.address, at__gt=now - ADDRESS_WINDOW)
    waits = [
        _until_room(
            failures.order_by("-at").values_list("at", flat=True),
            FAILURES_OF_ACCOUNT,
            ACCOUNT_WINDOW,
            now,
        ),
        _until_room(
            tries.order_by("-at").values_list("at", flat=True),
            TRIES_OF_ADDRESS,
            ADDRESS_WINDOW,
            now,
        ),
    ]
    return max((wait for wait in waits if wait is not None), default=None)


def _until_room(
    newest_first: QuerySet[SignInAttempt, datetime], limit: int, window: timedelta, now: datetime
) -> timedelta | None:
    """How long until fewer than `limit` lie within the window, or None if that is so now."""
    counted = list(newest_first[:limit])
    if len(counted) < limit:
        return None
    return counted[-1] + window - now


def _plain(email: str) -> str:
    return email.strip().replace("\x00", "").encode("utf-8", "replace").decode()[:254]


def _hash(text: str) -> str:
    """Counting needs no address in clear; the key keeps the hashes from being looked up."""
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
