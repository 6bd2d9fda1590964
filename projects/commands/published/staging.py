"""Points go in by COPY: into a table of this transaction, and from there where they are new.

PostgreSQL takes no COPY into a table with row-level security, and the table in between finds what
is new or other in one statement each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from projects.commands.published.measuring import Measured

_STAGE = """
    CREATE TEMP TABLE published_points (
        measure_id uuid, organisation_id uuid, on_date date,
        numerator numeric(20, 6), denominator numeric(20, 6), value numeric(20, 6)
    ) ON COMMIT DROP
"""
_COPY = """
    COPY published_points (measure_id, organisation_id, on_date, numerator, denominator, value)
    FROM STDIN
"""
_CLOSE = """
    WITH closed AS (
        UPDATE projects_measurepoint held SET superseded_at = %s
        FROM published_points new
        WHERE held.measure_id = new.measure_id AND held.on_date = new.on_date
            AND held.superseded_at IS NULL
            AND (held.numerator, held.denominator, held.value)
                IS DISTINCT FROM (new.numerator, new.denominator, new.value)
        RETURNING held.measure_id
    )
    SELECT measure_id, count(*) FROM closed GROUP BY measure_id
"""
_ADD = """
    WITH added AS (
        INSERT INTO projects_measurepoint (id, organisation_id, measure_id, on_date, numerator,
            denominator, value, note, recorded_at)
        SELECT gen_random_uuid(), new.organisation_id, new.measure_id, new.on_date, new.numerator,
            new.denominator, new.value, '', %s
        FROM published_points new
        WHERE NOT EXISTS (
            SELECT 1 FROM projects_measurepoint held WHERE held.measure_id = new.measure_id
                AND held.on_date = new.on_date AND held.superseded_at IS NULL)
        RETURNING measure_id, on_date
    )
    SELECT measure_id, count(*), min(on_date), max(on_date) FROM added GROUP BY measure_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What became of the points of one measure. Units: periods."""

    added: int
    changed: int
    first_on: date
    last_on: date


def write_points(measured: Sequence[Measured], *, now: datetime) -> Mapping[UUID, Written]:
    """Write what is new or other; measures whose data stay as they are do not appear."""
    with connection.cursor() as cursor:
        cursor.execute(_STAGE)
        with cursor.copy(_COPY) as copy:
            copy.write("".join(_lines(one) for one in measured))
        changed: dict[UUID, int] = {}
        if not all(one.fresh for one in measured):
            cursor.execute("ANALYZE published_points")
            cursor.execute(_CLOSE, [now])
            changed = dict(cursor.fetchall())
        cursor.execute(_ADD, [now])
        found = cursor.fetchall()
        cursor.execute("DROP TABLE published_points")
    return {
        measure_id: Written(
            added=count - changed.get(measure_id, 0),
            changed=changed.get(measure_id, 0),
            first_on=first_on,
            last_on=last_on,
        )
        for measure_id, count, first_on, last_on in found
    }


def _lines(one: Measured) -> str:
    head = f"{one.measure.pk}\t{one.measure.organisation_id}\t"
    return "".join(
        [
            f"{head}{row.on_date}\t{_text(row.numerator)}\t{_text(row.denominator)}"
            f"\t{_text(row.value)}\n"
            for row in one.rows
        ]
    )


def _text(number: float | None) -> str:
    return r"\N" if number is None else str(number)
