"""Events of occasions: ids and facts; who comes is no secret of those who read the thing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from kernel.events import DomainEvent


@dataclass(frozen=True, kw_only=True)
class OccasionPlanned(DomainEvent):
    """People are to come together about a thing on a day."""

    type: ClassVar[str] = "uk.qiflow.occasion.planned.v1"

    occasion_id: UUID
    thing_kind: str
    thing_id: UUID
    on_date: date


@dataclass(frozen=True, kw_only=True)
class OccasionChanged(DomainEvent):
    """Day, time, place or words of an occasion are others; `fields` names which."""

    type: ClassVar[str] = "uk.qiflow.occasion.changed.v1"

    occasion_id: UUID
    fields: tuple[str, ...]
    on_date: date


@dataclass(frozen=True, kw_only=True)
class OccasionCancelled(DomainEvent):
    """An occasion will not take place."""

    type: ClassVar[str] = "uk.qiflow.occasion.cancelled.v1"

    occasion_id: UUID
    on_date: date


@dataclass(frozen=True, kw_only=True)
class OccasionInvited(DomainEvent):
    """Somebody is invited; a link with which they answer is an event of its own."""

    type: ClassVar[str] = "uk.qiflow.occasion.invited.v1"

    occasion_id: UUID
    person_id: UUID | None = None
    user_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class OccasionAnswered(DomainEvent):
    """Somebody who is invited says whether they come, or thought again."""

    type: ClassVar[str] = "uk.qiflow.occasion.answered.v1"

    occasion_id: UUID
    answer: str
    way: str
    person_id: UUID | None = None
    user_id: UUID | None = None
