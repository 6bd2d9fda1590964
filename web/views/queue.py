"""The queue, for operators: is anything stuck, and what to do about it."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from web import lists
from web.forms.rulebook import RetryForm, SkipForm
from web.pages.frame import Frame
from web.pages.subjects import kind_words
from web.visit import Visit, page
from web.words.changes import event_words
from web.words.durations import lasted
from workflows.commands.quarantine import retry as retry_held
from workflows.commands.quarantine import skip as skip_held
from workflows.queries import queue as queries


@page
def queue(visit: Visit) -> HttpResponse:
    """Undone events, the age of the oldest, and what is held. The counts renew themselves."""
    state = queries.state(actor=visit.actor)
    counts = {
        "state": state,
        "oldest": lasted(state.oldest_seconds) if state.undone else "",
        "heartbeats": [
            (name, "never heard of" if age is None else f"{lasted(age)} ago", name in state.silent)
            for name, age in state.heartbeats.items()
        ],
    }
    if visit.request.headers.get("HX-Request"):
        return visit.show("queue/counts.jinja", **counts)
    sought = lists.asked(visit.request.GET, {})
    rows = queries.held(actor=visit.actor, page=sought.page)
    found = lists.listed(rows, sought, path=reverse("web:queue"), key=lambda row: (row["id"],))
    held = [
        {
            **row,
            "event": event_words(row["event_type"]),
            "subject": kind_words(row["subject_kind"]),
        }
        for row in found.rows
    ]
    return visit.show("queue/list.jinja", held=held, found=found, **counts)


@page
def retry(visit: Visit, pending_id: int) -> HttpResponse:
    form = RetryForm(visit.posted)
    if visit.posted and form.is_valid():

        def again() -> str:
            retry_held(pending_id=pending_id, actor=visit.actor)
            return reverse("web:queue")

        answer = visit.submit(form, again, done="The workers try again.")
        if answer:
            return answer
    row = queries.held_one(actor=visit.actor, pending_id=pending_id)
    frame = Frame(
        title="Try again",
        caption=event_words(row["event_type"]),
        button="Try again",
        back_href=reverse("web:queue"),
        back_text="Queue",
        intro=(row["problem"],),
    )
    return visit.show("form.jinja", form=form, frame=frame)


@page
def skip(visit: Visit, pending_id: int) -> HttpResponse:
    form = SkipForm(visit.posted)
    if visit.posted and form.is_valid():

        def leave_out() -> str:
            skip_held(
                pending_id=pending_id,
                reason=form.cleaned_data["reason"],
                actor=visit.actor,
                now=visit.now,
            )
            return reverse("web:queue")

        answer = visit.submit(form, leave_out, done="The event is left out, with your reason.")
        if answer:
            return answer
    row = queries.held_one(actor=visit.actor, pending_id=pending_id)
    behind = row["waiting_behind"]
    frame = Frame(
        title="Skip this event",
        caption=event_words(row["event_type"]),
        button="Skip it",
        back_href=reverse("web:queue"),
        back_text="Queue",
        intro=(
            row["problem"],
            f"{behind} later {'event waits' if behind == 1 else 'events wait'} behind it.",
        ),
    )
    return visit.show("form.jinja", form=form, frame=frame)
