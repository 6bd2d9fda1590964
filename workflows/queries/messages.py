"""How the messages are: what should have gone by now, and what nobody could send."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from workflows.sessions import everything_visible


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageState:
    """Over all organisations. `oldest`: seconds since the oldest email should have gone."""

    due: int
    oldest: float
    failed: int
    by_hand: int


def measure_messages() -> MessageState:
    """In one query, over what is open alone."""
    with everything_visible(), connection.cursor() as cursor:
        cursor.execute(_OPEN)
        due, oldest, failed, by_hand = cursor.fetchone()
    return MessageState(due=due, oldest=float(oldest), failed=failed, by_hand=by_hand)


_OPEN = """
    SELECT count(*) FILTER (WHERE late), coalesce(max(extract(epoch FROM at - due_at))
            FILTER (WHERE late), 0),
        count(*) FILTER (WHERE status = 'failed'), count(*) FILTER (WHERE by_hand)
    FROM (
        SELECT status, due_at, now() + moved_by AS at,
            channel = 'email' AND status = 'waiting' AND due_at <= now() + moved_by AS late,
            channel <> 'email' AND status = 'waiting' AS by_hand
        FROM records_message, kernel_clock
        WHERE channel <> 'inbox' AND status IN ('waiting', 'failed')
    ) AS open
"""
