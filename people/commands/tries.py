"""Counting tries in PostgreSQL, so that a flush of Redis or a restart forgets nothing."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from kernel.errors import Refusal
from people.models import SignInAttempt

#: Source: reliability.md 6.5: 5 in 15 minutes for an account, 20 a minute for an address.
FAILURES_OF_ACCOUNT = 5
ACCOUNT_WINDOW = timedelta(minutes=15)
TRIES_OF_ADDRESS = 20
ADDRESS_WINDOW = timedelta(minutes=1)


class TooManyTries(Refusal):
    """Tried too often; `retry_after` says when to try again."""

    code = "too_many_tries"

    def __init__(self, retry_after: timedelta) -> None:
        self.retry_after = max(1, int(retry_after.total_seconds()) + 1)
        super().__init__(f"Too many tries. Wait {_in_words(self.retry_after)}, then try again.")


def _in_words(seconds: int) -> str:
    """Rounded up, so that nobody comes too early."""
    minutes = -(-seconds // 60)
    if minutes < 120:
        return f"{minutes} minutes"
    return f"{-(-minutes // 60)} hours"


def begin_try(*, account: str, address: str, now: datetime) -> SignInAttempt:
    """Count one more try at `account`, as failed until it is marked otherwise.

    Who else tries is not asked: this is for what only somebody who knows the password can try.
    `account` is empty for what cannot be guessed, such as a signature: a whole hospital may come
    from one address, and its mistakes must not add up.

    Raises:
        TooManyTries: five failures in 15 minutes, or twenty tries a minute from one address.
    """
    attempt = SignInAttempt.objects.create(
        account_hash=hashed(account),
        # Apart from passwords, so that whoever takes two steps does not count twice.
        address_hash=hashed(f"second step from {address}"),
        succeeded=False,
        at=now,
    )
    before = SignInAttempt.objects.exclude(pk=attempt.pk)
    mine = before.filter(account_hash=attempt.account_hash) if account else before.none()
    last = mine.filter(succeeded=True).order_by("-at").values_list("at", flat=True).first()
    since = max(filter(None, (now - ACCOUNT_WINDOW, last)))
    waits = (
        until_room(_times(mine.filter(succeeded=False, at__gt=since)), now=now),
        address_wait(before, attempt.address_hash, now=now),
    )
    if wait := max((wait for wait in waits if wait is not None), default=None):
        attempt.delete()  # a refused try does not make the wait longer
        raise TooManyTries(wait)
    return attempt


def is_last_failure(attempt: SignInAttempt, *, now: datetime) -> bool:
    """Did this failure close the door for a while?"""
    failures = SignInAttempt.objects.filter(
        account_hash=attempt.account_hash, succeeded=False, at__gt=now - ACCOUNT_WINDOW
    )
    return failures.count() == FAILURES_OF_ACCOUNT


def mark_right(attempt: SignInAttempt) -> None:
    attempt.succeeded = True
    attempt.save(update_fields=["succeeded"])


def until_room(
    newest_first: QuerySet[SignInAttempt, datetime],
    *,
    now: datetime,
    limit: int = FAILURES_OF_ACCOUNT,
    window: timedelta = ACCOUNT_WINDOW,
) -> timedelta | None:
    """How long until fewer than `limit` lie within the window, or None if that is so now."""
    counted = list(newest_first[:limit])
    if len(counted) < limit:
        return None
    return counted[-1] + window - now


def address_wait(
    before: QuerySet[SignInAttempt], address_hash: str, *, now: datetime
) -> timedelta | None:
    tries = before.filter(address_hash=address_hash, at__gt=now - ADDRESS_WINDOW)
    return until_room(_times(tries), now=now, limit=TRIES_OF_ADDRESS, window=ADDRESS_WINDOW)


def hashed(text: str) -> str:
    """Counting needs no address in clear; the key keeps the hashes from being looked up."""
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def _times(attempts: QuerySet[SignInAttempt]) -> QuerySet[SignInAttempt, datetime]:
    return attempts.order_by("-at").values_list("at", flat=True)
