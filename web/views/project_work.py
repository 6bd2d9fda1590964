"""What a project is made of: steps, team, charter, agreements, who takes part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from kernel.errors import FieldError, Invalid, NotFound
from people import queries as people
from people.queries.colleagues import who_may
from projects import commands, queries
from projects.facts.situation import Asked
from projects.policies.authority import PERMISSION
from projects.policies.steps import STEPS
from web.forms import ChangeForm
from web.forms.projects import (
    CharterForm,
    EndMember,
    ParticipantForm,
    ProjectStep,
    SignOffForm,
    TeamMember,
)
from web.pages import choices
from web.pages.frame import Finder, Frame
from web.pages.projects import links, step_views
from web.visit import Visit, page
from web.words.states import project_stage
from web.words.steps import project_step

_MEMBER = (
    "person_id",
    "team",
    "role",
    "from_date",
    "involvement",
    "capacity",
    "relevant_experience",
    "partner_agreed",
)
_CHARTER = (
    "purpose",
    "population",
    "partner_recruitment",
    "partner_support",
    "partner_payment",
)


@page
def step(visit: Visit, project_id: UUID, step: str) -> HttpResponse:
    """Take one step, or learn everything that it still needs."""
    found = queries.get_project(visit.actor, project_id)
    available = queries.available_steps(visit.actor, project_id, now=visit.now)
    views = step_views(project_id, available)
    view = next((one for one in views if one.words.step == step), None)
    if view is None and visit.posted is None:
        return _not_from_here(visit, found, step)
    form = ProjectStep(
        visit.posted,
        version=found["version"],
        asks=STEPS[step].asks if step in STEPS else (),
        approvers=_approvers(visit, found, step),
        initial={"effective_on": visit.today},
    )
    if visit.posted and form.is_valid():
        done = f"{project_step(step).done}."
        answer = visit.submit(
            form, lambda: _taken(visit, project_id, step, form), done=done, links=links(project_id)
        )
        if answer:
            return answer
    words = project_step(step)
    frame = Frame(
        title=words.do,
        caption=found["title"],
        button=words.do,
        back_href=_at(project_id),
        back_text=found["title"],
        intro=(words.about,) if words.about else (),
        tasks=view.tasks if view else (),
        closed=view.denied if view else "",
    )
    return visit.show("form.jinja", form=form, frame=frame)


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
            project_id=project_id, **{name: given[name] for name in _MEMBER}, **_by(visit, form)
        )

    return _change(
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
    member = next(
        (one for one in queries.team(visit.actor, project_id) if one["id"] == membership_id), None
    )
    if member is None:
        raise NotFound

    def act(form: ChangeForm) -> None:
        commands.end_member(
            project_id=project_id,
            membership_id=membership_id,
            to_date=form.cleaned_data["to_date"],
            **_by(visit, form),
        )

    return _change(
        visit,
        project_id,
        lambda found: EndMember(
            visit.posted, version=found["version"], initial={"to_date": visit.today}
        ),
        act,
        title=f"{member['name'] or 'Somebody'} leaves the team",
        done="The team is changed.",
    )


@page
def charter(visit: Visit, project_id: UUID) -> HttpResponse:
    numbers = queries.charters(visit.actor, project_id)
    present = numbers[0] if numbers else {}

    def act(form: ChangeForm) -> None:
        given = form.cleaned_data
        commands.write_charter(
            project_id=project_id, **{name: given[name] for name in _CHARTER}, **_by(visit, form)
        )

    return _change(
        visit,
        project_id,
        lambda found: CharterForm(visit.posted, version=found["version"], initial=present),
        act,
        title="Write the charter",
        done="The charter is saved under a new number.",
        intro=("A change is a new number. Sponsor and partner then approve it anew.",),
    )


@page
def add_sign_off(visit: Visit, project_id: UUID) -> HttpResponse:
    team = queries.team(visit.actor, project_id, as_at=visit.today)
    members = {str(one["person_id"]): one["name"] for one in team if one["name"]}

    def act(form: ChangeForm) -> None:
        given = form.cleaned_data
        names = ("about", "given_as", "person_id", "way", "given_on")
        commands.sign_off(
            project_id=project_id, **{name: given[name] for name in names}, **_by(visit, form)
        )

    return _change(
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
def add_participant(visit: Visit, project_id: UUID) -> HttpResponse:
    def act(form: ChangeForm) -> None:
        commands.add_participant(
            project_id=project_id,
            participant_id=body_coded(form.cleaned_data["code"]),
            from_date=form.cleaned_data["from_date"],
            **_by(visit, form),
        )

    return _change(
        visit,
        project_id,
        lambda found: ParticipantForm(
            visit.posted, version=found["version"], initial={"from_date": visit.today}
        ),
        act,
        title="Another organisation takes part",
        done="The organisation takes part.",
    )


def body_coded(code: str) -> UUID:
    """The organisation with an ODS code.

    Raises:
        Invalid: there is none.
    """
    found = people.organisations_coded([code])
    if not found:
        raise Invalid(
            FieldError(
                pointer="/code",
                code="unknown",
                message="Enter the ODS code of an organisation that QIflow knows",
            )
        )
    return next(iter(found.values())).id


def _change(
    visit: Visit,
    project_id: UUID,
    make: Callable[[Mapping[str, Any]], ChangeForm],
    act: Callable[[ChangeForm], None],
    *,
    title: str,
    done: str,
    intro: tuple[str, ...] = (),
    finder: Finder | None = None,
) -> HttpResponse:
    """One form that changes a project and leads back to its page."""
    found = queries.get_project(visit.actor, project_id)
    form = make(found)
    if visit.posted and form.is_valid():

        def change() -> str:
            act(form)
            return _at(project_id)

        answer = visit.submit(form, change, done=done, links=links(project_id))
        if answer:
            return answer
    frame = Frame(
        title=title,
        caption=found["title"],
        back_href=_at(project_id),
        back_text=found["title"],
        intro=intro,
        finder=finder,
    )
    return visit.show("form.jinja", form=form, frame=frame)


def _taken(visit: Visit, project_id: UUID, name: str, form: ChangeForm) -> str:
    given = form.cleaned_data
    asked = {field: given[field] for field in STEPS[name].asks} if name in STEPS else {}
    commands.take_step(
        request=commands.StepRequest(
            project_id=project_id,
            step=name,
            asked=Asked(**asked),
            effective_on=given["effective_on"],
            approved_by=given["approved_by"],
            expected_version=given["version"],
        ),
        actor=visit.actor,
        now=visit.now,
    )
    return _at(project_id)


def _approvers(visit: Visit, found: Mapping[str, Any], name: str) -> list[tuple[str, str]]:
    """Others who could take this step themselves."""
    if name not in STEPS:
        return []
    permissions = [PERMISSION[part] for part in STEPS[name].who if part in PERMISSION]
    colleagues = who_may(
        visit.actor, permissions, organisation_id=found["organisation_id"], on=visit.today
    )
    return [(str(user_id), words) for user_id, words in colleagues]


def _not_from_here(visit: Visit, found: Mapping[str, Any], name: str) -> HttpResponse:
    """A step that the stage does not have: an old link, or somebody was faster."""
    if name not in STEPS:
        raise NotFound
    words, stage = project_step(name), project_stage(found["stage"])
    frame = Frame(
        title=words.do,
        caption=found["title"],
        back_href=_at(found["id"]),
        back_text=found["title"],
        closed=f"This is not possible while the project is in the stage “{stage.words}”.",
    )
    return visit.show("form.jinja", form=None, frame=frame, status=409)


def _by(visit: Visit, form: ChangeForm) -> dict[str, Any]:
    return {
        "actor": visit.actor,
        "now": visit.now,
        "expected_version": form.cleaned_data["version"],
    }


def _at(project_id: UUID) -> str:
    return reverse("web:project", args=[project_id])
