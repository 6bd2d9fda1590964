"""Messages: one's own, what goes out of an organisation, letters and calls to be done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from kernel import tenancy
from kernel.actors import Actor, ActorKind
from kernel.api.pages import Page, key_of
from kernel.decisions import require
from kernel.errors import NotFound
from people.queries.colleagues import colleague_names
from records.messages.addresses import address_of
from records.messages.choices import choices_of
from records.messages.declared import USER, Recipient, is_secret, title_of
from records.messages.recipients import Reader, readers_of
from records.messages.rendering import NOTE, note_of, words_of
from records.models import Channel, Message, MessageStatus, Often
from records.policies.messages import (
    BY_HAND,
    OUTGOING_READ,
    may_do_by_hand,
    may_read_outgoing,
    places_where,
)

BY_HAND_CHANNELS = (Channel.LETTER, Channel.TELEPHONE)
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
_OUT = (
    *NOTE,
    "channel",
    "status",
    "problem",
    "attempt",
    "due_at",
    "created_at",
    "sent_at",
    "done_by",
)


def inbox(actor: Actor, *, page: Page, unread: bool = False) -> list[dict[str, Any]]:
    """One's own messages with their words, the newest first."""
    rows = own_inbox(actor)
    rows = rows.filter(read_at__isnull=True) if unread else rows
    return _with_words(_page_of(rows, page, _OWN))


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


def outgoing(
    actor: Actor,
    *,
    page: Page,
    status: str | None = None,
    channel: str | None = None,
    organisation: UUID | None = None,
) -> list[dict[str, Any]]:
    """What goes out on other ways than the inbox: to whom and what came of it, never its words."""
    rows = Message.objects.visible_to(actor).exclude(channel=Channel.INBOX)
    if not actor.everywhere:
        rows = rows.filter(organisation_id__in=places_where(actor, OUTGOING_READ))
    exact = {"status": status, "channel": channel, "organisation_id": organisation}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    return _with_readers(actor, _page_of(rows, page, _OUT))


def get_outgoing(actor: Actor, message_id: UUID) -> dict[str, Any]:
    """One message that went out, or did not. Raises: NotFound, Denied."""
    row = _seen(actor, message_id, ~Q(channel=Channel.INBOX))
    require(may_read_outgoing(actor, organisation_id=row["organisation_id"]))
    [found] = _with_readers(actor, [row])
    return found


def to_do_by_hand(
    actor: Actor,
    *,
    page: Page,
    status: str | None = None,
    channel: str | None = None,
    organisation: UUID | None = None,
) -> list[dict[str, Any]]:
    """Letters to post and calls to make, the newest first; those that wait unless asked."""
    rows = Message.objects.visible_to(actor).filter(channel__in=BY_HAND_CHANNELS)
    if not actor.everywhere:
        rows = rows.filter(organisation_id__in=places_where(actor, BY_HAND))
    exact = {
        "status": status or str(MessageStatus.WAITING),
        "channel": channel,
        "organisation_id": organisation,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    return _with_readers(actor, _page_of(rows, page, _OUT))


def get_by_hand(actor: Actor, message_id: UUID) -> dict[str, Any]:
    """One letter or call with its words, where it goes and what its reader needs.

    Raises:
        NotFound, Denied.
    """
    row = _seen(actor, message_id, Q(channel__in=BY_HAND_CHANNELS))
    require(may_do_by_hand(actor, organisation_id=row["organisation_id"]))
    secret = is_secret(row["notice"])
    [found] = _with_readers(actor, [row])
    if secret:
        return {**found, **_shown_words(None)}
    words = words_of([note_of(row)])[row["id"]]
    return {**found, **_shown_words(words)}


def _seen(actor: Actor, message_id: UUID, which: Q) -> dict[str, Any]:
    row = Message.objects.visible_to(actor).filter(which, pk=message_id).values(*_OUT).first()
    if row is None:
        raise NotFound("There is no such message.")
    return dict(row)


def _page_of(rows: QuerySet[Message], page: Page, names: tuple[str, ...]) -> list[dict[str, Any]]:
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
            **_shown_words(words[row["id"]]),
        }
        for row in found
    ]


def _shown_words(words: Any) -> dict[str, Any]:
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


def _with_readers(actor: Actor, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    found = list(rows)
    if not found:
        return []
    readers = readers_of({_recipient(row) for row in found})
    names = colleague_names(actor, {row["done_by"] for row in found if row["done_by"]})
    return [
        {
            **{name: row[name] for name in _OUT if name not in NOTE},
            "id": row["id"],
            "organisation_id": row["organisation_id"],
            "type": row["notice"],
            "title": title_of(row["notice"]),
            "recipient_kind": row["recipient_kind"],
            "recipient_id": row["recipient_id"],
            "done_by_name": names.get(row["done_by"], ""),
            **_reached(readers.get(_recipient(row)), row["organisation_id"]),
        }
        for row in found
    ]


def _recipient(row: Mapping[str, Any]) -> Recipient:
    return Recipient(row["recipient_kind"], row["recipient_id"])


def _reached(reader: Reader | None, organisation_id: UUID | None) -> dict[str, Any]:
    """The reader as the organisation knows them; nothing where they are gone."""
    reach = (reader or Reader("")).reach_in(organisation_id)
    return {
        "name": reader.name if reader else "",
        "needs": list(reach.needs),
        "interpreter_language": reach.language,
        "access_needs": reach.notes,
        "phone": reach.phone,
        "postal_address": reach.postal_address,
    }
