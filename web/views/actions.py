"""Actions: the list, adding one to a thing, the page of one and its steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from kernel.api.filters import Choice, Filter, Uuid
from kernel.errors import NotFound
from people.queries.colleagues import people_without_account
from records.commands import actions as commands
from records.policies.actions import may_add
from records.queries import actions as queries
from records.things.declared import find_thing
from records.things.thing import Thing
from web import lists
from web.forms.actions import (
    NOBODY,
    PERSON,
    AddAction,
    ChangeAction,
    CompleteAction,
    DropAction,
    HandOverAction,
    ReopenAction,
)
from web.forms.base import ChangeForm
from web.pages import choices
from web.pages.actions import action_lines, action_page
from web.pages.downloads import download
from web.pages.frame import Frame
from web.pages.subjects import subject_href
from web.visit import Visit, page
from web.words.states import ACTION_STATES
from web.words.steps import action_step

_FILTERS: dict[str, Filter] = {
    "whose": Choice(("mine", "all")),
    "state": Choice((*(state for state, _ in ACTION_STATES), "all")),
    "subject": Uuid(),
}
_WHOSE = (("mine", "Mine"), ("all", "Everybody's"))
_STATES = (*ACTION_STATES, ("all", "To do, done and dropped"))


@page
def actions(visit: Visit) -> HttpResponse:
    """The visitor's open actions first; those of others are one choice away."""
    sought = lists.asked(visit.request.GET, _FILTERS)
    asked = dict(sought.values)
    subject = asked.get("subject")
    whose = asked.get("whose", "all" if subject else "mine")
    state = asked.get("state", "all" if subject else "open")
    rows = queries.actions(
        actor=visit.actor,
        page=sought.page,
        subject=subject,
        mine=whose == "mine",
        state=None if state == "all" else state,
    )
    found = lists.listed(
        rows,
        sought,
        path=reverse("web:actions"),
        key=lambda row: (row["due_on"].isoformat(), row["id"]),
    )
    return visit.show(
        "actions/list.jinja",
        found=found,
        lines=action_lines(visit, found.rows),
        sought=sought,
        whose=whose,
        state=state,
        choices_of_whose=_WHOSE,
        choices_of_state=_STATES,
        download=download("actions", _narrowed(subject=subject, whose=whose, state=state)),
    )


def _narrowed(*, subject: UUID | None, whose: str, state: str) -> dict[str, str]:
    """The filters of the list as its file knows them."""
    filters = {"mine": "true"} if whose == "mine" else {}
    if state != "all":
        filters["state"] = state
    if subject:
        filters["subject"] = str(subject)
    return filters


@page
def action(visit: Visit, action_id: UUID) -> HttpResponse:
    found = queries.get_action(visit.actor, action_id)
    return visit.show("actions/action.jinja", action=action_page(visit, found))


@page
def add(visit: Visit, subject_id: UUID, kind: str) -> HttpResponse:
    """Somebody is to do something about a thing."""
    thing = find_thing(kind, subject_id, visit.actor)
    allowed = may_add(visit.actor, thing)
    form = AddAction(
        visit.posted, owners=_owners(visit, thing), initial={"owner_id": visit.actor.id}
    )
    if visit.posted and form.is_valid():

        def make() -> str:
            given = form.cleaned_data
            commands.add_action(
                subject_kind=kind,
                subject_id=subject_id,
                title=given["title"],
                owner_id=given["owner_id"].user_id,
                owner_person_id=given["owner_id"].person_id,
                due_on=given["due_on"],
                actor=visit.actor,
                now=visit.now,
            )
            return f"{subject_href(kind, subject_id)}#actions"

        answer = visit.submit(form, make, done="The action is added.")
        if answer:
            return answer
    frame = Frame(
        title="Add an action",
        caption=thing.title,
        button="Add the action",
        back_href=subject_href(kind, subject_id),
        back_text=thing.title,
        closed=allowed.reason,
    )
    return visit.show("form.jinja", form=form, frame=frame)


@page
def change(visit: Visit, action_id: UUID) -> HttpResponse:
    found = queries.get_action(visit.actor, action_id)
    form = ChangeAction(
        visit.posted,
        version=found["version"],
        initial={"title": found["title"], "due_on": found["due_on"]},
    )
    names = ("title", "due_on")

    def act(given: Mapping[str, Any], by: Mapping[str, Any]) -> None:
        commands.change_action(changes={name: given[name] for name in names}, **by)

    closed = "" if found["may_change"] else _closed(found, "change")
    return _form(visit, found, form, act, title="Change the action", closed=closed)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """The command of a step, and what its form asks."""

    command: Callable[..., Any]
    form: Callable[..., ChangeForm]
    asks: tuple[str, ...]
    owners: bool = False
    by_day: bool = False


def _hand_over(*, owner_id: commands.Owner, **given: Any) -> None:
    commands.hand_over_action(
        owner_id=owner_id.user_id, owner_person_id=owner_id.person_id, **given
    )


_STEPS = {
    "complete": _Step(command=commands.complete_action, form=CompleteAction, asks=("note",)),
    "hand_over": _Step(
        command=_hand_over,
        form=HandOverAction,
        asks=("owner_id", "reason"),
        owners=True,
    ),
    "drop": _Step(command=commands.drop_action, form=DropAction, asks=("reason",)),
    "reopen": _Step(
        command=commands.reopen_action, form=ReopenAction, asks=("reason", "due_on"), by_day=True
    ),
}


@page
def step(visit: Visit, action_id: UUID, step: str) -> HttpResponse:
    """Say that it is done or will not be, hand it over, or open it again."""
    found = queries.get_action(visit.actor, action_id)
    taken = _STEPS.get(step)
    if taken is None:
        raise NotFound
    form = taken.form(visit.posted, version=found["version"], **_offered(visit, found, taken))

    def act(given: Mapping[str, Any], by: Mapping[str, Any]) -> None:
        taken.command(**{name: given[name] for name in taken.asks}, **by)

    words = action_step(step)
    closed = "" if step in found["steps"] else _closed(found, step)
    return _form(
        visit,
        found,
        form,
        act,
        title=words.do,
        done=f"{words.done}.",
        closed=closed,
        about=words.about,
    )


def _offered(visit: Visit, found: Mapping[str, Any], taken: _Step) -> dict[str, Any]:
    if not taken.owners:
        return {}
    thing = find_thing(found["subject_kind"], found["subject_id"], visit.actor)
    present = commands.Owner(user_id=found["owner_id"], person_id=found["owner_person_id"])
    now = {str(present.user_id), f"{PERSON}{present.person_id}"}
    now |= {NOBODY} if present == commands.Owner() else set()
    return {"owners": [one for one in _owners(visit, thing) if one[0] not in now]}


def _form(
    visit: Visit,
    found: Mapping[str, Any],
    form: ChangeForm,
    act: Callable[[Mapping[str, Any], Mapping[str, Any]], None],
    *,
    title: str,
    done: str = "The action is changed.",
    closed: str = "",
    about: str = "",
) -> HttpResponse:
    """A form that changes one action and leads back to it."""
    at = reverse("web:action", args=[found["id"]])
    if visit.posted and form.is_valid():

        def send() -> str:
            act(
                form.cleaned_data,
                {
                    "action_id": found["id"],
                    "actor": visit.actor,
                    "now": visit.now,
                    "expected_version": form.cleaned_data["version"],
                },
            )
            return at

        answer = visit.submit(form, send, done=done)
        if answer:
            return answer
    frame = Frame(
        title=title,
        caption=found["title"],
        button=title,
        back_href=at,
        back_text=found["title"],
        intro=(about,) if about else (),
        closed=closed,
    )
    return visit.show("form.jinja", form=form, frame=frame)


def _closed(found: Mapping[str, Any], step: str) -> str:
    """Why there is no form."""
    is_open = found["state"] == "open"
    if is_open == (step != "reopen"):
        return "Only whoever has this action, or may add one here, can do this."
    return "This action is open." if is_open else "This action is closed. Open it again first."


def _owners(visit: Visit, thing: Thing) -> list[tuple[str, str]]:
    """Colleagues, then people without an account, then nobody."""
    day: date = visit.today
    users = queries.possible_owners(visit.actor, thing, on=day)
    people = people_without_account(
        visit.actor, organisation_id=thing.organisation_id, most=choices.MOST
    )
    return [
        *((str(user_id), name) for user_id, name in users),
        *((f"{PERSON}{person_id}", f"{name} (no account)") for person_id, name in people),
        (NOBODY, "Nobody yet: somebody may take it on"),
    ]
