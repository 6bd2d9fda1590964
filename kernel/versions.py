"""The version that a caller says it saw, checked after rights and state and before guards."""

from __future__ import annotations

from kernel.errors import PreconditionMissing, Stale
from kernel.models import Aggregate

#: What a door passes when the caller sent no If-Match, or one that cannot be read.
MISSING = -1
UNREADABLE = -2


def require_version(aggregate: Aggregate, expected: int | None) -> None:
    """Refuse a change by somebody who saw another version. None asks for no check.

    Raises:
        PreconditionMissing: the door demands a version and the caller gave none (428).
        Stale: it is not the present one (412).
    """
    if expected is None:
        return
    if expected == MISSING:
        raise PreconditionMissing(
            "Send the ETag that you read in the header If-Match, so that nobody's change is lost."
        )
    if expected != aggregate.version:
        raise Stale


def etag(version: int) -> str:
    return f'"v{version}"'


def read_etag(header: str | None) -> int:
    """The version in an If-Match header, or one of the two codes above."""
    if header is None:
        return MISSING
    text = header.strip()
    if text.startswith('"v') and text.endswith('"') and text.isascii() and text[2:-1].isdecimal():
        return int(text[2:-1]) if len(text) < 16 else UNREADABLE
    return UNREADABLE
