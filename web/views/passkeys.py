"""Passkeys at the pages: the browser is asked, and what it answers comes back as a form."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kernel import clock
from kernel.errors import NotRecent, Refusal
from people import commands, doors, queries
from people.commands import Proof, Proved, TooManyTries, WrongPasskey
from people.partial_sign_in import PartialSignIn, partial_of, setting_up
from people.webauthn import Question, Site
from web import kept_forms
from web.forms.access import Nothing
from web.forms.session import PasskeyForm, PasskeyNameForm, SecondStepForm, SignInForm
from web.pages.frame import Frame
from web.proving import (
    NOT_SIGNED_IN,
    confirm_form,
    confirm_page,
    go_on,
    next_of,
    sign_in_page,
    wait,
)
from web.views.session import finish, show_second
from web.visit import Visit, page

_KEPT = "passkey_question"
_ANSWERED_WITHIN = timedelta(minutes=5)
SIGN_IN, CONFIRM, ADD = "sign-in", "confirm", "add"


@never_cache
@require_POST
def question(request: HttpRequest, purpose: str) -> HttpResponse:
    """What the browser is asked, as JSON; the other half stays here until it answers."""
    user: Any = request.user
    signed_in = request.actor.signed_in and user.is_authenticated  # type: ignore[attr-defined]
    site = _site(request)
    if purpose == SIGN_IN and not signed_in:
        partial = partial_of(request, at=clock.real())
        user_id = partial.user_id if partial else None
        asked = commands.ask_for_known(user_id=user_id, site=site)
    elif purpose == CONFIRM and signed_in:
        asked = commands.ask_for_known(user_id=user.pk, site=site)
    elif purpose == ADD and (partial := setting_up(request, at=clock.real())):
        asked = commands.ask_for_new(user=queries.user_setting_up(partial.user_id), site=site)
    elif purpose == ADD and signed_in:
        try:
            doors.require_recent(request)
        except NotRecent as refusal:
            return JsonResponse({"detail": refusal.sentence}, status=NOT_SIGNED_IN)
        asked = commands.ask_for_new(user=user, site=site)
    else:
        raise Http404
    _keep(request, purpose, asked)
    return JsonResponse(asked.options["publicKey"])


@never_cache
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """A passkey in place of a password, or as the second step after one."""
    if request.actor.signed_in:  # type: ignore[attr-defined]
        return redirect(next_of(request))
    partial = partial_of(request, at=clock.real())
    try:
        shown = _shown(request, SIGN_IN, user_id=partial.user_id if partial else None)
    except (WrongPasskey, TooManyTries) as refusal:
        return _refused(request, partial, refusal)
    if partial is not None:
        return finish(request, partial, Proved(factor="passkey"))
    alone = PartialSignIn(
        user_id=shown.user_id,
        proof=Proof(way="passkey"),
        next=next_of(request),
        packed=request.POST.get(kept_forms.FIELD, ""),
    )
    # The device saw that its owner was there: something they have, and something they are or know.
    return finish(request, alone, Proved(factor="passkey"))


@page
def confirm(visit: Visit) -> HttpResponse:
    """A passkey as the proof that it is still the same person."""
    request = visit.request
    if not visit.posted:
        return redirect("web:confirm")
    packed = request.POST.get(kept_forms.FIELD, "")
    try:
        _shown(request, CONFIRM, user_id=visit.user_id)
    except (WrongPasskey, TooManyTries) as refusal:
        form = confirm_form(queries.factors_of(visit.user_id))
        form.add_error_of_no_box(refusal.sentence)
        answer = confirm_page(
            request, form, status=NOT_SIGNED_IN, next_=next_of(request), packed=packed
        )
        return wait(answer, refusal) if isinstance(refusal, TooManyTries) else answer
    doors.confirm(request)
    return go_on(request, next_=next_of(request), packed=packed)


@page
def add(visit: Visit) -> HttpResponse:
    """A passkey of this device; the first one comes with recovery codes, shown once."""
    visit.require_recent()
    form = PasskeyForm(visit.posted)
    if visit.posted and form.is_valid():
        try:
            codes = add_made(visit.request, _user(visit), form)
        except Refusal as refusal:
            form.add_refusal(refusal)
        else:
            return visit.shown_once(
                codes, done="The passkey is made.", next_=reverse("web:signing-in")
            )
    return visit.show("security/add_passkey.jinja", form=form)


@page
def rename(visit: Visit, passkey_id: UUID) -> HttpResponse:
    found = _own(visit, passkey_id)
    form = PasskeyNameForm(visit.posted, initial={"name": found["name"]})

    def change() -> str:
        commands.rename_passkey(
            user=_user(visit), passkey_id=passkey_id, name=form.cleaned_data["name"]
        )
        return reverse("web:signing-in")

    if visit.posted and form.is_valid():
        answer = visit.submit(form, change, done="The name is changed.")
        if answer:
            return answer
    return visit.show("form.jinja", form=form, frame=_frame("Rename this passkey", found["name"]))


@page
def remove(visit: Visit, passkey_id: UUID) -> HttpResponse:
    found = _own(visit, passkey_id)
    visit.require_recent()
    form = Nothing(visit.posted)

    def take_out() -> str:
        commands.remove_passkey(user=_user(visit), passkey_id=passkey_id, now=visit.now)
        return reverse("web:signing-in")

    if visit.posted and form.is_valid():
        answer = visit.submit(form, take_out, done="The passkey is removed.")
        if answer:
            return answer
    frame = _frame("Remove this passkey", found["name"], "Nobody can sign in with it any more.")
    return visit.show("form.jinja", form=form, frame=frame)


def _refused(
    request: HttpRequest, partial: PartialSignIn | None, refusal: WrongPasskey | TooManyTries
) -> HttpResponse:
    """The page on which the passkey was asked for, with the other ways in."""
    if partial is None:
        form = SignInForm()
        form.add_error_of_no_box(refusal.sentence)
        packed = request.POST.get(kept_forms.FIELD, "")
        answer = sign_in_page(
            request, form, status=NOT_SIGNED_IN, next_=next_of(request), packed=packed
        )
    else:
        factors = queries.factors_of(partial.user_id)
        second = SecondStepForm(app=factors.app)
        second.add_error_of_no_box(refusal.sentence)
        answer = show_second(request, second, factors, status=NOT_SIGNED_IN)
    return wait(answer, refusal) if isinstance(refusal, TooManyTries) else answer


def add_made(request: HttpRequest, user: Any, form: PasskeyForm) -> tuple[str, ...]:
    """Keep the passkey that the browser made; recovery codes, if it is the first second factor."""
    return commands.add_passkey(
        user=user,
        name=form.cleaned_data["name"],
        site=_site(request),
        state=_take(request, ADD),
        sent=form.cleaned_data["passkey"],
        now=clock.now(),
        at=clock.real(),
    )


def _shown(request: HttpRequest, purpose: str, *, user_id: UUID | None) -> Any:
    return commands.show_passkey(
        site=_site(request),
        state=_take(request, purpose),
        sent=request.POST.get("passkey", ""),
        user_id=user_id,
        address=doors.address_of(request),
        now=clock.now(),
        at=clock.real(),
    )


def _own(visit: Visit, passkey_id: UUID) -> dict[str, Any]:
    found = queries.own_factors(visit.actor, today=visit.today)["passkeys"]
    for one in found:
        if one["id"] == passkey_id:
            return dict(one)
    raise Http404


def _frame(title: str, caption: str, *intro: str) -> Frame:
    return Frame(
        title=title,
        caption=caption,
        button=title,
        intro=intro,
        back_href=reverse("web:signing-in"),
        back_text="How I sign in",
    )


def _keep(request: HttpRequest, purpose: str, asked: Question) -> None:
    request.session[_KEPT] = {
        "purpose": purpose,
        "state": asked.state,
        "at": clock.real().timestamp(),
    }


def _take(request: HttpRequest, purpose: str) -> dict[str, Any]:
    """The question that the browser answers; each is answered once."""
    kept = request.session.pop(_KEPT, None)
    if kept is None or kept["purpose"] != purpose:
        return {}
    if clock.real().timestamp() - kept["at"] > _ANSWERED_WITHIN.total_seconds():
        return {}
    return dict(kept["state"])


def _site(request: HttpRequest) -> Site:
    return Site(origin=f"{request.scheme}://{request.get_host()}")


def _user(visit: Visit) -> Any:
    return visit.request.user
