"""How I sign in: second factor, recovery codes, where I am signed in; and proving it again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from kernel import clock
from kernel.errors import Refusal
from people import commands, confirming, doors, one_time_codes, queries
from people.commands import TooManyTries, WrongCode, WrongPassword
from web import kept_forms
from web.forms.access import Nothing
from web.forms.session import AppForm
from web.pages.frame import Frame
from web.proving import NOT_SIGNED_IN, confirm_form, confirm_page, go_on, next_of, wait
from web.visit import Visit, page


@page
def signing_in(visit: Visit) -> HttpResponse:
    """Everything about how I sign in, and where I am signed in now."""
    return visit.show(
        "security/overview.jinja",
        factors=queries.own_factors(visit.actor, today=visit.today),
        today=visit.today,
        sessions=queries.own_sessions(
            visit.actor,
            current=doors.session_id_of(visit.request),
            limits=doors.session_limits(),
            at=clock.real(),
        ),
    )


@page
def confirm(visit: Visit) -> HttpResponse:
    """Prove again that it is you: the password, a code or a passkey."""
    request = visit.request
    factors = queries.factors_of(visit.user_id)
    form = confirm_form(factors, visit.posted)
    packed = request.POST.get(kept_forms.FIELD, "")
    status = 200
    if visit.posted and form.is_valid():
        given = form.cleaned_data
        password, code = given["password"], given.get("code", "")
        if not password and not code:
            form.add_error("password", "Enter your password")
        else:
            try:
                confirming.confirm(request, now=visit.now, password=password, code=code)
            except TooManyTries as refusal:
                form.add_error_of_no_box(refusal.sentence)
                answer = confirm_page(
                    request, form, status=429, next_=next_of(request), packed=packed
                )
                return wait(answer, refusal)
            except WrongPassword:
                form.add_error("password", "This is not your present password.")
                status = NOT_SIGNED_IN
            except WrongCode as refusal:
                form.add_error("code", refusal.sentence)
                status = NOT_SIGNED_IN
            else:
                return go_on(request, next_=next_of(request), packed=packed)
    if form.errors and status == 200:
        status = 422
    return confirm_page(request, form, status=status, next_=next_of(request), packed=packed)


@page
def add_app(visit: Visit) -> HttpResponse:
    """A picture for the app to scan; its first code sets it up."""
    visit.require_recent()
    form = AppForm(visit.posted)
    sent = visit.posted.get("offer", "") if visit.posted else ""
    offer = commands.offer_app(_user(visit), sealed=sent)
    if visit.posted and form.is_valid():
        try:
            codes = commands.add_app(
                user=_user(visit),
                sealed=form.cleaned_data["offer"],
                code=form.cleaned_data["code"],
                now=visit.now,
                at=clock.real(),
            )
        except Refusal as refusal:
            form.add_refusal(refusal)
        else:
            return visit.shown_once(
                codes, done="The app is set up.", next_=reverse("web:signing-in")
            )
    return visit.show(
        "security/add_app.jinja",
        form=form,
        offer=offer,
        picture=one_time_codes.as_picture(offer.address),
        in_groups=one_time_codes.in_groups(offer.secret),
    )


@page
def remove_app(visit: Visit) -> HttpResponse:
    visit.require_recent()

    def take_out() -> str:
        commands.remove_app(user=_user(visit), now=visit.now)
        return reverse("web:signing-in")

    return _sure(
        visit,
        take_out,
        title="Remove the authenticator app",
        intro="Its codes open nothing any more. Without another second factor, your password "
        "alone lets somebody in.",
        done="The app is removed.",
    )


@page
def recovery_codes(visit: Visit) -> HttpResponse:
    """New codes for the day on which the telephone is away, shown on the answer and never again."""
    visit.require_recent()
    form = Nothing(visit.posted)
    if visit.posted and form.is_valid():
        try:
            codes = commands.make_recovery_codes(user=_user(visit), now=visit.now, at=clock.real())
        except Refusal as refusal:
            form.add_refusal(refusal)
        else:
            return visit.shown_once(
                codes, done="The codes are made.", next_=reverse("web:signing-in")
            )
    frame = _frame("Make new recovery codes", "The codes that you have now stop working at once.")
    return visit.show("form.jinja", form=form, frame=frame)


@page
def end_session(visit: Visit, session_id: UUID) -> HttpResponse:
    def end() -> str:
        commands.end_session(
            session_id=session_id, actor=visit.actor, now=visit.now, at=clock.real()
        )
        return reverse("web:signing-in")

    return _sure(
        visit,
        end,
        title="Sign out there",
        intro="Whoever sits before that device has to sign in again.",
        done="That device is signed out.",
    )


@page
def end_other_sessions(visit: Visit) -> HttpResponse:
    def end() -> str:
        commands.end_other_sessions(
            keep=doors.session_id_of(visit.request),
            actor=visit.actor,
            now=visit.now,
            at=clock.real(),
        )
        return reverse("web:signing-in")

    return _sure(
        visit,
        end,
        title="Sign out everywhere else",
        intro="You stay signed in here, and nowhere else.",
        done="You are signed out everywhere else.",
    )


@page
def end_sessions_of(visit: Visit, user_id: UUID) -> HttpResponse:
    """For a lost telephone, or somebody who left in a hurry."""
    found = queries.get_user(visit.actor, user_id)
    at = clock.real()
    places = queries.count_sessions_of(visit.actor, user_id, limits=doors.session_limits(), at=at)

    def end() -> str:
        commands.end_sessions_of(user_id=user_id, actor=visit.actor, now=visit.now, at=at)
        return reverse("web:user", args=[user_id])

    where = {0: "nowhere", 1: "in one place"}.get(places, f"in {places} places")
    return _sure(
        visit,
        end,
        title="Sign this user out everywhere",
        intro=f"They are signed in {where} now. They can sign in again.",
        done="They are signed out everywhere.",
        caption=found["name"],
        back=("web:user", user_id),
    )


@page
def forget_factors(visit: Visit, user_id: UUID) -> HttpResponse:
    """For somebody who lost telephone and paper."""
    found = queries.get_user(visit.actor, user_id)
    visit.require_recent()

    def forget() -> str:
        commands.forget_factors(user_id=user_id, actor=visit.actor, now=visit.now, at=clock.real())
        return reverse("web:user", args=[user_id])

    return _sure(
        visit,
        forget,
        title="Take away their second factor",
        intro="For somebody who lost their telephone and their recovery codes. Make sure first, "
        "face to face or by a number that you know, that it is them who asks. They are signed "
        "out everywhere, and their password alone lets them in until they set one up again.",
        done="Their second factor is gone.",
        caption=found["name"],
        back=("web:user", user_id),
    )


def _sure(
    visit: Visit,
    act: Any,
    *,
    title: str,
    intro: str,
    done: str,
    caption: str = "",
    back: tuple[str, UUID] | None = None,
) -> HttpResponse:
    """A button with what it does; whatever it refuses is said above it."""
    form = Nothing(visit.posted)
    if visit.posted and form.is_valid():
        answer = visit.submit(form, act, done=done)
        if answer:
            return answer
    frame = _frame(title, intro, caption=caption, back=back)
    return visit.show("form.jinja", form=form, frame=frame)


def _frame(
    title: str, *intro: str, caption: str = "", back: tuple[str, UUID] | None = None
) -> Frame:
    return Frame(
        title=title,
        caption=caption,
        button=title,
        intro=intro,
        back_href=reverse(back[0], args=[back[1]]) if back else reverse("web:signing-in"),
        back_text="User" if back else "How I sign in",
    )


def _user(visit: Visit) -> Any:
    return visit.request.user
