"""Looking at measures: the summary of many, those of a project, one with its chart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from kernel.api.filters import Choice, Filter, Uuid, Words
from projects import queries as projects
from projects.queries import measures as queries
from projects.queries.measures_together import MOST_POOLED
from projects.queries.rights import rights
from web import lists
from web.pages import choices
from web.pages.downloads import download
from web.pages.measures.measure import measure_page
from web.pages.measures.summary import summary_lines
from web.pages.measures.together import together_page
from web.pages.saved_views import kept_views, measures_asked
from web.visit import Visit, page
from web.words.measures import CHART, FAMILY_SHORT

_WHICH = (("ours", "Ours"), ("ended", "Ours that have ended"), ("national", "Published figures"))
_FILTERS: dict[str, Filter] = {
    "q": Words(),
    "which": Choice(tuple(which for which, _ in _WHICH)),
    "family": Choice(tuple(FAMILY_SHORT)),
    "chart": Choice(tuple(chart for chart, _ in CHART)),
    "organisation": Uuid(),
    "unit": Uuid(),
    "project": Uuid(),
    "tag": Words(minimum=1, maximum=40),
}


@page
def measures(visit: Visit) -> HttpResponse:
    """Every measure that the visitor reads, by name, each with what its chart says."""
    return _summary(visit, at=reverse("web:measures"))


@page
def of_project(visit: Visit, project_id: UUID) -> HttpResponse:
    """The measures of one project."""
    project = projects.get_project(visit.actor, project_id)
    return _summary(visit, at=reverse("web:project-measures", args=[project_id]), project=project)


def _summary(visit: Visit, *, at: str, project: Mapping[str, Any] | None = None) -> HttpResponse:
    known = {**_FILTERS}
    if project:
        for name in ("project", "organisation", "unit"):
            del known[name]
    sought = lists.asked(visit.request.GET, known)
    asked = dict(sought.values)
    which = asked.pop("which", "ours")
    within = {"project": project["id"]} if project else {}
    rows = queries.visible_measures(
        visit.actor, page=sought.page, today=visit.today, **asked, **within, **_narrowed(which)
    )
    found = lists.listed(rows, sought, path=at, key=lambda row: (row["name"], row["id"]))
    within_id = project["id"] if project else None
    return visit.show(
        "measures/summary.jinja",
        lines=summary_lines(visit, found.rows, within=within_id),
        found=found,
        sought=sought,
        at=at,
        which=which,
        choices_of_which=_WHICH[:2] if project else _WHICH,
        project=project,
        families=tuple(FAMILY_SHORT.items()),
        organisations=() if project else choices.organisations(visit),
        units=() if project else choices.units(visit),
        define_href=_define_href(visit, project),
        download=download("measures", {**measures_asked(sought.typed), **_words(within)}),
        kept=None if project else kept_views(visit, "measures", sought),
    )


def _narrowed(which: str) -> dict[str, bool]:
    if which == "national":
        return {"reference": True}
    return {"ended": which == "ended"}


def _words(within: Mapping[str, UUID]) -> dict[str, str]:
    return {name: str(value) for name, value in within.items()}


def _define_href(visit: Visit, project: Mapping[str, Any] | None) -> str:
    """Where a measure is defined, for those who may."""
    if project:
        closed = rights(visit.actor, project["id"], today=visit.today).measures_closed
        return "" if closed else reverse("web:define-project-measure", args=[project["id"]])
    may = visit.actor.may_write and visit.actor.may_somewhere("measure.manage")
    return reverse("web:define-measure") if may else ""


@page
def together(visit: Visit, measure_id: UUID) -> HttpResponse:
    """Measures that count the same as this one, as one chart."""
    wanted = visit.request.GET.getlist("with")[:MOST_POOLED]
    return visit.show("measures/together.jinja", measure=together_page(visit, measure_id, wanted))


@page
def measure(visit: Visit, measure_id: UUID) -> HttpResponse:
    return visit.show("measures/measure.jinja", measure=measure_page(visit, measure_id))
