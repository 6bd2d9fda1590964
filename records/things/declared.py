"""What records can hang on. Every app declares its own things, and who may read them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kernel.actors import SYSTEM, Actor
from kernel.errors import NotFound
from records.things.thing import Thing


@dataclass(frozen=True, slots=True, kw_only=True)
class ThingKind:
    """One kind of thing.

    `readable`: those that the actor may read, for a condition of a list. `find`: one of them, or
    NotFound or Denied. `titles`: what they are called, for those that the actor may read. `change`:
    one of these permissions writes about them, in the whole organisation or, where `in_units`, in
    the unit that a thing belongs to.
    """

    kind: str
    readable: Callable[[Actor], QuerySet[Any]]
    find: Callable[[UUID, Actor], Thing]
    titles: Callable[[Actor, Iterable[UUID]], Mapping[UUID, str]]
    change: tuple[str, ...] = ()
    in_units: bool = False


THINGS: dict[str, ThingKind] = {}


def register(*kinds: ThingKind) -> None:
    """Add kinds; a second of one name is a fault."""
    for kind in kinds:
        if THINGS.get(kind.kind, kind) is not kind:
            raise ValueError(f"There are two kinds of thing named {kind.kind}.")
        THINGS[kind.kind] = kind


def find_thing(kind: str, thing_id: UUID, actor: Actor) -> Thing:
    """The thing, for whoever may read it; a link is held by somebody who was told what it is about.

    Raises:
        NotFound, Denied: as the app that keeps the thing answers.
    """
    known = THINGS.get(kind)
    if known is None:
        raise NotFound
    sent = actor.errand is not None and actor.errand.subject_id == thing_id
    return known.find(thing_id, SYSTEM if sent else actor)
