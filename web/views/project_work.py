"""The steps of a project along its stages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from kernel.errors import NotFound
from people.queries.colleagues import who_may
from projects import commands, queries
from projects.facts.situation import Asked
from projects.policies.authority import PERMISSION
from projects.policies.steps import STEPS
from web.forms import ChangeForm
from web.forms.projects import ProjectStep
from web.pages.frame import Frame
from web.pages.projects import links, step_views
from web.visit import Visit, page
from web.words.states import project_stage
from web.words.steps import project_step


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


def _at(project_id: UUID) -> str:
    return reverse("web:project", args=[project_id])
