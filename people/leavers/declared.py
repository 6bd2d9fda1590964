"""Kinds of things that a user can hold. Every app declares its own, and how they change hands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kernel.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaver:
    """Somebody who leaves an organisation; `person_ids` are the people there who they are."""

    user_id: UUID
    organisation_id: UUID
    person_ids: frozenset[UUID]
    last_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """Who takes something over; `person_id` is the person of the organisation who they are."""

    user_id: UUID
    name: str
    person_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One thing that the leaver holds. `subject_kind` and `subject_id`: where it is looked at."""

    id: UUID
    title: str
    detail: str = ""
    subject_kind: str = ""
    subject_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """By whom and when something changes hands."""

    actor: Actor
    now: datetime
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One kind of things that can be held.

    `held`: those of a leaver, as the actor may read them. `hand_over`: one of them goes to a
    receiver; None where it cannot. `wind_down`: one of them ends with the last day, said at once.
    `finish`: one of them ends when the last day is over. `becomes` says in words what happens.
    """

    kind: str
    words: str
    becomes: str
    held: Callable[[Actor, Leaver, date], Iterable[Held]]
    hand_over: Callable[[Held, Leaver, Receiver, When], None] | None = None
    wind_down: Callable[[Held, Leaver, When], None] | None = None
    finish: Callable[[Held, Leaver, When], None] | None = None


HOLDINGS: dict[str, Holding] = {}


def register(*holdings: Holding) -> None:
    """Add kinds; a second of one name is a fault."""
    for holding in holdings:
        if HOLDINGS.get(holding.kind, holding) is not holding:
            raise ValueError(f"There are two holdings named {holding.kind}.")
        HOLDINGS[holding.kind] = holding
