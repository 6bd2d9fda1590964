"""The directories with which an organisation's users sign in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from people import commands, queries
from web.forms.access import Nothing
from web.forms.session import ProviderForm
from web.pages import choices
from web.pages.frame import Answer, Frame
from web.visit import Visit, page


@page
def providers(visit: Visit) -> HttpResponse:
    found = queries.visible_providers(visit.actor)
    bodies = queries.organisation_names({one["organisation_id"] for one in found})
    return visit.show(
        "providers/list.jinja",
        found=found,
        bodies=bodies,
        may_manage=visit.actor.may_somewhere("organisation.manage"),
    )


@page
def provider(visit: Visit, provider_id: UUID) -> HttpResponse:
    """One provider, with the two addresses that it has to know of us."""
    found = queries.get_provider(visit.actor, provider_id)
    return visit.show(
        "providers/provider.jinja",
        found=found,
        facts=_facts_in_words(found),
        ours=_ours(visit, provider_id),
    )


@page
def new(visit: Visit) -> HttpResponse:
    visit.require_recent()
    form = ProviderForm(visit.posted, organisations=choices.organisations(visit))

    def add() -> str:
        made = commands.add_provider(
            organisation_id=form.cleaned_data["organisation_id"],
            facts=_facts(form),
            actor=visit.actor,
            now=visit.now,
        )
        return reverse("web:provider", args=[made.pk])

    done = "It is set up. Give the provider the two addresses below."
    return _form(visit, form, add, title="Set up a directory", done=done)


@page
def change(visit: Visit, provider_id: UUID) -> HttpResponse:
    found = queries.get_provider(visit.actor, provider_id)
    visit.require_recent()
    shown = {**found, "accepted_acr": "\n".join(found["accepted_acr"])}
    form = ProviderForm(visit.posted, initial=shown)

    def save() -> str:
        commands.change_provider(
            provider_id=provider_id, facts=_facts(form), actor=visit.actor, now=visit.now
        )
        return reverse("web:provider", args=[provider_id])

    return _form(visit, form, save, title="Change this directory", done="It is changed.")


@page
def remove(visit: Visit, provider_id: UUID) -> HttpResponse:
    found = queries.get_provider(visit.actor, provider_id)
    visit.require_recent()
    form = Nothing(visit.posted)

    def take_out() -> str:
        commands.remove_provider(provider_id=provider_id, actor=visit.actor, now=visit.now)
        return reverse("web:providers")

    return _form(
        visit,
        form,
        take_out,
        title="Remove this directory",
        done="Nobody signs in with it any more.",
        caption=found["name"],
    )


def _form(
    visit: Visit, form: Any, act: Any, *, title: str, done: str, caption: str = ""
) -> HttpResponse:
    if visit.posted and form.is_valid():
        answer = visit.submit(form, act, done=done)
        if answer:
            return answer
    frame = Frame(
        title=title,
        caption=caption,
        button=title,
        back_href=reverse("web:providers"),
        back_text="Directories",
    )
    return visit.show("form.jinja", form=form, frame=frame)


def _facts(form: ProviderForm) -> commands.ProviderFacts:
    given = form.cleaned_data
    names = ("name", "issuer", "client_id", "client_secret", "email_domain")
    return commands.ProviderFacts(**{name: given[name] for name in names}, accepted_acr=form.levels)


def _facts_in_words(found: dict[str, Any]) -> list[Answer]:
    levels = ", ".join(found["accepted_acr"])
    any_level = "Any; who has a second factor here is asked for it too"
    return [
        Answer(key="Issuer", value=found["issuer"]),
        Answer(key="Client ID", value=found["client_id"]),
        Answer(key="Addresses that it proves", value=f"…@{found['email_domain']}"),
        Answer(key="Strong enough", value=levels or any_level),
    ]


def _ours(visit: Visit, provider_id: UUID) -> list[Answer]:
    def address(name: str) -> str:
        return visit.request.build_absolute_uri(reverse(name, args=[provider_id]))

    return [
        Answer(key="Redirect URI", value=address("web:from-provider")),
        Answer(key="Back-channel logout URI", value=address("web:signed-out-there")),
    ]
