"""The kinds of thing whose history people read. Every app declares its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kernel.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryKind:
    """One kind of thing.

    `read(actor, thing_id, page=..., since=...)` gives its events as `kernel.history` does, or
    raises NotFound or Denied as the app that keeps the thing answers.
    """

    kind: str
    read: Callable[..., list[dict[str, Any]]]


HISTORIES: dict[str, HistoryKind] = {}


def register(*kinds: HistoryKind) -> None:
    """Add kinds; a second of one name is a fault."""
    for kind in kinds:
        if HISTORIES.get(kind.kind, kind) is not kind:
            raise ValueError(f"There are two histories of {kind.kind}.")
        HISTORIES[kind.kind] = kind


def history_kind(kind: str) -> HistoryKind:
    """The kind of that name.

    Raises:
        NotFound: no such kind has a history.
    """
    known = HISTORIES.get(kind)
    if known is None:
        raise NotFound
    return known
