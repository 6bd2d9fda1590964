"""Planning an occasion, changing it, calling it off, inviting people, and their answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction

from kernel.actors import Actor, ActorKind
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import Blocked, Denied, Invalid
from kernel.log import begin, record
from kernel.versions import require_version
from records import occasion_events as events
from records.commands.links import make_link
from records.links.declared import PERSON, Recipient
from records.models import Answer, Invitee, Occasion, Way
from records.policies.occasions import may_answer, may_invite, may_plan
from records.queries.links import find_recipient
from records.queries.occasions import occasion_and_thing
from records.things.declared import find_thing
from records.things.thing import Thing

#: People whom one invitation can name.
MOST_INVITED = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer to an invitation; `way` says how it was given, empty for one's own account."""

    answer: str
    words: str = ""
    way: str = ""
    given_on: date | None = None


@transaction.atomic
def plan_occasion(
    *,
    subject_kind: str,
    subject_id: UUID,
    title: str,
    on_date: date,
    from_time: time,
    actor: Actor,
    now: datetime,
    to_time: time | None = None,
    place: str = "",
    way_to_join: str = "",
) -> Occasion:
    """Have people come together about a thing on a day.

    Emits:
        OccasionPlanned
    Raises:
        NotFound, Denied: the thing may not be read, or nothing be planned about it.
        Invalid: a day that has passed, an end before the beginning, nowhere to go.
    """
    thing = find_thing(subject_kind, subject_id, actor)
    require(may_plan(actor, thing))
    occasion = Occasion(
        organisation_id=thing.organisation_id,
        subject_kind=subject_kind,
        subject_id=subject_id,
        title=title,
        on_date=on_date,
        from_time=from_time,
        to_time=to_time,
        place=place,
        way_to_join=way_to_join,
    )
    today = london_date(now)
    _refuse_past(on_date, today)
    _refuse_wrong(occasion)
    event = events.OccasionPlanned(
        occasion_id=occasion.pk, thing_kind=subject_kind, thing_id=subject_id, on_date=on_date
    )
    begin(occasion, event, actor=actor, now=now, effective_on=today)
    return occasion


@transaction.atomic
def change_occasion(
    *,
    occasion_id: UUID,
    changes: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Occasion:
    """Give an occasion another day, time, place or other words.

    Emits:
        OccasionChanged, unless nothing differs.
    Raises:
        NotFound, Denied, Stale. Blocked: it was called off. Invalid: as planning refuses.
    """
    occasion, thing = _held(occasion_id, actor)
    require(may_plan(actor, thing))
    _refuse_cancelled(occasion)
    require_version(occasion, expected_version)
    new = {name: value for name, value in changes.items() if getattr(occasion, name) != value}
    if not new:
        return occasion
    today = london_date(now)
    if "on_date" in new:
        _refuse_past(new["on_date"], today)
    for name, value in new.items():
        setattr(occasion, name, value)
    _refuse_wrong(occasion)
    event = events.OccasionChanged(
        occasion_id=occasion_id, fields=tuple(sorted(new)), on_date=occasion.on_date
    )
    record(occasion, event, actor=actor, now=now, effective_on=today, changes=new)
    return occasion


@transaction.atomic
def cancel_occasion(
    *,
    occasion_id: UUID,
    reason: str,
    actor: Actor,
    now: datetime,
    expected_version: int | None = None,
) -> Occasion:
    """Call an occasion off, and say why.

    Emits:
        OccasionCancelled
    Raises:
        NotFound, Denied, Stale. Blocked: it was called off before.
    """
    occasion, thing = _held(occasion_id, actor)
    require(may_plan(actor, thing))
    _refuse_cancelled(occasion)
    require_version(occasion, expected_version)
    record(
        occasion,
        events.OccasionCancelled(occasion_id=occasion_id, on_date=occasion.on_date),
        actor=actor,
        now=now,
        effective_on=london_date(now),
        changes={"cancelled_at": now, "cancelled_reason": reason},
    )
    return occasion


@transaction.atomic
def invite(
    *,
    occasion_id: UUID,
    recipients: Sequence[Recipient],
    actor: Actor,
    now: datetime,
    note: str = "",
    send: bool = True,
    expected_version: int | None = None,
) -> Occasion:
    """Invite people and users, each with a link to answer by; who is invited already stays so.

    Emits:
        OccasionInvited for each who was not invited before, and what making their link tells
    Raises:
        NotFound, Denied, Stale. Blocked: it was called off, or is over.
        Invalid: an unknown person, or too many.
    """
    occasion, thing = _held(occasion_id, actor)
    require(may_invite(actor, thing))
    _refuse_cancelled(occasion)
    today = london_date(now)
    if occasion.on_date < today:
        raise Blocked("This is over.", state="over")
    require_version(occasion, expected_version)
    if len(recipients) > MOST_INVITED:
        raise Invalid.one("/person_ids", f"Invite at most {MOST_INVITED} at once.", code="too_many")
    for one in recipients:
        known = find_recipient(one, thing, actor, on=today)
        if _invite(occasion, known, actor, now):
            make_link(
                purpose="rsvp",
                subject_kind=thing.kind,
                subject_id=thing.id,
                recipient=known,
                details={"occasion_id": str(occasion.pk)},
                note=note,
                send=send,
                actor=actor,
                now=now,
            )
    return occasion


@transaction.atomic
def answer_invitation(
    *, occasion_id: UUID, recipient: Recipient, reply: Reply, actor: Actor, now: datetime
) -> Occasion:
    """Say whether one comes, or whether somebody else does who said so; it can be changed.

    Emits:
        OccasionAnswered
    Raises:
        NotFound, Denied: not invited. Blocked: it was called off, or is over.
    """
    occasion, thing = _held(occasion_id, actor)
    is_person = recipient.kind == PERSON
    named = {"person_id" if is_person else "user_id": recipient.id}
    whose: dict[str, UUID | None] = {"person_id": None, "user_id": None, **named}
    require(may_answer(actor, thing, occasion_id=occasion_id, **whose))
    invited = Invitee.objects.filter(occasion_id=occasion_id, **named).first()
    if invited is None:
        raise Denied("They are not invited.")
    _refuse_cancelled(occasion)
    today = london_date(now)
    if occasion.on_date < today:
        raise Blocked("This is over.", state="over")
    if reply.answer not in Answer.values:
        raise Invalid.one("/answer", "Select one of the answers.", code="not_a_choice")
    entered = reply.way not in ("", Way.LINK) and actor.kind is ActorKind.USER
    Invitee.objects.filter(pk=invited.pk).update(
        answer=reply.answer,
        words=reply.words,
        way=reply.way,
        answered_on=reply.given_on or today,
        entered_by_id=actor.id if entered else None,
    )
    event = events.OccasionAnswered(
        occasion_id=occasion_id, answer=reply.answer, way=reply.way, **whose
    )
    record(occasion, event, actor=actor, now=now, effective_on=today)
    return occasion


def _invite(occasion: Occasion, recipient: Recipient, actor: Actor, now: datetime) -> bool:
    """Were they not invited before?"""
    is_person = recipient.kind == PERSON
    named = {"person_id" if is_person else "user_id": recipient.id}
    if Invitee.objects.filter(occasion_id=occasion.pk, **named).exists():
        return False
    Invitee.objects.create(
        organisation_id=occasion.organisation_id,
        subject_id=occasion.subject_id,
        occasion_id=occasion.pk,
        **named,
    )
    record(
        occasion,
        events.OccasionInvited(occasion_id=occasion.pk, **named),
        actor=actor,
        now=now,
        effective_on=london_date(now),
    )
    return True


def _held(occasion_id: UUID, actor: Actor) -> tuple[Occasion, Thing]:
    """The occasion, locked: two who answer at once are both heard."""
    _, thing = occasion_and_thing(actor, occasion_id)
    rows = Occasion.objects.visible_to(actor).select_for_update(of=("self",))
    occasion = rows.filter(pk=occasion_id).first()
    if occasion is None:
        # What is shared with another organisation is read there and locked by nobody there.
        raise Denied("Only members of the organisation that keeps this can do this.")
    return occasion, thing


def _refuse_cancelled(occasion: Occasion) -> None:
    if occasion.cancelled_at is not None:
        raise Blocked("This was called off.", state="cancelled")


def _refuse_past(on_date: date, today: date) -> None:
    if on_date < today:
        raise Invalid.one("/on_date", "Enter a day that is today or later.", code="past")


def _refuse_wrong(occasion: Occasion) -> None:
    if occasion.to_time is not None and occasion.to_time <= occasion.from_time:
        raise Invalid.one("/to_time", "Enter a time after the beginning.", code="before_start")
    if not occasion.place and not occasion.way_to_join:
        raise Invalid.one("/place", "Say where it is, or how to join.", code="required")
