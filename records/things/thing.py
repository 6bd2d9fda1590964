"""One thing as records know it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One thing that the actor may read, as records need to know it.

    `read` and `change`: one of these permissions reads it, or writes about it.
    """

    kind: str
    id: UUID
    organisation_id: UUID
    unit_id: UUID | None
    title: str
    read: tuple[str, ...]
    change: tuple[str, ...]
