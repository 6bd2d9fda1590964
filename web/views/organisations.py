"""The register of organisations: the list, one of them, who looks at it, what it came from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from kernel.api.filters import Words
from kernel.decisions import require
from kernel.errors import NotFound
from people import commands, queries
from people.policies.bodies import may_register
from web import lists
from web.forms import ChangeForm, PageForm
from web.forms.organisations import (
    KEPT_BY_OPERATORS,
    EndOversight,
    GrantOversight,
    OrganisationDetails,
    RecordSuccession,
    RegisterOrganisation,
)
from web.pages import choices
from web.pages.frame import Finder, Frame
from web.pages.organisations import body_coded, is_own, organisation_page
from web.visit import Visit, page
from web.words.choices import ORGANISATION_TYPE

_REGISTERED = ("name", "type", "ods_code", "icb", "region", "opened_on")


@page
def organisations(visit: Visit) -> HttpResponse:
    """Those that the visitor may see; to whoever keeps the register, all of them."""
    sought = lists.asked(visit.request.GET, {"q": Words()})
    rows = queries.visible_organisations(visit.actor, page=sought.page, **sought.values)
    found = lists.listed(
        rows, sought, path=reverse("web:organisations"), key=lambda row: (row["name"], row["id"])
    )
    return visit.show(
        "access/organisations.jinja",
        found=found,
        sought=sought,
        kinds=dict(ORGANISATION_TYPE),
        may_register=may_register(visit.actor).allowed,
    )


@page
def organisation(visit: Visit, organisation_id: UUID) -> HttpResponse:
    return visit.show(
        "access/organisation.jinja", organisation=organisation_page(visit, organisation_id)
    )


@page
def register(visit: Visit) -> HttpResponse:
    require(may_register(visit.actor))
    form = RegisterOrganisation(visit.posted)

    def act() -> UUID:
        made = commands.register_organisation(
            **{name: form.cleaned_data[name] for name in _REGISTERED}, **_by(visit)
        )
        return made.pk

    return _form(visit, form, act, title="Register an organisation", done="It is registered.")


@page
def details(visit: Visit, organisation_id: UUID) -> HttpResponse:
    found = queries.get_organisation(visit.actor, organisation_id)
    registrar = may_register(visit.actor).allowed
    coded = ("ods_code",) if found["ods_code"] else ()
    form = OrganisationDetails(
        visit.posted,
        version=found["version"],
        kept=coded if registrar else KEPT_BY_OPERATORS,
        initial=found,
    )

    def act() -> UUID:
        names = [name for name in (*_REGISTERED, "closed_on") if name in form.fields]
        commands.change_organisation(
            organisation_id=organisation_id,
            values={name: form.cleaned_data[name] for name in names},
            **_seen(visit, form),
        )
        return organisation_id

    return _form(
        visit,
        form,
        act,
        title="Change what the register says",
        done="The register is changed.",
        of=found,
        intro=() if registrar else ("Operators of the service change its kind, code and dates.",),
    )


@page
def grant_oversight(visit: Visit, organisation_id: UUID) -> HttpResponse:
    found = _own(visit, organisation_id)
    form = GrantOversight(
        visit.posted, version=found["version"], initial={"from_date": visit.today}
    )

    def act() -> UUID:
        commands.grant_oversight(
            organisation_id=organisation_id,
            overseer_id=body_coded(form.cleaned_data["code"]),
            from_date=form.cleaned_data["from_date"],
            to_date=form.cleaned_data["to_date"],
            **_seen(visit, form),
        )
        return organisation_id

    return _form(
        visit,
        form,
        act,
        title="Let a wider organisation look",
        done="It may read your findings.",
        of=found,
        intro=("It reads what the rules found, and never who the people are.",),
    )


@page
def end_oversight(visit: Visit, organisation_id: UUID, grant_id: UUID) -> HttpResponse:
    found = _own(visit, organisation_id)
    grant = next((one for one in found["overseers"] if one["id"] == grant_id), None)
    if grant is None:
        raise NotFound
    names = queries.organisation_names([grant["overseer_id"]])
    form = EndOversight(visit.posted, version=found["version"], initial={"to_date": visit.today})

    def act() -> UUID:
        commands.end_oversight(
            organisation_id=organisation_id,
            grant_id=grant_id,
            last_day=form.cleaned_data["to_date"],
            **_seen(visit, form),
        )
        return organisation_id

    return _form(
        visit,
        form,
        act,
        title=f"{names[grant['overseer_id']].name} no longer looks",
        done="The last day is recorded.",
        of=found,
    )


@page
def succession(visit: Visit, organisation_id: UUID) -> HttpResponse:
    require(may_register(visit.actor))
    found = queries.get_organisation(visit.actor, organisation_id)
    offered = [one for one in choices.bodies(visit) if one[0] != str(organisation_id)]
    form = RecordSuccession(visit.posted, bodies=offered, initial={"from_date": visit.today})

    def act() -> UUID:
        commands.record_succession(
            predecessor_id=form.cleaned_data["predecessor_id"],
            successor_id=organisation_id,
            from_date=form.cleaned_data["from_date"],
            **_by(visit),
        )
        return organisation_id

    return _form(
        visit,
        form,
        act,
        title="Record a merger",
        done="The merger is recorded.",
        of=found,
        intro=(
            "From that day this organisation stands in the place of another one.",
            "The committees of the other one then wait to be approved again.",
        ),
        finder=choices.bodies_finder(visit, offered),
    )


def _own(visit: Visit, organisation_id: UUID) -> dict[str, Any]:
    """An organisation decides itself who looks at it.

    Raises:
        NotFound: it is not one of the visitor's own.
    """
    if not is_own(visit, organisation_id):
        raise NotFound
    return queries.get_organisation(visit.actor, organisation_id)


def _by(visit: Visit) -> dict[str, Any]:
    return {"actor": visit.actor, "now": visit.now}


def _seen(visit: Visit, form: ChangeForm) -> dict[str, Any]:
    return {**_by(visit), "expected_version": form.cleaned_data["version"]}


def _form(
    visit: Visit,
    form: PageForm,
    act: Callable[[], UUID],
    *,
    title: str,
    done: str,
    of: dict[str, Any] | None = None,
    intro: tuple[str, ...] = (),
    finder: Finder | None = None,
) -> HttpResponse:
    """One form that changes the register and leads to the page of the organisation."""
    if visit.posted and form.is_valid():
        answer = visit.submit(form, lambda: reverse("web:organisation", args=[act()]), done=done)
        if answer:
            return answer
    frame = Frame(
        title=title,
        caption=of["name"] if of else "",
        back_href=reverse("web:organisation", args=[of["id"]])
        if of
        else reverse("web:organisations"),
        back_text=of["name"] if of else "Organisations",
        intro=intro,
        finder=finder,
    )
    return visit.show("form.jinja", form=form, frame=frame)
