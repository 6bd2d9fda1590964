"""Sign in and sign out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kernel import clock
from people import commands, doors
from people.commands import TooManyTries, WrongPassword
from web.forms.session import SignInForm

_HOME = "/"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Email address and password; then on to where the visitor was going."""
    if request.actor.signed_in:  # type: ignore[attr-defined]
        return redirect(_next(request))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _let_in(request, form)
    return _show(request, form, status=422 if form.errors else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """The session ends on the server too."""
    doors.close_session(request)
    return redirect("web:sign-in")


def _let_in(request: HttpRequest, form: SignInForm) -> HttpResponse:
    now = clock.now()
    try:
        user_id = commands.sign_in(
            email=form.cleaned_data["email"],
            password=form.cleaned_data["password"],
            address=doors.address_of(request),
            now=now,
        )
    except WrongPassword as refusal:
        form.add_refusal(refusal)
        return _show(request, form, status=422)
    except TooManyTries as refusal:
        form.add_refusal(refusal)
        answer = _show(request, form, status=429)
        answer["Retry-After"] = str(refusal.retry_after)
        return answer
    if doors.open_session(request, user_id, now=now) is None:
        form.add_refusal(WrongPassword())
        return _show(request, form, status=422)
    return redirect(_next(request))


def _next(request: HttpRequest) -> str:
    """Where to go on to; an address of somebody else's is not followed."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe and wanted.startswith("/") else _HOME


def _show(request: HttpRequest, form: SignInForm, *, status: int) -> HttpResponse:
    page = {"form": form, "next": _next(request)}
    return render(request, "sign_in.jinja", page, status=status)
