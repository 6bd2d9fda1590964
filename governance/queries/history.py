"""Everything that happened to a committee or an appointment, newest first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from governance.policies.appointments import sees_causes
from governance.queries.appointments import readable_appointment
from governance.queries.committees import readable_committee
from kernel.actors import Actor
from kernel.api.pages import Page
from kernel.history import history


def committee_history(
    actor: Actor, committee_id: UUID, *, page: Page, **narrowed: Any
) -> list[dict[str, Any]]:
    """Events of a committee with its steps: see `kernel.history`.

    Raises:
        NotFound, Denied
    """
    readable_committee(committee_id, actor)
    return history("committee", committee_id, page=page, **narrowed)


def appointment_history(
    actor: Actor, appointment_id: UUID, *, page: Page, **narrowed: Any
) -> list[dict[str, Any]]:
    """Events of an appointment with its steps; reasons only for those who manage it.

    Raises:
        NotFound, Denied
    """
    row = readable_appointment(appointment_id, actor)
    managed = sees_causes(actor, organisation_id=row["organisation_id"])
    return history("psp_appointment", appointment_id, page=page, with_reasons=managed, **narrowed)
