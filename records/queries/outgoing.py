"""What goes out of an organisation: messages on their way, letters and calls to be done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q

from kernel.actors import Actor
from kernel.api.pages import Page
from kernel.decisions import require
from kernel.errors import NotFound
from people.queries.colleagues import colleague_names
from records.messages.declared import Recipient, is_secret, title_of
from records.messages.recipients import Reader, readers_of
from records.messages.rendering import GONE, NOTE, note_of, words_of
from records.models import Channel, Message, MessageStatus
from records.policies.messages import (
    BY_HAND,
    OUTGOING_READ,
    may_do_by_hand,
    may_read_outgoing,
    places_where,
)
from records.queries.messages import page_of, shown_words

BY_HAND_CHANNELS = (Channel.LETTER, Channel.TELEPHONE)
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
    return _with_readers(actor, page_of(rows, page, _OUT))


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
    """Letters to post and calls to make, the newest first; those that wait unless asked.

    Whoever does them may read each, so its title says what it is about, not only of which kind.
    """
    rows = Message.objects.visible_to(actor).filter(channel__in=BY_HAND_CHANNELS)
    if not actor.everywhere:
        rows = rows.filter(organisation_id__in=places_where(actor, BY_HAND))
    exact = {
        "status": status or str(MessageStatus.WAITING),
        "channel": channel,
        "organisation_id": organisation,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    found = page_of(rows, page, _OUT)
    told = _told([row for row in found if not is_secret(row["notice"])])
    return [
        {**row, "title": told.get(row["id"]) or row["title"]} for row in _with_readers(actor, found)
    ]


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
        return {**found, **shown_words(None)}
    words = words_of([note_of(row)])[row["id"]]
    return {**found, **shown_words(words)}


def _told(rows: Iterable[Mapping[str, Any]]) -> dict[UUID, str]:
    """What each message is to whoever sends it: its own words for them, or its subject."""
    words = words_of([note_of(row) for row in rows])
    return {id_: said.told or said.subject for id_, said in words.items() if said is not GONE}


def _seen(actor: Actor, message_id: UUID, which: Q) -> dict[str, Any]:
    row = Message.objects.visible_to(actor).filter(which, pk=message_id).values(*_OUT).first()
    if row is None:
        raise NotFound("There is no such message.")
    return dict(row)


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
