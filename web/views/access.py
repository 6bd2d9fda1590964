"""Users and their roles, and keys for other systems."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from kernel.actors import Scope
from kernel.api.filters import Words, YesNo
from kernel.api.pages import Page
from kernel.clock import LONDON
from kernel.errors import NotFound
from people import commands, queries
from people.roles import BY_CODE
from web import lists
from web.forms import PageForm
from web.forms.access import EndRole, GrantRole, LinkPerson, NewKey, NewUser, Nothing
from web.pages import choices
from web.pages.access import (
    gives_everywhere,
    role_lines,
    roles_to_give,
    second_factor_demands,
    units_to_give,
)
from web.pages.downloads import download
from web.pages.frame import Frame
from web.pages.history import history_of
from web.pages.leavers import leaving_words
from web.visit import Visit, page


@page
def users(visit: Visit) -> HttpResponse:
    sought = lists.asked(visit.request.GET, {"q": Words(), "second_factor": YesNo()})
    rows = queries.visible_users(visit.actor, page=sought.page, **sought.values)
    found = lists.listed(
        rows, sought, path=reverse("web:users"), key=lambda row: (row["name"], row["id"])
    )
    return visit.show(
        "access/users.jinja",
        found=found,
        sought=sought,
        roles=_role_names(),
        today=visit.today,
        download=download("users", sought.typed),
        asked=queries.resets_asked(visit.actor, now=visit.now),
        demands=second_factor_demands(visit),
        may_manage=visit.actor.may_somewhere("user.manage"),
    )


@page
def user(visit: Visit, user_id: UUID) -> HttpResponse:
    found = queries.get_user(visit.actor, user_id)
    may_manage = visit.actor.may_somewhere("user.manage")
    token = queries.reset_to_print(visit.actor, user_id, now=visit.now)
    link = reverse("web:reset", args=[token]) if token else ""
    return visit.show(
        "access/user.jinja",
        found=found,
        history=history_of(visit, "user", user_id),
        lines=role_lines(visit, found, may_manage=may_manage),
        leaving=leaving_words(visit, user_id),
        homes=_homes(found),
        reset=queries.reset_asked(visit.actor, user_id, now=visit.now),
        reset_link=visit.request.build_absolute_uri(link) if link else "",
        may_manage=may_manage and user_id != visit.actor.id,
    )


def _homes(found: dict[str, Any]) -> list[tuple[UUID, str]]:
    """The organisations in which the user has or had a role, as far as the visitor reads."""
    bodies = queries.organisation_names(one["organisation_id"] for one in found["role_grants"])
    return sorted(((one.id, one.name) for one in bodies.values()), key=lambda home: home[1])


@page
def new_user(visit: Visit) -> HttpResponse:
    form = NewUser(
        visit.posted, organisations=choices.organisations(visit), roles=roles_to_give(visit)
    )

    def create() -> str:
        given = form.cleaned_data
        names = ("organisation_id", "name", "email", "password", "role")
        made = commands.create_user(**{name: given[name] for name in names}, **_by(visit))
        return reverse("web:user", args=[made.pk])

    return _form(
        visit, form, create, title="Let somebody sign in", done="They can sign in.", back="users"
    )


@page
def grant_role(visit: Visit, user_id: UUID) -> HttpResponse:
    found = queries.get_user(visit.actor, user_id)
    visit.require_recent()
    form = GrantRole(
        visit.posted,
        organisations=choices.organisations(visit),
        roles=roles_to_give(visit),
        units=units_to_give(visit),
        whole=gives_everywhere(visit),
        initial={"from_date": visit.today},
    )

    def grant() -> str:
        given = form.cleaned_data
        names = ("organisation_id", "role", "unit_id", "from_date", "to_date")
        commands.grant_role(
            user_id=user_id,
            scope=Scope.UNIT if given["unit_id"] else Scope.ORGANISATION,
            **{name: given[name] for name in names},
            **_by(visit),
        )
        return reverse("web:user", args=[user_id])

    return _form(
        visit, form, grant, title=f"Give a role to {found['name']}", done="The role is given."
    )


@page
def end_role(visit: Visit, user_id: UUID, grant_id: UUID) -> HttpResponse:
    found = queries.get_user(visit.actor, user_id)
    if grant_id not in {one["id"] for one in found["role_grants"]}:
        raise NotFound
    form = EndRole(visit.posted, initial=_until(found, grant_id))

    def end() -> str:
        commands.end_role(grant_id=grant_id, last_day=form.cleaned_data["last_day"], **_by(visit))
        return reverse("web:user", args=[user_id])

    return _form(
        visit,
        form,
        end,
        title="Change how long a role lasts",
        done="How long the role lasts is changed.",
        caption=found["name"],
    )


def _until(found: dict[str, Any], grant_id: UUID) -> dict[str, date | bool]:
    """How long the role lasts as the form shows it; without an end, a day is to be chosen."""
    known = {one["id"]: one["to_date"] for one in found["role_grants"]}
    return {"last_day": known[grant_id]} if known[grant_id] else {}


@page
def disable(visit: Visit, user_id: UUID) -> HttpResponse:
    found = queries.get_user(visit.actor, user_id)
    form = Nothing(visit.posted)

    def switch() -> str:
        command = commands.disable_user if found["is_active"] else commands.enable_user
        command(user_id=user_id, **_by(visit))
        return reverse("web:user", args=[user_id])

    if found["is_active"]:
        title, intro = "Disable this user", "They are signed out at once, and their keys stop."
    else:
        title, intro = "Enable this user", "They can sign in again."
    return _form(
        visit, form, switch, title=title, done="Done.", intro=(intro,), caption=found["name"]
    )


@page
def link_person(visit: Visit, person_id: UUID) -> HttpResponse:
    found = queries.get_person(visit.actor, person_id)
    rows = queries.visible_users(
        visit.actor, page=Page(limit=choices.MOST), organisation=found["organisation_id"]
    )
    form = LinkPerson(
        visit.posted,
        version=found["version"],
        users=[(str(row["id"]), f"{row['name']}, {row['email']}") for row in rows],
    )

    def link() -> str:
        commands.link_person(
            person_id=person_id,
            user_id=form.cleaned_data["user_id"],
            expected_version=form.cleaned_data["version"],
            **_by(visit),
        )
        return reverse("web:person", args=[person_id])

    return _form(
        visit, form, link, title="Link to a user", done="The user is linked.", caption=found["name"]
    )


@page
def keys(visit: Visit) -> HttpResponse:
    sought = lists.asked(visit.request.GET, {})
    rows = queries.visible_keys(visit.actor, page=sought.page)
    found = lists.listed(
        rows, sought, path=reverse("web:keys"), key=lambda row: (row["name"], row["id"])
    )
    return visit.show(
        "access/keys.jinja",
        found=found,
        roles=_role_names(),
        now=visit.now,
        may_manage=visit.actor.may_somewhere("api_key.manage"),
    )


@page
def new_key(visit: Visit) -> HttpResponse:
    """The key is shown on the answer to this form, and never again."""
    visit.require_recent()
    form = NewKey(
        visit.posted, organisations=choices.organisations(visit), roles=roles_to_give(visit)
    )
    issued: list[commands.IssuedKey] = []

    def create() -> str:
        issued.append(_issue(visit, form.cleaned_data))
        return reverse("web:keys")

    answer = _form(
        visit, form, create, title="Create a key", done="The key is created.", back="keys"
    )
    if not issued or answer.status_code >= 400:
        return answer
    return visit.show("access/new_key.jinja", token=issued[0].token, name=issued[0].key.name)


@page
def revoke_key(visit: Visit, key_id: UUID) -> HttpResponse:
    found = queries.get_key(visit.actor, key_id)
    form = Nothing(visit.posted)

    def revoke() -> str:
        commands.revoke_api_key(key_id=key_id, **_by(visit))
        return reverse("web:keys")

    return _form(
        visit,
        form,
        revoke,
        title="Revoke this key",
        done="The key opens nothing any more.",
        caption=found["name"],
        intro=("It stops at once and cannot be brought back.",),
        back="keys",
    )


def _issue(visit: Visit, given: dict[str, Any]) -> commands.IssuedKey:
    scopes = ["read", "write"] if given["writes"] == "write" else ["read"]
    return commands.create_api_key(
        organisation_id=given["organisation_id"],
        name=given["name"],
        roles=given["roles"],
        scopes=scopes,
        expires_at=datetime.combine(given["expires_on"], time.max, tzinfo=LONDON),
        **_by(visit),
    )


def _role_names() -> dict[str, str]:
    return {code: role.name for code, role in BY_CODE.items()}


def _by(visit: Visit) -> dict[str, Any]:
    return {"actor": visit.actor, "now": visit.now}


def _form(
    visit: Visit,
    form: PageForm,
    act: Callable[[], str],
    *,
    title: str,
    done: str,
    intro: tuple[str, ...] = (),
    caption: str = "",
    back: str = "users",
) -> HttpResponse:
    if visit.posted and form.is_valid():
        answer = visit.submit(form, act, done=done)
        if answer:
            return answer
    frame = Frame(
        title=title,
        caption=caption,
        button=title,
        intro=intro,
        back_href=reverse(f"web:{back}"),
        back_text={"users": "Users", "keys": "Keys"}[back],
    )
    return visit.show("form.jinja", form=form, frame=frame)
