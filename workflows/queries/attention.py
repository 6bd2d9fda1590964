"""What needs somebody, and what happened lately: the two lists of a home page."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Case, F, Q, When

from kernel.actors import Actor
from kernel.models import Event, Standing

_UNDONE = ("fail", "unknown", "at_risk")


def needing(*, actor: Actor, kinds: Collection[str], limit: int) -> list[dict[str, Any]]:
    """What does not hold today or will not for long, by the day on which it began or begins.

    Standings that wider roles may look at are for reading, not for doing: only the actor's own
    organisations and what is shared with them count here.
    """
    mine = Q(organisation_id__in=actor.organisation_ids) | Q(subject_id__in=actor.shared_ids)
    rows = Standing.objects.filter(mine, subject_kind__in=kinds, outcome__in=_UNDONE)
    breaks = When(outcome="at_risk", met="yes", next_on__isnull=False, then=F("next_on"))
    dated = rows.annotate(on=Case(breaks, default=F("since"))).order_by("on", "id")
    found = dated.values("subject_kind", "subject_id", "rule_id", "outcome", "met", "on")
    return [dict(row) for row in found[:limit]]


def happened(
    *, actor: Actor, kinds: Collection[str], since: datetime, limit: int
) -> list[dict[str, Any]]:
    """Events of these kinds of thing that the actor may see, the latest first."""
    rows = Event.objects.filter(
        Q(organisation_id__in=actor.organisation_ids) | Q(aggregate_id__in=actor.shared_ids),
        aggregate_kind__in=kinds,
        recorded_at__gt=since,
    )
    columns = ("type", "aggregate_kind", "aggregate_id", "data", "effective_on", "recorded_at")
    return list(rows.order_by("-id").values(*columns)[:limit])
