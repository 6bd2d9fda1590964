"""The pages on which somebody proves who they are, shown wherever that is asked for."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from people import queries
from people.commands import TooManyTries
from web import kept_forms
from web.forms.base import PageForm
from web.forms.session import ConfirmForm, ConfirmWithCodeForm, SignInForm
from web.words import durations

SIGN_IN = "/sign-in"
HOME = "/"
NOT_SIGNED_IN = 401
_TOO_MANY = 429


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """For a page that needs somebody. What was typed into a form is kept beside the question."""
    if request.headers.get("HX-Request") == "true":
        # A part of a page that looks again by itself: the whole page has to be asked for.
        return HttpResponse(status=NOT_SIGNED_IN, headers={"HX-Refresh": "true"})
    entrance: Any = request.entrance  # type: ignore[attr-defined]
    if request.method == "POST" and entrance.over:
        packed = kept_forms.pack(request, user_id=entrance.was)
        return sign_in_page(
            request, SignInForm(), status=NOT_SIGNED_IN, next_=request.path, packed=packed
        )
    return redirect(f"{SIGN_IN}?{urlencode({'next': way_here(request)})}")


def ask_to_confirm(request: HttpRequest) -> HttpResponse:
    """For a change that needs somebody who proved lately who they are."""
    if request.method != "POST":
        return redirect(f"{reverse('web:confirm')}?{urlencode({'next': way_here(request)})}")
    user: Any = request.user
    packed = kept_forms.pack(request, user_id=user.pk)
    form = confirm_form(queries.factors_of(user.pk))
    return confirm_page(request, form, status=NOT_SIGNED_IN, next_=request.path, packed=packed)


def confirm_form(factors: queries.Factors, posted: QueryDict | None = None) -> ConfirmForm:
    """The boxes for what this user can prove themselves with."""
    if factors.any:
        return ConfirmWithCodeForm(posted, app=factors.app)
    return ConfirmForm(posted)


def sign_in_page(
    request: HttpRequest, form: PageForm, *, status: int, next_: str, packed: str = ""
) -> HttpResponse:
    page = {"form": form, "next": next_, "packed": packed, "over": _over(request)}
    return render(request, "sign_in/password.jinja", page, status=status)


def confirm_page(
    request: HttpRequest, form: PageForm, *, status: int, next_: str, packed: str = ""
) -> HttpResponse:
    user: Any = request.user
    page = {
        "form": form,
        "next": next_,
        "packed": packed,
        "factors": queries.factors_of(user.pk),
    }
    return render(request, "sign_in/confirm.jinja", page, status=status)


def go_on(request: HttpRequest, *, next_: str, packed: str) -> HttpResponse:
    """After the proof: the form that was kept, to be sent with one press, or the page wanted."""
    user: Any = request.user
    kept = kept_forms.unpack(packed, user_id=user.pk)
    if kept is None:
        return redirect(next_)
    return render(request, "sign_in/kept.jinja", {"kept": kept, "next": next_})


def next_of(request: HttpRequest) -> str:
    """Where to go on to; an address of somebody else's is not followed."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return safe(request, wanted)


def safe(request: HttpRequest, wanted: str) -> str:
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours and wanted.startswith("/") else HOME


def way_here(request: HttpRequest) -> str:
    """Where to come back to: a form that was sent has to be opened again."""
    return request.get_full_path() if request.method != "POST" else request.path


def wait(answer: HttpResponse, refusal: TooManyTries) -> HttpResponse:
    """The same page, with the time after which to try again."""
    answer.status_code = _TOO_MANY
    answer["Retry-After"] = str(refusal.retry_after)
    return answer


def _over(request: HttpRequest) -> str:
    """Why somebody who was signed in is not any more."""
    entrance: Any = getattr(request, "entrance", None)
    idle = durations.lasted(settings.QIFLOW_IDLE_LIMIT.total_seconds())
    longest = durations.lasted(settings.QIFLOW_SESSION_LIMIT.total_seconds())
    return {
        "idle": f"You were signed out because nothing happened for {idle}.",
        "too_long": f"You were signed out because you had been signed in for {longest}.",
        "self": "You were signed out from another device of yours.",
        "administrator": "An administrator signed you out.",
        "provider": "You signed out at your organisation, and so here too.",
        "password": "Your password was changed. Sign in with the new one.",
    }.get(entrance.over if entrance else "", "")
