"""Everything that holds the words, among what one may see."""

from __future__ import annotations

from collections.abc import Sequence

from kernel.actors import Actor
from records.search.declared import SEARCHES, Hit, Sought

#: Hits of one kind at most; whoever needs more narrows the list of that kind.
MOST_OF_A_KIND = 20


def search(
    *, actor: Actor, words: str, kinds: Sequence[str] = (), most: int = MOST_OF_A_KIND
) -> list[Hit]:
    """Hits of every kind, the best first."""
    sought = Sought(actor=actor, words=words, most=most)
    wanted = [kind for name, kind in sorted(SEARCHES.items()) if not kinds or name in kinds]
    hits = [hit for kind in wanted for hit in kind.find(sought)]
    return sorted(hits, key=lambda hit: (-hit.rank, hit.kind, hit.title, hit.id))
