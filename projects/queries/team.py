"""Who is on the teams of a project, and which organisations take part, on any day."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from kernel.actors import Actor
from kernel.standards import known
from people.queries.bodies import organisation_names
from people.queries.colleagues import users_of
from people.queries.persons import person_names
from projects.models import ProjectOrganisation, TeamMembership
from projects.queries.readable import require_readable

_MEMBER = (
    "person_id",
    "team",
    "role",
    "capacity",
    "involvement",
    "relevant_experience",
    "partner_agreed",
    "from_date",
    "to_date",
    "recorded_at",
)


def team(
    actor: Actor,
    project_id: UUID,
    *,
    as_at: date | None = None,
    known_at: datetime | None = None,
) -> list[dict[str, Any]]:
    """Memberships: all that were ever recorded, or those of one day, as known now or then.

    `id` names a membership through its corrections. `name` is empty for members from another
    organisation whose people the actor does not see.

    Raises:
        NotFound, Denied.
    """
    require_readable(project_id, actor)
    rows = TeamMembership.objects.filter(known(known_at), project_id=project_id)
    rows = _on(rows, as_at).order_by("from_date", "line_id")
    found = list(rows.values(*_MEMBER, membership_id=F("line_id")))
    names = person_names(actor, (row["person_id"] for row in found))
    return [
        {"id": row.pop("membership_id"), **row, "name": names.get(row["person_id"], "")}
        for row in found
    ]


def users_on_teams(
    project_ids: Iterable[UUID], roles: Collection[str], *, on: date
) -> dict[UUID, set[UUID]]:
    """The users who hold one of these roles on each project, for who asks for the service."""
    rows = TeamMembership.objects.active_on(on).filter(
        project_id__in=set(project_ids), role__in=roles
    )
    places = list(rows.values_list("project_id", "person_id"))
    users = users_of(person_id for _, person_id in places)
    found: dict[UUID, set[UUID]] = {}
    for project_id, person_id in places:
        found.setdefault(project_id, set()).update(users.get(person_id, ()))
    return found


def participants(
    actor: Actor,
    project_id: UUID,
    *,
    as_at: date | None = None,
    known_at: datetime | None = None,
) -> list[dict[str, Any]]:
    """The other organisations that take part, with their dates.

    Raises:
        NotFound, Denied.
    """
    require_readable(project_id, actor)
    rows = ProjectOrganisation.objects.filter(known(known_at), project_id=project_id)
    rows = _on(rows, as_at).order_by("from_date", "line_id")
    found = list(
        rows.values(
            "participant_id", "from_date", "to_date", "recorded_at", participation_id=F("line_id")
        )
    )
    names = organisation_names(row["participant_id"] for row in found)
    return [
        {"id": row.pop("participation_id"), **row, "name": names[row["participant_id"]].name}
        for row in found
    ]


def _on(rows: Any, as_at: date | None) -> Any:
    if as_at is None:
        return rows
    return rows.filter(Q(to_date__isnull=True) | Q(to_date__gte=as_at), from_date__lte=as_at)
