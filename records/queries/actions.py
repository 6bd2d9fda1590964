"""Actions: lists, one of them, its history, and who could take it on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, Q, QuerySet, Value, When

from kernel.actors import Actor
from kernel.api.pages import Page, key_of
from kernel.errors import NotFound
from kernel.history import history
from people.queries.colleagues import colleague_names, members_who_may
from people.queries.persons import person_names
from records.models import Action, ActionState
from records.policies.actions import Held, may_change
from records.queries.subjects import about_readable, titles_of
from records.things.declared import find_thing
from records.things.thing import Thing

_ROW = (
    "id",
    "organisation_id",
    "subject_kind",
    "subject_id",
    "title",
    "owner_id",
    "owner_person_id",
    "due_on",
    "state",
    "closing_note",
    "closed_on",
    "version",
    "created_at",
    "updated_at",
)


def actions(
    *,
    actor: Actor,
    page: Page,
    subject: UUID | None = None,
    subject_kind: str | None = None,
    organisation: UUID | None = None,
    owner: UUID | None = None,
    owner_person: UUID | None = None,
    unowned: bool = False,
    mine: bool = False,
    state: str | None = None,
    due_before: date | None = None,
) -> list[dict[str, Any]]:
    """Actions about what the actor may read, the earliest day first."""
    exact = {
        "subject_id": subject,
        "subject_kind": subject_kind,
        "organisation_id": organisation,
        "owner_id": owner,
        "owner_person_id": owner_person,
        "state": state,
        "due_on__lt": due_before,
    }
    rows = _readable(actor).filter(**{name: value for name, value in exact.items() if value})
    rows = rows.filter(_own(actor)) if mine else rows
    rows = rows.filter(owner=None, owner_person=None) if unowned else rows
    if after := key_of(page, date.fromisoformat, UUID):
        day, last = after
        rows = rows.filter(Q(due_on__gt=day) | Q(due_on=day, pk__gt=last))
    return [dict(row) for row in rows.order_by("due_on", "pk").values(*_ROW)[: page.fetch]]


def actions_of(actor: Actor, subject_id: UUID, *, most: int) -> list[dict[str, Any]]:
    """Actions about a thing that the caller has found readable: what is open first, by day."""
    rows = Action.objects.visible_to(actor).filter(subject_id=subject_id)
    closed = Case(When(state=ActionState.OPEN, then=Value(0)), default=Value(1))
    return [dict(row) for row in rows.order_by(closed, "due_on", "pk").values(*_ROW)[:most]]


def has_open_actions(subject_id: UUID) -> bool:
    """Is anything still to be done about a thing, whoever sees it?"""
    rows = Action.objects.filter(subject_id=subject_id, state=ActionState.OPEN)
    return bool(rows.exists())


def with_names(
    actor: Actor, rows: Iterable[Mapping[str, Any]], *, titles: bool = True
) -> list[dict[str, Any]]:
    """Rows with `owner_name` and, where asked, `subject_title`: a query for each kind of thing."""
    found = list(rows)
    names = _owner_names(actor, found)
    called = titles_of(actor, found) if titles else {}
    return [
        {
            **row,
            "owner_name": names.get(row["owner_id"] or row["owner_person_id"], ""),
            "subject_title": called.get(row["subject_id"], ""),
        }
        for row in found
    ]


def get_action(actor: Actor, action_id: UUID) -> dict[str, Any]:
    """One action with what the actor may do with it.

    Raises:
        NotFound, Denied: it is not there, or its thing may not be read.
    """
    row, thing = action_and_thing(actor, action_id)
    held = Held(
        action_id=action_id, owner_id=row["owner_id"], owner_person_id=row["owner_person_id"]
    )
    allowed = may_change(actor, thing, held).allowed
    is_open = row["state"] == ActionState.OPEN
    steps = ("complete", "hand_over", "drop") if is_open else ("reopen",)
    return {
        **row,
        "subject_title": thing.title,
        "may_change": allowed and is_open,
        "steps": steps if allowed else (),
    }


def action_and_thing(actor: Actor, action_id: UUID) -> tuple[dict[str, Any], Thing]:
    """The row of an action, and the thing that it is about. Raises: NotFound, Denied."""
    row = Action.objects.visible_to(actor).filter(pk=action_id).values(*_ROW).first()
    if row is None:
        raise NotFound("There is no such action.")
    return dict(row), find_thing(row["subject_kind"], row["subject_id"], actor)


def possible_owners(actor: Actor, thing: Thing, *, on: date) -> list[tuple[UUID, str]]:
    """Members whose roles read the thing, by name."""
    return members_who_may(
        actor,
        thing.read,
        organisation_id=thing.organisation_id,
        unit_id=thing.unit_id,
        on=on,
    )


def action_history(
    actor: Actor, action_id: UUID, *, page: Page, **narrowed: Any
) -> list[dict[str, Any]]:
    """Events newest first, each with the step that it brought: see `kernel.history`.

    Raises:
        NotFound, Denied.
    """
    action_and_thing(actor, action_id)
    return history(Action.kind, action_id, page=page, **narrowed)


def action_titles(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, str]:
    """What actions are called, for those that the actor may read."""
    return dict(_readable(actor).filter(pk__among=set(ids)).values_list("id", "title"))


def _own(actor: Actor) -> Q:
    """What the actor has, as a user or as a person."""
    own = Q(owner_id=actor.id)
    return own | Q(owner_person_id__in=actor.person_ids) if actor.person_ids else own


def _owner_names(actor: Actor, rows: Iterable[Mapping[str, Any]]) -> dict[UUID, str]:
    """At most one query for users and one for people."""
    users = {row["owner_id"] for row in rows if row["owner_id"]}
    people = {row["owner_person_id"] for row in rows if row["owner_person_id"]}
    return {
        **(colleague_names(actor, users) if users else {}),
        **(person_names(actor, people) if people else {}),
    }


def _readable(actor: Actor) -> QuerySet[Action]:
    """An action is read by whoever reads its thing."""
    rows = Action.objects.visible_to(actor)
    if actor.everywhere:
        return rows
    return rows.filter(about_readable(actor))
