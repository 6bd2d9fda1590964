"""Links, for those who ask: whom one asked, asking somebody, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from kernel.errors import Blocked, NotFound
from projects import queries as projects
from records.commands import links as commands
from records.links.declared import PERSON, PURPOSES, Question, Recipient
from records.links.doors import token_for
from records.policies.links import may_ask
from records.queries import links as queries
from records.queries.actions import get_action
from records.queries.discussion import get_comment
from records.things.declared import find_thing
from records.things.thing import Thing
from web import lists
from web.forms.answers import Options
from web.forms.base import ChangeForm
from web.forms.links import (
    ENTER,
    SEND,
    AnswerForSomebody,
    AskByLink,
    AskForAgreement,
    CallBack,
    SendAgain,
)
from web.pages import choices
from web.pages.frame import Answer, Finder, Frame
from web.pages.links import link_lines, link_page, ways_to_ask
from web.pages.subjects import kind_words, subject_href
from web.visit import Visit, page
from web.words.links import purpose_words

_TITLES = {
    "comment": "Ask somebody what they think",
    "reply": "Ask somebody to answer",
    "sign_off": "Ask somebody to agree",
    "confirm": "Ask somebody whether it is done",
    "claim": "Ask somebody to take this on",
}


@page
def links_of(visit: Visit, kind: str, thing_id: UUID) -> HttpResponse:
    """Whom people asked about a thing, the latest first."""
    thing = find_thing(kind, thing_id, visit.actor)
    sought = lists.asked(visit.request.GET, {})
    rows = queries.links(
        actor=visit.actor,
        page=sought.page,
        now=visit.now,
        subject_kind=kind,
        subject=thing_id,
    )
    found = lists.listed(
        rows,
        sought,
        path=reverse("web:links-of", args=[kind, thing_id]),
        key=lambda row: (row["created_at"].isoformat(), row["id"]),
    )
    return visit.show(
        "links/list.jinja",
        lines=link_lines(visit, found.rows),
        ways=ways_to_ask(thing),
        title=thing.title,
        kind=kind_words(kind),
        back_href=subject_href(kind, thing_id),
        next_href=found.next_href,
    )


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
            return _show_address(visit, made[0])
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


@page
def link(visit: Visit, link_id: UUID) -> HttpResponse:
    found = queries.get_link(visit.actor, link_id, now=visit.now)
    return visit.show("links/link.jinja", link=link_page(found))


@page
def answer(visit: Visit, link_id: UUID) -> HttpResponse:
    """Enter what the person answered in another way."""
    found = queries.get_link(visit.actor, link_id, now=visit.now)
    try:
        question = queries.question_for(visit.actor, link_id)
    except Blocked as refusal:
        question, closed = Question(title="", sentences=(), button=""), refusal.sentence
    else:
        closed = "" if found["may_answer"] else "There is nothing left to enter here."
    form = AnswerForSomebody(
        visit.posted,
        version=found["version"],
        question=question,
        initial={"given_on": visit.today},
    )

    def act(by: dict[str, Any]) -> None:
        given = form.cleaned_data
        commands.answer_link_for(
            outcome=given.get("outcome", ""),
            words=given.get("words", ""),
            way=given["way"],
            given_on=given["given_on"],
            **by,
        )

    return _change(
        visit,
        found,
        form,
        act,
        title=f"Enter what {found['recipient_name']} answered",
        button="Save the answer",
        done="The answer is entered, with both names.",
        intro=(f"They were asked: {purpose_words(found['purpose'])}.",),
        answers=tuple(Answer(key=key, value=text) for key, text in question.texts),
        closed=closed,
    )


@page
def call_back(visit: Visit, link_id: UUID) -> HttpResponse:
    found = queries.get_link(visit.actor, link_id, now=visit.now)
    form = CallBack(visit.posted, version=found["version"])

    def act(by: dict[str, Any]) -> None:
        commands.cancel_link(**by)

    return _change(
        visit,
        found,
        form,
        act,
        title="Call this link back",
        button="Call it back",
        done="The link opens nothing any more.",
        intro=("Whoever opens it reads that it was called back, and whom to ask.",),
        closed="" if found["may_cancel"] else "This link opens nothing any more.",
    )


@page
def send_again(visit: Visit, link_id: UUID) -> HttpResponse:
    """The same link once more, for as long as a new one; it is shown on the answer."""
    found = queries.get_link(visit.actor, link_id, now=visit.now)
    form = SendAgain(visit.posted, version=found["version"])
    sent: list[UUID] = []

    def act(by: dict[str, Any]) -> None:
        sent.append(commands.send_link_again(**by).pk)

    answer = _change(
        visit,
        found,
        form,
        act,
        title="Send this link again",
        button="Send it again",
        done="The link is sent again.",
        intro=("It works from today for as long as a new one.",),
        closed="" if found["may_send"] else "This link opens nothing any more. Ask anew.",
    )
    return _show_address(visit, link_id) if sent and answer.status_code < 400 else answer


def _show_address(visit: Visit, link_id: UUID) -> HttpResponse:
    """The only time that a link is shown to whoever asked."""
    found = queries.get_link(visit.actor, link_id, now=visit.now)
    at = reverse("web:open-link", args=[token_for(link_id)])
    answer = visit.show(
        "links/new.jinja",
        link=link_page(found),
        address=visit.request.build_absolute_uri(at),
    )
    answer["Referrer-Policy"] = "no-referrer"
    return answer


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


def _change(
    visit: Visit,
    found: Any,
    form: ChangeForm,
    act: Callable[[dict[str, Any]], None],
    *,
    title: str,
    button: str,
    done: str,
    intro: tuple[str, ...],
    closed: str,
    answers: tuple[Answer, ...] = (),
) -> HttpResponse:
    """A form that changes one link and leads back to its page."""
    at = reverse("web:link", args=[found["id"]])
    if visit.posted and form.is_valid():

        def send() -> str:
            act(
                {
                    "link_id": found["id"],
                    "actor": visit.actor,
                    "now": visit.now,
                    "expected_version": form.cleaned_data["version"],
                }
            )
            return at

        answer = visit.submit(form, send, done=done)
        if answer:
            return answer
    frame = Frame(
        title=title,
        caption=f"{found['recipient_name']}, about {found['subject_title']}",
        button=button,
        back_href=at,
        back_text="The link",
        intro=(*intro, *(f"{answer.key}: {answer.value}" for answer in answers)),
        closed=closed,
    )
    return visit.show("form.jinja", form=form, frame=frame)
