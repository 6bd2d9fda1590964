"""Saved views: keep what a list shows, open it again, rename it, keep it no longer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from kernel.errors import NotFound
from records.commands import views as commands
from records.queries.views import get_view
from web.forms.saved_views import RemoveView, RenameView, SaveView
from web.pages.frame import Frame
from web.pages.saved_views import PAGES, ListPage, all_views, kept_view
from web.visit import Visit, page

_REMOVAL = "The list itself stays as it is. Only your way of looking at it is forgotten."


@page
def saved_views(visit: Visit) -> HttpResponse:
    """Everything the visitor keeps, whatever the list."""
    return visit.show("saved_views.jinja", views=all_views(visit))


@page
def save(visit: Visit, of: str) -> HttpResponse:
    """Keep a list with the filters that stand in the address."""
    kept = _page_of(of)
    sent = visit.request.GET
    asked = {name: str(sent[name]) for name in sent if name in kept.filters and sent[name]}
    form = SaveView(visit.posted)
    if visit.posted and form.is_valid():

        def keep() -> str:
            commands.save_view(
                of=of,
                name=form.cleaned_data["name"],
                filters=kept.to_view(asked),
                actor=visit.actor,
                now=visit.now,
            )
            return kept.href(kept.to_view(asked))

        answer = visit.submit(form, keep, done="The view is saved. You find it above the list.")
        if answer:
            return answer
    frame = Frame(
        title="Save this view",
        caption=kept.title,
        button="Save this view",
        back_href=kept.href(kept.to_view(asked)),
        back_text=kept.title,
        intro=("Only you see it. It keeps the filters, and shows what fits them on the day.",),
    )
    return visit.show("form.jinja", form=form, frame=frame)


@page
def rename(visit: Visit, view_id: UUID) -> HttpResponse:
    found = get_view(actor=visit.actor, view_id=view_id)
    form = RenameView(visit.posted, version=found["version"], initial={"name": found["name"]})
    if visit.posted and form.is_valid():

        def change() -> str:
            commands.change_view(
                view_id=view_id, changes={"name": form.cleaned_data["name"]}, **_by(visit, form)
            )
            return reverse("web:saved-views")

        answer = visit.submit(form, change, done="The view has its new name.")
        if answer:
            return answer
    return _form(visit, form, found, title="Rename a saved view", button="Save the name")


@page
def remove(visit: Visit, view_id: UUID) -> HttpResponse:
    """A question first: what is removed cannot be called back."""
    found = get_view(actor=visit.actor, view_id=view_id)
    form = RemoveView(visit.posted, version=found["version"])
    if visit.posted and form.is_valid():

        def drop() -> str:
            commands.remove_view(view_id=view_id, **_by(visit, form))
            return reverse("web:saved-views")

        answer = visit.submit(form, drop, done="The view is removed.")
        if answer:
            return answer
    title = "Remove a saved view"
    return _form(visit, form, found, title=title, button="Remove the view", intro=(_REMOVAL,))


def _page_of(of: str) -> ListPage:
    if of not in PAGES:
        raise NotFound
    return PAGES[of]


def _by(visit: Visit, form: Any) -> dict[str, Any]:
    return {
        "actor": visit.actor,
        "now": visit.now,
        "expected_version": form.cleaned_data["version"],
    }


def _form(
    visit: Visit,
    form: Any,
    found: dict[str, Any],
    *,
    title: str,
    button: str,
    intro: tuple[str, ...] = (),
) -> HttpResponse:
    view = kept_view(found)
    frame = Frame(
        title=title,
        caption=f"{view.list_title}: {view.name}",
        button=button,
        back_href=reverse("web:saved-views"),
        back_text="My saved views",
        intro=intro,
    )
    return visit.show("form.jinja", form=form, frame=frame)
