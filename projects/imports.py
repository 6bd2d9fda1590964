"""Projects as a table that comes in: registered, or changed, by their external id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kernel.errors import Invalid
from people.queries.units import units_coded
from projects import commands
from projects.commands.undoing import change_project_back, withdraw_project
from projects.models import Project
from projects.words import METHODS
from records.imports.declared import Applied, ImportKind, Into, Outcome, Undone, differing
from records.tables.columns import Column, Kind


def _apply(values: Mapping[str, Any], into: Into) -> Applied:
    written = _written(values, into)
    found = Project.objects.filter(
        organisation_id=into.organisation_id, external_id=values["external_id"]
    ).first()
    if found is None:
        made = commands.register_project(
            organisation_id=into.organisation_id, actor=into.actor, now=into.now, **written
        )
        return Applied(outcome=Outcome.NEW, subject_id=made.pk, version=made.version)
    new, before = differing(found, written)
    if not new:
        return Applied(outcome=Outcome.SAME, subject_id=found.pk, version=found.version)
    project = commands.change_project(
        project_id=found.pk, changes=new, actor=into.actor, now=into.now
    )
    return Applied(
        outcome=Outcome.CHANGED,
        subject_id=project.pk,
        version=project.version,
        before={name: None if value is None else str(value) for name, value in before.items()},
    )


def _written(values: Mapping[str, Any], into: Into) -> dict[str, Any]:
    """The fields of a project; a unit is named by the organisation's own code of it."""
    written = dict(values)
    if not written.get("method"):
        written.pop("method", None)
    if "unit" in written:
        code = written.pop("unit")
        units = units_coded(into.organisation_id, [code]) if code else {}
        if code and code not in units:
            raise Invalid.one("/unit", "There is no unit with this external_id.", code="not_found")
        written["unit_id"] = units.get(code)
    return written


def _undo(row: Undone, into: Into) -> None:
    if row.outcome is Outcome.NEW:
        withdraw_project(
            project_id=row.subject_id, version=row.version, actor=into.actor, now=into.now
        )
    else:
        change_project_back(
            project_id=row.subject_id,
            version=row.version,
            values=row.before,
            actor=into.actor,
            now=into.now,
        )


PROJECTS = ImportKind(
    name="projects",
    title="Projects",
    columns=(
        Column(
            name="external_id",
            meaning="Your own code of the project.",
            required=True,
            longest=100,
        ),
        Column(name="title", meaning="What it is called.", required=True, free=True),
        Column(
            name="method",
            meaning="How it works; empty: model_for_improvement.",
            kind=Kind.CHOICE,
            choices=METHODS,
        ),
        Column(name="unit", meaning="The external_id of its unit.", longest=100),
        Column(name="problem", meaning="What is wrong.", kind=Kind.LONG, longest=10_000),
        Column(name="vision", meaning="What good looks like.", kind=Kind.LONG, longest=2_000),
        Column(name="aim", meaning="How much by when.", kind=Kind.LONG, longest=2_000),
        Column(name="target_on", meaning="By when.", kind=Kind.DAY),
    ),
    permission="project.manage",
    apply=_apply,
    undo=_undo,
)
