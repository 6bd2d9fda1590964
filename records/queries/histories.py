"""The history of one thing of records, from the log."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from kernel.api.pages import Page, key_of
from kernel.models import Event, Transition

_EVENT = ("uuid", "type", "seq", "data", "effective_on", "recorded_at", "actor_kind", "actor_id")
_STEP = ("transition", "source", "target", "effective_on", "reason", "approved_by")


def history_of(kind: str, thing_id: UUID, *, page: Page) -> list[dict[str, Any]]:
    """Events newest first, each with the step that it brought. Whether the caller may read the
    thing has been asked.
    """
    rows = Event.objects.filter(aggregate_id=thing_id, aggregate_kind=kind)
    if after := key_of(page, int):
        rows = rows.filter(seq__lt=after[0])
    events = [dict(row) for row in rows.order_by("-seq").values(*_EVENT)[: page.fetch]]
    steps = _steps(kind, thing_id, [event["seq"] for event in events])
    return [
        {"id": event.pop("uuid"), **event, "steps": steps.get(event["seq"], [])} for event in events
    ]


def _steps(kind: str, thing_id: UUID, versions: list[int]) -> dict[int, list[dict[str, Any]]]:
    rows = Transition.objects.filter(subject_kind=kind, subject_id=thing_id, version__in=versions)
    return {row.pop("version"): [row] for row in rows.values("version", *_STEP)}
