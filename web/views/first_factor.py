"""Signing in where a second factor is asked for and none is there: it is set up on the way in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kernel import clock
from kernel.errors import Refusal
from people import commands, one_time_codes, queries
from people.commands import Proved
from people.partial_sign_in import PartialSignIn, setting_up
from web import kept_forms
from web.forms.session import AppForm, PasskeyForm
from web.views.passkeys import add_made
from web.views.session import finish

_REFUSED = 422
#: Two forms share the page, and every box has an id of its own.
_PASSKEY_IDS = "passkey-%s"
#: What sets a factor up: of this user, from what the form says; gives recovery codes.
_SetUp = Callable[[Any], tuple[str, ...]]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_app(request: HttpRequest) -> HttpResponse:
    """The picture for an app, and beside it the way by passkey; the app's first code lets in."""
    form = AppForm(request.POST or None)

    def set_up(user: Any) -> tuple[str, ...]:
        return commands.add_app(
            user=user,
            sealed=form.cleaned_data["offer"],
            code=form.cleaned_data["code"],
            now=clock.now(),
            at=clock.real(),
        )

    return _answer(
        request, set_up, factor="app", app=form, passkey=PasskeyForm(auto_id=_PASSKEY_IDS)
    )


@never_cache
@require_POST
def by_passkey(request: HttpRequest) -> HttpResponse:
    """A passkey of this device instead."""
    form = PasskeyForm(request.POST, auto_id=_PASSKEY_IDS)

    def set_up(user: Any) -> tuple[str, ...]:
        return add_made(request, user, form)

    return _answer(request, set_up, factor="passkey", app=AppForm(), passkey=form)


def _answer(
    request: HttpRequest, set_up: _SetUp, *, factor: str, app: AppForm, passkey: PasskeyForm
) -> HttpResponse:
    partial = setting_up(request, at=clock.real())
    if partial is None:
        return redirect("web:second-step")
    user = queries.user_setting_up(partial.user_id)
    form = app if app.is_bound else passkey
    if form.is_bound and form.is_valid():
        try:
            codes = set_up(user)
        except Refusal as refusal:
            form.add_refusal(refusal)
        else:
            return _in(request, partial, codes, factor=factor)
    offer = commands.offer_app(user, sealed=request.POST.get("offer", ""))
    page = {
        "form": form,
        "app": app,
        "passkey": passkey,
        "offer": offer,
        "picture": one_time_codes.as_picture(offer.address),
        "in_groups": one_time_codes.in_groups(offer.secret),
    }
    status = _REFUSED if form.errors else 200
    return render(request, "sign_in/first_factor.jinja", page, status=status)


def _in(
    request: HttpRequest, partial: PartialSignIn, codes: tuple[str, ...], *, factor: str
) -> HttpResponse:
    """They are in. The answer shows the recovery codes, and leads on to where they were going."""
    answer = finish(request, partial, Proved(factor=factor))
    if not codes or not request.actor.signed_in:  # type: ignore[attr-defined]
        return answer
    page = {
        "codes": codes,
        "next": partial.next,
        "kept": kept_forms.unpack(partial.packed, user_id=partial.user_id),
    }
    return render(request, "security/recovery_codes.jinja", page)
