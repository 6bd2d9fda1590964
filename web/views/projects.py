"""Projects: the list, registering one, and the page of one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from kernel.api.filters import Choice, Filter, Uuid, Words
from projects import commands, queries
from web import lists
from web.forms.projects import ProjectDetails, RegisterProject
from web.pages import choices
from web.pages.downloads import download
from web.pages.frame import Frame, answers, sent_again
from web.pages.imports import may_bring_in
from web.pages.projects import lines, project_page
from web.pages.saved_views import kept_views
from web.visit import Visit, page
from web.words.choices import METHOD
from web.words.states import PROJECT_STATES

_RULES = (
    ("P01", "Patient partners on the team"),
    ("P02", "A sponsor in post"),
    ("P08", "A family of measures"),
    ("P09", "A baseline"),
    ("P13", "Reliability reached"),
    ("P14", "Reliability held"),
    ("P15", "Data of every period"),
)
_FILTERS: dict[str, Filter] = {
    "q": Words(),
    "stage": Choice(tuple(stage for stage, _ in PROJECT_STATES)),
    "method": Choice(tuple(method for method, _ in METHOD)),
    "organisation": Uuid(),
    "unit": Uuid(),
    "tag": Words(minimum=1, maximum=40),
    "blocked_by": Choice(tuple(rule for rule, _ in _RULES)),
}
_DETAILS = (
    "title",
    "problem",
    "vision",
    "aim",
    "method",
    "unit_id",
    "started_on",
    "target_on",
    "public_summary",
    "retention_from",
)


@page
def projects(visit: Visit) -> HttpResponse:
    """Where everything is, the last changed first."""
    sought = lists.asked(visit.request.GET, _FILTERS)
    rows = queries.visible_projects(
        visit.actor, page=sought.page, today=visit.today, **sought.values
    )
    found = lists.listed(
        rows,
        sought,
        path=reverse("web:projects"),
        key=lambda row: (row["updated_at"].isoformat(), row["id"]),
    )
    return visit.show(
        "projects/list.jinja",
        found=found,
        lines=lines(visit, found.rows),
        sought=sought,
        kept=kept_views(visit, "projects", sought),
        stages=PROJECT_STATES,
        methods=METHOD,
        rules=_RULES,
        organisations=choices.organisations(visit),
        units=choices.units(visit),
        may_register=may_register(visit),
        may_import=may_bring_in(visit, "projects"),
        download=download("projects", sought.typed),
    )


@page
def project(visit: Visit, project_id: UUID) -> HttpResponse:
    return visit.show("projects/project.jinja", project=project_page(visit, project_id))


@page
def register(visit: Visit) -> HttpResponse:
    """The questions, then the answers to check, then the project."""
    form = RegisterProject(
        visit.posted, organisations=choices.organisations(visit), units=choices.units(visit)
    )
    checked = visit.posted.get("checked") if visit.posted else None
    ready = visit.posted is not None and checked != "change" and form.is_valid()
    if ready and checked == "yes":
        answer = visit.submit(
            form, lambda: _registered(visit, form.cleaned_data), done="The project is registered."
        )
        if answer:
            return answer
    check = ready and checked is None
    frame = Frame(
        title="Check your answers" if check else "Register a project",
        caption="Register a project" if check else "",
        button="Register the project" if check else "Continue",
        back_href=reverse("web:projects"),
        back_text="Projects",
        answers=answers(form) if check else (),
        hidden=sent_again(visit.posted) if check and visit.posted else (),
    )
    return visit.show("form.jinja", form=form, frame=frame)


@page
def details(visit: Visit, project_id: UUID) -> HttpResponse:
    found = queries.get_project(visit.actor, project_id)
    form = ProjectDetails(
        visit.posted,
        version=found["version"],
        units=choices.units(visit, organisation=found["organisation_id"]),
        initial={name: found[name] for name in _DETAILS},
    )
    if visit.posted and form.is_valid():

        def change() -> str:
            commands.change_project(
                project_id=project_id,
                changes={name: form.cleaned_data[name] for name in _DETAILS},
                actor=visit.actor,
                now=visit.now,
                expected_version=form.cleaned_data["version"],
            )
            return reverse("web:project", args=[project_id])

        answer = visit.submit(form, change, done="The description is saved.")
        if answer:
            return answer
    frame = Frame(
        title="Describe the project",
        caption=found["title"],
        back_href=reverse("web:project", args=[project_id]),
        back_text=found["title"],
    )
    return visit.show("form.jinja", form=form, frame=frame)


def may_register(visit: Visit) -> bool:
    """Does any role of the visitor register projects anywhere? For the button, not the command."""
    return visit.actor.may_write and any(
        visit.actor.may_somewhere(permission)
        for permission in ("project.manage", "project.lead", "project.propose")
    )


def _registered(visit: Visit, given: dict[str, Any]) -> str:
    made = commands.register_project(
        organisation_id=given["organisation_id"],
        title=given["title"],
        problem=given["problem"],
        method=given["method"],
        unit_id=given["unit_id"],
        actor=visit.actor,
        now=visit.now,
    )
    return reverse("web:project", args=[made.pk])
