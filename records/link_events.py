"""Events of links that open one thing for one person. No event holds what opens them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from kernel.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class LinkMade(DomainEvent):
    """One person is asked for one thing."""

    type: ClassVar[str] = "uk.qiflow.link.made.v1"

    link_id: UUID
    purpose: str
    thing_kind: str
    thing_id: UUID
    person_id: UUID | None = None
    user_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class LinkSent(DomainEvent):
    """A link is to reach its person; once more each time that it is sent again."""

    type: ClassVar[str] = "uk.qiflow.link.sent.v1"

    link_id: UUID
    purpose: str


@dataclass(frozen=True, kw_only=True)
class LinkCancelled(DomainEvent):
    """A link was called back: it opens nothing any more."""

    type: ClassVar[str] = "uk.qiflow.link.cancelled.v1"

    link_id: UUID


@dataclass(frozen=True, kw_only=True)
class LinkAnswered(DomainEvent):
    """Somebody did what a link asked for; `way` says how, `outcome` what they answered.

    `entered_by`: the user who entered it on behalf of the person.
    """

    type: ClassVar[str] = "uk.qiflow.link.answered.v1"

    link_id: UUID
    purpose: str
    outcome: str
    way: str
    entered_by: UUID | None = None
