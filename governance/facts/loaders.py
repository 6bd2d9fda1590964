"""The loaders and pagers that the rulebook registers, by kind of subject."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from governance.facts.appointments import load_appointment_subjects
from governance.facts.committees import load_committees
from governance.facts.organisations import load_organisations
from governance.models import Committee, PspAppointment
from kernel.rules.rulebook import Subject
from people.models import Organisation


def _ids_after(rows: Any, after: UUID | None, limit: int) -> Sequence[UUID]:
    later = rows.filter(pk__gt=after) if after else rows
    return list(later.order_by("pk").values_list("pk", flat=True)[:limit])


COMMITTEE = Subject(
    kind="committee",
    load=load_committees,
    ids_after=lambda after, limit: _ids_after(Committee.objects.all(), after, limit),
)
APPOINTMENT = Subject(
    kind="psp_appointment",
    load=load_appointment_subjects,
    ids_after=lambda after, limit: _ids_after(PspAppointment.objects.all(), after, limit),
)
ORGANISATION = Subject(
    kind="organisation",
    load=load_organisations,
    ids_after=lambda after, limit: _ids_after(
        Organisation.objects.filter(reference_only=False), after, limit
    ),
)
