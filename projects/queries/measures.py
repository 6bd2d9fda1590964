"""Lists of measures by name, one measure, its chart, and the summary of many."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from kernel.actors import Actor
from kernel.api.pages import Page, key_of
from people.queries.units import units_below
from projects.measures.chart import MeasureChart
from projects.measures.head import HEAD, MeasureHead
from projects.models import Measure
from projects.queries.measure_series import charts_of
from projects.queries.readable_measures import readable_measure, readable_measures, refusal
from records.queries.tags import tagged

LISTED = (*HEAD, "external_id", "updated_at")
DETAILED = (
    *LISTED,
    "why",
    "definition",
    "numerator_words",
    "denominator_words",
    "source",
    "sampling",
    "reporting_lag_days",
    "baseline_plan",
    "rare_event_reason",
    "created_at",
)


def visible_measures(
    actor: Actor, *, page: Page, today: date, **narrowed: Any
) -> list[dict[str, Any]]:
    """Measures by name, at most one more than the page holds. `narrowed`: see `narrowed_to`."""
    rows = narrowed_to(readable_measures(actor), today=today, **narrowed)
    if after := key_of(page, str, UUID):
        name, last = after
        # The first condition bounds the index, the second is exact among equal names.
        rows = rows.filter(Q(name__gte=name) & (Q(name__gt=name) | Q(pk__gt=last)))
    return [dict(row) for row in rows.order_by("name", "pk").values(*LISTED)[: page.fetch]]


def narrowed_to(
    rows: QuerySet[Measure],
    *,
    today: date,
    project: UUID | None = None,
    organisation: UUID | None = None,
    unit: UUID | None = None,
    family: str = "",
    chart: str = "",
    owner: UUID | None = None,
    reference: bool = False,
    alone: bool | None = None,
    ended: bool | None = None,
    external_id: str = "",
    tag: str = "",
    q: str = "",
    measures: Collection[UUID] = (),
) -> QuerySet[Measure]:
    """Measures that fit. `unit` means that unit and everything below it, and its projects.

    `reference`: the published series instead of everybody's own. `alone`: those of no project.
    `ended`: those that are counted no more, or only those that still are.
    """
    rows = rows.filter(reference=reference)
    for name, value in (
        ("project_id", project),
        ("organisation_id", organisation),
        ("family", family),
        ("chart", chart),
        ("owner_id", owner),
        ("external_id", external_id),
    ):
        if value:
            rows = rows.filter(**{name: value})
    if measures:
        rows = rows.filter(pk__among=list(measures))
    if unit:
        below = units_below([unit], on=today)
        rows = rows.filter(Q(unit_id__in=below) | Q(project__unit_id__in=below))
    if alone is not None:
        rows = rows.filter(project_id__isnull=alone)
    if ended is not None:
        over = Q(ended_on__lt=today)
        rows = rows.filter(over) if ended else rows.exclude(over)
    if tag:
        rows = rows.filter(id__in=tagged("measure", tag))
    return rows.filter(name__icontains=q) if q else rows


def get_measure(actor: Actor, measure_id: UUID) -> dict[str, Any]:
    """Everything written about one measure, with the title of its project.

    Raises:
        NotFound, Denied.
    """
    rows = readable_measures(actor).filter(pk=measure_id)
    row = rows.values(*DETAILED, "project__title", "project__stage").first()
    if row is None:
        raise refusal(measure_id, actor)
    title, stage = row.pop("project__title"), row.pop("project__stage")
    return {**row, "project_title": title or "", "project_stage": stage or ""}


def measures_named(actor: Actor, words: str, *, most: int) -> list[dict[str, Any]]:
    """Measures whose name holds the words, one's own before published ones, then by name."""
    rows = readable_measures(actor).filter(name__icontains=words)
    ordered = rows.order_by("reference", "name", "pk")
    found = ordered.values("id", "name", "organisation_id", "project__title")[:most]
    return [{**row, "project_title": row["project__title"] or ""} for row in found]


def chart_of(measure_id: UUID, actor: Actor, *, today: date) -> MeasureChart:
    """The chart of a measure, in three queries.

    Raises:
        NotFound, Denied.
    """
    head = head_of(vars(readable_measure(measure_id, actor)))
    return charts_of([head], today=today)[head.id]


def summary(actor: Actor, *, page: Page, today: date, **narrowed: Any) -> list[dict[str, Any]]:
    """Measures with what their charts say, in a number of queries that does not grow with them.

    Each row has the fields of the list and `latest`, `latest_on`, `latest_words`, `target`,
    `target_words`, `variation_icon`, `assurance_icon`, `sentence` and `warnings`.
    """
    rows = visible_measures(actor, page=page, today=today, **narrowed)
    return with_charts(rows, today=today)


def with_charts(rows: Sequence[Mapping[str, Any]], *, today: date) -> list[dict[str, Any]]:
    """Rows of a list with what their charts say."""
    charts = charts_of([head_of(row) for row in rows], today=today)
    return [{**row, **said(charts[row["id"]])} for row in rows]


def said(chart: MeasureChart) -> dict[str, Any]:
    """What a chart says in one row of a table."""
    return {
        "latest": chart.latest,
        "latest_on": chart.latest_on,
        "latest_words": chart.latest_words,
        "target": chart.target,
        "target_words": chart.target_words,
        "variation_icon": chart.variation_icon,
        "assurance_icon": chart.assurance_icon,
        "sentence": chart.sentence,
        "warnings": list(chart.warnings),
    }


def head_of(row: Mapping[str, Any]) -> MeasureHead:
    """What decides the chart, from a row of the table."""
    return MeasureHead(**{name: row[name] for name in HEAD})
