"""Registers a project and changes what is written about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kernel.actors import Actor
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import FieldError, Invalid, NotFound
from kernel.log import begin, record
from kernel.versions import require_version
from people.models import Organisation, Unit
from projects.commands.archiving import set_archive_timers
from projects.commands.finding import find_project, place_of
from projects.events import ProjectChanged, ProjectRegistered
from projects.models import Method, Project, SignOff, Stage
from projects.policies.authority import Place
from projects.policies.projects import may_change, may_register

#: What may be written at any time before archiving.
CHANGEABLE = frozenset(
    {
        "title",
        "problem",
        "method",
        "unit_id",
        "vision",
        "aim",
        "started_on",
        "target_on",
        "public_summary",
        "retention_from",
        "external_id",
    }
)
#: The method decides what is asked at the gates, so it is fixed once set-up is approved.
METHOD_OPEN = frozenset({Stage.DRAFT, Stage.SETUP})


@transaction.atomic
def register_project(
    *,
    organisation_id: UUID,
    title: str,
    actor: Actor,
    now: datetime,
    problem: str = "",
    method: str = Method.MODEL_FOR_IMPROVEMENT,
    unit_id: UUID | None = None,
    **written: Any,
) -> Project:
    """Write down what a team wants to improve. `written` are more fields of `CHANGEABLE`.

    Emits:
        ProjectRegistered
    Raises:
        NotFound: no such organisation, or not one of the actor's.
        Denied: the actor's role does not register projects there.
        Invalid: a unit of somebody else, an external id that is taken, dates the wrong way round.
    """
    find_organisation(organisation_id, actor)
    require(may_register(actor, place=Place(organisation_id=organisation_id, unit_id=unit_id)))
    project = Project(
        organisation_id=organisation_id,
        title=title,
        problem=problem,
        method=method,
        unit_id=unit_id,
        **written,
    )
    refuse_wrong(project)
    begin(
        project,
        ProjectRegistered(project_id=project.pk, method=method, unit_id=unit_id),
        actor=actor,
        now=now,
        effective_on=london_date(now),
    )
    return project


@transaction.atomic
def change_project(
    *,
    project_id: UUID,
    changes: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Project:
    """Change words, dates, unit or method. A new vision or aim needs new sign-offs.

    Emits:
        ProjectChanged, unless every value is as it was.
    Raises:
        NotFound, Denied, Blocked (archived), Stale, Invalid.
    """
    project = find_project(project_id, actor)
    place = place_of(project, actor, today=london_date(now))
    require(may_change(actor, place=place, stage=project.stage))
    require_version(project, expected_version)
    changed = _changed(project, changes)
    if not changed:
        return project
    refuse_wrong(project, changed)
    _supersede_sign_offs(project, changed, now)
    record(
        project,
        ProjectChanged(project_id=project.pk, fields=tuple(sorted(changed))),
        actor=actor,
        now=now,
        effective_on=london_date(now),
        changes=changed,
    )
    if {"public_summary", "retention_from"} & set(changed):
        set_archive_timers([project], today=london_date(now))
    return project


def find_organisation(organisation_id: UUID, actor: Actor) -> None:
    """Raise NotFound unless the actor belongs to the organisation."""
    mine = actor.everywhere or organisation_id in actor.organisation_ids
    if not mine or not Organisation.objects.filter(pk=organisation_id).exists():
        raise NotFound


def refuse_wrong(project: Project, changes: Mapping[str, Any] | None = None) -> None:
    """Refuse values that cannot be right, all of them at once.

    Raises:
        Invalid
    """
    new = dict(changes) if changes is not None else _values(project)
    errors = [
        error
        for error in (
            _wrong_unit(project, new),
            _wrong_method(project, new, registered=changes is not None),
            _taken_external_id(project, new),
            _wrong_dates(project, new),
        )
        if error
    ]
    if errors:
        raise Invalid(*errors)


def _values(project: Project) -> dict[str, Any]:
    return {name: getattr(project, name) for name in CHANGEABLE}


def _changed(project: Project, changes: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(changes) - CHANGEABLE
    if unknown:
        raise ValueError(f"A project has no {sorted(unknown)} to change.")
    return {name: value for name, value in changes.items() if getattr(project, name) != value}


def _wrong_unit(project: Project, new: Mapping[str, Any]) -> FieldError | None:
    unit_id = new.get("unit_id")
    if unit_id is None:
        return None
    if Unit.objects.filter(pk=unit_id, organisation_id=project.organisation_id).exists():
        return None
    return FieldError(
        pointer="/unit_id", code="not_found", message="Choose a unit of this organisation."
    )


def _wrong_method(
    project: Project, new: Mapping[str, Any], *, registered: bool
) -> FieldError | None:
    if not registered or "method" not in new or project.stage in METHOD_OPEN:
        return None
    return FieldError(
        pointer="/method",
        code="fixed",
        message="The method is fixed from the approval of set-up.",
    )


def _taken_external_id(project: Project, new: Mapping[str, Any]) -> FieldError | None:
    external_id = new.get("external_id")
    if not external_id:
        return None
    others = Project.objects.filter(
        organisation_id=project.organisation_id, external_id=external_id
    )
    if not others.exclude(pk=project.pk).exists():
        return None
    return FieldError(
        pointer="/external_id",
        code="taken",
        message="Another project of this organisation has this external id.",
    )


def _wrong_dates(project: Project, new: Mapping[str, Any]) -> FieldError | None:
    started_on: date | None = new.get("started_on", project.started_on)
    target_on: date | None = new.get("target_on", project.target_on)
    if started_on and target_on and target_on < started_on:
        return FieldError(
            pointer="/target_on",
            code="before_start",
            message="Give a target date on or after the start.",
        )
    return None


def _supersede_sign_offs(project: Project, changed: Mapping[str, Any], now: datetime) -> None:
    reworded = {"vision", "aim"} & set(changed)
    if reworded:
        SignOff.objects.filter(
            project_id=project.pk, about__in=reworded, superseded_at=None
        ).update(superseded_at=now)
