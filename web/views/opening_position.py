"""An organisation arrives: upload a file, see what it would bring, sign it off."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from kernel.api.pages import Page
from kernel.errors import Denied
from people import queries as people
from projects.opening_position.format import SHEETS
from projects.opening_position.importing import discard, keep_for_sign_off, sign_off
from projects.opening_position.report import Report
from projects.opening_position.template import write_template
from projects.queries.openings import get_opening_position, opening_positions
from records.tables.faults import faults_as_csv
from web.forms.opening_position import OpeningPositionForm, SignOffForm
from web.pages import choices
from web.visit import Visit, page

_MOST_SHOWN = 200  # faults on the page; the file for downloading has all
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page
def upload(visit: Visit) -> HttpResponse:
    """Which files were loaded, and the next one."""
    if not visit.actor.may_somewhere("import.run"):
        raise Denied("Only who runs imports can load an opening position. Ask an administrator.")
    form = OpeningPositionForm(
        visit.posted,
        visit.request.FILES if visit.posted else None,
        organisations=choices.organisations(visit),
    )
    if visit.posted is not None and form.is_valid():
        answer = visit.submit(form, lambda: _checked(visit, form.cleaned_data), done=_CHECKED)
        if answer:
            return answer
    loaded = opening_positions(visit.actor, page=Page(limit=20))
    return visit.show("opening_position/upload.jinja", form=form, files=loaded[:20], sheets=SHEETS)


_CHECKED = "The file was checked. Nothing has been loaded yet."


def _checked(visit: Visit, given: dict[str, Any]) -> str:
    position = keep_for_sign_off(
        organisation_id=given["organisation_id"],
        file_name=given["file"].name,
        content=given["file"].read(),
        actor=visit.actor,
        now=visit.now,
    )
    return _address(position.pk)


@page
def report(visit: Visit, opening_position_id: UUID) -> HttpResponse:
    """What the check found; the button that loads the file, when nothing is to be mended."""
    found = get_opening_position(visit.actor, opening_position_id)
    form = SignOffForm(visit.posted)
    if visit.posted is not None and form.is_valid():

        def load() -> str:
            sign_off(opening_position_id=opening_position_id, actor=visit.actor, now=visit.now)
            return _address(opening_position_id)

        answer = visit.submit(form, load, done="See below what came of the file.")
        if answer:
            return answer
        found = get_opening_position(visit.actor, opening_position_id)
    told = Report.from_data(found["report"])
    names = people.organisation_names([found["organisation_id"]])
    return visit.show(
        "opening_position/report.jinja",
        form=form,
        found=found,
        told=told,
        faults=told.faults[:_MOST_SHOWN],
        organisation=names[found["organisation_id"]].name,
    )


@page
def faults(visit: Visit, opening_position_id: UUID) -> HttpResponse:
    """Everything to mend, as a file for a spreadsheet."""
    found = get_opening_position(visit.actor, opening_position_id)
    told = Report.from_data(found["report"])
    return _download(faults_as_csv(told.faults), "text/csv", "to-mend.csv")


@page
def forget(visit: Visit, opening_position_id: UUID) -> HttpResponse:
    """The file was checked and is not to be loaded."""
    get_opening_position(visit.actor, opening_position_id)
    form = SignOffForm(visit.posted)
    if visit.posted is not None and form.is_valid():

        def drop() -> str:
            discard(opening_position_id=opening_position_id, actor=visit.actor)
            return reverse("web:opening-positions")

        answer = visit.submit(form, drop, done="The file was forgotten.")
        if answer:
            return answer
    return report(visit.request, opening_position_id)


@page
def template(visit: Visit) -> HttpResponse:
    """An empty workbook to fill in."""
    return _download(write_template(), _WORKBOOK, "qiflow-opening-position.xlsx")


def _download(content: bytes, media_type: str, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=media_type, headers=headers)


def _address(opening_position_id: UUID) -> str:
    return reverse("web:opening-position", args=[opening_position_id])
