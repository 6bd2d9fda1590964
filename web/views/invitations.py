"""Asking people to join: the list, asking, asking again, calling back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from kernel.api.filters import Choice, Filter
from people import commands, queries
from people.words import INVITATION_STATES
from web import lists
from web.forms.access import Nothing
from web.forms.joining import Invite
from web.pages import choices
from web.pages.access import gives_everywhere, roles_to_give, units_to_give
from web.pages.downloads import download
from web.pages.frame import Frame
from web.pages.imports import may_bring_in
from web.pages.invitations import invitation_answers, invitation_lines
from web.views.limits import limited
from web.visit import Visit, page
from web.words.access import INVITATION_STATES as STATE_CHOICES
from web.words.access import invitation_state

_FILTERS: dict[str, Filter] = {"state": Choice(INVITATION_STATES)}


@page
def invitations(visit: Visit) -> HttpResponse:
    sought = lists.asked(visit.request.GET, _FILTERS)
    rows = queries.visible_invitations(
        visit.actor, page=sought.page, now=visit.now, **sought.values
    )
    found = lists.listed(
        rows,
        sought,
        path=reverse("web:invitations"),
        key=lambda row: (row["sent_at"].isoformat(), row["id"]),
    )
    return visit.show(
        "access/invitations.jinja",
        found=found,
        lines=invitation_lines(found.rows),
        sought=sought,
        download=download("invitations", sought.typed),
        states=STATE_CHOICES,
        may_manage=visit.actor.may_somewhere("user.manage"),
        may_bring_in=may_bring_in(visit, "invitations"),
    )


@page
def invitation(visit: Visit, invitation_id: UUID) -> HttpResponse:
    """The link is shown to whoever sent it, while it is open, and to nobody else."""
    found = queries.get_invitation(visit.actor, invitation_id, now=visit.now)
    token = queries.link_to_copy(visit.actor, invitation_id, now=visit.now)
    return visit.show(
        "access/invitation.jinja",
        found=found,
        state=invitation_state(found["state"]),
        about=invitation_answers(visit, found),
        link=_absolute(visit, "join", token) if token else "",
        may_manage=visit.actor.may(
            "user.manage", organisation_id=found["organisation_id"], unit_id=found["unit_id"]
        ),
    )


@page
def invite(visit: Visit) -> HttpResponse:
    visit.require_recent()
    people = choices.people(visit)
    form = Invite(
        visit.posted,
        organisations=choices.organisations(visit),
        roles=roles_to_give(visit),
        units=units_to_give(visit),
        people=people,
        whole=gives_everywhere(visit),
    )

    def send() -> str:
        given = form.cleaned_data
        names = ("organisation_id", "email", "name", "roles", "unit_id", "to_date")
        sent = commands.invite(
            person_id=given.get("person_id"),
            **{name: given[name] for name in names},
            **_by(visit),
        )
        return reverse("web:invitation", args=[sent.pk])

    return limited(
        visit,
        form,
        send,
        done="The invitation is sent. You also find its link below.",
        frame=Frame(
            title="Invite somebody",
            button="Send the invitation",
            back_href=reverse("web:invitations"),
            back_text="Invitations",
            intro=(
                "They get a link, choose their own password, and can sign in.",
                "The link works for some days only. You can send it again.",
            ),
            finder=choices.people_finder(visit, people),
        ),
    )


@page
def send_again(visit: Visit, invitation_id: UUID) -> HttpResponse:
    return _button(
        visit,
        invitation_id,
        commands.send_again,
        title="Send this invitation again",
        done="The invitation is sent again.",
        intro="A new link goes to the address. The link that was sent before stops working.",
    )


@page
def cancel(visit: Visit, invitation_id: UUID) -> HttpResponse:
    return _button(
        visit,
        invitation_id,
        commands.cancel_invitation,
        title="Call this invitation back",
        done="The invitation is called back.",
        intro="Its link stops working at once. You can invite them anew later.",
    )


def _button(
    visit: Visit,
    invitation_id: UUID,
    command: Callable[..., Any],
    *,
    title: str,
    done: str,
    intro: str,
) -> HttpResponse:
    found = queries.get_invitation(visit.actor, invitation_id, now=visit.now)
    here = reverse("web:invitation", args=[invitation_id])

    def act() -> str:
        command(invitation_id=invitation_id, **_by(visit))
        return here

    frame = Frame(
        title=title,
        caption=found["email"],
        button=title,
        back_href=here,
        back_text=found["email"],
        intro=(intro,),
    )
    return limited(visit, Nothing(visit.posted), act, done=done, frame=frame)


def _absolute(visit: Visit, name: str, token: str) -> str:
    return visit.request.build_absolute_uri(reverse(f"web:{name}", args=[token]))


def _by(visit: Visit) -> dict[str, Any]:
    return {"actor": visit.actor, "now": visit.now}
