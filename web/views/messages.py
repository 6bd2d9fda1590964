"""Messages: the inbox, how often email comes, what goes out, letters and calls."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kernel import clock
from kernel.api.filters import Choice, Filter, YesNo
from kernel.errors import NotFound
from records.commands import messages as commands
from records.queries import messages as queries
from records.queries import outgoing as sent
from records.words import BY_HAND_CHANNELS, MESSAGE_STATUSES, OUTGOING_CHANNELS
from web import lists
from web.forms.messages import OftenForm
from web.forms.records import ButtonForm
from web.pages.downloads import download
from web.pages.frame import Frame
from web.pages.messages import by_hand_page, inbox_line, outgoing_line, outgoing_lines
from web.visit import Visit, page
from web.words.messages import BY_HAND_WORDS, CHANNEL_WORDS, DONE_WORDS, STATUS_WORDS

_AT_ONCE = "Everything that you are told is in your inbox here, at once."
_NO_EMAIL = "This service sends no email at present. Your choice counts as soon as it does."
_INBOX: dict[str, Filter] = {"unread": YesNo()}
_OUTGOING: dict[str, Filter] = {
    "status": Choice(MESSAGE_STATUSES),
    "channel": Choice(OUTGOING_CHANNELS),
}
_BY_HAND: dict[str, Filter] = {
    "status": Choice(tuple(status for status, _ in DONE_WORDS)),
    "channel": Choice(BY_HAND_CHANNELS),
}


@page
def inbox(visit: Visit) -> HttpResponse:
    """One's own messages; the button marks all of them as read."""
    form = ButtonForm(visit.posted)
    if visit.posted is not None and form.is_valid():

        def act() -> str:
            commands.read_all(actor=visit.actor, now=visit.now)
            return reverse("web:inbox")

        answer = visit.submit(form, act, done="Every message is marked as read.")
        if answer:
            return answer
    sought = lists.asked(visit.request.GET, _INBOX)
    rows = queries.inbox(visit.actor, page=sought.page, **sought.values)
    found = lists.listed(rows, sought, path=reverse("web:inbox"), key=_newest)
    return visit.show(
        "messages/inbox.jinja",
        found=found,
        lines=[inbox_line(row) for row in found.rows],
        sought=sought,
        form=form,
    )


@page
def message(visit: Visit, message_id: UUID) -> HttpResponse:
    """One message. Looking changes nothing: its buttons mark it as read, and may lead on."""
    found = queries.get_own_message(visit.actor, message_id)
    form = ButtonForm(visit.posted)
    if visit.posted is not None and form.is_valid():

        def act() -> str:
            commands.read_message(message_id=message_id, actor=visit.actor, now=visit.now)
            return reverse("web:inbox")

        if visit.posted.get("then") == "open" and found["path"]:
            act()  # as often as one likes: it is read, and the page says so by being there
            return redirect(found["path"])
        answer = visit.submit(form, act, done="The message is marked as read.")
        if answer:
            return answer
    return visit.show("messages/message.jinja", line=inbox_line(found), form=form)


@page
def often(visit: Visit) -> HttpResponse:
    """How often one wants email."""
    chosen = queries.own_choice(visit.actor)
    form = OftenForm(visit.posted, initial={"often": chosen})
    if visit.posted and form.is_valid():

        def choose() -> str:
            commands.choose_often(
                often=form.cleaned_data["often"], actor=visit.actor, now=visit.now, way="page"
            )
            return reverse("web:me")

        answer = visit.submit(form, choose, done="Your choice is saved.")
        if answer:
            return answer
    frame = Frame(
        title="How I am told",
        button="Save",
        back_href=reverse("web:me"),
        back_text="My details",
        intro=(_AT_ONCE,) if settings.QIFLOW_MAIL_SERVER else (_AT_ONCE, _NO_EMAIL),
    )
    return visit.show("form.jinja", form=form, frame=frame)


@page
def outgoing(visit: Visit) -> HttpResponse:
    """What goes out, for administrators: to whom and what came of it."""
    sought = lists.asked(visit.request.GET, _OUTGOING)
    rows = sent.outgoing(visit.actor, page=sought.page, **sought.values)
    found = lists.listed(rows, sought, path=reverse("web:outgoing"), key=_newest)
    return visit.show(
        "messages/outgoing.jinja",
        found=found,
        lines=outgoing_lines(visit, found.rows),
        sought=sought,
        statuses=STATUS_WORDS,
        download=download("outgoing", sought.typed),
        channels=CHANNEL_WORDS,
    )


@page
def sent_again(visit: Visit, message_id: UUID) -> HttpResponse:
    """One message that went out, or did not, with the button that tries once more."""
    found = sent.get_outgoing(visit.actor, message_id)

    def again() -> None:
        commands.send_again(message_id=message_id, actor=visit.actor, now=visit.now)

    return _press(
        visit,
        "messages/outgoing_one.jinja",
        again,
        line=outgoing_line(visit, found),
        back=reverse("web:outgoing"),
        done="It is sent again now.",
    )


@page
def by_hand(visit: Visit) -> HttpResponse:
    """Letters to post and calls to make."""
    sought = lists.asked(visit.request.GET, _BY_HAND)
    rows = sent.to_do_by_hand(visit.actor, page=sought.page, **sought.values)
    found = lists.listed(rows, sought, path=reverse("web:by-hand"), key=_newest)
    return visit.show(
        "messages/by_hand.jinja",
        found=found,
        lines=outgoing_lines(visit, found.rows),
        sought=sought,
        statuses=DONE_WORDS,
        download=download("by-hand", sought.typed),
        channels=BY_HAND_WORDS,
    )


@page
def one_by_hand(visit: Visit, message_id: UUID) -> HttpResponse:
    """A letter to print or a call to make, with the button that says it is done."""
    found = sent.get_by_hand(visit.actor, message_id)

    def finish() -> None:
        commands.do_by_hand(message_id=message_id, actor=visit.actor, now=visit.now)

    return _press(
        visit,
        "messages/letter.jinja",
        finish,
        line=by_hand_page(visit, found),
        back=reverse("web:by-hand"),
        done="It is marked as done.",
    )


@csrf_exempt  # mail programmes post here by themselves (RFC 8058); the token says for whom
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """A page with a button, and what the button or one click in a mail programme does."""
    try:
        if request.method == "POST":
            commands.unsubscribe(token=token, now=clock.now())
        done = commands.unsubscribed(token)
    except NotFound:
        raise Http404 from None
    return render(request, "messages/unsubscribe.jinja", {"done": done})


def _press(
    visit: Visit,
    template: str,
    act: Callable[[], None],
    *,
    line: Any,
    back: str,
    done: str,
) -> HttpResponse:
    """A page about one message, with one button."""
    form = ButtonForm(visit.posted)
    if visit.posted is not None and form.is_valid():

        def press() -> str:
            act()
            return back

        answer = visit.submit(form, press, done=done)
        if answer:
            return answer
    return visit.show(template, line=line, form=form)


def _newest(row: Any) -> tuple[str, UUID]:
    return row["created_at"].isoformat(), row["id"]
