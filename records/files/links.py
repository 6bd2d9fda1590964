"""Links that give one file to whoever holds them, for ten minutes. Nothing of a link is stored.

A link reaches no further than whoever made it reaches when it is opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.core.signing import BadSignature, Signer

from kernel.actors import Actor, ActorKind
from kernel.errors import Denied, Gone, NotFound

LASTS = timedelta(minutes=10)
_SIGNER = "qiflow.file"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLink:
    """Which file, for whom, until when."""

    file_id: UUID
    maker_kind: ActorKind
    maker_id: UUID
    expires_at: datetime


def write_link(file_id: UUID, actor: Actor, *, now: datetime) -> tuple[str, datetime]:
    """The word for an address, and when it opens nothing any more.

    Raises:
        Denied: nobody in particular asks.
    """
    if actor.id is None:
        raise Denied("Only people and keys make links.")
    expires_at = (now + LASTS).replace(microsecond=0)
    said = f"{file_id.hex}.{actor.kind}.{actor.id.hex}.{int(expires_at.timestamp())}"
    return _signer().sign(said), expires_at


def read_link(word: str, *, now: datetime) -> FileLink:
    """What a word says.

    Raises:
        NotFound: nobody here wrote it. Gone: its ten minutes are over.
    """
    try:
        file_id, kind, maker, until = _signer().unsign(word).split(".")
        expires_at = datetime.fromtimestamp(int(until), UTC)
        link = FileLink(
            file_id=UUID(hex=file_id),
            maker_kind=ActorKind(kind),
            maker_id=UUID(hex=maker),
            expires_at=expires_at,
        )
    except (BadSignature, ValueError):
        raise NotFound from None
    if now >= expires_at:
        raise Gone("This link has expired. Ask for another.")
    return link


def _signer() -> Signer:
    return Signer(salt=_SIGNER)
