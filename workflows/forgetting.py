"""Deletes rows that are kept for a while only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog
from django.contrib.sessions.models import Session

from kernel import clock
from kernel.idempotency import forget_old_answers
from people.commands.counting import forget_old_counts
from people.commands.sessions import forget_old_sessions
from people.commands.sign_in import forget_old_attempts
from records.commands.file_checks import sweep as sweep_files
from records.commands.last_seen import forget_long_ago
from records.messages.forgetting import forget_messages
from workflows.sessions import working_transaction

EVERY = timedelta(hours=1)

logger = structlog.get_logger(__name__)


def _expired_sessions(*, now: datetime) -> int:
    """By the real clock: who sits before a demonstration stays signed in when its clock moves."""
    at = clock.real()
    return Session.objects.filter(expire_date__lt=at).delete()[0] + forget_old_sessions(at=at)


#: What is forgotten, and by whom; each says how long it keeps its rows.
FORGETTING: Mapping[str, Callable[..., int]] = {
    "answers": forget_old_answers,
    "sign_in_attempts": forget_old_attempts,
    "sessions": _expired_sessions,
    "last_seen": forget_long_ago,
    "messages": forget_messages,
    "counted_tries": forget_old_counts,
    "files": sweep_files,
}


def forget(*, now: datetime) -> dict[str, int]:
    """Delete everything that is old enough; how many rows of each kind."""
    found = {}
    for name, delete in FORGETTING.items():
        with working_transaction():
            found[name] = delete(now=now)
    logger.info("forgotten", **found)
    return found
