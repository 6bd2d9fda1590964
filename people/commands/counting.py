"""Limits on what may be done so often, counted in PostgreSQL: a flush of Redis forgets nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from people.commands.tries import TooManyTries, hashed
from people.models import CountedTry

#: The longest window of any limit; older counts are of no use.
_KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most so many of one kind within a window."""

    what: str
    most: int
    window: timedelta


#: Source: reliability.md 6.5.
INVITATIONS = Limit(what="invitation", most=20, window=timedelta(hours=1))
#: A table is checked and seen before it is loaded, so it may ask more people than hands do.
INVITATIONS_BY_TABLE = Limit(what="invitation by table", most=200, window=timedelta(days=1))
RESETS_OF_ACCOUNT = Limit(what="reset of account", most=5, window=timedelta(minutes=15))
TRIES_OF_ADDRESS = Limit(what="link from address", most=20, window=timedelta(minutes=1))


def count(limit: Limit, who: str, *, now: datetime) -> None:
    """Use a limit once, in a transaction of its own unless there is one.

    Raises:
        TooManyTries: it is used up; a refused try does not make the wait longer.
    """
    counted_for = hashed(who)
    with transaction.atomic():
        _one_at_a_time(limit, counted_for)
        since = now - limit.window
        rows = CountedTry.objects.filter(what=limit.what, who=counted_for, at__gt=since)
        counted = list(rows.order_by("-at").values_list("at", flat=True)[: limit.most])
        if len(counted) >= limit.most:
            raise TooManyTries(counted[-1] + limit.window - now)
        CountedTry.objects.create(what=limit.what, who=counted_for, at=now)


def forget_old_counts(*, now: datetime) -> int:
    """Delete what no count looks at any more."""
    deleted, _ = CountedTry.objects.filter(at__lt=now - _KEPT_FOR).delete()
    return deleted


def _one_at_a_time(limit: Limit, counted_for: str) -> None:
    """Two at once could each see room for one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s::text, 19))",
            [f"{limit.what}:{counted_for}"],
        )
