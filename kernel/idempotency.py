"""Idempotency-Key: the same request twice has one effect and one answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from kernel.actors import Actor
from kernel.errors import Blocked, Invalid, Unmet
from kernel.models import Idempotency


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a door answered: status, JSON body and the headers worth repeating."""

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
        Invalid: the key has a comma, is empty or over 255 characters (400).
    """
    if key is None:
        return work(), False
    _check(key)
    client = f"{actor.kind}:{actor.id}"
    digest = hashlib.sha256(fingerprint).hexdigest()
    with transaction.atomic():
        _claim(client, key)
        kept = Idempotency.objects.filter(client=client, key=key).first()
        if kept is not None:
            return _repeat(kept, digest), True
        answer = work()
        Idempotency.objects.create(
            client=client,
            key=key,
            request_hash=digest,
            status=answer.status,
            body=answer.body,
            headers=answer.headers,
        )
        return answer, False


def _check(key: str) -> None:
    if not key or len(key) > 255 or "," in key or not key.isascii() or not key.isprintable():
        raise Invalid.one(
            "Idempotency-Key",
            "Send one key of 1 to 255 visible characters without a comma.",
            code="bad_key",
        )


def _claim(client: str, key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 11))", [f"{client}:{key}"]
        )
        if not cursor.fetchone()[0]:
            raise Blocked(
                "The first request with this Idempotency-Key is still at work. Try again shortly.",
                code="in_flight",
            )


def _repeat(kept: Idempotency, digest: str) -> Answer:
    if kept.request_hash != digest:
        refusal = Unmet(
            "This Idempotency-Key was used for another request. Send a new key.", unmet=()
        )
        refusal.code = "key_reused"
        raise refusal
    return Answer(
        status=200 if kept.status == 201 else kept.status, body=kept.body, headers=kept.headers
    )
