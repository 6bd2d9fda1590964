"""Lists of projects, newest change first, and one project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import Q, QuerySet

from kernel.actors import Actor
from kernel.api.pages import Page, key_of
from kernel.lookups import one_of, uuid_array
from kernel.models import Standing
from people.queries.units import units_below
from projects.models import Project
from projects.queries.listed import LISTED
from projects.queries.readable import readable_projects, refusal
from projects.queries.search import titled
from records.queries.tags import tagged

DETAILED = (
    *LISTED,
    "problem",
    "vision",
    "aim",
    "stage_before_pause",
    "started_on",
    "stop_reason",
    "learning",
    "data_disposition",
    "public_summary",
    "retention_from",
    "created_at",
)


def visible_projects(
    actor: Actor,
    *,
    page: Page,
    today: date,
    stage: str = "",
    method: str = "",
    organisation: UUID | None = None,
    unit: UUID | None = None,
    external_id: str = "",
    q: str = "",
    blocked_by: str = "",
    tag: str = "",
) -> list[dict[str, Any]]:
    """Projects by latest change, at most one more than the page holds.

    `unit` means that unit and everything below it; `q` is looked for in titles;
    `blocked_by` is a rule that is not met today; `tag` is a word that they carry. Each row has the
    outcomes of today in `outcomes`, by rule.
    """
    rows = readable_projects(actor)
    if blocked_by:
        unmet = Standing.objects.filter(subject_kind="project", rule_id=blocked_by, met="no")
        rows = rows.filter(id__in=unmet.values("subject_id"))
    if stage:
        rows = rows.filter(stage=stage)
    if method:
        rows = rows.filter(method=method)
    if organisation:
        rows = rows.filter(organisation_id=organisation)
    if unit:
        rows = rows.filter(unit_id__in=units_below([unit], on=today))
    if external_id:
        rows = rows.filter(external_id=external_id)
    if tag:
        rows = rows.filter(id__in=tagged("project", tag))
    after = key_of(page, datetime.fromisoformat, UUID)
    found = (
        titled(actor, q, rows, after=after, most=page.fetch)
        if q
        else _newest(rows, after, page.fetch)
    )
    outcomes = _outcomes([row["id"] for row in found])
    for row in found:
        row["outcomes"] = outcomes.get(row["id"], {})
    return found


def _newest(
    rows: QuerySet[Project], after: tuple[datetime, UUID] | None, most: int
) -> list[dict[str, Any]]:
    if after:
        changed_at, last = after
        # The first condition bounds the index, the second is exact among equal instants.
        rows = rows.filter(updated_at__lte=changed_at)
        rows = rows.filter(Q(updated_at__lt=changed_at) | Q(id__lt=last))
    ordered = rows.order_by("-updated_at", "-id")
    return list(ordered.values(*LISTED)[:most])


def with_words(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of a list with what is written in the projects, and the own code of their units."""
    wanted = ("problem", "vision", "aim", "unit__external_id")
    found = Project.objects.filter(id__in=[row["id"] for row in rows]).values("id", *wanted)
    words = {row["id"]: row for row in found}
    return [
        {
            **row,
            **{name: words.get(row["id"], {}).get(name) for name in wanted[:3]},
            "unit": words.get(row["id"], {}).get("unit__external_id"),
        }
        for row in rows
    ]


def get_project(actor: Actor, project_id: UUID) -> dict[str, Any]:
    """Everything written about one project, with the outcomes of today by rule.

    Raises:
        NotFound, Denied.
    """
    row = readable_projects(actor).filter(pk=project_id).values(*DETAILED).first()
    if row is None:
        raise refusal(project_id, actor)
    return {**row, "outcomes": _outcomes([project_id]).get(project_id, {})}


def titles(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, str]:
    """The titles of projects that the actor may read."""
    rows = readable_projects(actor).filter(pk__among=set(ids))
    return dict(rows.values_list("id", "title"))


def _outcomes(ids: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
    """The outcomes of today by rule: one row a project, for there are more rules than one."""
    if not ids:
        return {}
    with connection.cursor() as cursor:
        statement = _OUTCOMES.format(wanted=one_of("subject_id", "ids", ids))
        cursor.execute(statement, {"ids": uuid_array(ids)})
        return {project_id: orjson.loads(outcomes) for project_id, outcomes in cursor.fetchall()}


_OUTCOMES = """
    SELECT subject_id, json_object_agg(rule_id, outcome)::text FROM kernel_standing
    WHERE subject_kind = 'project' AND {wanted} GROUP BY subject_id
"""
