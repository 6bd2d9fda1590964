"""Finds committees by name."""

from __future__ import annotations

from governance.queries.committees import committees_named_like
from records.search.declared import Hit, SearchKind, Sought, rank_of


def _committees(sought: Sought) -> list[Hit]:
    return [
        Hit(
            kind="committee",
            id=str(row["id"]),
            title=row["name"],
            detail=row["state"],
            organisation_id=row["organisation_id"],
            rank=rank_of(row["name"], sought.words),
        )
        for row in committees_named_like(sought.actor, sought.words, most=sought.most)
    ]


COMMITTEE_SEARCH = SearchKind(name="committee", title="Committees", find=_committees)
