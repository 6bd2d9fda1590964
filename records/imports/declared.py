"""What can be imported. Every app declares its own kinds; columns are those of its export."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from kernel.actors import Actor
from records.tables.columns import Column


class Outcome(StrEnum):
    """What came of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class Into:
    """Where rows go, and on whose behalf."""

    organisation_id: UUID
    actor: Actor
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """A row as it was applied. `before` are the values that it replaced."""

    outcome: Outcome
    subject_id: UUID
    version: int
    before: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """A row to take back: what it did, and the version that it left."""

    outcome: Outcome
    subject_id: UUID
    version: int
    before: Mapping[str, Any]


#: Does one row and says what came of it.
Apply = Callable[[Mapping[str, Any], Into], Applied]


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Rows that one command takes at once: those with one value in `column`, at most `most`.

    `apply` says what came of each, in their order, and refuses with pointers that name the place
    of a row among them and its column, as `/3/numerator`; without a place, every row is meant.
    """

    column: str
    most: int
    apply: Callable[[Sequence[Mapping[str, Any]], Into], Sequence[Applied]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportKind:
    """One kind of thing that a table can bring.

    `apply` does one row, or those that belong `Together`, through the commands that doors use, and
    refuses as they do: `Invalid` with pointers that name columns. `undo` takes a row back, and
    refuses with `Blocked` where something was built on it. Rows are told apart by the columns of
    `key`. Loading a `sensitive` kind asks again who sits there, as doing one by hand does.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    permission: str
    apply: Apply | Together
    undo: Callable[[Undone, Into], None]
    key: tuple[str, ...] = ("external_id",)
    sensitive: bool = False


IMPORTS: dict[str, ImportKind] = {}


def register(*kinds: ImportKind) -> None:
    """Add kinds; a second of one name is a fault."""
    for kind in kinds:
        if IMPORTS.get(kind.name, kind) is not kind:
            raise ValueError(f"There are two imports named {kind.name}.")
        IMPORTS[kind.name] = kind


def differing(thing: Any, wanted: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a row changes of a thing, and what was there before."""
    new = {name: value for name, value in wanted.items() if getattr(thing, name) != value}
    return new, {name: getattr(thing, name) for name in new}
