"""The key under which work and findings know a thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID


class SubjectKey(NamedTuple):
    """A kind of thing and its id; sorts in the order in which locks are taken."""

    kind: str
    id: UUID


def by_kind(keys: Iterable[SubjectKey]) -> dict[str, list[UUID]]:
    """The ids of each kind, in order."""
    grouped: dict[str, list[UUID]] = defaultdict(list)
    for key in sorted(set(keys)):
        grouped[key.kind].append(key.id)
    return grouped
