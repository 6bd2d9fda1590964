"""Sign in, with its second step, and sign out."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kernel import clock
from people import commands, doors, queries
from people.commands import Proof, Proved, TooManyTries, WrongCode, WrongPassword
from people.partial_sign_in import PartialSignIn, begin, partial_of
from web import kept_forms
from web.forms.session import SecondStepForm, SignInForm
from web.proving import NOT_SIGNED_IN, go_on, next_of, sign_in_page, wait
from web.words.dates import british_date

_REFUSED = 422
_BEFOREHAND = (
    "From {} nobody here signs in with a password alone. "
    "Set up an app or a passkey before that day, under How I sign in."
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Email address and password; then on to the second step, or where the visitor was going."""
    if request.actor.signed_in:  # type: ignore[attr-defined]
        return redirect(next_of(request))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _by_password(request, form)
    return _show(request, form, status=_REFUSED if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """The code of the app or from the paper, by somebody whose password was right."""
    partial = partial_of(request, at=clock.real())
    if partial is None:
        return redirect("web:sign-in")
    factors = queries.factors_of(partial.user_id)
    if not factors.any:
        return redirect("web:first-factor")
    form = SecondStepForm(request.POST or None, app=factors.app)
    status = _REFUSED if form.errors else 200
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        try:
            proved = commands.prove(
                user_id=partial.user_id,
                typed=form.cleaned_data["code"],
                address=doors.address_of(request),
                now=now,
                at=clock.real(),
            )
        except TooManyTries as refusal:
            form.add_refusal(refusal)
            return wait(show_second(request, form, factors, status=429), refusal)
        except WrongCode as refusal:
            form.add_error("code", refusal.sentence)
            status = NOT_SIGNED_IN
        else:
            return finish(request, partial, proved)
    return show_second(request, form, factors, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """The session ends on the server too."""
    doors.close_session(request)
    return redirect("web:sign-in")


def after_first_step(request: HttpRequest, partial: PartialSignIn) -> HttpResponse:
    """On to the second step where the user has one or is asked for one; otherwise they are in."""
    if queries.factors_of(partial.user_id).any:
        begin(request, partial, at=clock.real())
        return redirect("web:second-step")
    today = clock.today()
    asked_from = queries.second_factor_asked_from(partial.user_id, today=today)
    if asked_from == today:
        begin(request, partial, at=clock.real())
        return redirect("web:first-factor")
    answer = finish(request, partial, None)
    if asked_from and request.actor.signed_in:  # type: ignore[attr-defined]
        messages.warning(request, _BEFOREHAND.format(british_date(asked_from)))
    return answer


def finish(request: HttpRequest, partial: PartialSignIn, proved: Proved | None) -> HttpResponse:
    """The user is in: a new session, and on to where they were going."""
    proof = replace(partial.proof, second_factor=proved.factor if proved else "")
    actor = doors.open_session(request, partial.user_id, now=clock.now(), proof=proof)
    if actor is None:
        form = SignInForm()
        form.add_error_of_no_box(WrongPassword().sentence)
        return sign_in_page(request, form, status=NOT_SIGNED_IN, next_=partial.next)
    _tell_what_is_left(request, proved)
    return go_on(request, next_=partial.next, packed=partial.packed)


def _by_password(request: HttpRequest, form: SignInForm) -> HttpResponse:
    try:
        user_id = commands.sign_in(
            email=form.cleaned_data["email"],
            password=form.cleaned_data["password"],
            address=doors.address_of(request),
            now=clock.now(),
        )
    except WrongPassword as refusal:
        form.add_refusal(refusal)
        return _show(request, form, status=NOT_SIGNED_IN)
    except TooManyTries as refusal:
        form.add_refusal(refusal)
        return wait(_show(request, form, status=429), refusal)
    partial = PartialSignIn(
        user_id=user_id,
        proof=Proof(way="password"),
        next=next_of(request),
        packed=request.POST.get(kept_forms.FIELD, ""),
    )
    return after_first_step(request, partial)


def _tell_what_is_left(request: HttpRequest, proved: Proved | None) -> None:
    """Whoever used a recovery code should not find out at the door that it was the last."""
    if proved is None or proved.left is None:
        return
    if proved.left == 0:
        told = "That was your last recovery code. Make new ones now, under How I sign in."
    else:
        codes = "recovery code" if proved.left == 1 else "recovery codes"
        told = f"You used a recovery code. You have {proved.left} {codes} left."
    messages.warning(request, told)


def _show(request: HttpRequest, form: SignInForm, *, status: int) -> HttpResponse:
    return sign_in_page(
        request,
        form,
        status=status,
        next_=next_of(request),
        packed=request.POST.get(kept_forms.FIELD, ""),
    )


def show_second(
    request: HttpRequest, form: SecondStepForm, factors: queries.Factors, *, status: int
) -> HttpResponse:
    """The page of the second step."""
    page = {"form": form, "factors": factors}
    return render(request, "sign_in/second_step.jinja", page, status=status)
