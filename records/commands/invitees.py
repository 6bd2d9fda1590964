"""Inviting people to an occasion, and their answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kernel.actors import Actor, ActorKind
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import Blocked, Denied, Invalid
from kernel.log import record
from kernel.versions import require_version
from records import occasion_events as events
from records.commands.links import make_link
from records.commands.occasions import held_occasion, refuse_cancelled
from records.links.declared import PERSON, Recipient
from records.models import Answer, Invitee, Occasion, Way
from records.policies.occasions import may_answer, may_invite
from records.queries.links import find_recipient

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
    occasion, thing = held_occasion(occasion_id, actor)
    require(may_invite(actor, thing))
    refuse_cancelled(occasion)
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
    occasion, thing = held_occasion(occasion_id, actor)
    is_person = recipient.kind == PERSON
    named = {"person_id" if is_person else "user_id": recipient.id}
    whose: dict[str, UUID | None] = {"person_id": None, "user_id": None, **named}
    require(may_answer(actor, thing, occasion_id=occasion_id, **whose))
    invited = Invitee.objects.filter(occasion_id=occasion_id, **named).first()
    if invited is None:
        raise Denied("They are not invited.")
    refuse_cancelled(occasion)
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
