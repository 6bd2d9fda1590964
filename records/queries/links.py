"""Links of a thing, one link, whom one can ask, and what came by which way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from kernel.actors import Actor
from kernel.api.pages import Page, key_of
from kernel.decisions import require
from kernel.errors import Invalid, NotFound
from people.models import Person, User
from people.queries.colleagues import colleague_names
from people.queries.persons import person_names
from records.links.declared import PERSON, PURPOSES, USER, Asked, Question, Recipient
from records.models import Link
from records.policies.links import may_ask
from records.queries.actions import possible_owners
from records.things.declared import find_thing
from records.things.thing import Thing

_ROW = (
    "id",
    "organisation_id",
    "purpose",
    "subject_kind",
    "subject_id",
    "asked",
    "person_id",
    "user_id",
    "note",
    "made_by_id",
    "sent_at",
    "expires_at",
    "cancelled_at",
    "used_at",
    "outcome",
    "words",
    "way",
    "given_on",
    "entered_by_id",
    "version",
    "created_at",
)


def links(
    *, actor: Actor, page: Page, now: datetime, subject_kind: str, subject: UUID
) -> list[dict[str, Any]]:
    """Who was asked about a thing, the latest first; `status` as it is at the instant.

    Raises:
        NotFound, Denied: the thing may not be read, or its links not be seen.
    """
    thing = find_thing(subject_kind, subject, actor)
    require(may_ask(actor, thing))
    return links_of(actor, subject, page=page, now=now)


def links_of(actor: Actor, subject_id: UUID, *, page: Page, now: datetime) -> list[dict[str, Any]]:
    """Links of a thing about which the caller has found that the actor may ask."""
    rows = Link.objects.visible_to(actor).filter(subject_id=subject_id)
    if after := key_of(page, datetime.fromisoformat, UUID):
        at, last = after
        rows = rows.filter(Q(created_at__lt=at) | Q(created_at=at, pk__lt=last))
    ordered = rows.order_by("-created_at", "-pk")
    return [_with_status(row, now) for row in ordered.values(*_ROW)[: page.fetch]]


def get_link(actor: Actor, link_id: UUID, *, now: datetime) -> dict[str, Any]:
    """One link with what it is about, and what the actor may do with it.

    Raises:
        NotFound, Denied.
    """
    row, thing = link_and_thing(actor, link_id)
    require(may_ask(actor, thing))
    shown = _with_status(row, now)
    ended = shown["status"] in ("used", "cancelled")
    [named] = with_link_names(actor, [shown])
    return {
        **named,
        "subject_title": thing.title,
        "may_send": not ended,
        "may_cancel": not ended,
        "may_answer": not ended and row["person_id"] is not None,
    }


def question_for(actor: Actor, link_id: UUID) -> Question:
    """What a link asks, for whoever enters the answer.

    Raises:
        NotFound, Denied. Blocked: it is no longer needed.
    """
    row, thing = link_and_thing(actor, link_id)
    require(may_ask(actor, thing))
    link = Link.objects.visible_to(actor).get(pk=row["id"])
    return PURPOSES[link.purpose].question(asked_of(link, actor))


def link_and_thing(actor: Actor, link_id: UUID) -> tuple[dict[str, Any], Thing]:
    """The row of a link, and the thing that it is about. Raises: NotFound, Denied."""
    row = Link.objects.visible_to(actor).filter(pk=link_id).values(*_ROW).first()
    if row is None:
        raise NotFound("There is no such link.")
    return dict(row), find_thing(row["subject_kind"], row["subject_id"], actor)


def status_of(row: Mapping[str, Any], now: datetime) -> str:
    """open, expired, used or cancelled; what can be used again is open as long as it works."""
    if row["cancelled_at"] is not None:
        return "cancelled"
    if row["used_at"] is not None and not PURPOSES[row["purpose"]].again:
        return "used"
    return "expired" if row["expires_at"] <= now else "open"


def with_link_names(actor: Actor, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows with the names of whoever is asked, asks, and entered the answer; two queries."""
    found = [dict(row) for row in rows]
    if not found:
        return []
    users = {row[name] for row in found for name in ("user_id", "made_by_id", "entered_by_id")}
    people = {row["person_id"] for row in found} - {None}
    names = {
        **colleague_names(actor, users - {None}),
        **(person_names(actor, people) if people else {}),
    }
    return [
        {
            **row,
            "recipient_name": names.get(row["person_id"] or row["user_id"], ""),
            "made_by_name": names.get(row["made_by_id"], ""),
            "entered_by_name": names.get(row["entered_by_id"], ""),
        }
        for row in found
    ]


def asked_of(link: Link, actor: Actor) -> Asked:
    """What a link asks, as its purpose needs to know it. Raises: NotFound, Denied."""
    thing = find_thing(link.subject_kind, link.subject_id, actor)
    return Asked(thing=thing, recipient=_recipient(link), details=link.asked)


def find_recipient(recipient: Recipient, thing: Thing, actor: Actor, *, on: date) -> Recipient:
    """The person or user with their name.

    Raises:
        Invalid: no such person where the thing is kept, or a user who does not read it.
    """
    if recipient.kind == USER:
        names = dict(possible_owners(actor, thing, on=on))
        pointer, sentence = "/user_id", "Choose a colleague whose role reads this."
    else:
        people = Person.objects.visible_to(actor).filter(
            pk=recipient.id, organisation_id=thing.organisation_id, removed_on=None
        )
        names = dict(people.values_list("pk", "name"))
        pointer, sentence = "/person_id", "Choose a person of the organisation that keeps this."
    if recipient.id not in names:
        raise Invalid.one(pointer, sentence, code="not_found")
    return Recipient(kind=recipient.kind, id=recipient.id, name=names[recipient.id])


def recipient_of(link: Link) -> Recipient | None:
    """Whoever a link is for, while they are there: nobody who left opens anything."""
    named = _recipient(link)
    name = _person(named.id) if named.kind == PERSON else _user(named.id)
    return None if name is None else replace(named, name=name)


def _person(person_id: UUID) -> str | None:
    rows = Person.objects.filter(pk=person_id, removed_on=None)
    return rows.values_list("name", flat=True).first()


def _user(user_id: UUID) -> str | None:
    rows = User.objects.filter(pk=user_id, is_active=True)
    return rows.values_list("name", flat=True).first()


def _recipient(link: Link) -> Recipient:
    if link.person_id is not None:
        return Recipient(kind=PERSON, id=link.person_id)
    if link.user_id is None:
        raise ValueError("A link is for a person or a user.")
    return Recipient(kind=USER, id=link.user_id)


def entered_answers(
    actor: Actor, step_ids: Iterable[UUID]
) -> dict[tuple[UUID, int], dict[str, Any]]:
    """By thing and version that they brought: answers that came by a link or were entered.

    For histories, which say who entered what on whose behalf.
    """
    rows = Link.objects.visible_to(actor).filter(step_id__among=set(step_ids))
    fields = ("step_id", "step_version", *_ROW)
    found = with_link_names(actor, rows.values(*fields))
    return {(row["step_id"], row["step_version"]): row for row in found}


def _with_status(row: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    return {**row, "status": status_of(row, now)}
