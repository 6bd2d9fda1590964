"""What needs somebody, and what happened lately: the two lists of a home page."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q

from kernel.actors import Actor
from kernel.models import Event, Standing

_SIDE_BY_SIDE = timedelta(minutes=1)


def needing(*, actor: Actor, kinds: Collection[str], limit: int) -> list[dict[str, Any]]:
    """What does not hold today or will not for long, by the day on which it began or begins.

    Standings that wider roles may look at are for reading, not for doing: only the actor's own
    organisations and what is shared with them count here.
    """
    mine = Q(organisation_id__in=actor.organisation_ids) | Q(subject_id__in=actor.shared_ids)
    rows = Standing.objects.filter(mine, subject_kind__in=kinds, needs_on__isnull=False)
    dated = rows.annotate(on=F("needs_on")).order_by("needs_on", "id")
    found = dated.values("subject_kind", "subject_id", "rule_id", "outcome", "met", "on")
    return [dict(row) for row in found[:limit]]


def happened(
    *, actor: Actor, kinds: Collection[str], since: datetime, limit: int
) -> list[dict[str, Any]]:
    """Events of these kinds of thing that the actor may see, the latest first."""
    mine = Event.objects.filter(
        Q(organisation_id__in=actor.organisation_ids) | Q(aggregate_id__in=actor.shared_ids)
    )
    # Numbers follow time but for what was committed side by side. Asked for apart, so that the
    # database knows how little is left to read.
    known = mine.filter(recorded_at__lte=since - _SIDE_BY_SIDE).order_by("-id")
    after = known.values_list("id", flat=True)[:1]
    rows = mine.filter(id__gt=next(iter(after), 0), aggregate_kind__in=kinds, recorded_at__gt=since)
    columns = ("type", "aggregate_kind", "aggregate_id", "data", "effective_on", "recorded_at")
    return list(rows.order_by("-id").values(*columns)[:limit])
