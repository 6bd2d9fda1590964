"""People of an organisation: who they are, whom they work for, what they agreed to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from kernel.api.filters import Choice, Filter, Words
from kernel.errors import NotFound
from people import commands, queries
from web import lists
from web.forms.people import (
    ChangeEmployment,
    ConsentForm,
    EmploymentForm,
    PersonDetails,
    RegisterPerson,
    WithdrawConsent,
)
from web.pages import choices
from web.pages.downloads import download
from web.pages.frame import Frame
from web.pages.history import history_of
from web.pages.imports import may_bring_in
from web.pages.people import filter_words, may_keep, person_page
from web.visit import Visit, page
from web.words.choices import PARTNER_KIND

_FILTERS: dict[str, Filter] = {
    "q": Words(),
    "partner_kind": Choice(tuple(kind for kind, _ in PARTNER_KIND)),
}
_PARTICULARS = (
    "name",
    "email",
    "phone",
    "needs",
    "interpreter_language",
    "postal_address",
    "access_needs",
    "partner_kind",
)


@page
def people(visit: Visit) -> HttpResponse:
    """Everybody the visitor may read, the last changed first."""
    sought = lists.asked(visit.request.GET, _FILTERS)
    rows = queries.visible_people(visit.actor, page=sought.page, **sought.values)
    found = lists.listed(
        rows,
        sought,
        path=reverse("web:people"),
        key=lambda row: (row["updated_at"].isoformat(), row["id"]),
    )
    return visit.show(
        "people/list.jinja",
        found=found,
        sought=sought,
        kinds=PARTNER_KIND,
        narrowed=filter_words(sought),
        may_register=visit.actor.may_somewhere("person.manage"),
        may_import=may_bring_in(visit, "people"),
        download=download("people", sought.typed),
    )


@page
def person(visit: Visit, person_id: UUID) -> HttpResponse:
    found = queries.get_person(visit.actor, person_id)
    return visit.show(
        "people/person.jinja",
        person=person_page(visit, found),
        history=history_of(visit, "person", person_id),
    )


@page
def register(visit: Visit) -> HttpResponse:
    form = RegisterPerson(visit.posted, organisations=choices.organisations(visit))
    if visit.posted and form.is_valid():
        answer = visit.submit(
            form, lambda: _registered(visit, form.cleaned_data), done="The person is registered."
        )
        if answer:
            return answer
    frame = Frame(
        title="Register a person",
        button="Register",
        back_href=reverse("web:people"),
        back_text="People",
        intro=("A colleague, or a partner who improves care with you.",),
    )
    return visit.show("form.jinja", form=form, frame=frame)


@page
def details(visit: Visit, person_id: UUID) -> HttpResponse:
    found = queries.get_person(visit.actor, person_id)
    form = PersonDetails(
        visit.posted,
        version=found["version"],
        initial={name: found[name] for name in _PARTICULARS},
    )
    if visit.posted and form.is_valid():

        def change() -> str:
            commands.change_person(
                person_id=person_id,
                values={name: form.cleaned_data[name] for name in _PARTICULARS},
                **_by(visit, form),
            )
            return _address(person_id)

        answer = visit.submit(form, change, done="The change is saved.")
        if answer:
            return answer
    return _form(visit, form, found, title="Change particulars")


@page
def add_employment(visit: Visit, person_id: UUID) -> HttpResponse:
    found = queries.get_person(visit.actor, person_id)
    body = queries.organisation_names([found["organisation_id"]])[found["organisation_id"]]
    form = EmploymentForm(
        visit.posted, version=found["version"], organisation=(str(body.id), body.name)
    )
    if visit.posted and form.is_valid():

        def add() -> str:
            given = form.cleaned_data
            commands.record_employment(
                person_id=person_id,
                employer_id=UUID(given["employer"]) if given["employer"] else None,
                **{name: given[name] for name in _EMPLOYMENT},
                **_by(visit, form),
            )
            return _address(person_id)

        answer = visit.submit(form, add, done="The employment is recorded.")
        if answer:
            return answer
    return _form(visit, form, found, title="Add an employment")


@page
def change_employment(visit: Visit, person_id: UUID, employment_id: UUID) -> HttpResponse:
    found = queries.get_person(visit.actor, person_id)
    present = next((one for one in found["employments"] if one["id"] == employment_id), None)
    if present is None:
        raise NotFound
    form = ChangeEmployment(visit.posted, version=found["version"], initial=present)
    if visit.posted and form.is_valid():

        def change() -> str:
            given = form.cleaned_data
            commands.change_employment(
                person_id=person_id,
                employment_id=employment_id,
                values={
                    name: given[name] for name in ("basis", "confirmed", "from_date", "to_date")
                },
                **_by(visit, form),
            )
            return _address(person_id)

        answer = visit.submit(form, change, done="The employment is changed.")
        if answer:
            return answer
    return _form(visit, form, found, title="Confirm, end or correct an employment")


@page
def add_consent(visit: Visit, person_id: UUID) -> HttpResponse:
    found = queries.get_person(visit.actor, person_id)
    form = ConsentForm(visit.posted, version=found["version"])
    if visit.posted and form.is_valid():

        def give() -> str:
            given = form.cleaned_data
            commands.give_consent(
                person_id=person_id,
                **{name: given[name] for name in ("scope", "from_date", "evidence")},
                **_by(visit, form),
            )
            return _address(person_id)

        answer = visit.submit(form, give, done="The consent is recorded.")
        if answer:
            return answer
    return _form(visit, form, found, title="Record a consent")


@page
def withdraw_consent(visit: Visit, person_id: UUID, scope: str) -> HttpResponse:
    found = queries.get_person(visit.actor, person_id)
    form = WithdrawConsent(visit.posted, version=found["version"], initial={"scope": scope})
    if visit.posted and form.is_valid():

        def withdraw() -> str:
            commands.withdraw_consent(
                person_id=person_id,
                scope=scope,
                from_date=form.cleaned_data["from_date"],
                **_by(visit, form),
            )
            return _address(person_id)

        answer = visit.submit(form, withdraw, done="The consent is withdrawn.")
        if answer:
            return answer
    return _form(visit, form, found, title="Withdraw a consent")


_EMPLOYMENT = ("employer_name", "basis", "confirmed", "from_date", "to_date")


def _registered(visit: Visit, given: dict[str, Any]) -> str:
    made = commands.register_person(
        organisation_id=given["organisation_id"],
        **{name: given[name] for name in _PARTICULARS},
        actor=visit.actor,
        now=visit.now,
    )
    return _address(made.pk)


def _by(visit: Visit, form: Any) -> dict[str, Any]:
    return {
        "actor": visit.actor,
        "now": visit.now,
        "expected_version": form.cleaned_data["version"],
    }


def _address(person_id: UUID) -> str:
    return reverse("web:person", args=[person_id])


def _form(visit: Visit, form: Any, found: dict[str, Any], *, title: str) -> HttpResponse:
    frame = Frame(
        title=title,
        caption=found["name"],
        back_href=_address(found["id"]),
        back_text=found["name"],
        closed="" if may_keep(visit, found) else "Your role reads people and cannot change them.",
    )
    return visit.show("form.jinja", form=form, frame=frame)
