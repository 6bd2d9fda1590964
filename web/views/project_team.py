"""Who is on the teams of a project: joining, leaving, and putting right what was recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from kernel.errors import NotFound
from projects import commands, queries
from web.forms import ChangeForm
from web.forms.answers import yes_or_no
from web.forms.base import Confirmation
from web.forms.projects import CorrectMember, EndMember, TeamMember
from web.pages import choices
from web.pages.frame import Way
from web.views.changing import by, change_project
from web.visit import Visit, page
from web.words import choices as words

_MEMBER = (
    "team",
    "role",
    "from_date",
    "involvement",
    "capacity",
    "relevant_experience",
    "partner_agreed",
)


@page
def add_member(visit: Visit, project_id: UUID) -> HttpResponse:
    offered = choices.people(visit)

    def make(found: Mapping[str, Any]) -> ChangeForm:
        return TeamMember(
            visit.posted,
            version=found["version"],
            people=offered,
            initial={"from_date": visit.today},
        )

    def act(form: ChangeForm) -> None:
        given = form.cleaned_data
        commands.add_member(
            project_id=project_id,
            **{name: given[name] for name in ("person_id", *_MEMBER)},
            **by(visit, form),
        )

    return change_project(
        visit,
        project_id,
        make,
        act,
        title="Add somebody to a team",
        done="The team is changed.",
        finder=choices.people_finder(visit, offered),
        intro=("People are listed when they are registered under People.",),
    )


@page
def end_member(visit: Visit, project_id: UUID, membership_id: UUID) -> HttpResponse:
    member = _member(visit, project_id, membership_id)

    def act(form: ChangeForm) -> None:
        commands.end_member(
            project_id=project_id,
            membership_id=membership_id,
            to_date=form.cleaned_data["to_date"],
            **by(visit, form),
        )

    return change_project(
        visit,
        project_id,
        lambda found: EndMember(
            visit.posted, version=found["version"], initial={"to_date": visit.today}
        ),
        act,
        title=f"{_name(member)} leaves the team",
        done="The team is changed.",
    )


@page
def correct_member(visit: Visit, project_id: UUID, membership_id: UUID) -> HttpResponse:
    member = _member(visit, project_id, membership_id)
    names = (*_MEMBER, "to_date")
    recorded = {
        **{name: member[name] for name in names},
        "relevant_experience": yes_or_no(member["relevant_experience"]),
        "partner_agreed": yes_or_no(member["partner_agreed"]),
    }

    def act(form: ChangeForm) -> None:
        commands.correct_member(
            project_id=project_id,
            membership_id=membership_id,
            changes={name: form.cleaned_data[name] for name in names},
            **by(visit, form),
        )

    return change_project(
        visit,
        project_id,
        lambda found: CorrectMember(visit.posted, version=found["version"], initial=recorded),
        act,
        title=f"Correct what is recorded of {_name(member)}",
        done="The correction is saved.",
        intro=("What was recorded before is kept, so that an earlier answer can be explained.",),
        ways=(
            Way(
                text="This was recorded in error: take it back",
                href=reverse("web:withdraw-member", args=[project_id, membership_id]),
            ),
        ),
    )


@page
def withdraw_member(visit: Visit, project_id: UUID, membership_id: UUID) -> HttpResponse:
    member = _member(visit, project_id, membership_id)
    role = words.said(words.TEAM_ROLE, member["role"]).lower()
    team = words.said(words.TEAM, member["team"]).lower()

    def act(form: ChangeForm) -> None:
        commands.withdraw_member(
            project_id=project_id, membership_id=membership_id, **by(visit, form)
        )

    return change_project(
        visit,
        project_id,
        lambda found: Confirmation(visit.posted, version=found["version"]),
        act,
        title=f"{_name(member)} was never on the team",
        done="The entry is taken back.",
        button="Take it back",
        intro=(
            f"Recorded as {role}, {team}.",
            "Take it back only if it was recorded in error: rules then count as if it never was.",
            "If they were on the team and have left, say when they left instead.",
        ),
    )


def _member(visit: Visit, project_id: UUID, membership_id: UUID) -> Mapping[str, Any]:
    """One membership, past or present.

    Raises:
        NotFound: none of this project, or none that the visitor may see.
    """
    for one in queries.team(visit.actor, project_id):
        if one["id"] == membership_id:
            return one
    raise NotFound


def _name(member: Mapping[str, Any]) -> str:
    return member["name"] or "Somebody"
