"""Defining a measure, changing what is written about it, ending it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from kernel.errors import NotFound
from people.queries.colleagues import members_who_may
from projects import queries as projects
from projects.commands import measures as commands
from projects.policies.measures import READ
from projects.queries import measures as queries
from projects.queries.measure_rows import measure_rights
from projects.queries.rights import rights
from web.forms.base import PageForm
from web.forms.measure_settings import EndMeasure
from web.forms.measures import (
    ChangeMeasure,
    DefineBodyMeasure,
    DefineMeasure,
    first_day,
)
from web.forms.records import StepForm
from web.pages import choices
from web.pages.frame import Frame
from web.visit import Visit, page
from web.words.measures import DATA_KIND, KINDS, NOT_KEPT

_CHANGED = (
    "name",
    "family",
    "why",
    "numerator_words",
    "denominator_words",
    "per",
    "unit_word",
    "definition",
    "source",
    "sampling",
    "direction",
    "frequency",
    "begins_on",
    "reporting_lag_days",
    "chart",
    "baseline_points",
    "baseline_plan",
    "rare_event_reason",
    "owner_id",
    "reliability",
)


@page
def choose_kind(visit: Visit, project_id: UUID | None = None) -> HttpResponse:
    """First of all: what is written down for each period. The rest of the form follows from it."""
    title, closed = _where(visit, project_id)
    at = "web:define-project-measure-of" if project_id else "web:define-measure-of"
    before = [project_id] if project_id else []
    return visit.show(
        "measures/kinds.jinja",
        kinds=[(one, reverse(at, args=[*before, one.kind])) for one in KINDS],
        title=title,
        closed=closed,
        back_href=_list_of(project_id),
    )


@page
def define(visit: Visit, kind: str, project_id: UUID | None = None) -> HttpResponse:
    """Everything that a measure needs before its first number."""
    if kind not in dict(DATA_KIND):
        raise NotFound
    title, closed = _where(visit, project_id)
    form = _define_form(visit, kind, project_id)
    if visit.posted and form.is_valid():
        answer = visit.submit(
            form,
            lambda: _defined(visit, form, kind, project_id),
            done="The measure is there. Add its data now.",
        )
        if answer:
            return answer
    at = "web:define-project-measure" if project_id else "web:define-measure"
    frame = Frame(
        title="Define a measure",
        caption=title,
        button="Define the measure",
        back_href=reverse(at, args=[project_id] if project_id else []),
        back_text="Choose another kind of data",
        intro=(f"{dict(DATA_KIND)[kind]}.",),
        closed=closed,
    )
    return visit.show("form.jinja", form=form, frame=frame)


@page
def change(visit: Visit, measure_id: UUID) -> HttpResponse:
    found = queries.get_measure(visit.actor, measure_id)
    form = ChangeMeasure(
        visit.posted,
        measure=found,
        owners=_owners(visit, found),
        version=found["version"],
        initial={name: found[name] for name in _CHANGED},
    )

    def act() -> None:
        commands.change_measure(
            measure_id=measure_id,
            changes=form.changes(),
            actor=visit.actor,
            now=visit.now,
            expected_version=form.cleaned_data["version"],
        )

    may = measure_rights(visit.actor, measure_id, today=visit.today)
    return _form_of(
        visit, found, form, act, title="Change the measure", done="It is changed.", may=may.keep
    )


@page
def end(visit: Visit, measure_id: UUID) -> HttpResponse:
    """Count no more after a day; on the same page, go on after all."""
    found = queries.get_measure(visit.actor, measure_id)
    if found["ended_on"]:
        return _go_on(visit, found)
    form = EndMeasure(visit.posted, version=found["version"], initial={"ended_on": visit.today})

    def act() -> None:
        commands.end_measure(
            measure_id=measure_id,
            ended_on=form.cleaned_data["ended_on"],
            actor=visit.actor,
            now=visit.now,
            expected_version=form.cleaned_data["version"],
        )

    may = measure_rights(visit.actor, measure_id, today=visit.today)
    return _form_of(
        visit, found, form, act, title="End the measure", done="The measure ends.", may=may.end
    )


def _go_on(visit: Visit, found: dict[str, Any]) -> HttpResponse:
    form = StepForm(visit.posted, version=found["version"])

    def act() -> None:
        commands.end_measure(
            measure_id=found["id"],
            ended_on=None,
            actor=visit.actor,
            now=visit.now,
            expected_version=form.cleaned_data["version"],
        )

    may = measure_rights(visit.actor, found["id"], today=visit.today)
    return _form_of(
        visit,
        found,
        form,
        act,
        title="Let the measure go on",
        done="The measure goes on.",
        may=may.end,
    )


def _form_of(
    visit: Visit,
    found: dict[str, Any],
    form: PageForm,
    act: Callable[[], None],
    *,
    title: str,
    done: str,
    may: bool,
) -> HttpResponse:
    at = reverse("web:measure", args=[found["id"]])
    if visit.posted and form.is_valid():

        def send() -> str:
            act()
            return at

        answer = visit.submit(form, send, done=done)
        if answer:
            return answer
    frame = Frame(
        title=title,
        caption=found["name"],
        button=title if title.startswith(("End", "Let")) else "Save",
        back_href=at,
        back_text=found["name"],
        closed="" if may else NOT_KEPT,
    )
    return visit.show("form.jinja", form=form, frame=frame)


def _define_form(visit: Visit, kind: str, project_id: UUID | None) -> DefineMeasure:
    initial = {"begins_on": first_day(visit.today), "frequency": "month"}
    if project_id:
        return DefineMeasure(visit.posted, kind=kind, of_project=True, initial=initial)
    return DefineBodyMeasure(
        visit.posted,
        kind=kind,
        of_project=False,
        organisations=choices.organisations(visit),
        units=choices.units(visit),
        initial=initial,
    )


def _defined(visit: Visit, form: DefineMeasure, kind: str, project_id: UUID | None) -> str:
    """The measure and, in the same transaction, its target."""
    with transaction.atomic():
        made = commands.define_measure(
            **form.written(),
            **({"project_id": project_id} if project_id else form.home()),
            data_kind=kind,
            actor=visit.actor,
            now=visit.now,
        )
        target = form.cleaned_data["target"]
        if target is not None:
            commands.set_target(
                measure_id=made.pk,
                on_date=made.begins_on,
                value=target,
                actor=visit.actor,
                now=visit.now,
            )
    return reverse("web:measure", args=[made.pk])


def _where(visit: Visit, project_id: UUID | None) -> tuple[str, str]:
    """Of which project, and why nothing can be defined there."""
    if project_id is None:
        may = visit.actor.may_write and visit.actor.may_somewhere("measure.manage")
        return "", "" if may else "Your role does not manage measures of an organisation."
    title = projects.get_project(visit.actor, project_id)["title"]
    return title, rights(visit.actor, project_id, today=visit.today).measures_closed


def _list_of(project_id: UUID | None) -> str:
    if project_id is None:
        return reverse("web:measures")
    return reverse("web:project-measures", args=[project_id])


def _owners(visit: Visit, found: dict[str, Any]) -> list[tuple[str, str]]:
    """Colleagues whose role reads the measure, by name."""
    members = members_who_may(
        visit.actor,
        (READ,),
        organisation_id=found["organisation_id"],
        unit_id=found["unit_id"],
        on=visit.today,
    )
    return sorted(((str(pk), name) for pk, name in members), key=lambda one: one[1].casefold())
