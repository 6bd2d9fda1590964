"""The charter with its earlier numbers, and who agreed to what."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import F

from kernel.actors import Actor
from people.queries.persons import person_names
from projects.models import Charter, SignOff
from projects.queries.readable import require_readable

_CHARTER = (
    "id",
    "number",
    "purpose",
    "population",
    "partner_recruitment",
    "partner_support",
    "partner_payment",
    "written_by",
    "recorded_at",
)
_SIGN_OFF = (
    "id",
    "about",
    "given_as",
    "person_id",
    "way",
    "given_on",
    "recorded_by",
    "recorded_at",
)


def charters(actor: Actor, project_id: UUID) -> list[dict[str, Any]]:
    """Every number of the charter, the present one first.

    Raises:
        NotFound, Denied.
    """
    require_readable(project_id, actor)
    rows = Charter.objects.filter(project_id=project_id).order_by("-number")
    return [dict(row) for row in rows.values(*_CHARTER)]


def sign_offs(actor: Actor, project_id: UUID) -> list[dict[str, Any]]:
    """The sign-offs that stand, newest first; `charter_number` for those of a charter.

    Raises:
        NotFound, Denied.
    """
    require_readable(project_id, actor)
    rows = SignOff.objects.filter(project_id=project_id, superseded_at=None)
    rows = rows.order_by("-given_on", "-recorded_at", "id")
    found = [dict(row) for row in rows.values(*_SIGN_OFF, charter_number=F("charter__number"))]
    names = person_names(actor, (row["person_id"] for row in found))
    return [{**row, "name": names.get(row["person_id"], "")} for row in found]
