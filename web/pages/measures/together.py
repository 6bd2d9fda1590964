"""Several measures that count the same as one chart, such as a ward's each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from projects.queries import measures as queries
from projects.queries.measures_together import alike, pooled_chart
from projects.spc.frames import NARROW, WIDE
from projects.spc.picture import picture
from projects.spc.words import capitalised, counted
from web.pages.measures.summary import Places, ShownIcon, can_tell, shown
from web.pages.measures.telling import SEEN_AT_ONCE, DataRow, columns, data_rows, legend
from web.visit import Visit
from web.words import measures as words


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosable:
    """A measure that may be among them."""

    id: UUID
    name: str
    where: str
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChart:
    """A chart with what the templates of charts ask for; nobody enters data here."""

    sentence: str
    wide: str
    narrow: str
    legend: tuple[str, ...]
    variation: ShownIcon | None
    assurance: ShownIcon | None
    centre_name: str
    fixed: bool
    warnings: tuple[str, ...]
    columns: tuple[str, ...]
    recent: tuple[DataRow, ...]
    earlier: tuple[DataRow, ...]
    target: str = ""
    may_enter: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TogetherPage:
    """The measures that may be chosen, and the chart of those that are; None without others."""

    name: str
    counted: str
    back_href: str
    choices: tuple[Choosable, ...]
    chart: ShownChart | None


def together_page(visit: Visit, measure_id: UUID, asked: Collection[str]) -> TogetherPage:
    """`asked`: ids of the measures wanted; without any, those of the same name."""
    found = queries.get_measure(visit.actor, measure_id)
    rows = alike(visit.actor, measure_id, today=visit.today)
    chosen = _chosen(rows, found, asked)
    return TogetherPage(
        name=found["name"],
        counted=f"{capitalised(counted(len(chosen)))} measure{'' if len(chosen) == 1 else 's'}",
        back_href=reverse("web:measure", args=[measure_id]),
        choices=tuple(_choices(visit, rows, chosen)),
        chart=_chart(visit, found, chosen) if len(rows) > 1 else None,
    )


def _chosen(
    rows: Sequence[Mapping[str, Any]], found: Mapping[str, Any], asked: Collection[str]
) -> frozenset[UUID]:
    wanted = frozenset(row["id"] for row in rows if str(row["id"]) in asked)
    return wanted or frozenset(row["id"] for row in rows if row["name"] == found["name"])


def _choices(
    visit: Visit, rows: Sequence[Mapping[str, Any]], chosen: Collection[UUID]
) -> Iterable[Choosable]:
    places = Places(visit, rows, None)
    for row in rows:
        yield Choosable(
            id=row["id"],
            name=row["name"],
            where=places.of(row)[0],
            href=reverse("web:measure", args=[row["id"]]),
            chosen=row["id"] in chosen,
        )


def _chart(visit: Visit, found: Mapping[str, Any], chosen: Collection[UUID]) -> ShownChart:
    chart = pooled_chart(
        visit.actor, today=visit.today, measures=sorted(chosen), reference=found["reference"]
    )
    table = tuple(reversed(list(data_rows(chart, found, enters=False))))
    return ShownChart(
        sentence=chart.sentence,
        wide=chart.svg(frame=WIDE, key="wide"),
        narrow=chart.svg(frame=NARROW, key="narrow"),
        legend=legend(chart),
        variation=shown(words.variation(chart.variation_icon)) if can_tell(chart) else None,
        assurance=shown(words.assurance(chart.assurance_icon)),
        centre_name=picture(chart.analysis).centre_name if chart.analysis else "Mean",
        fixed=any(one.baseline < one.points for one in chart.phases),
        warnings=chart.warnings,
        columns=columns(found),
        recent=table[:SEEN_AT_ONCE],
        earlier=table[SEEN_AT_ONCE:],
    )
