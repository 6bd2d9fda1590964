"""Reading messages, choosing how often email comes, sending again, doing a letter or a call."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from kernel import tenancy
from kernel.actors import ANONYMOUS, Actor
from kernel.clock import london_date
from kernel.decisions import require
from kernel.errors import Blocked, Invalid, NotFound
from kernel.events import DomainEvent
from kernel.log import append
from kernel.tokens import thing_of
from records import events
from records.messages.choices import UNSUBSCRIBE, write_choice
from records.messages.declared import USER, Recipient
from records.messages.people import home_of
from records.models import Channel, Message, MessageChoice, MessageStatus, Often
from records.policies.messages import (
    may_choose,
    may_do_by_hand,
    may_read_outgoing,
    may_send_again,
)
from records.queries.messages import own_inbox
from records.queries.outgoing import BY_HAND_CHANNELS


@transaction.atomic
def read_message(*, message_id: UUID, actor: Actor, now: datetime) -> None:
    """Mark one's own message as read; a second time changes nothing.

    Raises:
        NotFound: it is not in one's inbox.
    """
    mine = own_inbox(actor).filter(pk=message_id)
    if not mine.exists():
        raise NotFound("There is no such message.")
    mine.filter(read_at__isnull=True).update(read_at=now)


@transaction.atomic
def read_all(*, actor: Actor, now: datetime) -> int:
    """Mark everything in one's inbox as read; the number that was not."""
    return own_inbox(actor).filter(read_at__isnull=True, created_at__lte=now).update(read_at=now)


@transaction.atomic
def choose_often(*, often: str, actor: Actor, now: datetime, way: str) -> None:
    """How often one wants email from now on; what waits follows it.

    Emits:
        PreferenceChosen
    Raises:
        Denied: a key asks. Invalid: there is no such choice.
    """
    require(may_choose(actor))
    if often not in Often.values or actor.id is None:
        raise Invalid.one("/often", "Choose one of the answers.", code="not_a_choice")
    _choose(Recipient(USER, actor.id), often, way=way, actor=actor, now=now)


@transaction.atomic
def unsubscribe(*, token: str, now: datetime) -> None:
    """Get no more email but what always comes; asking twice changes nothing.

    Emits:
        PreferenceChosen, unless it was so.
    Raises:
        NotFound: nobody here has made this link.
    """
    with tenancy.opened():
        choice = _choice_of(token)
        if choice.often == Often.NEVER:
            return
        to = Recipient(choice.recipient_kind, choice.recipient_id)
        _choose(to, str(Often.NEVER), way="link", actor=ANONYMOUS, now=now)


def unsubscribed(token: str) -> bool:
    """Does whoever holds this link get no email already?

    Raises:
        NotFound: nobody here has made this link.
    """
    with tenancy.opened():
        return _choice_of(token).often == Often.NEVER


@transaction.atomic
def send_again(*, message_id: UUID, actor: Actor, now: datetime) -> None:
    """Try once more what could not be sent; it goes alone, and now.

    Emits:
        MessageRetried
    Raises:
        NotFound, Denied. Blocked: it has not failed.
    """
    row = _held(actor, message_id, ~Q(channel=Channel.INBOX))
    organisation_id = row.organisation_id
    require(may_read_outgoing(actor, organisation_id=organisation_id))
    require(may_send_again(actor, organisation_id=organisation_id))
    if row.status != MessageStatus.FAILED:
        raise Blocked("Only a message that could not be sent can be sent again.", state=row.status)
    Message.objects.filter(pk=row.pk).update(
        status=MessageStatus.WAITING,
        due_at=now,
        attempt=0,
        leased_until=None,
        mailing=row.pk,
        problem="",
    )
    _tell(row, events.MessageRetried(message_id=row.pk), actor=actor, now=now)


@transaction.atomic
def do_by_hand(*, message_id: UUID, actor: Actor, now: datetime) -> None:
    """Say that a letter was posted or a call made.

    Emits:
        MessageDone
    Raises:
        NotFound, Denied. Blocked: somebody said so before.
    """
    row = _held(actor, message_id, Q(channel__in=BY_HAND_CHANNELS))
    require(may_do_by_hand(actor, organisation_id=row.organisation_id))
    if row.status != MessageStatus.WAITING:
        raise Blocked("This is done already.", code="already_done", state=row.status)
    Message.objects.filter(pk=row.pk).update(
        status=MessageStatus.SENT, sent_at=now, done_by=actor.id
    )
    done = events.MessageDone(message_id=row.pk, channel=row.channel)
    _tell(row, done, actor=actor, now=now)


def _choice_of(token: str) -> MessageChoice:
    choice_id = thing_of(UNSUBSCRIBE, token)
    choice = MessageChoice.objects.filter(pk=choice_id).first() if choice_id else None
    if choice is None:
        raise NotFound("There is no such link.")
    return choice


def _choose(to: Recipient, often: str, *, way: str, actor: Actor, now: datetime) -> None:
    with tenancy.opened():
        write_choice(to, often, now=now)
        home = home_of(to)
        if home is None:  # nobody's log could hold it: an event of no organisation is everybody's
            return
        chosen = events.PreferenceChosen(
            recipient_kind=to.kind, recipient_id=to.id, often=often, way=way
        )
        append(
            organisation_id=home,
            kind=MessageChoice.kind,
            stream_id=to.id,
            events=[chosen],
            actor=actor,
            now=now,
            effective_on=london_date(now),
        )


def _held(actor: Actor, message_id: UUID, which: Q) -> Message:
    rows = Message.objects.visible_to(actor).select_for_update(of=("self",))
    row = rows.filter(which, pk=message_id).first()
    if row is None:
        raise NotFound("There is no such message.")
    return row


def _tell(row: Message, event: DomainEvent, *, actor: Actor, now: datetime) -> None:
    append(
        organisation_id=row.organisation_id,
        kind=Message.kind,
        stream_id=row.pk,
        events=[event],
        actor=actor,
        now=now,
        effective_on=london_date(now),
    )
