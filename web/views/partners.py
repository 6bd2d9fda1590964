"""Patient safety partners: their appointments from application to end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from governance.api.stepping import appointment_step, taking_of
from governance.commands import appointments as commands
from governance.commands.terms import correct_term
from governance.queries.appointments import appointments, get_appointment
from governance.queries.names import partner_names
from governance.steps import APPOINTMENT_STEPS
from kernel.api.filters import Choice, Filter, Uuid
from kernel.errors import NotFound
from people.queries.colleagues import who_may
from web import lists
from web.forms import ChangeForm
from web.forms.partners import AppointmentStep, CorrectTerm, NewApplication, RecordInduction
from web.pages import choices
from web.pages.downloads import download
from web.pages.frame import Frame
from web.pages.partners import lines, links, partner_page, step_views
from web.views.committees import stated
from web.visit import Visit, page
from web.words.states import APPOINTMENT_STATES, appointment_state
from web.words.steps import appointment_step as step_words

_FILTERS: dict[str, Filter] = {
    "state": Choice(tuple(state for state, _ in APPOINTMENT_STATES)),
    "organisation": Uuid(),
}


@page
def partners(visit: Visit) -> HttpResponse:
    """Appointments, the oldest application first."""
    sought = lists.asked(visit.request.GET, _FILTERS)
    rows = appointments(actor=visit.actor, page=sought.page, **sought.values)
    found = lists.listed(
        rows,
        sought,
        path=reverse("web:partners"),
        key=lambda row: (row["applied_on"].isoformat(), row["id"]),
    )
    return visit.show(
        "partners/list.jinja",
        found=found,
        lines=lines(visit, found.rows),
        sought=sought,
        states=APPOINTMENT_STATES,
        organisations=choices.organisations(visit),
        may_add=visit.actor.may_somewhere("psp.manage"),
        download=download("psp-appointments", sought.typed),
    )


@page
def partner(visit: Visit, appointment_id: UUID) -> HttpResponse:
    return visit.show("partners/partner.jinja", partner=partner_page(visit, appointment_id))


@page
def apply(visit: Visit) -> HttpResponse:
    offered = choices.people(visit, partners=True)
    form = NewApplication(
        visit.posted,
        organisations=choices.organisations(visit),
        people=offered,
        initial={"applied_on": visit.today, "role_level": "4"},
    )
    if visit.posted and form.is_valid():
        answer = visit.submit(
            form, lambda: _applied(visit, form.cleaned_data), done="The application is recorded."
        )
        if answer:
            return answer
    frame = Frame(
        title="Record an application",
        caption="Patient safety partners",
        button="Record the application",
        back_href=reverse("web:partners"),
        back_text="Patient safety partners",
        intro=("The person is registered first, under People, as a partner and not as staff.",),
        finder=choices.people_finder(visit, offered),
    )
    return visit.show("form.jinja", form=form, frame=frame)


@page
def step(visit: Visit, appointment_id: UUID, step: str) -> HttpResponse:
    """Take one step, or learn everything that it still needs."""
    found = get_appointment(actor=visit.actor, appointment_id=appointment_id)
    asks = _asks(step)
    view = next((one for one in step_views(visit, appointment_id) if one.words.step == step), None)
    colleagues = who_may(
        visit.actor, ["psp.manage"], organisation_id=found["organisation_id"], on=visit.today
    )
    form = AppointmentStep(
        visit.posted,
        version=found["version"],
        asks=asks,
        colleagues=[(str(one), name) for one, name in colleagues],
        initial={**_suggested(visit), **_already(found)},
    )
    words = step_words(step)
    if visit.posted and form.is_valid():
        answer = visit.submit(
            form,
            lambda: _taken(visit, appointment_id, step, form),
            done=f"{words.done}.",
            links=links(appointment_id),
        )
        if answer:
            return answer
    name = _name(visit, appointment_id)
    state = appointment_state(found["state"]).words.lower()
    frame = Frame(
        title=words.do,
        caption=name,
        button=words.do,
        back_href=_at(appointment_id),
        back_text=name,
        intro=(words.about,) if words.about else (),
        tasks=view.tasks if view else (),
        closed=view.denied if view else f"This is not possible in the state “{state}”.",
    )
    return visit.show("form.jinja", form=form, frame=frame)


@page
def change_term(visit: Visit, appointment_id: UUID, number: int) -> HttpResponse:
    found = get_appointment(actor=visit.actor, appointment_id=appointment_id)
    term: dict[str, Any] = next((one for one in found["terms"] if one["number"] == number), {})
    if not term:
        raise NotFound
    form = CorrectTerm(visit.posted, version=found["version"], initial=term)
    if visit.posted and form.is_valid():

        def correct() -> str:
            given = form.cleaned_data
            correct_term(
                appointment_id=appointment_id,
                number=number,
                from_date=given["from_date"],
                to_date=given["to_date"],
                **_by(visit, form),
            )
            return _at(appointment_id)

        answer = visit.submit(form, correct, done="The term is corrected.")
        if answer:
            return answer
    return _form(visit, form, appointment_id, title="Correct the dates of a term")


@page
def induction(visit: Visit, appointment_id: UUID) -> HttpResponse:
    found = get_appointment(actor=visit.actor, appointment_id=appointment_id)
    form = RecordInduction(visit.posted, version=found["version"], initial=found["induction"] or {})
    if visit.posted and form.is_valid():

        def write() -> str:
            given = form.cleaned_data
            commands.record_induction(
                appointment_id=appointment_id,
                completed_on=given["completed_on"],
                confidentiality_signed_on=given["confidentiality_signed_on"],
                **_by(visit, form),
            )
            return _at(appointment_id)

        answer = visit.submit(form, write, done="The induction is recorded.")
        if answer:
            return answer
    return _form(visit, form, appointment_id, title="Record or correct the induction")


def _asks(step: str) -> tuple[str, ...]:
    """The questions of a step; its name as the address has it.

    Raises:
        NotFound: there is no such step.
    """
    name = "return_" if step == "return" else step
    if step == "return_" or name not in APPOINTMENT_STEPS:
        raise NotFound
    return APPOINTMENT_STEPS[name]


def _suggested(visit: Visit) -> dict[str, Any]:
    """Days that fit most often; the review of a suspension comes within two weeks."""
    return {"effective_on": visit.today, "review_on": visit.today + timedelta(days=14)}


def _already(found: dict[str, Any]) -> dict[str, Any]:
    """What was recorded before is there to be confirmed."""
    induction = found["induction"] or {}
    return {
        **{name: value for name, value in found.items() if value is not None},
        "induction_completed_on": induction.get("completed_on"),
        "confidentiality_signed_on": induction.get("confidentiality_signed_on"),
    }


def _applied(visit: Visit, given: dict[str, Any]) -> str:
    made = commands.apply(
        organisation_id=given["organisation_id"],
        person_id=given["person_id"],
        applied_on=given["applied_on"],
        role_level=given["role_level"],
        actor=visit.actor,
        now=visit.now,
    )
    return _at(made.pk)


def _taken(visit: Visit, appointment_id: UUID, step: str, form: ChangeForm) -> str:
    values = stated(form)
    taking = taking_of(
        values,
        actor=visit.actor,
        now=visit.now,
        expected_version=form.cleaned_data["version"],
    )
    command, given = appointment_step(step, values)
    command(appointment_id=appointment_id, taking=taking, **given)
    return _at(appointment_id)


def _by(visit: Visit, form: ChangeForm) -> dict[str, Any]:
    return {
        "actor": visit.actor,
        "now": visit.now,
        "expected_version": form.cleaned_data["version"],
    }


def _form(visit: Visit, form: ChangeForm, appointment_id: UUID, *, title: str) -> HttpResponse:
    name = _name(visit, appointment_id)
    frame = Frame(title=title, caption=name, back_href=_at(appointment_id), back_text=name)
    return visit.show("form.jinja", form=form, frame=frame)


def _name(visit: Visit, appointment_id: UUID) -> str:
    return partner_names(visit.actor, [appointment_id]).get(appointment_id, "A partner")


def _at(appointment_id: UUID) -> str:
    return reverse("web:partner", args=[appointment_id])
