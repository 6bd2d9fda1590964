"""Discussions: all of it about a thing, one thread, changing and taking back one's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kernel.api.pages import Page
from kernel.decisions import require
from records.commands import discussion as commands
from records.policies.discussion import may_write
from records.policies.links import may_ask
from records.queries import discussion as queries
from records.things.declared import find_thing
from records.things.thing import Thing
from web import lists
from web.forms.base import ChangeForm
from web.forms.discussion import EditComment, TakeDownComment, WithdrawComment, WriteComment
from web.pages.discussion import comment_views, thread_views
from web.pages.frame import Frame
from web.pages.subjects import kind_words, subject_href
from web.visit import Visit, page

MOST_LISTENERS = 200
_MOST_WORDINGS = 50


@page
def discussion(visit: Visit, kind: str, thing_id: UUID) -> HttpResponse:
    """Everything that was written about a thing, the newest first, and a box to write in."""
    thing = find_thing(kind, thing_id, visit.actor)
    at = reverse("web:discussion", args=[kind, thing_id])
    allowed = may_write(visit.actor, thing)
    if visit.posted is not None:
        require(allowed)
    form = _form(visit, thing, label="Write a comment")
    answer = _written(visit, thing, form, in_reply_to=None, done="Your comment is there.", at=at)
    if answer:
        return answer
    sought = lists.asked(visit.request.GET, {})
    found = lists.listed(
        queries.threads(actor=visit.actor, page=sought.page, subject_kind=kind, subject=thing_id),
        sought,
        path=at,
        key=lambda row: (row["created_at"].isoformat(), row["id"]),
    )
    ask = reverse("web:new-link", args=["comment", kind, thing_id])
    return visit.show(
        "discussion/all.jinja",
        form=form if allowed.allowed else None,
        title=thing.title,
        kind=kind_words(kind),
        back_href=subject_href(kind, thing_id),
        threads=thread_views(visit, thing, found.rows),
        next_href=found.next_href,
        first_page=sought.after is None,
        ask_href=ask if may_ask(visit.actor, thing).allowed else "",
    )


@page
def comment(visit: Visit, comment_id: UUID) -> HttpResponse:
    """One comment with its answers, and a box to answer in."""
    found = queries.get_comment(visit.actor, comment_id)
    if found["in_reply_to_id"] is not None:
        above = reverse("web:comment", args=[found["in_reply_to_id"]])
        return redirect(f"{above}#comment-{comment_id}")
    thing = find_thing(found["subject_kind"], found["subject_id"], visit.actor)
    if visit.posted is not None:
        require(may_write(visit.actor, thing))
    at = reverse("web:comment", args=[comment_id])
    form = _form(visit, thing, label="Your answer")
    answer = _written(
        visit, thing, form, in_reply_to=comment_id, done="Your answer is there.", at=at
    )
    if answer:
        return answer
    sought = lists.asked(visit.request.GET, {})
    rows = lists.listed(
        queries.replies(actor=visit.actor, page=sought.page, comment_id=comment_id),
        sought,
        path=at,
        key=lambda row: (row["created_at"].isoformat(), row["id"]),
    )
    [view, *replies] = comment_views(visit, thing, [found, *rows.rows])
    return visit.show(
        "discussion/thread.jinja",
        form=form if found["may_reply"] else None,
        title=thing.title,
        comment=view,
        replies=replies,
        next_href=rows.next_href,
        back_href=reverse("web:discussion", args=[thing.kind, thing.id]),
    )


@page
def edit(visit: Visit, comment_id: UUID) -> HttpResponse:
    found = queries.get_comment(visit.actor, comment_id)
    form = EditComment(visit.posted, version=found["version"], initial={"text": found["text"]})

    def act(by: Mapping[str, Any]) -> None:
        commands.edit_comment(text=form.cleaned_data["text"], **by)

    return _change(
        visit,
        found,
        form,
        act,
        title="Change what you wrote",
        button="Save",
        done="Your words are changed.",
        intro=("How it read before stays to be seen by whoever reads the discussion.",),
        closed="" if found["may_edit"] else "Only whoever wrote this can change its words.",
    )


@page
def withdraw(visit: Visit, comment_id: UUID) -> HttpResponse:
    found = queries.get_comment(visit.actor, comment_id)
    kind = WithdrawComment if found["own"] else TakeDownComment
    form = kind(visit.posted, version=found["version"])

    def act(by: Mapping[str, Any]) -> None:
        commands.withdraw_comment(reason=form.cleaned_data.get("reason", ""), **by)

    title = "Withdraw what you wrote" if found["own"] else "Take this down"
    return _change(
        visit,
        found,
        form,
        act,
        title=title,
        button=title,
        done="It is withdrawn.",
        intro=("The words are gone for good. That something was written here stays to be seen.",),
        closed="" if found["may_withdraw"] else "This was withdrawn, or another wrote it.",
    )


@page
def wordings(visit: Visit, comment_id: UUID) -> HttpResponse:
    """How a comment reads now, and how it read before."""
    found = queries.get_comment(visit.actor, comment_id)
    thing = find_thing(found["subject_kind"], found["subject_id"], visit.actor)
    rows = queries.wordings(
        actor=visit.actor, page=Page(limit=_MOST_WORDINGS), comment_id=comment_id
    )
    [view] = comment_views(visit, thing, [found])
    return visit.show(
        "discussion/wordings.jinja",
        title=thing.title,
        comment=view,
        edited_at=found["edited_at"],
        wordings=rows[:_MOST_WORDINGS],
    )


def _form(visit: Visit, thing: Thing, *, label: str) -> WriteComment:
    found = queries.possible_listeners(visit.actor, thing, on=visit.today)
    others = [(str(one), name) for one, name in found if one != visit.actor.id]
    return WriteComment(visit.posted, listeners=others[:MOST_LISTENERS], label=label)


def _written(
    visit: Visit,
    thing: Thing,
    form: WriteComment,
    *,
    in_reply_to: UUID | None,
    done: str,
    at: str,
) -> HttpResponse | None:
    """The answer to a form that was sent and taken."""
    if visit.posted is None or not form.is_valid():
        return None

    def write() -> str:
        made = commands.write_comment(
            subject_kind=thing.kind,
            subject_id=thing.id,
            text=form.cleaned_data["text"],
            tell=form.cleaned_data["tell"],
            in_reply_to=in_reply_to,
            actor=visit.actor,
            now=visit.now,
        )
        return f"{at}#comment-{made.pk}"

    return visit.submit(form, write, done=done)


def _change(
    visit: Visit,
    found: Mapping[str, Any],
    form: ChangeForm,
    act: Callable[[Mapping[str, Any]], None],
    *,
    title: str,
    button: str,
    done: str,
    intro: tuple[str, ...],
    closed: str,
) -> HttpResponse:
    """A form that changes one comment and leads back to its thread."""
    at = reverse("web:comment", args=[found["in_reply_to_id"] or found["id"]])
    if visit.posted and form.is_valid():

        def send() -> str:
            act(
                {
                    "comment_id": found["id"],
                    "actor": visit.actor,
                    "now": visit.now,
                    "expected_version": form.cleaned_data["version"],
                }
            )
            return f"{at}#comment-{found['id']}"

        answer = visit.submit(form, send, done=done)
        if answer:
            return answer
    frame = Frame(
        title=title,
        caption=found["subject_title"],
        button=button,
        back_href=at,
        back_text="The discussion",
        intro=intro,
        closed=closed,
    )
    return visit.show("form.jinja", form=form, frame=frame)
