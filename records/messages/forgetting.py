"""Deletes messages that nobody needs any more. The log keeps what happened."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from records.models import Channel, Message, MessageStatus

#: What was read or sent is kept so long, and what nobody read.
KEPT = timedelta(days=90)
KEPT_UNREAD = timedelta(days=365)
MOST_AT_ONCE = 5_000


def forget_messages(*, now: datetime) -> int:
    """Delete what is old enough; what still waits or failed stays until somebody has seen to it."""
    ended = ~Q(channel=Channel.INBOX) & Q(status__in=(MessageStatus.SENT, MessageStatus.STOPPED))
    read = Q(channel=Channel.INBOX, read_at__lt=now - KEPT)
    old = Q(created_at__lt=now - KEPT) & (ended | read) | Q(
        channel=Channel.INBOX, created_at__lt=now - KEPT_UNREAD
    )
    ids = Message.objects.filter(old).order_by("created_at").values("pk")[:MOST_AT_ONCE]
    return Message.objects.filter(pk__in=list(ids.values_list("pk", flat=True))).delete()[0]
