"""The page behind a link: for whoever holds it, without an account, in plain words.

Opening it changes nothing, however often and by whatever program; the button does. No cookie is
needed: whoever sends the form has the link itself, which no other site can know, so a token
against forged requests would protect nothing (and browsers send none where no referrer may leave).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kernel import clock
from kernel.errors import Blocked, Gone, NotFound, Refusal
from people.doors import leave
from records.commands.link_answers import answer_link
from records.links.declared import Question
from records.links.doors import Holder, enter, question_of, receipt_of
from web.forms.links import AnswerByLink
from web.receipts import submit_once
from web.words.links import receipt_words

_DOOR = "page open-link"
_REFUSED = 422
_GONE = 410

View = Callable[[HttpRequest, str], HttpResponse]


def _behind_a_link(view: View) -> View:
    """Nothing of the page is kept, told onward or found by searching; the connection is closed."""

    @csrf_exempt
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        try:
            response = view(request, token)
        except NotFound as refusal:
            response = _closed(request, refusal.sentence, status=404)
        finally:
            leave()
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answer


@_behind_a_link
def opened(request: HttpRequest, token: str) -> HttpResponse:
    """Who asks, about what, what happens; and the answer."""
    now = clock.now()
    holder = enter(token)
    try:
        question = question_of(holder, now=now)
    except (Gone, Blocked) as refusal:
        return _over(request, token, holder, refusal)
    form = AnswerByLink(_posted(request), question=question)
    if request.method == "POST" and form.is_valid():
        answer = _sent(request, token, holder, form)
        if answer:
            return answer
    return _ask(request, holder, question, form)


@_behind_a_link
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """What was done by the link; it can be looked at again."""
    holder = enter(token)
    try:
        found = receipt_of(holder, now=clock.now())
    except Gone as refusal:
        return _closed(request, refusal.sentence, status=_GONE, holder=holder)
    if found is None:
        return redirect("web:open-link", token=token)
    again = ""
    if holder.purpose.again and holder.link.cancelled_at is None:
        again = reverse("web:open-link", args=[token])
    return render(
        request,
        "links/receipt.jinja",
        {"holder": holder, "receipt": found, "done": receipt_words(found), "again": again},
    )


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _sent(
    request: HttpRequest, token: str, holder: Holder, form: AnswerByLink
) -> HttpResponse | None:
    """Do once what the form says; None when it was refused, with the reasons on the form."""
    now = clock.now()

    def act() -> str:
        form.log_confirmations(door=_DOOR, actor=holder.actor, now=now)
        answer_link(
            link_id=holder.link.pk,
            outcome=form.cleaned_data.get("outcome", ""),
            words=form.cleaned_data.get("words", ""),
            seen=form.cleaned_data["seen"],
            actor=holder.actor,
            now=now,
        )
        return reverse("web:link-receipt", args=[token])

    try:
        submit_once(form.cleaned_data["ticket"], user_id=holder.link.pk, act=act)
    except (Gone, Blocked) as refusal:
        return _over(request, token, holder, refusal)
    except Refusal as refusal:
        form.add_refusal(refusal)
        return None
    return redirect("web:link-receipt", token=token)


def _ask(
    request: HttpRequest, holder: Holder, question: Question, form: AnswerByLink
) -> HttpResponse:
    page = {"holder": holder, "question": question, "form": form}
    status = _REFUSED if form.errors else 200
    return _unlogged(render(request, "links/open.jinja", page, status=status))


def _over(request: HttpRequest, token: str, holder: Holder, refusal: Refusal) -> HttpResponse:
    """It cannot be answered any more; what was answered can be seen again."""
    used = holder.link.used_at is not None or refusal.code == "used"
    href = reverse("web:link-receipt", args=[token]) if used else ""
    return _closed(request, refusal.sentence, status=_GONE, holder=holder, receipt_href=href)


def _closed(
    request: HttpRequest,
    sentence: str,
    *,
    status: int,
    holder: Holder | None = None,
    receipt_href: str = "",
) -> HttpResponse:
    page = {"sentence": sentence, "holder": holder, "receipt_href": receipt_href}
    return _unlogged(render(request, "links/closed.jinja", page, status=status))


def _unlogged(response: HttpResponse) -> HttpResponse:
    """The address of a refused request would stand in the log, and with it the link."""
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response
