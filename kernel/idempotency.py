"""Idempotency-Key: the same request twice has one effect and one answer."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection, transaction

from kernel.actors import Actor
from kernel.errors import Blocked, Invalid, Unmet
from kernel.transactions import joined_by_commands

#: How long a client may take to ask again with the same key.
KEPT_FOR = timedelta(days=1)
#: Visible characters of ASCII, and no comma: two keys in one header are one text with a comma.
_KEY = re.compile(r"[!-+\--~]{1,255}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a door answered: status, JSON body and the headers worth repeating."""

    status: int
    body: Any
    headers: dict[str, str]


class Kept(NamedTuple):
    """An answer given before."""

    request_hash: str
    status: int
    body: Any
    headers: dict[str, str]


def once(
    *, actor: Actor, key: str | None, fingerprint: bytes, work: Callable[[], Answer]
) -> tuple[Answer, bool]:
    """Do the work, or give the stored answer; True when it is a repeat.

    Raises:
        Blocked: the first request with this key is still at work (409).
        Unmet: the key was used for another request (422).
        Invalid: the key has a comma or a space, is empty or over 255 characters (400).
    """
    if key is None:
        return work(), False
    _check(key)
    client = f"{actor.kind}:{actor.id}"
    digest = hashlib.sha256(fingerprint).hexdigest()
    with transaction.atomic(), joined_by_commands():
        kept = _claim(client, key)
        if kept is not None:
            return _repeat(kept, digest), True
        answer = work()
        _keep(client, key, digest, answer)
        return answer, False


def forget_old_answers(*, now: datetime) -> int:
    """Delete answers that are older than a client may take to ask again."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kernel_idempotency WHERE created_at < %s", [now - KEPT_FOR])
        return int(cursor.rowcount)


def _check(key: str) -> None:
    if not _KEY.fullmatch(key):
        raise Invalid.one(
            "Idempotency-Key",
            "Send one key of 1 to 255 visible characters without a comma.",
            code="bad_key",
        )


def _claim(client: str, key: str) -> Kept | None:
    """Take the key until the transaction ends, and look whether it was answered before."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"client": client, "key": key, "lock": f"{client}:{key}"})
        taken, *kept = cursor.fetchone()
    if not taken:
        raise _in_flight()
    return Kept(kept[0], kept[1], json.loads(kept[2]), json.loads(kept[3])) if kept[0] else None


_CLAIM = """
    SELECT pg_try_advisory_xact_lock(hashtextextended(%(lock)s, 11)), kept.request_hash,
        kept.status, kept.body::text, kept.headers::text
    FROM (VALUES (1)) AS always
    LEFT JOIN kernel_idempotency kept ON kept.client = %(client)s AND kept.key = %(key)s
"""


def _keep(client: str, key: str, digest: str, answer: Answer) -> None:
    """Store the answer. Whoever stored one between our look and now was first: ours is undone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_idempotency (client, key, request_hash, status, body, headers)"
            " VALUES (%s, %s, %s, %s, %s::jsonb, %s::jsonb) ON CONFLICT (client, key) DO NOTHING",
            [client, key, digest, answer.status, _json(answer.body), _json(answer.headers)],
        )
        if not cursor.rowcount:
            raise _in_flight()


def _json(value: Any) -> str:
    return json.dumps(value)


def _in_flight() -> Blocked:
    return Blocked(
        "The first request with this Idempotency-Key is still at work. Try again shortly.",
        code="in_flight",
    )


def _repeat(kept: Kept, digest: str) -> Answer:
    if kept.request_hash != digest:
        refusal = Unmet(
            "This Idempotency-Key was used for another request. Send a new key.", unmet=()
        )
        refusal.code = "key_reused"
        raise refusal
    return Answer(
        status=200 if kept.status == 201 else kept.status, body=kept.body, headers=kept.headers
    )
