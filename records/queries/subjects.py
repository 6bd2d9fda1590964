"""Things that records hang on: a condition for lists, and what they are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q

from kernel.actors import Actor
from records.things.declared import THINGS


def about_readable(actor: Actor) -> Q:
    """Rows with `subject_kind` and `subject_id` that are about what the actor reads."""
    may = Q(pk__in=[])
    for kind in THINGS.values():
        may |= Q(subject_kind=kind.kind, subject_id__in=kind.readable(actor).values("pk"))
    return may


def titles_of(actor: Actor, rows: Iterable[Mapping[str, Any]]) -> dict[UUID, str]:
    """What the things of rows are called: one query for each kind of thing."""
    ids: dict[str, list[UUID]] = {}
    for row in rows:
        ids.setdefault(row["subject_kind"], []).append(row["subject_id"])
    found: dict[UUID, str] = {}
    for kind, wanted in ids.items():
        found |= THINGS[kind].titles(actor, wanted)
    return found
