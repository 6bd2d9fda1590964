"""Finds people, units and organisations. (`people` lies below records.)"""

from __future__ import annotations

from people import queries
from records.search.declared import Hit, SearchKind, Sought, rank_of


def _people(sought: Sought) -> list[Hit]:
    return [
        Hit(
            kind="person",
            id=str(row["id"]),
            title=row["name"],
            organisation_id=row["organisation_id"],
            rank=rank_of(row["name"], sought.words),
        )
        for row in queries.people_named_like(sought.actor, sought.words, most=sought.most)
    ]


def _units(sought: Sought) -> list[Hit]:
    return [
        Hit(
            kind="unit",
            id=str(row["id"]),
            title=row["name"],
            detail=row["type"],
            organisation_id=row["organisation_id"],
            rank=rank_of(row["name"], sought.words),
        )
        for row in queries.units_named_like(sought.actor, sought.words, most=sought.most)
    ]


def _organisations(sought: Sought) -> list[Hit]:
    rows = queries.organisations_named_like(sought.actor, sought.words, most=sought.most)
    return [
        Hit(
            kind="organisation",
            id=str(row["id"]),
            title=row["name"],
            detail=row["ods_code"] or "",
            organisation_id=row["id"],
            rank=4.0
            if (row["ods_code"] or "").casefold() == sought.words.casefold()
            else rank_of(row["name"], sought.words),
        )
        for row in rows
    ]


PEOPLE_SEARCH = (
    SearchKind(name="person", title="People", find=_people),
    SearchKind(name="unit", title="Units", find=_units),
    SearchKind(name="organisation", title="Organisations", find=_organisations),
)
