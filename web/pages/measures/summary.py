"""Many measures in one table: the latest value, the target, two icons and one sentence each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from people import queries as people
from projects import queries as projects
from projects.measures.chart import MeasureChart
from projects.queries.measure_series import charts_of
from projects.queries.measures import head_of
from projects.spc.frames import SMALL
from web.pictures.icons import icon
from web.visit import Visit
from web.words.measures import FAMILY_SHORT, IconWords, assurance, variation


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownIcon:
    """An icon with its words."""

    picture: str
    short: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryLine:
    """One measure in a table. `where` is empty where the page says it already."""

    name: str
    href: str
    family: str
    where: str
    where_href: str
    picture: str
    latest: str
    target: str
    variation: ShownIcon | None
    assurance: ShownIcon | None
    sentence: str
    ended: bool


def summary_lines(
    visit: Visit, rows: Sequence[Mapping[str, Any]], *, within: UUID | None = None
) -> tuple[SummaryLine, ...]:
    """A page of measures with what their charts say, in a fixed number of queries.

    `within`: the project whose page this is, which need not be named.
    """
    charts = charts_of([head_of(row) for row in rows], today=visit.today)
    names = Places(visit, rows, within)
    return tuple(
        _line(row, charts[row["id"]], names, key=f"s{place}", visit=visit)
        for place, row in enumerate(rows)
    )


class Places:
    """The names of projects, units and organisations, one query each."""

    def __init__(
        self, visit: Visit, rows: Sequence[Mapping[str, Any]], within: UUID | None
    ) -> None:
        self._within = within
        wanted = {row["project_id"] for row in rows if row["project_id"]} - {within}
        self._projects = projects.titles(visit.actor, wanted)
        self._units = people.unit_names(
            visit.actor, {row["unit_id"] for row in rows if row["unit_id"]}
        )
        self._bodies = people.organisation_names(row["organisation_id"] for row in rows)

    def of(self, row: Mapping[str, Any]) -> tuple[str, str]:
        """The name of where a measure belongs, and its page where it has one."""
        project = row["project_id"]
        if project:
            if project == self._within:
                return "", ""
            title = self._projects.get(project, "A project")
            return title, reverse("web:project", args=[project])
        body = self._bodies[row["organisation_id"]].name
        unit = self._units.get(row["unit_id"], "") if row["unit_id"] else ""
        return (f"{unit}, {body}" if unit else body), ""


def _line(
    row: Mapping[str, Any], chart: MeasureChart, places: Places, *, key: str, visit: Visit
) -> SummaryLine:
    where, where_href = places.of(row)
    return SummaryLine(
        name=row["name"],
        href=reverse("web:measure", args=[row["id"]]),
        family=FAMILY_SHORT.get(row["family"], ""),
        where=where,
        where_href=where_href,
        picture=small_picture(chart, key=key),
        latest=chart.latest_words or "No data yet",
        target=chart.target_words,
        variation=shown(variation(chart.variation_icon)) if can_tell(chart) else None,
        assurance=shown(assurance(chart.assurance_icon)),
        sentence=chart.sentence,
        ended=row["ended_on"] is not None and row["ended_on"] < visit.today,
    )


def can_tell(chart: MeasureChart) -> bool:
    """Is there enough to say whether it changes? An XmR chart without limits judges nothing."""
    if chart.analysis is None or not chart.phases:
        return False
    return chart.measure.chart != "xmr" or chart.phases[-1].upper is not None


def small_picture(chart: MeasureChart, *, key: str) -> str:
    """The chart as small as a line of a table; its words are in the same line."""
    return chart.svg(frame=SMALL, key=key)


def shown(words: IconWords | None) -> ShownIcon | None:
    """An icon with its picture."""
    if words is None:
        return None
    return ShownIcon(picture=icon(words), short=words.short, words=words.words)
