"""Pages behind a link, for people who are not signed in: joining, and a new password."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kernel import clock
from kernel.errors import Blocked, Denied, Gone, NotFound, Refusal
from people import commands, doors, queries
from people.words import RESET_TOLD
from web.forms.access import Nothing
from web.forms.base import PageForm
from web.forms.joining import ForgottenPassword, Join, NewPassword
from web.views import errors
from web.words.access import role_names, until_words

_REFUSED = 422
_WAIT = 429
JOINED = "Your account is ready. Sign in with your email address and the password you chose."
CHANGED = "Your password is changed, and you are signed out everywhere. Sign in with the new one."

Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[HttpRequest, Parameters], HttpResponse]


def _behind_a_link(view: View[Parameters]) -> Callable[..., HttpResponse]:
    """A page that anybody may open; looking at it changes nothing, and a dead link says so.

    An address with anything added to it is none that we sent.
    """

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    def answer(
        request: HttpRequest, *args: Parameters.args, **kwargs: Parameters.kwargs
    ) -> HttpResponse:
        if request.GET:
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except NotFound:
            raise Http404 from None
        except Gone:
            return errors.gone(request)

    return answer


@_behind_a_link
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Take up an invitation: as somebody new, or as the user who has the address."""
    opened = queries.opened_invitation(token, now=clock.now())
    page = {
        "opened": opened,
        "roles": role_names(opened.roles),
        "until": until_words(opened.to_date) if opened.to_date else "",
    }
    if _user(request) is not None:
        return _join_signed_in(request, token, opened, page)
    if opened.account is not None:
        return render(request, "joining/sign_in_first.jinja", page)
    return _join_anew(request, token, opened, page)


def _join_anew(
    request: HttpRequest, token: str, opened: queries.OpenedInvitation, page: dict[str, Any]
) -> HttpResponse:
    form = Join(_sent(request), initial={"name": opened.name})

    def accept() -> None:
        commands.accept_as_new(
            token=token,
            name=form.cleaned_data["name"],
            password=form.cleaned_data["password"],
            address=doors.address_of(request),
            now=clock.now(),
        )

    if _done(form, accept):
        messages.success(request, JOINED)
        return redirect("web:sign-in")
    return _shown(request, "joining/join.jinja", form, page)


def _join_signed_in(
    request: HttpRequest, token: str, opened: queries.OpenedInvitation, page: dict[str, Any]
) -> HttpResponse:
    user = _user(request)
    actor = request.actor  # type: ignore[attr-defined]
    try:
        commands.require_own(
            user, actor, organisation_id=opened.organisation_id, account=opened.account
        )
    except (Denied, Blocked) as refusal:
        status = 409 if isinstance(refusal, Blocked) else 403
        told = {"title": "This invitation is for somebody else", "sentence": refusal.sentence}
        return render(request, "joining/another.jinja", told, status=status)
    form = Nothing(_sent(request))

    def accept() -> None:
        commands.accept_as_user(token=token, user=user, actor=actor, now=clock.now())

    if _done(form, accept):
        messages.success(request, f"You have joined {opened.organisation}.")
        return redirect("web:me")
    return _shown(request, "joining/join.jinja", form, page)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link; the answer is the same whether anybody has the address or not."""
    form = ForgottenPassword(_sent(request))

    def ask() -> None:
        commands.ask_reset(
            email=form.cleaned_data["email"],
            address=doors.address_of(request),
            now=clock.now(),
        )

    if _done(form, ask):
        return render(request, "joining/reset_asked.jinja", {"told": RESET_TOLD})
    return _shown(request, "joining/forgotten.jinja", form, {})


@_behind_a_link
def reset(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a new password; it signs nobody in, so that a second factor is still asked."""
    actor = request.actor  # type: ignore[attr-defined]
    opened = queries.opened_reset(token, now=clock.now())
    form = NewPassword(_sent(request))

    def use() -> None:
        commands.use_reset(
            token=token,
            password=form.cleaned_data["password"],
            address=doors.address_of(request),
            actor=actor,
            now=clock.now(),
        )

    try:
        commands.refuse_another(opened.user_id, actor)
        if _done(form, use):
            messages.success(request, CHANGED)
            return redirect("web:sign-in")
    except commands.OtherSession as refusal:
        told = {"title": "Somebody else is signed in here", "sentence": refusal.sentence}
        return render(request, "joining/another.jinja", told, status=401)
    return _shown(request, "joining/reset.jinja", form, {})


def _done(form: PageForm, act: Callable[[], None]) -> bool:
    """Was the form sent, and done what it asks? What is refused stands on the form."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act()
    except (NotFound, Gone, commands.OtherSession):
        raise
    except Refusal as refusal:
        form.add_refusal(refusal)
        form.refused = refusal  # type: ignore[attr-defined]
        return False
    return True


def _shown(
    request: HttpRequest, template: str, form: PageForm, page: dict[str, Any]
) -> HttpResponse:
    refusal = getattr(form, "refused", None)
    status = 200 if not form.errors else _REFUSED
    if isinstance(refusal, commands.TooManyTries):
        status = _WAIT
    elif isinstance(refusal, Blocked):
        status = 409
    answer = render(request, template, {**page, "form": form}, status=status)
    if isinstance(refusal, commands.TooManyTries):
        answer["Retry-After"] = str(refusal.retry_after)
    return answer


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _user(request: HttpRequest) -> Any:
    return request.entrance.user  # type: ignore[attr-defined]
