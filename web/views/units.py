"""The parts of an organisation, and where each sits in the tree."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from kernel.api.pages import Page
from people import commands, queries
from web.forms import PageForm
from web.forms.access import CloseUnit, MoveUnit, NewUnit, RenameUnit
from web.pages import choices
from web.pages.downloads import download
from web.pages.frame import Frame
from web.pages.units import tree
from web.visit import Visit, page

_MOST = 200


@page
def units(visit: Visit) -> HttpResponse:
    rows = queries.visible_units(visit.actor, page=Page(limit=_MOST), on=visit.today)
    mine = [row for row in rows if row["organisation_id"] in visit.actor.organisation_ids]
    return visit.show(
        "access/units.jinja",
        bodies=[
            (key, name, tree([row for row in mine if str(row["organisation_id"]) == key]))
            for key, name in choices.organisations(visit)
        ],
        may_manage=visit.actor.may_somewhere("unit.manage"),
        download=download("units"),
    )


@page
def new_unit(visit: Visit) -> HttpResponse:
    form = NewUnit(
        visit.posted, organisations=choices.organisations(visit), units=choices.units(visit)
    )

    def add() -> None:
        names = ("organisation_id", "name", "type", "parent_id", "opened_on")
        commands.open_unit(**{name: form.cleaned_data[name] for name in names}, **_by(visit))

    return _form(visit, form, add, title="Add a unit", done="The unit is added.")


@page
def rename_unit(visit: Visit, unit_id: UUID) -> HttpResponse:
    found = queries.get_unit(visit.actor, unit_id, on=visit.today)
    form = RenameUnit(visit.posted, version=found["version"], initial=found)

    def rename() -> None:
        commands.change_unit(
            unit_id=unit_id,
            values={name: form.cleaned_data[name] for name in ("name", "type")},
            expected_version=form.cleaned_data["version"],
            **_by(visit),
        )

    return _form(
        visit, form, rename, title="Change a unit", done="The unit is changed.", of=found["name"]
    )


@page
def move_unit(visit: Visit, unit_id: UUID) -> HttpResponse:
    found = queries.get_unit(visit.actor, unit_id, on=visit.today)
    others = [
        option
        for option in choices.units(visit, organisation=found["organisation_id"])
        if option[0] != str(unit_id)
    ]
    form = MoveUnit(
        visit.posted,
        version=found["version"],
        units=others,
        initial={"from_date": visit.today, "parent_id": found["parent_id"]},
    )

    def move() -> None:
        commands.move_unit(
            unit_id=unit_id,
            parent_id=form.cleaned_data["parent_id"],
            from_date=form.cleaned_data["from_date"],
            expected_version=form.cleaned_data["version"],
            **_by(visit),
        )

    return _form(
        visit, form, move, title="Move a unit", done="The unit is moved.", of=found["name"]
    )


@page
def close_unit(visit: Visit, unit_id: UUID) -> HttpResponse:
    found = queries.get_unit(visit.actor, unit_id, on=visit.today)
    form = CloseUnit(visit.posted, version=found["version"], initial={"last_day": visit.today})

    def close() -> None:
        commands.close_unit(
            unit_id=unit_id,
            last_day=form.cleaned_data["last_day"],
            expected_version=form.cleaned_data["version"],
            **_by(visit),
        )

    return _form(
        visit, form, close, title="Close a unit", done="The unit is closed.", of=found["name"]
    )


def _by(visit: Visit) -> dict[str, Any]:
    return {"actor": visit.actor, "now": visit.now}


def _form(
    visit: Visit,
    form: PageForm,
    act: Callable[[], None],
    *,
    title: str,
    done: str,
    of: str = "",
) -> HttpResponse:
    if visit.posted and form.is_valid():

        def acted() -> str:
            act()
            return reverse("web:units")

        answer = visit.submit(form, acted, done=done)
        if answer:
            return answer
    frame = Frame(
        title=title,
        caption=of,
        button="Save",
        back_href=reverse("web:units"),
        back_text="Units",
    )
    return visit.show("form.jinja", form=form, frame=frame)
