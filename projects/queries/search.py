"""Finds projects by words of their titles, in two steps.

Under row-level security PostgreSQL would not use the index on titles: a function that reads as the
owner of the tables gives ids of the actor's organisations, and the rows are then read as usual.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from kernel.actors import Actor
from people.queries.alike import SHORTEST, least_alike
from projects.models import Project
from projects.queries.listed import LISTED
from projects.queries.readable import readable_projects

#: How many candidates are read at once at most. The first time as many as are wanted are read, so
#: that a common word costs no more than a page; filters may leave few of them, then more follow.
BATCH = 500
#: How many of the newest that hold the words are ranked against each other.
RANKED = 200
_LATEST = (datetime(9999, 1, 1, tzinfo=UTC), UUID(int=2**128 - 1))

Key = tuple[datetime, UUID]


def titled(
    actor: Actor, words: str, rows: QuerySet[Project], *, after: Key | None, most: int
) -> list[dict[str, Any]]:
    """Up to `most` of `rows` whose title holds the words, newest change first, after a key."""
    found: list[dict[str, Any]] = []
    key, batch = after or _LATEST, most
    while len(found) < most:
        candidates = _candidates(actor, _pattern(words), key, batch)
        read = rows.filter(id__in=[item for item, _ in candidates])
        ordered = read.order_by("-updated_at", "-id").values(*LISTED)
        found += [dict(row) for row in ordered[: most - len(found)]]
        if len(candidates) < batch:
            break
        batch = min(2 * batch, BATCH)
        last_id, last_change = candidates[-1]
        key = (last_change, last_id)
    return found


def found(
    actor: Actor, *, tsquery: str, pattern: str, words: str, most: int
) -> list[dict[str, Any]]:
    """Projects that hold the words in title or text, the best first, each with its `rank`.

    What only resembles a title is given where nothing holds the words.
    """
    reach = [list(_organisations(actor)), list(actor.shared_ids)]
    ranks = _ranks(_FOUND, [*reach, tsquery, pattern, words, RANKED])
    if not ranks and len(words) >= SHORTEST:
        ranks = _ranks(_ALIKE, [*reach, words, least_alike(words), RANKED])
    columns = ("id", "organisation_id", "title", "stage")
    rows = readable_projects(actor).filter(id__in=list(ranks)).values(*columns)
    ranked = [{**row, "rank": ranks[row["id"]]} for row in rows]
    return sorted(ranked, key=lambda row: (-row["rank"], row["title"]))[:most]


_FOUND = """
    SELECT id, max(rank)
    FROM qiflow_projects_found(%s::uuid[], %s::uuid[], %s::text, %s::text, %s::text, %s::int)
    GROUP BY id
"""
_ALIKE = """
    SELECT id, max(rank)
    FROM qiflow_projects_alike(%s::uuid[], %s::uuid[], %s::text, %s::real, %s::int)
    GROUP BY id
"""


def _ranks(sql: str, given: list[Any]) -> dict[UUID, float]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return dict(cursor.fetchall())


def _candidates(actor: Actor, pattern: str, key: Key, batch: int) -> list[tuple[UUID, datetime]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, updated_at FROM qiflow_projects_titled("
            " %s::uuid[], %s::uuid[], %s, %s, %s, %s)",
            [list(_organisations(actor)), list(actor.shared_ids), pattern, *key, batch],
        )
        return [(row[0], row[1]) for row in cursor.fetchall()]


def _organisations(actor: Actor) -> frozenset[UUID]:
    if not actor.everywhere:
        return actor.organisation_ids
    return frozenset(Project.objects.values_list("organisation_id", flat=True).distinct())


def _pattern(words: str) -> str:
    """The words as they stand: `%` and `_` mean themselves."""
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
