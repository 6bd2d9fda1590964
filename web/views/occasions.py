"""Meetings and events: what is planned about a thing, one of them, inviting and answering."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from kernel.errors import NotFound
from people.queries.colleagues import people_without_account
from records.commands import occasions as commands
from records.commands.invitees import Reply, answer_invitation
from records.commands.invitees import invite as invite_them
from records.links.declared import PERSON, USER, Recipient
from records.policies.occasions import may_plan
from records.queries import occasions as queries
from records.queries.actions import possible_owners
from records.things.declared import find_thing
from web import lists
from web.forms.base import PageForm
from web.forms.occasions import (
    CancelOccasion,
    ChangeOccasion,
    InvitePeople,
    OwnAnswer,
    PlanOccasion,
)
from web.pages import choices
from web.pages.frame import Frame
from web.pages.occasions import occasion_lines, occasion_page
from web.pages.subjects import subject_href
from web.visit import Visit, page

_WORDS = ("title", "on_date", "from_time", "to_time", "place", "way_to_join")
_NOT_YOURS = "Your role does not plan meetings about this, or it was called off."


@page
def occasions_of(visit: Visit, kind: str, thing_id: UUID) -> HttpResponse:
    """Everything that was planned about a thing, the latest day first."""
    thing = find_thing(kind, thing_id, visit.actor)
    at = reverse("web:occasions-of", args=[kind, thing_id])
    sought = lists.asked(visit.request.GET, {})
    found = lists.listed(
        queries.occasions(actor=visit.actor, page=sought.page, subject_kind=kind, subject=thing_id),
        sought,
        path=at,
        key=lambda row: (row["on_date"].isoformat(), row["id"]),
    )
    plan = reverse("web:plan-occasion", args=[kind, thing_id])
    return visit.show(
        "occasions/list.jinja",
        lines=occasion_lines(found.rows),
        title=thing.title,
        back_href=subject_href(kind, thing_id),
        next_href=found.next_href,
        plan_href=plan if may_plan(visit.actor, thing).allowed else "",
    )


@page
def plan(visit: Visit, kind: str, thing_id: UUID) -> HttpResponse:
    thing = find_thing(kind, thing_id, visit.actor)
    form = PlanOccasion(visit.posted)
    if visit.posted and form.is_valid():

        def make() -> str:
            made = commands.plan_occasion(
                subject_kind=kind,
                subject_id=thing_id,
                actor=visit.actor,
                now=visit.now,
                **{name: form.cleaned_data[name] for name in _WORDS},
            )
            return reverse("web:occasion", args=[made.pk])

        answer = visit.submit(form, make, done="It is planned. You can invite people now.")
        if answer:
            return answer
    frame = Frame(
        title="Plan a meeting",
        caption=thing.title,
        button="Plan it",
        back_href=subject_href(kind, thing_id),
        back_text=thing.title,
        closed=may_plan(visit.actor, thing).reason,
    )
    return visit.show("form.jinja", form=form, frame=frame)


@page
def occasion(visit: Visit, occasion_id: UUID) -> HttpResponse:
    found = queries.get_occasion(visit.actor, occasion_id)
    return visit.show("occasions/occasion.jinja", occasion=occasion_page(visit, found))


@page
def change(visit: Visit, occasion_id: UUID) -> HttpResponse:
    found = queries.get_occasion(visit.actor, occasion_id)
    form = ChangeOccasion(
        visit.posted, version=found["version"], initial={name: found[name] for name in _WORDS}
    )

    def act(given: Mapping[str, Any], by: Mapping[str, Any]) -> None:
        changes = {name: given[name] for name in _WORDS}
        commands.change_occasion(changes=changes, expected_version=given["version"], **by)

    closed = "" if found["may_plan"] else _NOT_YOURS
    return _form(visit, found, form, act, title="Change day, time or place", closed=closed)


@page
def cancel(visit: Visit, occasion_id: UUID) -> HttpResponse:
    found = queries.get_occasion(visit.actor, occasion_id)
    form = CancelOccasion(visit.posted, version=found["version"])

    def act(given: Mapping[str, Any], by: Mapping[str, Any]) -> None:
        commands.cancel_occasion(reason=given["reason"], expected_version=given["version"], **by)

    closed = "" if found["may_plan"] else _NOT_YOURS
    return _form(
        visit, found, form, act, title="Call it off", done="It is called off.", closed=closed
    )


@page
def invite(visit: Visit, occasion_id: UUID) -> HttpResponse:
    """Choose among colleagues who read this, and people without an account."""
    found = queries.get_occasion(visit.actor, occasion_id)
    thing = find_thing(found["subject_kind"], found["subject_id"], visit.actor)
    there = {one["person_id"] or one["user_id"] for one in found["invitees"]}
    users = possible_owners(visit.actor, thing, on=visit.today)
    people = people_without_account(
        visit.actor, organisation_id=thing.organisation_id, most=choices.MOST
    )
    form = InvitePeople(
        visit.posted,
        version=found["version"],
        users=[(str(one), name) for one, name in users if one not in there],
        people=[(str(one), name) for one, name in people if one not in there],
    )

    def act(given: Mapping[str, Any], by: Mapping[str, Any]) -> None:
        invite_them(
            recipients=given["people"],
            note=given["note"],
            expected_version=given["version"],
            **by,
        )

    closed = "" if found["may_invite"] else "Your role does not invite people to this."
    return _form(
        visit,
        found,
        form,
        act,
        title="Invite people",
        done="They are invited. Each has a link with which to answer.",
        closed=closed,
        intro=("Each gets a link with which they say whether they come, without an account.",),
    )


@page
def answer(visit: Visit, occasion_id: UUID) -> HttpResponse:
    """Somebody who is signed in says whether they come."""
    found = queries.get_occasion(visit.actor, occasion_id)
    own = found["own"]
    initial = {"answer": own["answer"], "words": own["words"]} if own else {}
    form = OwnAnswer(visit.posted, initial=initial)

    def act(given: Mapping[str, Any], by: Mapping[str, Any]) -> None:
        if own is None:
            raise NotFound
        answer_invitation(
            recipient=Recipient(
                kind=PERSON if own["person_id"] else USER, id=own["person_id"] or own["user_id"]
            ),
            reply=Reply(answer=given["answer"], words=given["words"]),
            **by,
        )

    return _form(
        visit,
        found,
        form,
        act,
        title="Say whether you come",
        done="Your answer is there.",
        closed="" if own else "You are not invited.",
    )


def _form(
    visit: Visit,
    found: Mapping[str, Any],
    form: PageForm,
    act: Callable[[Mapping[str, Any], Mapping[str, Any]], None],
    *,
    title: str,
    done: str = "The meeting is changed.",
    closed: str = "",
    intro: tuple[str, ...] = (),
) -> HttpResponse:
    """A form about one occasion that leads back to it."""
    at = reverse("web:occasion", args=[found["id"]])
    if visit.posted and form.is_valid():

        def send() -> str:
            by = {"occasion_id": found["id"], "actor": visit.actor, "now": visit.now}
            act(form.cleaned_data, by)
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
        intro=intro,
        closed=closed,
    )
    return visit.show("form.jinja", form=form, frame=frame)
