"""Tells, from the database, when the work that follows from an event is done."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

import psycopg

CHANNEL = "bench_settled"
# Told at the commit of the finding, and so a cost that the measured side carries.
_TELL = f"""
    CREATE FUNCTION bench_tell() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM pg_notify('{CHANNEL}', NEW.subject_id::text);
        RETURN NULL;
    END $$;
    CREATE TRIGGER bench_tell AFTER INSERT ON kernel_finding FOR EACH ROW
        WHEN (NEW.rule_id = 'P01') EXECUTE FUNCTION bench_tell();
"""


def connect(url: str, *, role: str = "qiflow_app") -> psycopg.Connection:
    return psycopg.connect(url, autocommit=True, options=f"-c role={role} -c qiflow.scope=all")


@contextmanager
def settled_at(url: str) -> Iterator[dict[UUID, float]]:
    """Fills a dictionary with the moment at which each project's finding was committed."""
    with connect(url, role="qiflow_owner") as owner:
        owner.execute(_TELL)
    seen: dict[UUID, float] = {}
    stop = threading.Event()
    ready = threading.Event()

    def listen() -> None:
        with connect(url) as link:
            link.execute(f"LISTEN {CHANNEL}")
            ready.set()
            while not stop.is_set():
                for told in link.notifies(timeout=0.2):
                    seen.setdefault(UUID(told.payload), time.perf_counter())

    thread = threading.Thread(target=listen)
    thread.start()
    ready.wait()
    try:
        yield seen
    finally:
        stop.set()
        thread.join()


def wait_until_nothing_is_undone(url: str, *, patience: float = 300) -> None:
    deadline = time.monotonic() + patience
    with connect(url) as link:
        while undone(link):
            if time.monotonic() > deadline:
                raise RuntimeError(f"{undone(link)} events are still undone.")
            time.sleep(0.02)


def undone(link: psycopg.Connection) -> int:
    row = link.execute("SELECT count(*) FROM kernel_pending").fetchone()
    assert row is not None
    return int(row[0])


def append_burst(link: psycopg.Connection, projects: Sequence[UUID], *, each: int) -> None:
    """So many events for every project, with their queue rows, committed at once."""
    link.execute(
        """
        WITH versions AS (
            UPDATE projects_project SET version = version + %(each)s WHERE id = ANY(%(ids)s)
            RETURNING id, organisation_id, version - %(each)s AS before
        ), told AS (
            INSERT INTO kernel_event (uuid, organisation_id, type, aggregate_kind, aggregate_id,
                seq, data, effective_on, recorded_at, actor_kind, depth)
            SELECT gen_random_uuid(), organisation_id, 'uk.qiflow.project.team_changed.v1',
                'project', id, before + n, jsonb_build_object('project_id', id), current_date,
                now(), 'system', 0
            FROM versions, generate_series(1, %(each)s) AS n
            RETURNING id, organisation_id, aggregate_kind, aggregate_id, seq
        )
        INSERT INTO kernel_pending (event_id, organisation_id, subject_kind, subject_id, seq,
            attempts, problem)
        SELECT id, organisation_id, aggregate_kind, aggregate_id, seq, 0, '' FROM told
        """,
        {"ids": list(projects), "each": each},
    )
