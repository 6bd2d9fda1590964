"""On which ways somebody is told, and when email goes. Pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from kernel.clock import LONDON
from people.models.needs import Need
from records.messages.declared import USER
from records.messages.recipients import Reach
from records.models import Channel, Often

#: Digests go at this hour in London, weekly ones on Mondays.
DIGEST_HOUR = 7
_MONDAY = 0


def channels_of(
    kind: str, *, email: str, reach: Reach, often: str, always: bool, secret: bool, mailing: bool
) -> tuple[Channel, ...]:
    """The ways for one reader. `mailing`: this service has a mail server.

    A user always has the inbox. Where neither that nor email reaches somebody, a letter does.
    """
    inbox = (Channel.INBOX,) if kind == USER else ()
    by_hand = None if secret else _by_hand(reach)
    if by_hand:
        return (*inbox, by_hand)
    if email and mailing:
        wanted = always or often != Often.NEVER
        return (*inbox, Channel.EMAIL) if wanted else inbox
    if inbox:
        return inbox
    # A secret is for its reader alone: without a mail server it fails, for all to see.
    return (Channel.EMAIL,) if secret else (Channel.LETTER,)


def due_at(often: str, *, always: bool, now: datetime) -> datetime:
    """When email goes: at once, or with the next digest."""
    if always or often in (Often.IMMEDIATE, Often.NEVER):
        return now
    return next_digest(often, now=now)


def next_digest(often: str, *, now: datetime) -> datetime:
    """The next hour of digests after an instant; it keeps to London's clock in both halves."""
    local = now.astimezone(LONDON)
    day = local.date()
    if local.time() >= time(DIGEST_HOUR):
        day += timedelta(days=1)
    if often == Often.WEEKLY:
        day += timedelta(days=(_MONDAY - day.weekday()) % 7)
    return datetime.combine(day, time(DIGEST_HOUR), tzinfo=LONDON)


def _by_hand(reach: Reach) -> Channel | None:
    if Need.TELEPHONE in reach.needs:
        return Channel.TELEPHONE
    return Channel.LETTER if Need.LETTER in reach.needs else None
