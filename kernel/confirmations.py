"""Keeps that somebody said: this is not an NHS number. Ids and names of fields, never the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from kernel import tenancy
from kernel.actors import Actor
from kernel.clock import london_date
from kernel.events import DomainEvent
from kernel.log import append

#: The stream of somebody whose requests carry no id of their own.
_NOBODY = UUID(int=0)


@dataclass(frozen=True, kw_only=True)
class TextConfirmed(DomainEvent):
    """Somebody answers for text that looks like a patient's number or date of birth.

    `door` is the method and address without ids, or the page or import; `fields` are JSON pointers.
    """

    type: ClassVar[str] = "uk.qiflow.text.confirmed.v1"

    door: str
    fields: tuple[str, ...]
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """In the field at `pointer`, what looked like `found` is said to be something else."""

    pointer: str
    found: str


def log_confirmed(
    confirmed: Sequence[Confirmed],
    *,
    door: str,
    actor: Actor,
    now: datetime,
    organisation_id: UUID | None = None,
) -> None:
    """Log what was confirmed, for the organisation meant or for each of the actor's.

    It is logged before the change is tried: that it was said stands, whatever comes of it.

    Emits:
        TextConfirmed
    """
    if not confirmed:
        return
    event = TextConfirmed(
        door=door[:100],
        fields=tuple(one.pointer for one in confirmed),
        found=tuple(one.found for one in confirmed),
    )
    with tenancy.opened():
        for organisation in _organisations(actor, organisation_id):
            append(
                organisation_id=organisation,
                kind="text",
                stream_id=actor.id or _NOBODY,
                events=[event],
                actor=actor,
                now=now,
                effective_on=london_date(now),
            )


def _organisations(actor: Actor, named: UUID | None) -> list[UUID] | list[None]:
    if named is not None and (actor.everywhere or named in actor.organisation_ids):
        return [named]
    return sorted(actor.organisation_ids) or [None]
