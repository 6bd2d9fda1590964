"""One form that changes a project or a committee and leads back to its page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from governance.queries.committees import get_committee
from projects.queries import get_project
from web.forms import ChangeForm
from web.pages import committees, projects
from web.pages.frame import Finder, Frame, Way
from web.visit import Visit

Make = Callable[[Mapping[str, Any]], ChangeForm]
Act = Callable[[ChangeForm], None]


def change_project(
    visit: Visit, project_id: UUID, make: Make, act: Act, **words: Any
) -> HttpResponse:
    """`make` builds the form from the project, `act` does what it asks; for `words` see below.

    Raises:
        NotFound, Denied.
    """
    found = get_project(visit.actor, project_id)
    at, links = reverse("web:project", args=[project_id]), projects.links(project_id)
    return _changed(visit, make(found), act, at=at, name=found["title"], links=links, **words)


def change_committee(
    visit: Visit, committee_id: UUID, make: Make, act: Act, **words: Any
) -> HttpResponse:
    """`make` builds the form from the committee, `act` does what it asks; for `words` see below.

    Raises:
        NotFound, Denied.
    """
    found = get_committee(actor=visit.actor, committee_id=committee_id, as_at=visit.today)
    at, links = reverse("web:committee", args=[committee_id]), committees.links(committee_id)
    return _changed(visit, make(found), act, at=at, name=found["name"], links=links, **words)


def by(visit: Visit, form: ChangeForm) -> dict[str, Any]:
    """Who changes it, when, and which version they saw: what every command wants to know."""
    return {
        "actor": visit.actor,
        "now": visit.now,
        "expected_version": form.cleaned_data["version"],
    }


def _changed(
    visit: Visit,
    form: ChangeForm,
    act: Act,
    *,
    at: str,
    name: str,
    links: Mapping[str, str],
    title: str,
    done: str,
    button: str = "Save",
    intro: tuple[str, ...] = (),
    finder: Finder | None = None,
    ways: Sequence[Way] = (),
    closed: str = "",
) -> HttpResponse:
    """`title` and `intro` stand above the form, `done` is said after it; `closed`: why none."""
    if visit.posted and not closed and form.is_valid():

        def change() -> str:
            act(form)
            return at

        answer = visit.submit(form, change, done=done, links=links)
        if answer:
            return answer
    frame = Frame(
        title=title,
        caption=name,
        button=button,
        back_href=at,
        back_text=name,
        intro=intro,
        finder=finder,
        ways=ways,
        closed=closed,
    )
    return visit.show("form.jinja", form=form, frame=frame)
