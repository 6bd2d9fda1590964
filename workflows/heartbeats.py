"""Signs of life, by the clock of the database."""

from __future__ import annotations

from django.db import connection

#: How often a process says that it is well, and after how long nobody believes it any more.
BEAT_SECONDS = 3.0
SILENT_SECONDS = 15.0


def beat(name: str) -> None:
    """Say that a process of this kind is well."""
    with connection.cursor() as cursor:
        cursor.execute(BEAT, [name])


BEAT = (
    "INSERT INTO workflows_heartbeat (name, at) VALUES (%s, now())"
    " ON CONFLICT (name) DO UPDATE SET at = now()"
)
