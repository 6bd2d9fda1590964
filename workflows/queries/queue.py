"""Is anything stuck? The queue and the signs of life of those who work it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, Q

from kernel.actors import Actor
from kernel.api.pages import Page, key_of
from kernel.decisions import require
from kernel.errors import NotFound
from kernel.models import Pending, Standing
from workflows.heartbeats import SILENT_SECONDS
from workflows.policies import may_see_queue
from workflows.sessions import everything_visible

PROCESSES = ("relay", "timers", "worker")
_HELD = Q(quarantined_at__isnull=False) | ~Q(problem="")


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueState:
    """How much is undone, for how long, how much is held, and who is silent.

    Units: ages in seconds by the clock of the database; None where a process never said anything.
    """

    undone: int
    oldest_seconds: float
    quarantined: int
    due_timers: int
    heartbeats: dict[str, float | None]

    @property
    def silent(self) -> list[str]:
        return [
            name for name, age in self.heartbeats.items() if age is None or age > SILENT_SECONDS
        ]


def state(*, actor: Actor) -> QueueState:
    """The queue in one look.

    Raises:
        Denied: not an operator.
    """
    require(may_see_queue(actor))
    return measure()


def measure() -> QueueState:
    """The same for health checks and metrics, which tell no more than numbers."""
    with everything_visible(), connection.cursor() as cursor:
        cursor.execute(_COUNTS)
        undone, oldest, quarantined, due = cursor.fetchone()
        cursor.execute("SELECT name, extract(epoch FROM now() - at) FROM workflows_heartbeat")
        ages = {name: float(age) for name, age in cursor.fetchall()}
    return QueueState(
        undone=undone,
        oldest_seconds=float(oldest),
        quarantined=quarantined,
        due_timers=due,
        heartbeats={name: ages.get(name) for name in PROCESSES},
    )


_COUNTS = """
    SELECT count(*) FILTER (WHERE quarantined_at IS NULL),
        coalesce(extract(epoch FROM now() - min(created_at)
            FILTER (WHERE quarantined_at IS NULL)), 0),
        count(*) FILTER (WHERE quarantined_at IS NOT NULL),
        (SELECT count(*) FROM kernel_timer, kernel_clock
            WHERE due_on <= ((now() + moved_by) AT TIME ZONE 'Europe/London')::date)
    FROM kernel_pending
"""


def findings_by_rule() -> list[tuple[str, str, int]]:
    """How many standings each rule has with each outcome, over all organisations."""
    with everything_visible():
        rows = Standing.objects.values_list("rule_id", "outcome").annotate(n=Count("id"))
        return sorted(rows.order_by())


def held(*, actor: Actor, page: Page) -> list[dict[str, Any]]:
    """Events that wait for an operator or for another attempt, oldest first.

    Raises:
        Denied: not an operator.
    """
    require(may_see_queue(actor))
    key = key_of(page, int)
    with everything_visible():
        rows = Pending.objects.filter(_HELD)
        if key is not None:
            rows = rows.filter(id__gt=key[0])
        return [
            _shown(row) for row in rows.order_by("id").values(*_COLUMNS, **_EVENT)[: page.fetch]
        ]


def held_one(*, actor: Actor, pending_id: int) -> dict[str, Any]:
    """One of them, with how many later events of its subject wait behind it.

    Raises:
        Denied: not an operator.
        NotFound: it is not held, or not any more.
    """
    require(may_see_queue(actor))
    with everything_visible():
        row = Pending.objects.filter(_HELD, pk=pending_id).values(*_COLUMNS, **_EVENT).first()
        if row is None:
            raise NotFound("Nothing is held under this number.")
        behind = Pending.objects.filter(
            subject_id=row["subject_id"], subject_kind=row["subject_kind"], event_id__gt=row["of"]
        ).count()
    return {**_shown(row), "waiting_behind": behind}


_COLUMNS = (
    "id",
    "subject_kind",
    "subject_id",
    "organisation_id",
    "attempts",
    "problem",
    "created_at",
    "retry_at",
    "quarantined_at",
)
_EVENT = {"of": F("event_id"), "event_uuid": F("event__uuid"), "type": F("event__type")}


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    quarantined: datetime | None = row["quarantined_at"]
    event_uuid: UUID = row["event_uuid"]
    return {
        **{name: row[name] for name in _COLUMNS},
        "event_id": event_uuid,
        "event_type": row["type"],
        "state": "quarantined" if quarantined else "waiting",
    }
