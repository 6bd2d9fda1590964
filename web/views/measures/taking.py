"""A chart to take away: as a drawing, a picture, a slide, or the table behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from kernel.errors import NotFound, Unavailable
from projects.measures.downloads import PNG_TYPE, SLIDE_TYPE, chart_png, chart_slide
from projects.measures.tabled import as_csv
from projects.queries.measure_sheets import chart_sheet
from projects.queries.measures import chart_of
from records.api.files import CSV, file_answer
from web.visit import Visit, page

_SVG = "image/svg+xml"
#: Name, content and type of a file.
Taken = tuple[str, bytes, str]


@page
def download(visit: Visit, measure_id: UUID, form: str) -> HttpResponse:
    """The chart as a file of one form."""
    make = _FORMS.get(form)
    if make is None:
        raise NotFound
    try:
        name, content, media_type = make(visit, measure_id)
    except Unavailable as refusal:
        messages.warning(visit.request, refusal.sentence)
        return redirect("web:measure", measure_id=measure_id)
    answer = file_answer(content, name=f"{name}.{form}", media_type=media_type, size=len(content))
    return cast("HttpResponse", answer)


def _svg(visit: Visit, measure_id: UUID) -> Taken:
    chart = chart_of(measure_id, visit.actor, today=visit.today)
    drawing = chart.svg()
    if not drawing:
        raise NotFound(chart.sentence)
    return chart.measure.name, drawing.encode(), _SVG


def _csv(visit: Visit, measure_id: UUID) -> Taken:
    chart = chart_of(measure_id, visit.actor, today=visit.today)
    return chart.measure.name, as_csv(chart), CSV


def _png(visit: Visit, measure_id: UUID) -> Taken:
    sheet = chart_sheet(measure_id, visit.actor, today=visit.today)
    return sheet.title, chart_png(sheet), PNG_TYPE


def _slide(visit: Visit, measure_id: UUID) -> Taken:
    sheet = chart_sheet(measure_id, visit.actor, today=visit.today)
    return sheet.title, chart_slide(sheet), SLIDE_TYPE


_FORMS: dict[str, Callable[[Visit, UUID], Taken]] = {
    "svg": _svg,
    "png": _png,
    "csv": _csv,
    "pptx": _slide,
}
