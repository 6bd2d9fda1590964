"""Advisory locks of workers: held to the end of the transaction, never waited for by a user."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from workflows.subjects import SubjectKey

_DRAINING = 1  # whoever holds it works the undone events of the subject
_CHECKING = 2  # whoever holds it compares the subject's facts with its findings
_FIRING = 3  # whoever holds it fires the timer
_TRYING = 4  # whoever holds it watches the last attempt at the first event of the subject

#: To be sent on a session of its own, with the parameters of `for_trial`.
TRY_FOR_TRIAL = "SELECT pg_try_advisory_lock(hashtextextended(%s, %s))"
LEAVE_TRIAL = "SELECT pg_advisory_unlock(hashtextextended(%s, %s))"


def take_free(keys: Iterable[SubjectKey]) -> list[SubjectKey]:
    """Take the subjects that nobody drains; whoever holds another looks again before it leaves."""
    wanted = sorted(keys)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n, pg_try_advisory_xact_lock(hashtextextended(key, %s))"
            " FROM unnest(%s::text[]) WITH ORDINALITY AS wanted (key, n)",
            [_DRAINING, _texts(wanted)],
        )
        return [wanted[number - 1] for number, taken in cursor.fetchall() if taken]


def wait_for(key: SubjectKey) -> None:
    """Take one subject, once whoever drains it is done; not longer than a session waits for locks.

    Raises:
        OperationalError: somebody drains it for longer than that.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", [*_texts([key]), _DRAINING]
        )


def for_trial(key: SubjectKey) -> list[object]:
    return [*_texts([key]), _TRYING]


def lock_for_check(keys: Iterable[SubjectKey]) -> None:
    """Take every subject to be checked, in one order for all, before any of its facts is read.

    Were facts read first, two drains could read in one order and write in the other, and a
    finding could stay wrong for ever.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_advisory_xact_lock(hashtextextended(key, %s))) FROM"
            " (SELECT key FROM unnest(%s::text[]) WITH ORDINALITY AS wanted (key, n) ORDER BY n)"
            " AS in_order",
            [_CHECKING, _texts(sorted(set(keys)))],
        )


def take_timer(timer_id: int) -> bool:
    """Take one timer, unless another process is firing it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, %s))",
            [str(timer_id), _FIRING],
        )
        return bool(cursor.fetchone()[0])


def _texts(keys: Iterable[SubjectKey]) -> list[str]:
    return [f"{key.kind}:{key.id}" for key in keys]
