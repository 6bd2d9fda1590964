"""Finds projects by title and by what is written in them."""

from __future__ import annotations

from projects.queries.search import found
from records.search.declared import Hit, SearchKind, Sought, rank_of


def _projects(sought: Sought) -> list[Hit]:
    rows = found(
        sought.actor,
        tsquery=sought.tsquery,
        pattern=sought.pattern,
        words=sought.words,
        most=sought.most,
    )
    return [
        Hit(
            kind="project",
            id=str(row["id"]),
            title=row["title"],
            detail=row["stage"],
            organisation_id=row["organisation_id"],
            rank=max(rank_of(row["title"], sought.words), row["rank"]),
        )
        for row in rows
    ]


PROJECT_SEARCH = SearchKind(name="project", title="Projects", find=_projects)
