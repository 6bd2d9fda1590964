"""Links, for those who ask: whom one asked, asking somebody, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from kernel.errors import Blocked
from records.commands import links as commands
from records.commands.link_answers import answer_link_for
from records.links.declared import Question
from records.links.doors import token_for
from records.queries import links as queries
from records.things.declared import find_thing
from web import lists
from web.forms.base import ChangeForm
from web.forms.links import (
    AnswerForSomebody,
    CallBack,
    SendAgain,
)
from web.pages.frame import Answer, Frame
from web.pages.links import link_lines, link_page, ways_to_ask
from web.pages.subjects import kind_words, subject_href
from web.visit import Visit, page
from web.words.links import purpose_words


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
        answer_link_for(
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
    return show_address(visit, link_id) if sent and answer.status_code < 400 else answer


def show_address(visit: Visit, link_id: UUID) -> HttpResponse:
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
