"""Asking one person for one thing by a link."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from kernel.errors import NotFound
from projects import queries as projects
from records.commands import links as commands
from records.links.declared import PERSON, PURPOSES, Recipient
from records.policies.links import may_ask
from records.queries.actions import get_action
from records.queries.discussion import get_comment
from records.things.declared import find_thing
from records.things.thing import Thing
from web.forms.answers import Options
from web.forms.links import ENTER, SEND, AskByLink, AskForAgreement
from web.pages import choices
from web.pages.frame import Finder, Frame
from web.pages.subjects import subject_href
from web.views.links import show_address
from web.visit import Visit, page

_TITLES = {
    "comment": "Ask somebody what they think",
    "reply": "Ask somebody to answer",
    "sign_off": "Ask somebody to agree",
    "confirm": "Ask somebody whether it is done",
    "claim": "Ask somebody to take this on",
}


@page
def new(visit: Visit, purpose: str, kind: str, thing_id: UUID) -> HttpResponse:
    """Ask one person for one thing; the link is shown on the answer to this form alone."""
    thing = find_thing(kind, thing_id, visit.actor)
    if purpose not in _TITLES or (purpose == "sign_off" and kind != "project"):
        raise NotFound
    details, about = _asked_about(visit, purpose)
    offered = _people(visit, purpose, thing)
    form = _ask_form(visit, purpose, offered)
    made: list[UUID] = []

    def ask() -> str:
        link = commands.make_link(
            purpose=purpose,
            subject_kind=kind,
            subject_id=thing_id,
            recipient=Recipient(kind=PERSON, id=form.cleaned_data["person_id"]),
            details={**details, **_agreement(purpose, form)},
            note=form.cleaned_data["note"],
            send=form.cleaned_data["how"] == SEND,
            actor=visit.actor,
            now=visit.now,
        )
        made.append(link.pk)
        if form.cleaned_data["how"] == ENTER:
            return reverse("web:answer-link", args=[link.pk])
        return reverse("web:link", args=[link.pk])

    if visit.posted and form.is_valid():
        enters = form.cleaned_data["how"] == ENTER
        done = "Enter what they told you." if enters else "They are asked."
        answer = visit.submit(form, ask, done=done)
        if answer and made and not enters:
            return show_address(visit, made[0])
        if answer:
            return answer
    allowed = may_ask(visit.actor, thing)
    frame = Frame(
        title=_TITLES[purpose],
        caption=thing.title,
        button="Continue",
        back_href=subject_href(kind, thing_id),
        back_text=thing.title,
        intro=(
            *about,
            "The link opens one page, for this one person. It needs no account.",
        ),
        finder=_finder(visit, purpose, offered),
        closed=allowed.reason,
    )
    return visit.show("form.jinja", form=form, frame=frame)


def _asked_about(visit: Visit, purpose: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """What the address says besides, and how the page tells it.

    Raises:
        NotFound, Denied: it names nothing that the visitor may read.
    """
    details = PURPOSES[purpose].details
    if "action_id" in details:
        found = get_action(visit.actor, _id(visit, "action"))
        return {"action_id": str(found["id"])}, (f"The action: {found['title']}",)
    if "comment_id" in details:
        comment = get_comment(visit.actor, _id(visit, "comment"))
        return {"comment_id": str(comment["id"])}, (f"The comment: {comment['text'][:200]}",)
    return {}, ()


def _id(visit: Visit, name: str) -> UUID:
    try:
        return UUID(visit.request.GET.get(name, ""))
    except ValueError:
        raise NotFound from None


def _people(visit: Visit, purpose: str, thing: Thing) -> Options:
    """For an agreement the team of today; else everybody whom the organisation knows."""
    if purpose != "sign_off":
        return choices.people(visit, organisation=thing.organisation_id)
    team = projects.team(visit.actor, thing.id, as_at=visit.today)
    return list({str(one["person_id"]): one["name"] for one in team if one["name"]}.items())


def _finder(visit: Visit, purpose: str, offered: Options) -> Finder | None:
    return None if purpose == "sign_off" else choices.people_finder(visit, offered)


def _ask_form(visit: Visit, purpose: str, offered: Options) -> AskByLink:
    if purpose == "sign_off":
        initial = {"about": visit.request.GET.get("about", ""), "given_as": "partner"}
        return AskForAgreement(visit.posted, people=offered, initial=initial)
    return AskByLink(visit.posted, people=offered)


def _agreement(purpose: str, form: AskByLink) -> dict[str, str]:
    if purpose != "sign_off":
        return {}
    return {name: form.cleaned_data[name] for name in ("about", "given_as")}
