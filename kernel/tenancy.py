"""The second wall: what the present connection may see, set once per request or job."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction

from kernel.actors import Actor

_SET = """
    SELECT set_config('qiflow.scope', %s, false), set_config('qiflow.organisations', %s, false),
        set_config('qiflow.oversight', %s, false), set_config('qiflow.shared', %s, false)
"""

_JOIN = """
    SELECT set_config('qiflow.organisations', concat_ws(',',
        nullif(current_setting('qiflow.organisations', true), ''), %s::text), true)
"""


def narrow_to(actor: Actor) -> None:
    """From here on the connection sees what `actor` may see and nothing else."""
    _set(_scope(actor), actor.organisation_ids, actor.oversight_ids, actor.shared_ids)


def join(organisation_id: UUID) -> None:
    """Add one organisation until the present transaction ends.

    For a command that has found, by its policy, that an actor from outside may change something
    there: whoever keeps the register gives a new organisation its first administrator.
    """
    with connection.cursor() as cursor:
        cursor.execute(_JOIN, [str(organisation_id)])


@contextmanager
def opened() -> Iterator[None]:
    """A transaction that sees everything, for a write that belongs to no organisation."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('qiflow.scope', true), '')")
        before = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('qiflow.scope', 'all', true)")
        yield
        cursor.execute("SELECT set_config('qiflow.scope', %s, true)", [before])


def open_to_all() -> None:
    """For workers and commands, which act for every organisation."""
    _set("all", (), (), ())


def close() -> None:
    """See nothing; the state in which a connection waits for its next user."""
    _set("", (), (), ())


def _set(
    scope: str, organisations: Iterable[UUID], oversight: Iterable[UUID], shared: Iterable[UUID]
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SET, [scope, _join(organisations), _join(oversight), _join(shared)])


def _scope(actor: Actor) -> str:
    if actor.everywhere:
        return "all"
    return "registrar" if actor.may_somewhere("organisation.register") else ""


def _join(ids: Iterable[UUID]) -> str:
    return ",".join(str(item) for item in ids)
