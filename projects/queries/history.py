"""Everything that happened to a project: its events, with the steps among them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from kernel.actors import Actor
from kernel.api.pages import Page, key_of
from kernel.models import Event, Transition
from projects.queries.readable import require_readable

_EVENT = (
    "uuid",
    "type",
    "seq",
    "data",
    "effective_on",
    "recorded_at",
    "actor_kind",
    "actor_id",
)
_STEP = (
    "transition",
    "source",
    "target",
    "effective_on",
    "reason",
    "guards",
    "approved_by",
    "opening_position",
)


def history(actor: Actor, project_id: UUID, *, page: Page) -> list[dict[str, Any]]:
    """Events newest first, at most one more than the page holds.

    `steps` are the changes of stage that an event brought: one for a step, several for an
    opening position, none for other changes.

    Raises:
        NotFound, Denied.
    """
    require_readable(project_id, actor)
    rows = Event.objects.filter(aggregate_id=project_id, aggregate_kind="project")
    if after := key_of(page, int):
        rows = rows.filter(seq__lt=after[0])
    events = [dict(row) for row in rows.order_by("-seq").values(*_EVENT)[: page.fetch]]
    steps = _steps(project_id, [event["seq"] for event in events])
    return [
        {"id": event.pop("uuid"), **event, "steps": steps.get(event["seq"], [])} for event in events
    ]


def _steps(project_id: UUID, versions: list[int]) -> dict[int, list[dict[str, Any]]]:
    rows = Transition.objects.filter(
        subject_kind="project", subject_id=project_id, version__in=versions
    ).order_by("id")
    steps: dict[int, list[dict[str, Any]]] = {}
    for row in rows.values("version", *_STEP):
        steps.setdefault(row.pop("version"), []).append(row)
    return steps
