"""Takes back what an import brought, while nothing was built on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from kernel.actors import Actor
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import Blocked
from kernel.log import record
from projects.commands.finding import find_project, place_of
from projects.commands.projects import change_project
from projects.events import ProjectWithdrawn
from projects.models import Project, Stage
from projects.policies.projects import may_change


@transaction.atomic
def withdraw_project(*, project_id: UUID, version: int, actor: Actor, now: datetime) -> None:
    """A draft that an import registered is taken out again, without a trace but the log.

    Emits:
        ProjectWithdrawn
    Raises:
        NotFound, Denied.
        Blocked: it was changed since, or something refers to it.
    """
    project = _as_left(project_id, version, actor, now)
    if project.stage != Stage.DRAFT:
        raise Blocked("This project has begun, so the import stays.", state=str(project.stage))
    event = ProjectWithdrawn(project_id=project_id)
    record(project, event, actor=actor, now=now, effective_on=london_date(now))
    try:
        with transaction.atomic():
            Project.objects.filter(pk=project_id).delete()
    except (ProtectedError, IntegrityError):
        raise Blocked("This project is in use, so the import stays.", code="in_use") from None


@transaction.atomic
def change_project_back(
    *, project_id: UUID, version: int, values: Mapping[str, Any], actor: Actor, now: datetime
) -> None:
    """A project that an import changed is as before. `values` are texts, as an import keeps them.

    Emits:
        ProjectChanged
    Raises:
        NotFound, Denied.
        Blocked: it was changed since.
    """
    _as_left(project_id, version, actor, now)
    changes = {name: _value(name, text) for name, text in values.items()}
    change_project(project_id=project_id, changes=changes, actor=actor, now=now)


def _as_left(project_id: UUID, version: int, actor: Actor, now: datetime) -> Project:
    project = find_project(project_id, actor)
    place = place_of(project, actor, today=london_date(now))
    require(may_change(actor, place=place, stage=project.stage))
    if project.version != version:
        raise Blocked("This project was changed since, so the import stays.", code="changed_since")
    return project


def _value(name: str, text: str | None) -> Any:
    if text is None:
        return None
    if name == "unit_id":
        return UUID(text)
    return date.fromisoformat(text) if name.endswith("_on") else text
