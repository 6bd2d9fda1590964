"""A form sent twice has one effect: its ticket is kept in the transaction of what it did."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

_CLAIM = """
    INSERT INTO kernel_idempotency (client, key, request_hash, status, body, headers)
    VALUES (%s, %s, '', 303, NULL, '{}'::jsonb)
    ON CONFLICT (client, key) DO NOTHING
"""
_REMEMBER = """
    UPDATE kernel_idempotency SET headers = jsonb_build_object('Location', %s::text)
    WHERE client = %s AND key = %s
"""
_RECALL = """
    SELECT headers ->> 'Location' FROM kernel_idempotency WHERE client = %s AND key = %s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """Where to send the reader after a form, and whether it had been sent before."""

    location: str
    repeated: bool


@transaction.atomic
def submit_once(ticket: UUID, *, user_id: UUID, act: Callable[[], str]) -> Submission:
    """Do what a form asks, unless this ticket did it already; then only say where it led.

    `act` runs the command and returns the address of the next page. A refusal raised by it undoes
    the ticket too, so the mended form may be sent again. A second click waits here, on the unique
    index, until the first has committed.
    """
    client = f"page:{user_id}"
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [client, str(ticket)])
        if cursor.rowcount == 0:
            cursor.execute(_RECALL, [client, str(ticket)])
            return Submission(location=cursor.fetchone()[0], repeated=True)
        location = act()
        cursor.execute(_REMEMBER, [location, client, str(ticket)])
    return Submission(location=location, repeated=False)
