"""What people set on a chart: targets, recalculations of the limits, marks. And take back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from kernel.actors import Actor
from kernel.errors import NotFound
from projects.commands import measures as commands
from projects.queries import measures as queries
from projects.queries.measure_rows import markers, measure_rights, rebases, targets
from web.forms.base import ChangeForm
from web.forms.measure_settings import MarkForm, RebaseForm, TargetForm
from web.forms.records import StepForm
from web.pages.frame import Frame
from web.visit import Visit, page
from web.words.dates import british_date
from web.words.measures import NOT_KEPT

_REBASE_INTRO = (
    "Do this only when the process itself changed, and the change is there to stay.",
    "The limits before that day stay on the chart as they were; new ones rest on the points after.",
)


@page
def add_target(visit: Visit, measure_id: UUID) -> HttpResponse:
    found = queries.get_measure(visit.actor, measure_id)
    form = TargetForm(
        visit.posted,
        kind=found["data_kind"],
        unit=queries.head_of(found).unit,
        version=found["version"],
        initial={"shape": "step"},
    )

    def act(given: Mapping[str, Any], by: Mapping[str, Any]) -> None:
        names = ("value", "on_date", "shape", "reason")
        commands.set_target(**{name: given[name] for name in names}, **by)

    return _form(visit, found, form, act, title="Set a target", done="The target is set.")


@page
def add_rebase(visit: Visit, measure_id: UUID) -> HttpResponse:
    found = queries.get_measure(visit.actor, measure_id)
    form = RebaseForm(visit.posted, version=found["version"])

    def act(given: Mapping[str, Any], by: Mapping[str, Any]) -> None:
        commands.rebase(on_date=given["on_date"], reason=given["reason"], **by)

    return _form(
        visit,
        found,
        form,
        act,
        title="Recalculate the limits",
        done="The limits are recalculated.",
        intro=_REBASE_INTRO,
    )


@page
def add_mark(visit: Visit, measure_id: UUID) -> HttpResponse:
    found = queries.get_measure(visit.actor, measure_id)
    form = MarkForm(visit.posted, version=found["version"], initial={"sort": "change"})

    def act(given: Mapping[str, Any], by: Mapping[str, Any]) -> None:
        commands.mark(on_date=given["on_date"], sort=given["sort"], words=given["words"], **by)

    return _form(visit, found, form, act, title="Mark a day", done="The mark is on the chart.")


@page
def withdraw_target(visit: Visit, measure_id: UUID, row_id: UUID) -> HttpResponse:
    return _withdraw(
        visit,
        measure_id,
        row_id,
        rows=targets,
        command=commands.withdraw_target,
        name="target_id",
        title="Take back the target",
        says=lambda row: f"The target from {british_date(row['on_date'])}. It counts no more.",
    )


@page
def withdraw_rebase(visit: Visit, measure_id: UUID, row_id: UUID) -> HttpResponse:
    return _withdraw(
        visit,
        measure_id,
        row_id,
        rows=rebases,
        command=commands.withdraw_rebase,
        name="rebase_id",
        title="Take back the recalculation",
        says=lambda row: (
            f"The one from {british_date(row['on_date'])}: {row['reason']} "
            "The limits before it go on as if it had never been."
        ),
    )


@page
def withdraw_mark(visit: Visit, measure_id: UUID, row_id: UUID) -> HttpResponse:
    return _withdraw(
        visit,
        measure_id,
        row_id,
        rows=markers,
        command=commands.withdraw_mark,
        name="marker_id",
        title="Take the mark off",
        says=lambda row: f"{british_date(row['on_date'])}: {row['words']}",
    )


def _withdraw(
    visit: Visit,
    measure_id: UUID,
    row_id: UUID,
    *,
    rows: Callable[[Actor, UUID], list[dict[str, Any]]],
    command: Callable[..., object],
    name: str,
    title: str,
    says: Callable[[Mapping[str, Any]], str],
) -> HttpResponse:
    """One button that takes back one of the rows of a measure."""
    found = queries.get_measure(visit.actor, measure_id)
    row = next((one for one in rows(visit.actor, measure_id) if one["id"] == row_id), None)
    if row is None:
        raise NotFound
    form = StepForm(visit.posted, version=found["version"])

    def act(given: Mapping[str, Any], by: Mapping[str, Any]) -> None:
        command(**{name: row_id}, **by)

    return _form(visit, found, form, act, title=title, done="It is taken back.", intro=(says(row),))


def _form(
    visit: Visit,
    found: Mapping[str, Any],
    form: ChangeForm,
    act: Callable[[Mapping[str, Any], Mapping[str, Any]], None],
    *,
    title: str,
    done: str,
    intro: tuple[str, ...] = (),
) -> HttpResponse:
    at = reverse("web:measure", args=[found["id"]])
    if visit.posted and form.is_valid():

        def send() -> str:
            by = {
                "measure_id": found["id"],
                "actor": visit.actor,
                "now": visit.now,
                "expected_version": form.cleaned_data["version"],
            }
            act(form.cleaned_data, by)
            return at

        answer = visit.submit(form, send, done=done)
        if answer:
            return answer
    may = measure_rights(visit.actor, found["id"], today=visit.today)
    frame = Frame(
        title=title,
        caption=found["name"],
        button=title,
        back_href=at,
        back_text=found["name"],
        intro=intro,
        closed="" if may.keep else NOT_KEPT,
    )
    return visit.show("form.jinja", form=form, frame=frame)
