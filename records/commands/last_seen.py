"""Looking at a thing: when was I here before?"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from kernel.actors import Actor, ActorKind
from records.models import LastSeen

#: Looking again within the hour is the same visit.
SAME_VISIT = timedelta(hours=1)
#: Whoever was not here for longer sees nothing marked, as at a first visit.
KEPT_FOR = timedelta(days=400)


def look_at(*, kind: str, thing_id: UUID, actor: Actor, now: datetime) -> datetime | None:
    """Note that a user looks at a thing; when they did so on the visit before this one.

    None at a first visit, for other systems, and for roles that belong to no organisation.
    It writes no event: what somebody reads is no fact about the thing. Whether the actor may see
    the thing is asked before.
    """
    if actor.kind is not ActorKind.USER or not actor.organisation_ids:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            _LOOK,
            {
                "organisation": min(actor.organisation_ids),
                "user": actor.id,
                "kind": kind,
                "thing": thing_id,
                "now": now,
                "same": now - SAME_VISIT,
            },
        )
        found: datetime | None = cursor.fetchone()[0]
    return found


def forget_long_ago(*, now: datetime) -> int:
    """Delete what nobody can remember either."""
    deleted, _ = LastSeen.objects.filter(seen_at__lt=now - KEPT_FOR).delete()
    return deleted


# One visit writes once: within the hour the row is only read.
_LOOK = """
    WITH known AS (
        SELECT before FROM records_lastseen
        WHERE user_id = %(user)s::uuid AND kind = %(kind)s::text AND thing_id = %(thing)s::uuid
    ), visit AS (
        INSERT INTO records_lastseen AS last (organisation_id, user_id, kind, thing_id, seen_at)
        VALUES (%(organisation)s::uuid, %(user)s::uuid, %(kind)s::text, %(thing)s::uuid,
            %(now)s::timestamptz)
        ON CONFLICT (user_id, kind, thing_id) DO UPDATE
            SET before = last.seen_at, seen_at = excluded.seen_at
            WHERE last.seen_at < %(same)s::timestamptz
        RETURNING before
    )
    SELECT before FROM visit
    UNION ALL
    SELECT before FROM known WHERE NOT EXISTS (SELECT FROM visit)
    UNION ALL
    SELECT NULL::timestamptz
    LIMIT 1
"""
