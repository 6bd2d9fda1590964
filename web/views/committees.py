"""Committees: the list, registering one, the page of one on any day, and its steps."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from governance.api.stepping import committee_step, taking_of
from governance.commands import committees as commands
from governance.commands import seats
from governance.policies.committees import STEP_PERMISSIONS
from governance.queries.committees import committees as visible_committees
from governance.queries.committees import get_committee
from governance.steps import COMMITTEE_STEPS
from kernel.api.filters import Choice, Day, Filter, Uuid, Words
from kernel.api.pages import Page
from kernel.clock import LONDON
from kernel.errors import NotFound
from people.queries.colleagues import who_may
from web import lists
from web.forms import ChangeForm
from web.forms.committees import CommitteeStep, RegisterCommittee
from web.pages import choices
from web.pages.committees import committee_page, keeper_of, lines, links, step_views
from web.pages.downloads import download
from web.pages.frame import Frame, answers, sent_again
from web.pages.saved_views import kept_views
from web.visit import Visit, page
from web.words.outcomes import OUTCOMES
from web.words.states import COMMITTEE_STATES, committee_state
from web.words.steps import committee_step as step_words

_FILTERS: dict[str, Filter] = {
    "q": Words(),
    "state": Choice(tuple(state for state, _ in COMMITTEE_STATES)),
    "outcome": Choice(tuple(outcome for outcome, _ in OUTCOMES)),
    "organisation": Uuid(),
    "unit": Uuid(),
    "tag": Words(minimum=1, maximum=40),
}
_DAY: dict[str, Filter] = {"as_at": Day(), "known_on": Day()}
_DETAILS = ("unit_id", "chair_id", "meeting_frequency")


@page
def committees(visit: Visit) -> HttpResponse:
    """Every committee with today's answer."""
    sought = lists.asked(visit.request.GET, _FILTERS)
    rows = visible_committees(actor=visit.actor, page=sought.page, **sought.values)
    found = lists.listed(
        rows, sought, path=reverse("web:committees"), key=lambda row: (row["name"], row["id"])
    )
    return visit.show(
        "committees/list.jinja",
        found=found,
        lines=lines(visit, found.rows),
        sought=sought,
        kept=kept_views(visit, "committees", sought),
        states=COMMITTEE_STATES,
        outcomes=OUTCOMES,
        organisations=choices.organisations(visit),
        units=choices.units(visit),
        may_register=visit.actor.may_somewhere("committee.manage"),
        download=download("committees", sought.typed),
        may_see_partners=visit.actor.may_somewhere("psp.read")
        or visit.actor.may_somewhere("psp.manage"),
    )


@page
def committee(visit: Visit, committee_id: UUID) -> HttpResponse:
    sought = lists.asked(visit.request.GET, _DAY)
    known_on = sought.values.get("known_on")
    end = datetime.combine(known_on, time.max, tzinfo=LONDON) if known_on else None
    shown = committee_page(
        visit,
        committee_id,
        as_at=sought.values.get("as_at"),
        known_at=min(end, visit.now) if end else None,
    )
    return visit.show("committees/committee.jinja", committee=shown, sought=sought)


@page
def register(visit: Visit) -> HttpResponse:
    """The questions, then the answers to check, then the committee with its seats."""
    offered = choices.people(visit)
    form = RegisterCommittee(
        visit.posted,
        organisations=choices.organisations(visit),
        units=choices.units(visit),
        people=offered,
    )
    checked = visit.posted.get("checked") if visit.posted else None
    ready = visit.posted is not None and checked != "change" and form.is_valid()
    if ready and checked == "yes":
        answer = visit.submit(
            form, lambda: _registered(visit, form.cleaned_data), done="The committee is registered."
        )
        if answer:
            return answer
    check = ready and checked is None
    frame = Frame(
        title="Check your answers" if check else "Register a committee",
        caption="Register a committee" if check else "",
        button="Register the committee" if check else "Continue",
        back_href=reverse("web:committees"),
        back_text="Committees",
        answers=answers(form) if check else (),
        hidden=sent_again(visit.posted) if check and visit.posted else (),
        finder=choices.people_finder(visit, offered) if visit.posted is None else None,
    )
    return visit.show("form.jinja", form=form, frame=frame)


@page
def step(visit: Visit, committee_id: UUID, step: str) -> HttpResponse:
    """Take one step, or learn everything that it still needs."""
    found = get_committee(actor=visit.actor, committee_id=committee_id, as_at=visit.today)
    if step not in COMMITTEE_STEPS:
        raise NotFound
    view = next((one for one in step_views(visit, committee_id) if one.words.step == step), None)
    form = _step_form(visit, found, step)
    words = step_words(step)
    if visit.posted and form.is_valid():
        answer = visit.submit(
            form,
            lambda: _taken(visit, committee_id, step, form),
            done=f"{words.done}.",
            links=links(committee_id),
        )
        if answer:
            return answer
    state = committee_state(found["state"]).words.lower()
    frame = Frame(
        title=words.do,
        caption=found["name"],
        button=words.do,
        back_href=_at(committee_id),
        back_text=found["name"],
        intro=(words.about,) if words.about else (),
        tasks=view.tasks if view else (),
        closed=view.denied if view else f"This is not possible while the committee is {state}.",
    )
    return visit.show("form.jinja", form=form, frame=frame)


def _step_form(visit: Visit, found: dict[str, Any], step: str) -> CommitteeStep:
    organisation_id = keeper_of(found)
    others = visible_committees(
        actor=visit.actor, page=Page(limit=200), organisation=organisation_id, state="active"
    )
    approvers = who_may(
        visit.actor,
        ["committee.manage", STEP_PERMISSIONS[step]],
        organisation_id=organisation_id,
        on=visit.today,
    )
    specialists = who_may(
        visit.actor, ["psp.manage"], organisation_id=organisation_id, on=visit.today
    )
    if step == "reclassify" and visit.actor.id:
        approvers = [(visit.actor.id, "I approve it myself"), *approvers]
    return CommitteeStep(
        visit.posted,
        version=found["version"],
        asks=COMMITTEE_STEPS[step],
        committees=[(str(one["id"]), one["name"]) for one in others if one["id"] != found["id"]],
        approvers=[(str(one), name) for one, name in approvers],
        specialists=[(str(one), name) for one, name in specialists],
        initial={"effective_on": visit.today},
    )


def _taken(visit: Visit, committee_id: UUID, step: str, form: ChangeForm) -> str:
    values = stated(form)
    taking = taking_of(
        values,
        actor=visit.actor,
        now=visit.now,
        expected_version=form.cleaned_data["version"],
    )
    command, given = committee_step(step, values)
    command(committee_id=committee_id, taking=taking, **given)
    return _at(committee_id)


def stated(form: ChangeForm) -> dict[str, Any]:
    """What was answered; an empty box says nothing."""
    left_out = ("ticket", "version")
    return {
        name: value
        for name, value in form.cleaned_data.items()
        if name not in left_out and value not in (None, "")
    }


def _registered(visit: Visit, given: dict[str, Any]) -> str:
    by: dict[str, Any] = {"actor": visit.actor, "now": visit.now}
    made = commands.register_committee(
        organisation_id=given["organisation_id"],
        name=given["name"],
        established_on=given["established_on"],
        details={name: given[name] for name in _DETAILS},
        terms_of_reference=given["terms_of_reference"],
        terms_dated_on=given["terms_dated_on"],
        safety_related=given["safety_related"],
        classification_approved_by=visit.actor.id if given["safety_related"] else None,
        **by,
    )
    for _ in range(given["psp_seats"] or 0):
        seats.add_seat(
            committee_id=made.pk, seat_kind="psp", from_date=given["established_on"], **by
        )
    return _at(made.pk)


def _at(committee_id: UUID) -> str:
    return reverse("web:committee", args=[committee_id])
