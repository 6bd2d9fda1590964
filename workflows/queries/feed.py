"""The pull feed: events in an order in which no reader can miss one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.core import signing
from django.db import connection

from kernel.actors import Actor
from kernel.errors import Denied, Invalid, Refusal
from kernel.events import CATALOGUE
from workflows.models import FeedFloor

READ = "event.read"
SALT = "qiflow.feed"
SOURCE = "/api/v1/events"


class Place(NamedTuple):
    """A place in the feed: the transaction of the last event read, and its id."""

    xid: int
    id: int


class Gone(Refusal):
    """Events after this cursor have been removed by retention (410); `next` is where to go on."""

    code = "gone"

    def __init__(self, sentence: str, *, next_cursor: str) -> None:
        super().__init__(sentence)
        self.next_cursor = next_cursor


def events(
    *, actor: Actor, cursor: str | None, types: Sequence[str], limit: int
) -> tuple[list[dict[str, Any]], str]:
    """Events after a cursor as CloudEvents, and the cursor to go on with.

    Events of transactions that began before one that is still open wait for it: ids are taken
    before they are committed, so a plain `id > n` would skip some for ever.

    Raises:
        Denied: no role of the actor reads events.
        Invalid: the cursor is not this actor's, or a type is unknown.
        Gone: the cursor lies before what retention has kept.
    """
    if not actor.may_somewhere(READ):
        raise Denied("Your role does not read the feed of events. Ask an administrator.")
    _refuse_unknown(types)
    after = _read(cursor, actor)
    floor = _floor()
    if cursor is not None and after < floor:
        raise Gone(
            "Events after this cursor are no longer kept. Read the lists again, then go on with"
            " the cursor given here.",
            next_cursor=_write(floor, actor),
        )
    with connection.cursor() as db:
        db.execute(_PAGE, _parameters(actor, max(after, floor), types, limit))
        rows = db.fetchall()
    last = Place(int(rows[-1][0]), rows[-1][1]) if rows else after
    return [_cloud_event(row) for row in rows], _write(last, actor)


_PAGE = """
    SELECT commit_xid::text, id, uuid, type, organisation_id, aggregate_kind, aggregate_id, seq,
        data, effective_on, recorded_at, actor_kind, caused_by
    FROM kernel_event
    WHERE commit_xid < pg_snapshot_xmin(pg_current_snapshot())
        AND (commit_xid, id) > (%(xid)s::text::xid8, %(id)s)
        AND (%(everywhere)s OR organisation_id = ANY(%(organisations)s::uuid[])
            OR aggregate_id = ANY(%(shared)s::uuid[])
            OR (organisation_id IS NULL AND aggregate_kind = 'standard'))
        AND (%(types)s::text[] IS NULL OR type = ANY(%(types)s::text[]))
    ORDER BY commit_xid, id LIMIT %(limit)s
"""


def _parameters(actor: Actor, after: Place, types: Sequence[str], limit: int) -> dict[str, Any]:
    return {
        "xid": str(after.xid),
        "id": after.id,
        "everywhere": actor.everywhere,
        "organisations": _organisations(actor),
        "shared": list(actor.shared_ids),
        "types": list(types) or None,
        "limit": limit,
    }


def _organisations(actor: Actor) -> list[UUID]:
    reading = {grant.organisation_id for grant in actor.grants if READ in grant.permissions}
    return [one for one in actor.organisation_ids if one in reading]


def _cloud_event(row: Sequence[Any]) -> dict[str, Any]:
    event = {
        "specversion": "1.0",
        "id": str(row[2]),
        "source": SOURCE,
        "type": row[3],
        "subject": f"{row[5]}/{row[6]}",
        "time": row[10],
        "datacontenttype": "application/json",
        "organisation": row[4],
        "sequence": str(row[7]),
        "effectiveon": row[9],
        "actorkind": row[11],
        "causedby": row[12],
        "data": json.loads(row[8]),
    }
    return {name: value for name, value in event.items() if value is not None}


def _refuse_unknown(types: Sequence[str]) -> None:
    for name in types:
        if name not in CATALOGUE:
            raise Invalid.one(
                "?types", "Use types of the event catalogue, with commas.", code="invalid_filter"
            )


def _write(place: Place, actor: Actor) -> str:
    return signing.dumps([place.xid, place.id], salt=f"{SALT}:{actor.kind}:{actor.id}")


def _read(cursor: str | None, actor: Actor) -> Place:
    if cursor is None:
        return Place(0, 0)
    try:
        xid, event_id = signing.loads(cursor, salt=f"{SALT}:{actor.kind}:{actor.id}")
    except (signing.BadSignature, ValueError):
        raise Invalid.one(
            "?cursor", "Use the next_cursor of the page before.", code="invalid_filter"
        ) from None
    return Place(xid, event_id)


def _floor() -> Place:
    row = FeedFloor.objects.values_list("commit_xid", "event_id").first()
    return Place(int(row[0]), row[1]) if row else Place(0, 0)
