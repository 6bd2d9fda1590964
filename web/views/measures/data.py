"""Data come in: line by line in a grid, or pasted from a spreadsheet after a look at them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from kernel.errors import Invalid, NotFound
from projects.commands import measures as commands
from projects.measures.periods import in_words
from projects.queries import measures as queries
from projects.queries.measure_rows import measure_rights
from web.forms.measure_data import GridForm, PasteForm
from web.forms.records import StepForm
from web.pages.frame import Frame
from web.pages.measures.data import PasteLook, grid_rows, known_points, paste_look
from web.visit import Visit, page
from web.words.measures import NOT_ENTERED


@page
def grid(visit: Visit, measure_id: UUID) -> HttpResponse:
    """The periods that are due, or those from a day on to be corrected."""
    found = queries.get_measure(visit.actor, measure_id)
    rows = grid_rows(
        found,
        known_points(visit, measure_id),
        today=visit.today,
        start=_day(visit.request.GET.get("from", "")),
    )
    form = GridForm(visit.posted, rows=rows, measure=found)
    if visit.posted is not None and form.is_valid():
        entered = form.entered()

        def save() -> str:
            try:
                _put(visit, measure_id, entered)
            except Invalid as refusal:
                raise form.placed(refusal) from None
            return reverse("web:measure", args=[measure_id])

        answer = visit.submit(form, save, done=_saved(len(entered)))
        if answer:
            return answer
    return visit.show(
        "measures/grid.jinja",
        form=form,
        frame=_frame(visit, found, title="Add data"),
        paste_href=reverse("web:paste-measure", args=[measure_id]),
        correcting=bool(visit.request.GET.get("from")),
    )


@page
def paste(visit: Visit, measure_id: UUID) -> HttpResponse:
    """Pasted cells are read and shown first; nothing is saved before somebody has looked."""
    found = queries.get_measure(visit.actor, measure_id)
    form = PasteForm(visit.posted)
    seen = PasteLook()
    if visit.posted is not None and form.is_valid():
        text = form.cleaned_data["text"]
        seen = paste_look(text, found, known_points(visit, measure_id), today=visit.today)
        for fault in seen.faults:
            form.add_error("text", fault)
        if visit.posted.get("checked") == "yes" and not seen.faults:
            answer = visit.submit(
                form,
                lambda: _pasted(visit, measure_id, seen),
                done=_saved(len(seen.entered)),
            )
            if answer:
                return answer
    looking = bool(seen.lines) and not form.errors
    changing = bool(visit.posted and visit.posted.get("checked") == "change")
    return visit.show(
        "measures/paste.jinja",
        form=form,
        frame=_frame(
            visit,
            found,
            title="Check what was read" if looking and not changing else "Paste from a spreadsheet",
        ),
        seen=seen if looking and not changing else None,
        measure=found,
        grid_href=reverse("web:measure-data", args=[measure_id]),
    )


@page
def withdraw(visit: Visit, measure_id: UUID, on_date: str) -> HttpResponse:
    """What was recorded of a period in error is taken back."""
    found = queries.get_measure(visit.actor, measure_id)
    day = _day(on_date)
    if day is None or day not in known_points(visit, measure_id):
        raise NotFound
    period = in_words(found["frequency"], day)
    form = StepForm(visit.posted, version=found["version"])
    if visit.posted is not None and form.is_valid():

        def take_back() -> str:
            commands.withdraw_point(
                measure_id=measure_id,
                on_date=day,
                actor=visit.actor,
                now=visit.now,
                expected_version=form.cleaned_data["version"],
            )
            return reverse("web:measure", args=[measure_id])

        answer = visit.submit(form, take_back, done="It is taken back.")
        if answer:
            return answer
    frame = _frame(visit, found, title=f"Take back {period}", button="Take it back")
    return visit.show("form.jinja", form=form, frame=frame)


def _pasted(visit: Visit, measure_id: UUID, seen: PasteLook) -> str:
    _put(visit, measure_id, seen.entered)
    return reverse("web:measure", args=[measure_id])


def _put(visit: Visit, measure_id: UUID, entered: Any) -> None:
    commands.put_points(measure_id=measure_id, points=entered, actor=visit.actor, now=visit.now)


def _frame(visit: Visit, found: Mapping[str, Any], *, title: str, button: str = "Save") -> Frame:
    may = measure_rights(visit.actor, found["id"], today=visit.today)
    return Frame(
        title=title,
        caption=found["name"],
        button=button,
        back_href=reverse("web:measure", args=[found["id"]]),
        back_text=found["name"],
        intro=(
            ("The periods stay on record as they were known before.",)
            if title.startswith("Take back")
            else ()
        ),
        closed="" if may.enter else NOT_ENTERED,
    )


def _saved(count: int) -> str:
    return "The number is saved." if count == 1 else f"{count} periods are saved."


def _day(text: str) -> date | None:
    """The day that the address names; one that cannot be read asks for nothing."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
