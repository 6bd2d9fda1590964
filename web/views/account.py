"""My details: who I am here, my roles, my password, and the way to what I look after."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from people import commands, doors, queries
from people.roles import BY_CODE
from web.forms.session import PasswordForm
from web.pages.frame import Frame
from web.visit import Visit, page


@page
def me(visit: Visit) -> HttpResponse:
    user: Any = visit.request.user
    found = queries.me(visit.actor, name=user.name, email=user.email)
    names = queries.person_names(visit.actor, visit.actor.person_ids)
    may = visit.actor.may_somewhere
    return visit.show(
        "access/me.jinja",
        found=found,
        roles={code: role.name for code, role in BY_CODE.items()},
        people=sorted((name, person_id) for person_id, name in names.items()),
        may_users=may("user.read") or may("user.manage"),
        may_keys=may("api_key.read") or may("api_key.manage"),
        may_units=may("unit.manage"),
        may_directories=may("organisation.manage"),
        may_organisations=may("organisation.manage") or may("organisation.register"),
        may_import=may("import.run"),
        may_by_hand=may("person.manage"),
    )


@page
def password(visit: Visit) -> HttpResponse:
    """A new password ends every other session."""
    form = PasswordForm(visit.posted)
    if visit.posted and form.is_valid():
        current = form.cleaned_data["current_password"]

        def change() -> str:
            user = commands.change_password(
                user=visit.request.user,  # type: ignore[arg-type]
                current=current,
                new=form.cleaned_data["new_password"],
                address=doors.address_of(visit.request),
                actor=visit.actor,
                now=visit.now,
            )
            doors.keep_session(visit.request, user)
            return reverse("web:me")

        answer = visit.submit(form, change, done="Your password is changed.")
        if answer:
            return answer
        if "current_password" in form.errors:
            commands.count_wrong_password(
                user=visit.request.user,  # type: ignore[arg-type]
                current=current,
                address=doors.address_of(visit.request),
                now=visit.now,
            )
    frame = Frame(
        title="Change your password",
        button="Change the password",
        back_href=reverse("web:me"),
        back_text="My details",
        intro=("You are signed out everywhere else.",),
    )
    return visit.show("form.jinja", form=form, frame=frame)
