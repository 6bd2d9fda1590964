"""Finds projects by title and by what is written in them, and measures by name."""

from __future__ import annotations

from projects.queries.measures import measures_named
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


def _measures(sought: Sought) -> list[Hit]:
    rows = measures_named(sought.actor, sought.words, most=sought.most)
    return [
        Hit(
            kind="measure",
            id=str(row["id"]),
            title=row["name"],
            detail=row["project_title"],
            organisation_id=row["organisation_id"],
            rank=rank_of(row["name"], sought.words),
        )
        for row in rows
    ]


MEASURE_SEARCH = SearchKind(name="measure", title="Measures", find=_measures)
PROJECT_SEARCH = SearchKind(name="project", title="Projects", find=_projects)
