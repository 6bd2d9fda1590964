"""Occasions about a thing, one of them with who is invited, and what they answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from kernel.actors import Actor, ActorKind
from kernel.api.pages import Page, key_of
from kernel.errors import NotFound
from people.queries.colleagues import colleague_names
from people.queries.persons import person_names
from records.models import Invitee, Link, Occasion
from records.policies.occasions import is_invited, may_invite, may_plan
from records.things.declared import find_thing
from records.things.thing import Thing

_ROW = (
    "id",
    "organisation_id",
    "subject_kind",
    "subject_id",
    "title",
    "on_date",
    "from_time",
    "to_time",
    "place",
    "way_to_join",
    "cancelled_at",
    "cancelled_reason",
    "version",
    "created_at",
)
_INVITEE = (
    "id",
    "person_id",
    "user_id",
    "answer",
    "words",
    "way",
    "answered_on",
    "entered_by_id",
)


def occasions(
    *, actor: Actor, page: Page, subject_kind: str, subject: UUID
) -> list[dict[str, Any]]:
    """Occasions about a thing, the latest day first.

    Raises:
        NotFound, Denied: the thing may not be read.
    """
    find_thing(subject_kind, subject, actor)
    rows = Occasion.objects.visible_to(actor).filter(subject_id=subject)
    if after := key_of(page, date.fromisoformat, UUID):
        day, last = after
        rows = rows.filter(Q(on_date__lt=day) | Q(on_date=day, pk__lt=last))
    return [dict(row) for row in rows.order_by("-on_date", "-pk").values(*_ROW)[: page.fetch]]


def my_occasions(actor: Actor, *, page: Page, today: date) -> list[dict[str, Any]]:
    """What is to come and the actor is invited to, the next day first, with their `own_answer`."""
    mine = Q(person_id__in=actor.person_ids)
    if actor.kind is ActorKind.USER:
        mine |= Q(user_id=actor.id)
    invited = Invitee.objects.filter(mine, occasion_id=OuterRef("pk"))
    rows = (
        Occasion.objects.visible_to(actor)
        .filter(on_date__gte=today, cancelled_at=None)
        .annotate(own_answer=Subquery(invited.order_by("pk").values("answer")[:1]))
        .filter(own_answer__isnull=False)
    )
    if after := key_of(page, date.fromisoformat, UUID):
        day, last = after
        rows = rows.filter(Q(on_date__gt=day) | Q(on_date=day, pk__gt=last))
    found = rows.order_by("on_date", "pk").values(*_ROW, "own_answer")
    return [dict(row) for row in found[: page.fetch]]


def coming_occasions(
    actor: Actor, subject_id: UUID, *, today: date, most: int
) -> list[dict[str, Any]]:
    """What is to come about a thing that the caller has found readable, the next first."""
    rows = Occasion.objects.visible_to(actor).filter(
        subject_id=subject_id, on_date__gte=today, cancelled_at=None
    )
    return [dict(row) for row in rows.order_by("on_date", "from_time", "pk").values(*_ROW)[:most]]


def get_occasion(actor: Actor, occasion_id: UUID) -> dict[str, Any]:
    """One occasion with the invited, and what the actor may do with it.

    `own`: the invitation of the actor, or None.

    Raises:
        NotFound, Denied.
    """
    row, thing = occasion_and_thing(actor, occasion_id)
    invited = invitees(actor, occasion_id)
    own = next(
        (
            one
            for one in invited
            if is_invited(actor, person_id=one["person_id"], user_id=one["user_id"])
        ),
        None,
    )
    alive = row["cancelled_at"] is None
    invites = may_invite(actor, thing).allowed
    return {
        **row,
        "subject_title": thing.title,
        # What people need in order to take part is for those who see to it.
        "invitees": invited if invites else [{**one, "words": ""} for one in invited],
        "own": own,
        "may_plan": alive and may_plan(actor, thing).allowed,
        "may_invite": alive and invites,
    }


def occasion_and_thing(actor: Actor, occasion_id: UUID) -> tuple[dict[str, Any], Thing]:
    """The row of an occasion, and the thing that it is about. Raises: NotFound, Denied."""
    row = Occasion.objects.visible_to(actor).filter(pk=occasion_id).values(*_ROW).first()
    if row is None:
        raise NotFound("There is no such meeting.")
    return dict(row), find_thing(row["subject_kind"], row["subject_id"], actor)


def invitees(actor: Actor, occasion_id: UUID) -> list[dict[str, Any]]:
    """The invited by name, with their answers, and `link_id` for those who see links."""
    rows = [dict(row) for row in Invitee.objects.filter(occasion_id=occasion_id).values(*_INVITEE)]
    names = _names(actor, rows)
    links = _links(actor, occasion_id) if rows else {}
    named = [
        {
            **row,
            "link_id": links.get(row["person_id"] or row["user_id"]),
            "name": names.get(row["person_id"] or row["user_id"], ""),
            "entered_by_name": names.get(row["entered_by_id"], ""),
        }
        for row in rows
    ]
    return sorted(named, key=lambda row: (row["name"].casefold(), row["id"]))


def _links(actor: Actor, occasion_id: UUID) -> dict[UUID, UUID]:
    rows = Link.objects.visible_to(actor).filter(
        purpose="rsvp", asked__occasion_id=str(occasion_id)
    )
    found = rows.order_by("created_at").values_list("person_id", "user_id", "pk")
    return {person or user: link for person, user, link in found}


def _names(actor: Actor, rows: Iterable[Mapping[str, Any]]) -> dict[UUID, str]:
    users = {row[name] for row in rows for name in ("user_id", "entered_by_id")} - {None}
    people = {row["person_id"] for row in rows} - {None}
    return {
        **(colleague_names(actor, users) if users else {}),
        **(person_names(actor, people) if people else {}),
    }
