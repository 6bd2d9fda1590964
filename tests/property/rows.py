"""Reads plain histories from the tables, as they were known at an instant. SQL and nothing else.

`ask(sql, parameters)` gives rows; committees are without pools and mergers here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from tests.property.measuring import Measured, Point
from tests.property.oracle import ORIGIN, Days, History, Row, stay

Ask = Callable[[str, dict[str, Any]], Iterable[tuple[Any, ...]]]
Rows = dict[Hashable, dict[str, list[Row]]]
LAST = datetime(9999, 1, 1, tzinfo=UTC)
OF = "(%(of)s::uuid IS NULL OR f.organisation_id = %(of)s)"
KNOWN = "({0}.recorded_at <= %(at)s AND ({0}.superseded_at IS NULL OR {0}.superseded_at > %(at)s))"

_STATES = """
    SELECT subject_id, 'state', effective_on, NULL::date, target, NULL, NULL, NULL
    FROM kernel_transition f WHERE subject_kind = %(kind)s AND {known}
    ORDER BY effective_on, recorded_at, id
"""
_COMMITTEES = """
    SELECT committee_id, 'class', from_date, to_date, safety_related, NULL, NULL, NULL
    FROM governance_committeeclassification f WHERE {known}
    UNION ALL
    SELECT f.committee_id, 'seat', f.from_date, f.to_date, s.id::text, NULL, NULL, NULL
    FROM governance_seatterm f JOIN governance_seat s ON s.id = f.seat_id
    WHERE s.seat_kind = 'psp' AND {known}
    UNION ALL
    SELECT f.committee_id, 'held', f.from_date, f.to_date, s.id::text, f.appointment_id::text,
        NULL, NULL
    FROM governance_seatassignment f JOIN governance_seat s ON s.id = f.seat_id
    WHERE s.seat_kind = 'psp' AND (f.membership = 'full' OR f.membership = 'deputy'
        AND f.holds_seat) AND {known}
"""
_APPOINTMENTS = """
    SELECT appointment_id, 'term', from_date, to_date, NULL, NULL, NULL, NULL
    FROM governance_appointmentterm f WHERE {known}
    UNION ALL
    SELECT appointment_id, 'inducted', from_date, NULL, NULL, NULL, NULL, NULL
    FROM governance_induction f WHERE {known}
"""
_PEOPLE = """
    SELECT person_id, 'works', from_date, to_date, confirmed::text, NULL, NULL, NULL
    FROM people_employment f
    WHERE employer_id = organisation_id AND basis IN ('contract', 'bank') AND {known}
    UNION ALL
    SELECT person_id, 'consent', from_date, to_date, NULL, NULL, NULL, NULL
    FROM people_consent f WHERE scope = 'serve' AND {known}
"""
_TEAMS = """
    SELECT project_id, CASE role WHEN 'partner' THEN team ELSE 'sponsor' END, from_date, to_date,
        CASE WHEN capacity = 'learnt' THEN 'false' ELSE relevant_experience::text END,
        person_id::text, (capacity = 'lived' AND coalesce(partner_agreed, false))::text, NULL
    FROM projects_teammembership f WHERE role IN ('partner', 'executive_sponsor') AND {known}
"""
_OPENED = """
    SELECT DISTINCT ON (subject_id) subject_id, 'opened',
        (recorded_at AT TIME ZONE 'Europe/London')::date, NULL::date, NULL, NULL, NULL, NULL
    FROM kernel_transition f WHERE subject_kind = %(kind)s AND opening_position AND {known}
    ORDER BY subject_id, recorded_at
"""
_CAME_IN = """
    SELECT subject_id, 'came_in', effective_on, NULL::date, target, NULL, NULL, NULL
    FROM kernel_transition f WHERE subject_kind = %(kind)s AND opening_position AND {known}
"""
_MEASURES = """
    SELECT project_id, id, begins_on, ended_on, family, definition <> '', sampling <> '',
        baseline_plan <> '', rare_event_reason <> '', reliability, direction, frequency,
        reporting_lag_days, (created_at AT TIME ZONE 'Europe/London')::date
    FROM projects_measure f WHERE created_at <= %(at)s AND NOT reference AND {of}
    ORDER BY begins_on, id
"""
_POINTS = """
    SELECT measure_id, on_date, (SELECT (min(e.recorded_at) AT TIME ZONE 'Europe/London')::date
        FROM projects_measurepoint e WHERE e.measure_id = f.measure_id AND e.on_date = f.on_date),
        CASE WHEN value IS NULL THEN numerator END, denominator, value
    FROM projects_measurepoint f WHERE {known} ORDER BY on_date
"""
_TARGETS = """
    SELECT measure_id, on_date, value, shape = 'line' FROM projects_measuretarget f WHERE {known}
    ORDER BY on_date
"""
_REBASES = "SELECT measure_id, on_date FROM projects_measurerebase f WHERE {known} ORDER BY on_date"
_TRUTH = {"true": True, "false": False, None: None}


class Tables:
    """Histories, of one organisation if named, as known at an instant; the last one is now."""

    def __init__(self, ask: Ask, at: datetime = LAST, *, organisation: Any = None) -> None:
        known = f"{KNOWN.format('f')} AND {OF}"
        self._ask = lambda sql, **more: ask(
            sql.format(known=known, of=OF), {"at": at, "of": organisation, **more}
        )

    def committees(self) -> dict[Hashable, History]:
        partners = self.appointments()
        facts = self._rows(_COMMITTEES) | {}
        states = self._states("committee")
        return {
            pk: _history(begins, facts[pk], states[pk], parts=partners)
            for pk, begins in self._ask(
                "SELECT id, established_on FROM governance_committee f WHERE {of}"
            )
        }

    def appointments(self) -> dict[Hashable, History]:
        facts, people = self._rows(_APPOINTMENTS), self._rows(_PEOPLE)
        states = self._states("psp_appointment")
        found = {}
        for pk, person, begins in self._ask(
            "SELECT id, person_id, applied_on FROM governance_pspappointment f WHERE {of}"
        ):
            rows = (facts[pk], people[person], states[pk])
            first = min([begins, *(row.first for row in states[pk]["state"])])
            found[str(pk)] = _history(first, *rows, person=person)
        return found

    def projects(self) -> dict[Hashable, History]:
        facts, people = self._rows(_TEAMS), self._rows(_PEOPLE)
        states, came_in = self._states("project"), self._rows(_CAME_IN, kind="project")
        measures = self._measures()
        parts = {str(pk): _history(ORIGIN, rows) for pk, rows in people.items()}
        nobody = defaultdict(lambda: _history(ORIGIN, {}), parts)
        return {
            pk: _history(
                min([begins, *(row.first for row in states[pk]["state"])]),
                facts[pk],
                states[pk],
                came_in[pk],
                {"measure": measures[pk], "method": [Row(ORIGIN, None, method)]},
                parts=nobody,
            )
            for pk, begins, method in self._ask(
                "SELECT id, (created_at AT TIME ZONE 'Europe/London')::date, method"
                " FROM projects_project f WHERE {of}"
            )
        }

    def _measures(self) -> dict[Hashable, list[Row]]:
        """The measures of each project with everything that hangs on them."""
        points, targets, rebases = (self._grouped(sql) for sql in (_POINTS, _TARGETS, _REBASES))
        found: dict[Hashable, list[Row]] = defaultdict(list)
        for project, pk, begins, ended, *said in self._ask(_MEASURES):
            one = Measured(
                pk,
                *said,
                points=[
                    Point(day, came, _figure(*rest), rest[1]) for day, came, *rest in points[pk]
                ],
                targets=[(day, Fraction(value), line) for day, value, line in targets[pk]],
                rebases=[day for (day,) in rebases[pk]],
            )
            found[project].append(Row(begins, ended, one))
        return found

    def _grouped(self, sql: str) -> dict[Hashable, list[tuple[Any, ...]]]:
        rows: dict[Hashable, list[tuple[Any, ...]]] = defaultdict(list)
        for pk, *rest in self._ask(sql):
            rows[pk].append(tuple(rest))
        return rows

    def findings(self, rule: str) -> dict[Hashable, dict[str, Days]]:
        """What is stored: for each subject, on which days each outcome is shown."""
        found: dict[Hashable, dict[str, Days]] = defaultdict(lambda: defaultdict(int))
        for pk, outcome, first, last in self._ask(
            "SELECT subject_id, outcome, starts_on, ends_on FROM kernel_finding f"
            " WHERE rule_id = %(rule)s AND {known}",
            rule=rule,
        ):
            days = stay(first, last)
            found[pk]["twice"] |= days & _any(found[pk])
            found[pk][outcome] |= days
        return found

    def _states(self, kind: str) -> Rows:
        """Steps, and the day on which a subject was brought in; of others that is long ago."""
        states, opened = self._rows(_STATES, kind=kind), self._rows(_OPENED, kind=kind)
        for pk, rows in states.items():
            rows["opened"] = opened[pk]["opened"] or [Row(ORIGIN)]
        return states

    def _rows(self, sql: str, **more: Any) -> Rows:
        rows: Rows = defaultdict(lambda: defaultdict(list))
        for pk, about, first, last, *said in self._ask(sql, **more):
            rows[pk][about].append(Row(first, last, _SAID[about](*said)))
        return rows


def _any(found: dict[str, Days]) -> Days:
    days = 0
    for shown in found.values():
        days |= shown
    return days


def _history(begins: date, *rows: dict[str, list[Row]], **more: Any) -> History:
    joined: dict[str, list[Row]] = defaultdict(list)
    for some in rows:
        joined.update(some)
    return History(begins, joined, **more)


def _figure(numerator: Any, denominator: Any, value: Any) -> Fraction | None:
    if value is not None:
        return Fraction(value)
    return 100 * Fraction(numerator) / Fraction(denominator) if denominator else None


def _plain(text: Any, *_: Any) -> Any:
    return text


def _partner(relevant: Any, person: Any, agreed: Any, _: Any) -> Any:
    return _TRUTH[relevant], person, _TRUTH[agreed]


_SAID: dict[str, Callable[..., Any]] = {
    **dict.fromkeys(
        (
            "state",
            "class",
            "seat",
            "term",
            "inducted",
            "consent",
            "sponsor",
            "opened",
            "came_in",
        ),
        _plain,
    ),
    "held": lambda seat, appointment, *_: (seat, appointment),
    "works": lambda confirmed, *_: _TRUTH[confirmed],
    **dict.fromkeys(("oversight", "point_of_care", "support"), _partner),
}
