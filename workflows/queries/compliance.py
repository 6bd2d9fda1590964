"""How many subjects meet each rule, by organisation or unit, on any day.

A joint committee counts in the report of every organisation that takes part on the day, and in
that of the one that keeps it; `joint` says how many of a row's subjects others keep, so that
`subjects - joint` can be added up over organisations without counting one twice. Units show what
they keep themselves. Source: domain/domain.md 12.0 (two organisations, one joint committee).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from kernel.actors import Actor
from kernel.api.pages import Page, key_of
from workflows.queries.visible import readable_organisations, units_below
from workflows.roll_ups import NO_UNIT, NOT_APPLICABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which sums: of which day and place. `by_unit` gives a row for each unit."""

    as_at: date
    known_at: datetime | None = None
    organisation: UUID | None = None
    unit: UUID | None = None
    rule: str | None = None
    by_unit: bool = False


def compliance(*, actor: Actor, page: Page, filters: Filters) -> list[dict[str, Any]]:
    """A page of sums, each with its counts by outcome and by whether the rule is met that day."""
    key = key_of(page, UUID, UUID, str)
    source = _SUMS if filters.known_at is None else _KNOWN_THEN
    parameters = {
        "as_at": filters.as_at,
        "known_at": filters.known_at,
        "places": _places(actor, filters.organisation),
        "units": units_below(filters.unit, on=filters.as_at) if filters.unit else None,
        "rule": filters.rule,
        "by_unit": filters.by_unit,
        "no_unit": NO_UNIT,
        "not_applicable": NOT_APPLICABLE,
        "after": key is not None,
        "after_organisation": key[0] if key else NO_UNIT,
        "after_unit": key[1] if key else NO_UNIT,
        "after_rule": key[2] if key else "",
        "fetch": page.fetch,
    }
    with connection.cursor() as cursor:
        cursor.execute(f"WITH counted AS ({source} UNION ALL {_JOINT}) {_FOLDED}", parameters)
        return [_shown(row) for row in cursor.fetchall()]


def _places(actor: Actor, organisation: UUID | None) -> list[UUID] | None:
    readable = readable_organisations(actor)
    if organisation is None:
        return None if readable is None else list(readable)
    return [organisation] if readable is None or organisation in set(readable) else []


def _shown(row: Sequence[Any]) -> dict[str, Any]:
    outcomes: dict[str, int] = {}
    met: dict[str, int] = {}
    counts: Mapping[str, int] = json.loads(row[3])
    for name, count in counts.items():
        outcome, met_today = name.split(":")
        outcomes[outcome] = outcomes.get(outcome, 0) + count
        met[met_today] = met.get(met_today, 0) + count
    return {
        "organisation_id": row[0],
        "unit_id": None if row[1] == NO_UNIT else row[1],
        "rule_id": row[2],
        "outcomes": outcomes,
        "met_today": met,
        "subjects": sum(counts.values()),
        "in_scope": sum(counts.values()) - met.get(NOT_APPLICABLE, 0),
        "joint": int(row[4]),
        "key": [row[0], row[1], row[2]],
    }


_SUMS = """
    SELECT organisation_id, unit_id, rule_id, outcome, met, sum(step) AS n, 0 AS joint
    FROM kernel_rollupstep WHERE day <= %(as_at)s
        AND (%(places)s::uuid[] IS NULL OR organisation_id = ANY(%(places)s::uuid[]))
        AND (%(units)s::uuid[] IS NULL OR unit_id = ANY(%(units)s::uuid[]))
        AND (%(rule)s::text IS NULL OR rule_id = %(rule)s)
    GROUP BY 1, 2, 3, 4, 5
"""
_KNOWN_THEN = """
    SELECT organisation_id, coalesce(unit_id, %(no_unit)s) AS unit_id, rule_id, outcome,
        coalesce(met, %(not_applicable)s) AS met, count(*) AS n, 0 AS joint
    FROM kernel_finding WHERE starts_on <= %(as_at)s
        AND (ends_on IS NULL OR ends_on >= %(as_at)s)
        AND recorded_at <= %(known_at)s
        AND (superseded_at IS NULL OR superseded_at > %(known_at)s)
        AND (%(places)s::uuid[] IS NULL OR organisation_id = ANY(%(places)s::uuid[]))
        AND (%(units)s::uuid[] IS NULL OR unit_id = ANY(%(units)s::uuid[]))
        AND (%(rule)s::text IS NULL OR rule_id = %(rule)s)
    GROUP BY 1, 2, 3, 4, 5
"""
# Few committees are joint, so their findings are counted where they are stored.
_JOINT = """
    SELECT taking.participant_id, %(no_unit)s, rule_id, outcome, coalesce(met, %(not_applicable)s),
        count(*), count(*)
    FROM (
        SELECT DISTINCT participant_id, committee_id FROM governance_committeeorganisation
        WHERE %(units)s::uuid[] IS NULL
            AND (%(places)s::uuid[] IS NULL OR participant_id = ANY(%(places)s::uuid[]))
            AND from_date <= %(as_at)s AND (to_date IS NULL OR to_date >= %(as_at)s)
            AND (%(known_at)s::timestamptz IS NULL AND superseded_at IS NULL
                OR recorded_at <= %(known_at)s
                AND (superseded_at IS NULL OR superseded_at > %(known_at)s))
    ) AS taking JOIN kernel_finding finding ON finding.subject_id = taking.committee_id
    WHERE starts_on <= %(as_at)s AND (ends_on IS NULL OR ends_on >= %(as_at)s)
        AND (%(known_at)s::timestamptz IS NULL AND superseded_at IS NULL
            OR recorded_at <= %(known_at)s
            AND (superseded_at IS NULL OR superseded_at > %(known_at)s))
        AND (%(rule)s::text IS NULL OR rule_id = %(rule)s)
    GROUP BY 1, 2, 3, 4, 5
"""
_FOLDED = """
    SELECT organisation_id, unit_id, rule_id, jsonb_object_agg(outcome || ':' || met, n),
        sum(joint)
    FROM (
        SELECT organisation_id, CASE WHEN %(by_unit)s THEN unit_id ELSE %(no_unit)s END AS unit_id,
            rule_id, outcome, met, sum(n)::bigint AS n, sum(joint)::bigint AS joint
        FROM counted GROUP BY 1, 2, 3, 4, 5 HAVING sum(n) <> 0
    ) AS folded
    WHERE NOT %(after)s OR (organisation_id, unit_id, rule_id)
        > (%(after_organisation)s::uuid, %(after_unit)s::uuid, %(after_rule)s)
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3 LIMIT %(fetch)s
"""
