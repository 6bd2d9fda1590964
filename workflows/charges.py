"""Attempts are charged before work starts, beside its transaction: a crash cannot undo them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import psycopg
import structlog

from workflows import beside, locks
from workflows.undone import Work

#: How long a crashed head rests before its next attempt, by attempts made. The first: longer than a
#: worker needs to be forked again, lest one event has both of them down at once. The next attempt
#: is made apart and takes no worker down.
REST_SECONDS = (1.0, 0.5, 1.0)
#: Each rest is up to this much longer, by chance: what fell together must not return together.
SPREAD = 0.5

logger = structlog.get_logger(__name__)


def charge(heads: Iterable[Work]) -> None:
    """Count an attempt for each, which stays counted if this process ends here."""
    beside.execute(
        "UPDATE kernel_pending SET attempts = attempts + 1, retry_at = now()"
        " + (%s::float8[])[least(attempts, 2) + 1] * (1 + random() * %s) * interval '1 second'"
        " WHERE id = ANY(%s)",
        [list(REST_SECONDS), SPREAD, [head.id for head in heads]],
    )


def refund(heads: Iterable[Work]) -> None:
    """Take the attempt back: what went wrong was not the event's doing. Best effort."""
    ids = [head.id for head in heads]
    try:
        beside.execute(
            "UPDATE kernel_pending SET attempts = greatest(attempts - 1, 0), retry_at = NULL"
            " WHERE id = ANY(%s)",
            [ids],
        )
    except psycopg.Error:
        logger.warning("attempts_not_refunded", pending=ids)


@contextmanager
def trying(head: Work) -> Iterator[bool]:
    """Keep others from trying the same head apart; False when somebody else does.

    The lock is that session's: it is free the moment that this process is no more.
    """
    if not _answer_of(locks.TRY_FOR_TRIAL, locks.for_trial(head.subject)):
        yield False
        return
    try:
        yield True
    finally:
        try:
            beside.execute(locks.LEAVE_TRIAL, locks.for_trial(head.subject))
        except psycopg.Error:
            beside.close()  # and with the session goes its lock


def _answer_of(sql: str, parameters: list[object]) -> bool:
    row = beside.execute(sql, parameters).fetchone()
    return bool(row and row[0])
