"""Finds files by their names and by what is written in them, in two steps.

Under row-level security PostgreSQL would not use the indexes: a function that reads as the owner of
the tables gives ids of the actor's organisations, and the rows are then read as usual.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import connection

from kernel.actors import Actor
from records.models import File
from records.queries.files import seen_by

#: How many of the newest that hold the words are ranked against each other.
_RANKED = 200
_FOUND = """
    SELECT id, max(rank)
    FROM qiflow_files_found(%s::uuid[], %s::uuid[], %s::text, %s::text, %s::int)
    GROUP BY id
"""


def found(actor: Actor, *, tsquery: str, pattern: str, most: int) -> list[dict[str, Any]]:
    """Files that the actor sees and that hold the words, the best first, each with its `rank`."""
    reach: list[Any] = [list(_organisations(actor)), list(actor.shared_ids)]
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, [*reach, tsquery, pattern, _RANKED])
        ranks: dict[UUID, float] = dict(cursor.fetchall())
    columns = ("id", "organisation_id", "name", "subject_kind", "subject_id", "created_at")
    rows = seen_by(actor).filter(id__in=list(ranks)).values(*columns) if ranks else []
    ranked = [{**row, "rank": ranks[row["id"]]} for row in rows]
    return sorted(ranked, key=lambda row: (-row["rank"], row["name"]))[:most]


def _organisations(actor: Actor) -> frozenset[UUID]:
    if not actor.everywhere:
        return actor.organisation_ids
    return frozenset(File.objects.values_list("organisation_id", flat=True).distinct())
