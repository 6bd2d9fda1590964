"""Which other organisations take part in a project or a joint committee."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from governance.commands import committees
from governance.queries.committees import present_participant
from kernel.errors import NotFound
from projects import commands as projects
from projects import queries
from web.forms import ChangeForm
from web.forms.projects import EndParticipation, ParticipantForm
from web.pages.organisations import body_coded
from web.views.changing import by, change_committee, change_project
from web.visit import Visit, page

_TAKES_PART = "The organisation takes part."
_ENDS = "The last day is recorded."
_KEEPS = "This organisation keeps the committee, so it does not leave it."


@page
def add_to_project(visit: Visit, project_id: UUID) -> HttpResponse:
    def act(form: ChangeForm) -> None:
        projects.add_participant(
            project_id=project_id,
            participant_id=body_coded(form.cleaned_data["code"]),
            from_date=form.cleaned_data["from_date"],
            **by(visit, form),
        )

    return change_project(
        visit,
        project_id,
        lambda found: _joining(visit, found),
        act,
        title="Another organisation takes part",
        done=_TAKES_PART,
    )


@page
def end_in_project(visit: Visit, project_id: UUID, participation_id: UUID) -> HttpResponse:
    rows = queries.participants(visit.actor, project_id)
    participant = next((one for one in rows if one["id"] == participation_id), None)
    if participant is None:
        raise NotFound

    def act(form: ChangeForm) -> None:
        projects.end_participant(
            project_id=project_id,
            participation_id=participation_id,
            to_date=form.cleaned_data["last_day"],
            **by(visit, form),
        )

    return change_project(
        visit,
        project_id,
        lambda found: _leaving(visit, found),
        act,
        title=f"{participant['name']} no longer takes part",
        done=_ENDS,
    )


@page
def add_to_committee(visit: Visit, committee_id: UUID) -> HttpResponse:
    def act(form: ChangeForm) -> None:
        committees.share_committee(
            committee_id=committee_id,
            participant_id=body_coded(form.cleaned_data["code"]),
            from_date=form.cleaned_data["from_date"],
            **by(visit, form),
        )

    return change_committee(
        visit,
        committee_id,
        lambda found: _joining(visit, found),
        act,
        title="Another organisation takes part",
        done=_TAKES_PART,
    )


@page
def end_in_committee(visit: Visit, committee_id: UUID, organisation_id: UUID) -> HttpResponse:
    participant = present_participant(
        actor=visit.actor, committee_id=committee_id, organisation_id=organisation_id
    )

    def act(form: ChangeForm) -> None:
        committees.unshare_committee(
            committee_id=committee_id,
            participant_id=organisation_id,
            first_day_after=form.cleaned_data["last_day"] + timedelta(days=1),
            **by(visit, form),
        )

    return change_committee(
        visit,
        committee_id,
        lambda found: _leaving(visit, found),
        act,
        title=f"{participant['name']} no longer takes part",
        done=_ENDS,
        closed=_KEEPS if participant["keeps"] else "",
    )


def _joining(visit: Visit, found: Mapping[str, Any]) -> ChangeForm:
    return ParticipantForm(
        visit.posted, version=found["version"], initial={"from_date": visit.today}
    )


def _leaving(visit: Visit, found: Mapping[str, Any]) -> ChangeForm:
    return EndParticipation(
        visit.posted, version=found["version"], initial={"last_day": visit.today}
    )
