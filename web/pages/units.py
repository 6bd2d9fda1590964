"""The tree of units as nested rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from web.words import choices


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A unit with those below it."""

    id: UUID
    name: str
    words: str
    below: tuple[Node, ...]


def tree(rows: Sequence[Mapping[str, Any]]) -> tuple[Node, ...]:
    """The units of one organisation, each under the one it is a part of."""
    known = {row["id"] for row in rows}
    tops = [row for row in rows if row["parent_id"] not in known]
    return tuple(_nodes(tops, rows))


def _nodes(
    rows: Sequence[Mapping[str, Any]], everything: Sequence[Mapping[str, Any]]
) -> Iterator[Node]:
    for row in rows:
        below = [one for one in everything if one["parent_id"] == row["id"]]
        yield Node(
            id=row["id"],
            name=row["name"],
            words=choices.said(choices.UNIT_TYPE, row["type"]),
            below=tuple(_nodes(below, everything)),
        )
