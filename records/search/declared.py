"""What can be looked for. Every app declares how its own things are found. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from kernel.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One thing that was found. `rank` orders hits of all kinds: more is better.

    `id` is text, because rules have codes.
    """

    kind: str
    id: str
    title: str
    detail: str = ""
    organisation_id: UUID | None = None
    rank: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What somebody looks for: `words` as typed, at most so many hits of a kind."""

    actor: Actor
    words: str
    most: int

    @property
    def pattern(self) -> str:
        """For ILIKE, literally: `%` and `_` mean themselves."""
        escaped = self.words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return f"%{escaped}%"

    @property
    def tsquery(self) -> str:
        """For to_tsquery: all words, the last of which may have only begun. May be empty."""
        words = re.findall(r"\w+", self.words)[:20]
        return " & ".join(words) + ":*" if words else ""


def rank_of(title: str, words: str) -> float:
    """How well a title fits: the whole, its beginning, a word's beginning, a part, or akin."""
    whole, sought = title.casefold(), words.casefold()
    if whole == sought:
        return 4.0
    if whole.startswith(sought):
        return 3.0
    if re.search(rf"\b{re.escape(sought)}", whole):
        return 2.0
    return 1.0 if sought in whole else 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchKind:
    """One kind of thing, and how it is found among what the actor may see."""

    name: str
    title: str
    find: Callable[[Sought], list[Hit]]


SEARCHES: dict[str, SearchKind] = {}


def register(*kinds: SearchKind) -> None:
    """Add kinds; a second of one name is a fault."""
    for kind in kinds:
        if SEARCHES.get(kind.name, kind) is not kind:
            raise ValueError(f"There are two kinds to search named {kind.name}.")
        SEARCHES[kind.name] = kind
