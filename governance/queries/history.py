"""Everything that happened to a committee or an appointment, newest first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from governance.policies.appointments import sees_causes
from governance.queries.appointments import readable_appointment
from governance.queries.committees import readable_committee
from kernel.actors import Actor
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


def committee_history(*, actor: Actor, committee_id: UUID, page: Page) -> list[dict[str, Any]]:
    """Events of a committee with its steps, at most one more than the page holds.

    Raises:
        NotFound, Denied
    """
    readable_committee(committee_id, actor)
    return _history("committee", committee_id, page, with_reasons=True)


def appointment_history(*, actor: Actor, appointment_id: UUID, page: Page) -> list[dict[str, Any]]:
    """Events of an appointment with its steps; reasons only for those who manage it.

    Raises:
        NotFound, Denied
    """
    row = readable_appointment(appointment_id, actor)
    managed = sees_causes(actor, organisation_id=row["organisation_id"])
    return _history("psp_appointment", appointment_id, page, with_reasons=managed)


def _history(
    kind: str, subject_id: UUID, page: Page, *, with_reasons: bool
) -> list[dict[str, Any]]:
    rows = Event.objects.filter(aggregate_id=subject_id, aggregate_kind=kind)
    if after := key_of(page, int):
        rows = rows.filter(seq__lt=after[0])
    events = list(rows.order_by("-seq").values(*_EVENT)[: page.fetch])
    steps = _steps(kind, subject_id, [event["seq"] for event in events], with_reasons)
    return [
        {"id": event.pop("uuid"), **event, "steps": steps.get(event["seq"], [])} for event in events
    ]


def _steps(
    kind: str, subject_id: UUID, versions: list[int], with_reasons: bool
) -> dict[int, list[dict[str, Any]]]:
    rows = Transition.objects.filter(
        subject_kind=kind, subject_id=subject_id, version__in=versions
    ).order_by("id")
    steps: dict[int, list[dict[str, Any]]] = {}
    for row in rows.values("version", *_STEP):
        row["transition"] = row["transition"].rstrip("_")
        if not with_reasons:
            row["reason"] = ""
        steps.setdefault(row.pop("version"), []).append(row)
    return steps
