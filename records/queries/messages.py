"""One's own messages, and what every list of messages shares."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from kernel import tenancy
from kernel.actors import Actor, ActorKind
from kernel.api.pages import Page, key_of
from kernel.errors import NotFound
from records.messages.addresses import address_of
from records.messages.choices import choices_of
from records.messages.declared import USER, Recipient
from records.messages.rendering import NOTE, note_of, words_of
from records.models import Channel, Message, Often

#: The header says no greater number of unread messages than this.
MOST_COUNTED = 99
#: `own_inbox` where nothing is read yet.
_UNREAD = """
    SELECT count(*) FROM (
        SELECT FROM records_message
        WHERE recipient_id = %(me)s AND recipient_kind = 'user' AND channel = 'inbox'
            AND read_at IS NULL
            AND (%(everywhere)s OR organisation_id = ANY (%(organisations)s::uuid[]))
        LIMIT %(most)s
    ) AS unread
"""
_OWN = (*NOTE, "created_at", "read_at")


def inbox(actor: Actor, *, page: Page, unread: bool = False) -> list[dict[str, Any]]:
    """One's own messages with their words, the newest first."""
    rows = own_inbox(actor)
    rows = rows.filter(read_at__isnull=True) if unread else rows
    return _with_words(page_of(rows, page, _OWN))


def get_own_message(actor: Actor, message_id: UUID) -> dict[str, Any]:
    """One of one's own messages. Raises: NotFound."""
    row = own_inbox(actor).filter(pk=message_id).values(*_OWN).first()
    if row is None:
        raise NotFound("There is no such message.")
    [found] = _with_words([dict(row)])
    return found


def own_inbox(actor: Actor) -> QuerySet[Message]:
    """A user's; keys and the service itself have none."""
    if actor.kind is not ActorKind.USER or actor.id is None:
        return Message.objects.none()
    rows = Message.objects.visible_to(actor)
    return rows.filter(recipient_kind=USER, recipient_id=actor.id, channel=Channel.INBOX)


def unread_count(actor: Actor) -> int:
    """How many messages one has not read; counting ends above `MOST_COUNTED`.

    Every page asks this, so it is asked as it stands: to build the statement from `own_inbox` took
    four times as long as PostgreSQL takes to answer it.
    """
    if actor.kind is not ActorKind.USER or actor.id is None:
        return 0
    asked: dict[str, Any] = {
        "me": actor.id,
        "everywhere": actor.everywhere,
        "organisations": list(actor.organisation_ids),
        "most": MOST_COUNTED + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(_UNREAD, asked)
        return int(cursor.fetchone()[0])


def own_choice(actor: Actor) -> str:
    """How often the actor gets email. Email goes to users alone."""
    if actor.kind is not ActorKind.USER or actor.id is None:
        return str(Often.DAILY)
    me = Recipient(USER, actor.id)
    with tenancy.opened():
        return choices_of([me]).get(me, str(Often.DAILY))


def page_of(rows: QuerySet[Message], page: Page, names: tuple[str, ...]) -> list[dict[str, Any]]:
    if after := key_of(page, datetime.fromisoformat, UUID):
        instant, last = after
        rows = rows.filter(created_at__lte=instant)
        rows = rows.filter(Q(created_at__lt=instant) | Q(pk__lt=last))
    found = rows.order_by("-created_at", "-pk").values(*names)[: page.fetch]
    return [dict(row) for row in found]


def _with_words(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    found = list(rows)
    words = words_of([note_of(row) for row in found])
    return [
        {
            "id": row["id"],
            "organisation_id": row["organisation_id"],
            "type": row["notice"],
            "created_at": row["created_at"],
            "read_at": row["read_at"],
            **shown_words(words[row["id"]]),
        }
        for row in found
    ]


def shown_words(words: Any) -> dict[str, Any]:
    if words is None:
        return {"subject": "", "sentences": [], "facts": [], "link": "", "path": "", "address": ""}
    return {
        "subject": words.subject,
        "sentences": [text for text in words.sentences if text],
        "facts": [{"name": name, "value": value} for name, value in words.facts],
        "link": words.link,
        "path": words.path,
        "address": address_of(words.path) if words.path else "",
    }
