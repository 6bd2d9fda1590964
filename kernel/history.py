"""Everything that happened to one thing, from the log: newest first, with the steps it brought."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from kernel.api.pages import Page, key_of
from kernel.models import Event, Transition

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


def history(
    kind: str,
    thing_id: UUID,
    *,
    page: Page,
    also: Sequence[str] = (),
    since: datetime | None = None,
    within: Collection[UUID] | None = None,
    with_reasons: bool = True,
) -> list[dict[str, Any]]:
    """Events of a thing, at most one more than the page holds. Who may ask is asked before.

    `also`: other streams that are kept under the id of the thing, such as `compliance`.
    `since`: only what was recorded after that instant. The key of a page is the id of its last row.
    `within`: only what belongs to these organisations.
    `steps` are the changes of state that an event brought: one for a step, several for an opening
    position, none for other changes; without reasons where those are not for the reader.
    """
    rows = Event.objects.filter(aggregate_id=thing_id, aggregate_kind__in=[kind, *also])
    if within is not None:
        rows = rows.filter(organisation_id__in=within)
    if since:
        rows = rows.filter(recorded_at__gt=since)
    if after := key_of(page, UUID):
        rows = rows.filter(pk__lt=Event.objects.filter(uuid=after[0]).values("pk")[:1])
    events = list(rows.order_by("-pk").values("aggregate_kind", *_EVENT)[: page.fetch])
    own = [event["seq"] for event in events if event["aggregate_kind"] == kind]
    steps = _steps(kind, thing_id, own, with_reasons)
    return [_entry(event, kind, steps) for event in events]


def _entry(
    event: dict[str, Any], kind: str, steps: dict[int, list[dict[str, Any]]]
) -> dict[str, Any]:
    mine = event.pop("aggregate_kind") == kind
    return {
        "id": event.pop("uuid"),
        **event,
        "steps": steps.get(event["seq"], []) if mine else [],
    }


def _steps(
    kind: str, thing_id: UUID, versions: list[int], with_reasons: bool
) -> dict[int, list[dict[str, Any]]]:
    rows = Transition.objects.filter(
        subject_kind=kind, subject_id=thing_id, version__in=versions
    ).order_by("id")
    steps: dict[int, list[dict[str, Any]]] = {}
    for row in rows.values("version", *_STEP):
        row["transition"] = row["transition"].rstrip("_")
        if not with_reasons:
            row["reason"] = ""
        steps.setdefault(row.pop("version"), []).append(row)
    return steps
