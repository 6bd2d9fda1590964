"""What the rules need of a project's measures, as one list of the statement that loads its facts.

Figures go with the measures that may be judged by them; of the others the rules only ask whether
there is one. Numbers come as text, because a float would not be exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from projects.facts.measures import MeasureFacts, PointFacts
from projects.measures.judged import as_known
from projects.measures.targets import LINE, Target
from projects.spc import CURRENT_RULES, RULE_SETS

_day = date.fromisoformat

#: `created`, what is known of each kind of row, and which figures count (`judged`), are filled in
#: by the loader; of the past, also what was written before (`earlier`). All rows of a period are
#: read, so that a correction does not make data late that came in time.
MEASURES = """
    SELECT json_agg(json_build_array(m.id, m.family, m.data_kind, m.direction, m.frequency,
        m.begins_on, (m.created_at AT TIME ZONE 'Europe/London')::date, m.ended_on,
        m.definition <> '', m.sampling <> '', m.baseline_plan <> '', m.rare_event_reason <> '',
        m.reliability, m.per, m.reporting_lag_days, m.baseline_points, m.rule_set, {earlier}, (
            SELECT json_agg(json_build_array(day.on_date, day.in_on, day.counted,
                CASE WHEN judged THEN day.numerator::text END,
                CASE WHEN judged THEN day.denominator::text END,
                CASE WHEN judged THEN day.value::text END,
                CASE WHEN judged THEN day.sample::text[] END) ORDER BY day.on_date)
            FROM (
                SELECT point.on_date,
                    (min(point.recorded_at) AT TIME ZONE 'Europe/London')::date AS in_on,
                    coalesce(bool_or((point.value IS NOT NULL OR cardinality(point.sample) > 0
                        OR point.numerator IS NOT NULL AND point.denominator > 0)
                        AND {point}), false) AS counted,
                    max(point.numerator) FILTER (WHERE {point}) AS numerator,
                    max(point.denominator) FILTER (WHERE {point}) AS denominator,
                    max(point.value) FILTER (WHERE {point}) AS value,
                    max(point.sample) FILTER (WHERE {point}) AS sample
                FROM projects_measurepoint point WHERE point.measure_id = m.id
                GROUP BY point.on_date HAVING bool_or({point})
            ) day, LATERAL (
                SELECT {judged} AS judged
            ) figures
        ), (
            SELECT json_agg(json_build_array(target.on_date, target.value::text, target.shape))
            FROM projects_measuretarget target WHERE target.measure_id = m.id AND {target}
        ), (
            SELECT json_agg(rebase.on_date ORDER BY rebase.on_date)
            FROM projects_measurerebase rebase WHERE rebase.measure_id = m.id AND {rebase}
        )) ORDER BY m.begins_on, m.id)::text
    FROM projects_measure m WHERE m.project_id = p.id AND NOT m.reference AND {created}
"""


#: The first columns of the list, by the names that `projects.measures.judged` gives them.
_HEAD = (
    *("measure_id", "family", "data_kind", "direction", "frequency", "begins_on", "created_on"),
    *("ended_on", "defined", "sampled", "planned", "rare", "reliability", "per", "lag_days"),
    *("locked_points", "rule_set"),
)


def measure_of(row: Sequence[Any], known_at: datetime | None = None) -> MeasureFacts:
    """One measure of the list, with what was written about it at an instant; None is now."""
    (*head, earlier, points, targets, rebases) = row
    found = dict(zip(_HEAD, head, strict=True))
    if known_at is not None:
        found |= as_known(earlier, known_at)
    ended_on = found.pop("ended_on")
    return MeasureFacts(
        measure_id=UUID(found.pop("measure_id")),
        begins_on=_day(found.pop("begins_on")),
        created_on=_day(found.pop("created_on")),
        ended_on=_day(ended_on) if ended_on else None,
        rules=RULE_SETS.get(found.pop("rule_set"), CURRENT_RULES),
        **found,
        points=tuple(map(_point, points or ())),
        targets=tuple(map(_target, targets or ())),
        rebases=tuple(map(_day, rebases or ())),
    )


def _point(row: Sequence[Any]) -> PointFacts:
    on, in_on, counted, numerator, denominator, value, sample = row
    total, number = numerator and Decimal(numerator), denominator and Decimal(denominator)
    if sample:
        values = [Decimal(each) for each in sample]
        total, number = sum(values, Decimal()), Decimal(len(values))
    # In the order of the fields: there are more points than of anything else.
    return PointFacts(_day(on), _day(in_on), counted, total, number, value and Decimal(value))


def _target(row: Sequence[Any]) -> Target:
    on, value, shape = row
    return Target(on=_day(on), value=Decimal(value), line=shape == LINE)
