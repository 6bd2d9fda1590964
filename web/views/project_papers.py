"""The charter of a project, and who agreed to what."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from kernel.errors import NotFound
from projects import commands, queries
from web.forms import ChangeForm
from web.forms.base import Confirmation
from web.forms.projects import CharterForm, SignOffForm
from web.pages.projects import agreement_words
from web.views.changing import by, change_project
from web.visit import Visit, page

_CHARTER = (
    "purpose",
    "population",
    "partner_recruitment",
    "partner_support",
    "partner_payment",
)


@page
def charter(visit: Visit, project_id: UUID) -> HttpResponse:
    numbers = queries.charters(visit.actor, project_id)
    present = numbers[0] if numbers else {}

    def act(form: ChangeForm) -> None:
        given = form.cleaned_data
        commands.write_charter(
            project_id=project_id, **{name: given[name] for name in _CHARTER}, **by(visit, form)
        )

    return change_project(
        visit,
        project_id,
        lambda found: CharterForm(visit.posted, version=found["version"], initial=present),
        act,
        title="Write the charter",
        done="The charter is saved as a new version.",
        intro=("Each change makes a new version, which the sponsor and a partner then approve.",),
    )


@page
def add_sign_off(visit: Visit, project_id: UUID) -> HttpResponse:
    team = queries.team(visit.actor, project_id, as_at=visit.today)
    members = {str(one["person_id"]): one["name"] for one in team if one["name"]}

    def act(form: ChangeForm) -> None:
        given = form.cleaned_data
        names = ("about", "given_as", "person_id", "way", "given_on")
        commands.sign_off(
            project_id=project_id, **{name: given[name] for name in names}, **by(visit, form)
        )

    return change_project(
        visit,
        project_id,
        lambda found: SignOffForm(
            visit.posted,
            version=found["version"],
            people=members.items(),
            initial={"given_on": visit.today, "about": visit.request.GET.get("about", "")},
        ),
        act,
        title="Record an agreement",
        done="The agreement is recorded.",
        intro=("Both the person who agreed and you, who write it down, are kept.",),
    )


@page
def withdraw_sign_off(visit: Visit, project_id: UUID, sign_off_id: UUID) -> HttpResponse:
    given = next(
        (one for one in queries.sign_offs(visit.actor, project_id) if one["id"] == sign_off_id),
        None,
    )
    if given is None:
        raise NotFound

    def act(form: ChangeForm) -> None:
        commands.withdraw_sign_off(
            project_id=project_id, sign_off_id=sign_off_id, **by(visit, form)
        )

    return change_project(
        visit,
        project_id,
        lambda found: Confirmation(visit.posted, version=found["version"]),
        act,
        title="Take back an agreement",
        done="The agreement is taken back.",
        button="Take it back",
        intro=(
            f"{agreement_words(given)}.",
            "It no longer counts from today. The history keeps that it was given and taken back.",
            "A step that needs it is not possible until somebody agrees anew.",
        ),
    )
