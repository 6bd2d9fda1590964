"""Rings when email is due, or was left by the process that sent it."""

from __future__ import annotations

import time
from collections.abc import Callable

import psycopg

LOOK_SECONDS = 0.5
#: A bell can be lost with its broker. Whoever answers one works for some time, and several at once
#: do not get in each other's way.
RING_AGAIN_SECONDS = 5.0


class MessageBells:
    """What the relay does for email. It holds nothing that matters."""

    def __init__(self, ring: Callable[[], bool]) -> None:
        self._ring = ring
        self._looked = 0.0
        self._rung = -RING_AGAIN_SECONDS

    def look(self, link: psycopg.Connection) -> bool:
        """Ring if email is due and nobody was called lately; whether it rang."""
        now = time.monotonic()
        if now < max(self._looked + LOOK_SECONDS, self._rung + RING_AGAIN_SECONDS):
            return False
        self._looked = now
        row = link.execute(_DUE).fetchone()
        if row is None or not self._ring():
            return False
        self._rung = now
        return True


_DUE = """
    SELECT 1 FROM records_message, kernel_clock
    WHERE channel = 'email' AND status = 'waiting' AND due_at <= now() + moved_by
        AND (leased_until IS NULL OR leased_until < now())
    LIMIT 1
"""
