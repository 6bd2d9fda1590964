"""Events of what people write about things. The words themselves are in no event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from kernel.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class CommentWritten(DomainEvent):
    """Somebody wrote about a thing, or answered; `mentioned` are users to be told of it.

    `person_id`: whose words they are, where that is not whoever wrote them down.
    """

    type: ClassVar[str] = "uk.qiflow.comment.written.v1"

    comment_id: UUID
    thing_kind: str
    thing_id: UUID
    mentioned: tuple[UUID, ...]
    in_reply_to: UUID | None = None
    person_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class CommentEdited(DomainEvent):
    """A comment reads otherwise; how it read before is kept."""

    type: ClassVar[str] = "uk.qiflow.comment.edited.v1"

    comment_id: UUID


@dataclass(frozen=True, kw_only=True)
class CommentWithdrawn(DomainEvent):
    """The words of a comment were taken back and are kept no longer."""

    type: ClassVar[str] = "uk.qiflow.comment.withdrawn.v1"

    comment_id: UUID
