"""What workers of a chaos run do beside the product's reactions: they keep a ledger.

Imported in each worker by `QIFLOW_EXTRA_REACTIONS`.
"""

from collections.abc import Sequence

from django.db import connection

from workflows.undone import Work

TABLE = """
    CREATE TABLE chaos_ledger (
        id bigserial PRIMARY KEY, event uuid NOT NULL, subject_id uuid NOT NULL,
        seq int NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp())
"""


def note(works: Sequence[Work]) -> None:
    """Write down each event, in the transaction of its effect."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO chaos_ledger (event, subject_id, seq) VALUES (%s, %s, %s)",
            [(work.event, work.subject.id, work.seq) for work in works],
        )
