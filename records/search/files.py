"""Finds files by name, description and text."""

from __future__ import annotations

from records.queries.files_found import found
from records.queries.subjects import titles_of
from records.search.declared import Hit, SearchKind, Sought, rank_of


def _files(sought: Sought) -> list[Hit]:
    rows = found(sought.actor, tsquery=sought.tsquery, pattern=sought.pattern, most=sought.most)
    about = titles_of(sought.actor, rows)
    return [
        Hit(
            kind="file",
            id=str(row["id"]),
            title=row["name"],
            detail=about.get(row["subject_id"], ""),
            organisation_id=row["organisation_id"],
            rank=max(rank_of(row["name"], sought.words), row["rank"]),
        )
        for row in rows
    ]


FILE_SEARCH = SearchKind(name="file", title="Files", find=_files)
