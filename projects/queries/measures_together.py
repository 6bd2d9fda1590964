"""Measures that count the same, seen as one: numerators and denominators are summed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, Q, Value, When

from kernel.actors import Actor
from kernel.api.pages import Page
from kernel.errors import Invalid
from projects.measures.chart import MeasureChart, chart_from
from projects.measures.head import MeasureHead
from projects.measures.pooled import partly_known, pooled
from projects.measures.series import Data
from projects.measures.warnings import partly_known_warning
from projects.queries.measure_series import data_of, locked_points
from projects.queries.measures import LISTED, head_of, visible_measures
from projects.queries.readable_measures import readable_measure, readable_measures

#: At most so many measures are put together.
MOST_POOLED = 200
#: Kinds of data that have numerators and denominators to sum.
POOLED_KINDS = ("proportion", "rate")
#: Measures are summed only where these are the same for all.
_ALIKE = ("data_kind", "frequency", "per", "unit_word")


def alike(actor: Actor, measure_id: UUID, *, today: date) -> list[dict[str, Any]]:
    """Measures that can be put together with one, itself among them: those of its name first.

    They count the same, as often, and are better on the same side. None where nothing is summed.

    Raises:
        NotFound, Denied.
    """
    found = readable_measure(measure_id, actor)
    if found.data_kind not in POOLED_KINDS:
        return []
    same = {name: getattr(found, name) for name in (*_ALIKE, "direction", "reference")}
    counted = Q(ended_on__isnull=True) | Q(ended_on__gte=today) | Q(pk=measure_id)
    rows = readable_measures(actor).filter(counted, **same)
    namesakes = Case(When(name=found.name, then=Value(0)), default=Value(1))
    return [
        dict(row) for row in rows.order_by(namesakes, "name", "pk").values(*LISTED)[:MOST_POOLED]
    ]


def pooled_chart(actor: Actor, *, today: date, **narrowed: Any) -> MeasureChart:
    """Several measures as one, such as a ward's each: numerators and denominators are summed.

    `narrowed`: see `narrowed_to`. They must count the same; the first by name lends its name and
    what is said of it. Targets and recalculations are each measure's own, so there are none.

    Raises:
        Invalid: none fits, too many fit, or they do not count the same.
    """
    page = Page(limit=MOST_POOLED)
    heads = [head_of(row) for row in visible_measures(actor, page=page, today=today, **narrowed)]
    _refuse_unlike(heads)
    found = data_of([head.id for head in heads])
    sites = [found[head.id].rows for head in heads]
    data, uneven = Data(rows=pooled(sites)), partly_known(sites)
    name = f"{heads[0].name}, {len(heads)} measures together"
    head = replace(heads[0], name=name)
    locked = locked_points([head], today=today)[head.id]
    chart = chart_from(head, data, locked=locked)
    if not uneven:
        return chart
    warning = partly_known_warning(data, list(uneven))
    return replace(chart, warnings=(*chart.warnings, warning))


def _refuse_unlike(heads: Sequence[MeasureHead]) -> None:
    if not heads:
        raise Invalid.one("", "No measure fits these filters.", code="none")
    if len(heads) > MOST_POOLED:
        message = f"Narrow this to {MOST_POOLED} measures at most."
        raise Invalid.one("", message, code="too_many")
    kinds = {tuple(getattr(one, name) for name in _ALIKE) for one in heads}
    if len(kinds) > 1 or heads[0].data_kind not in POOLED_KINDS:
        message = (
            "Only shares or rates of one kind, counted as often and for as many, can be put"
            " together. Narrow this further."
        )
        raise Invalid.one("", message, code="unlike")
