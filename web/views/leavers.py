"""Somebody leaves: what they hold goes to others. And a new password for a user."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from kernel.errors import NotFound
from people import commands, queries
from web.forms.access import Nothing
from web.forms.joining import Leave
from web.pages.frame import Frame
from web.pages.leavers import held_sections
from web.views.limits import limited
from web.visit import Visit, page


@page
def leave(visit: Visit, user_id: UUID) -> HttpResponse:
    """Everything they hold, and to whom each goes."""
    found = queries.get_user(visit.actor, user_id)
    visit.require_recent()
    home = queries.home_of(visit.actor, user_id, _named(visit))
    leaver = queries.leaver_of(visit.actor, user_id, home, last_day=visit.today, today=visit.today)
    held = queries.holds(visit.actor, leaver, today=visit.today)
    known = queries.receivers(visit.actor, home, leaver_id=user_id, today=visit.today)
    form = Leave(
        visit.posted,
        colleagues=[(str(one.user_id), one.name) for one in known.values()],
        held=held,
        initial={"last_day": visit.today},
    )

    def act() -> str:
        commands.hand_over(
            user_id=user_id,
            organisation_id=home,
            last_day=form.cleaned_data["last_day"],
            receiver_id=form.cleaned_data["receiver_id"],
            choices=form.choices(),
            actor=visit.actor,
            now=visit.now,
        )
        return reverse("web:user", args=[user_id])

    if visit.posted and form.is_valid():
        answer = visit.submit(form, act, done="It is handed over, and the last day is set.")
        if answer:
            return answer
    return visit.show(
        "access/leave.jinja",
        found=found,
        form=form,
        body=queries.organisation_names([home])[home].name,
        sections=held_sections(held),
        leaving=queries.leaving_of(visit.actor, user_id, organisation_id=home),
    )


@page
def stay(visit: Visit, user_id: UUID) -> HttpResponse:
    """They do not leave after all."""
    found = queries.get_user(visit.actor, user_id)
    leaving = queries.leaving_of(visit.actor, user_id)
    form = Nothing(visit.posted)

    def act() -> str:
        if leaving is None:
            raise NotFound
        commands.stay(
            user_id=user_id,
            organisation_id=leaving["organisation_id"],
            actor=visit.actor,
            now=visit.now,
        )
        return reverse("web:user", args=[user_id])

    if visit.posted and leaving and form.is_valid():
        answer = visit.submit(form, act, done="Their roles last as long as before.")
        if answer:
            return answer
    frame = Frame(
        title="They stay after all",
        caption=found["name"],
        button="Give their roles back",
        back_href=reverse("web:user", args=[user_id]),
        back_text=found["name"],
        intro=(
            "Their roles last as long as before.",
            "What was handed over stays with whoever has it now, who can hand it back.",
        ),
        closed="" if leaving else f"{found['name']} is not leaving.",
    )
    return visit.show("form.jinja", form=form, frame=frame)


@page
def reset(visit: Visit, user_id: UUID) -> HttpResponse:
    """Have a user choose a new password. The link is shown to whoever asked for it."""
    found = queries.get_user(visit.actor, user_id)
    visit.require_recent()
    form = Nothing(visit.posted)
    here = reverse("web:user", args=[user_id])

    def act() -> str:
        commands.send_reset(user_id=user_id, actor=visit.actor, now=visit.now)
        return f"{here}#password"

    frame = Frame(
        title="Send a link for a new password",
        caption=found["name"],
        button="Make the link",
        back_href=here,
        back_text=found["name"],
        intro=(
            "The link works once, for 60 minutes. Any link that was sent before stops working.",
            "It goes to their address, and you can print it.",
            "When they choose a password, they are signed out everywhere. A second factor stays.",
        ),
    )
    return limited(visit, form, act, done="The link for a new password is made.", frame=frame)


def _named(visit: Visit) -> UUID | None:
    """The organisation that the address names, for whoever has several."""
    try:
        return UUID(visit.request.GET.get("organisation", ""))
    except ValueError:
        return None
