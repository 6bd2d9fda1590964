"""How many findings hold on each day, kept as steps: plus one where one begins, minus one after.

The sum of the steps up to a day is the number of that day, for any day and at any size.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from kernel.rules.outcomes import Outcome
from workflows.stored import Difference, Said, Slot, as_json

#: Where a subject has no unit, and where a rule does not apply.
NO_UNIT = UUID(int=0)
NOT_APPLICABLE = Outcome.NOT_APPLICABLE.value


class Place(NamedTuple):
    """Whose findings are counted together."""

    organisation_id: UUID
    unit_id: UUID


class Counted(NamedTuple):
    """What is counted at a place, and from which day."""

    rule_id: str
    outcome: str
    met: str
    day: date


Step = tuple[Place, Counted, int]


def step(differences: Iterable[Difference]) -> None:
    """Bring the sums in step with what was superseded and written."""
    sums = _Sums()
    for difference in differences:
        sums.add(difference.new, 1)
        sums.add(((slot, said) for _, slot, said in difference.gone), -1)
    rows = as_json([_row(*one) for one in sums.steps()])
    if rows != "[]":
        with connection.cursor() as cursor:
            cursor.execute(_STEP, [rows])


def reckoned() -> dict[tuple[Place, Counted], int]:
    """The steps that all current findings make, reckoned afresh by the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT organisation_id, coalesce(unit_id, %s), rule_id, outcome,
                coalesce(met, %s), day, sum(step)::int
            FROM kernel_finding, LATERAL (VALUES (starts_on, 1), (ends_on + 1, -1)) AS s (day, step)
            WHERE superseded_at IS NULL AND day IS NOT NULL
            GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(step) <> 0
            """,
            [NO_UNIT, NOT_APPLICABLE],
        )
        return {(Place(*row[:2]), Counted(*row[2:6])): row[6] for row in cursor.fetchall()}


class _Sums:
    """Steps by place and then by what is counted.

    The findings of a subject come one after the other and share their place, so it is looked up
    once for all of them: hashing two identifiers for each took longer than the counting.
    """

    def __init__(self) -> None:
        self._at: dict[Place, dict[Counted, int]] = {}

    def add(self, rows: Iterable[tuple[Slot, Said]], sign: int) -> None:
        organisation_id: UUID | None = None
        unit_id: UUID | None = None
        here: dict[Counted, int] = {}
        for slot, said in rows:
            if said.organisation_id is not organisation_id or said.unit_id is not unit_id:
                organisation_id, unit_id = said.organisation_id, said.unit_id
                place = Place(organisation_id, unit_id or NO_UNIT)
                here = self._at.setdefault(place, defaultdict(int))
            what = (slot.rule_id, said.outcome, said.met or NOT_APPLICABLE)
            here[Counted(*what, slot.starts_on)] += sign
            if said.ends_on is not None:
                here[Counted(*what, date.fromordinal(said.ends_on.toordinal() + 1))] -= sign

    def steps(self) -> list[Step]:
        """What changes, in one order for all: two writers of the same sums wait, never deadlock."""
        return [
            (place, counted, number)
            for place, here in sorted(self._at.items())
            for counted, number in sorted(here.items())
            if number
        ]


def _row(place: Place, counted: Counted, number: int) -> dict[str, object]:
    return {**place._asdict(), **counted._asdict(), "step": number}


# One JSON document and not an array a column: psycopg quotes every text of an array in Python.
_STEP = """
    INSERT INTO kernel_rollupstep AS held (organisation_id, unit_id, rule_id, outcome, met, day,
        step)
    SELECT new.* FROM json_to_recordset(%s::json) AS new (organisation_id uuid, unit_id uuid,
        rule_id text, outcome text, met text, day date, step int)
    ON CONFLICT (organisation_id, unit_id, rule_id, outcome, met, day)
    DO UPDATE SET step = held.step + excluded.step
"""
