"""P2: from the commit of a change to the commit of its finding, at a hundred changes a second.

Relay and two worker processes run as in the service. Each change starts testing of another
project that has no finding yet; the database itself tells when the finding is committed.
"""

from __future__ import annotations

import time
from uuid import UUID

from django.db import connection

from bench.figures import Figure, Target, number
from bench.p1_transition import ORGANISATIONS, ready_projects
from bench.population import TOKEN, uid_of
from bench.run import Run
from bench.service import running
from bench.settling import settled_at, wait_until_nothing_is_undone
from bench.timing import percentile
from kernel import clock
from people.access import actor_of_key
from projects.commands import StepRequest, take_step
from qiflow.supervisor import programs

RATE = 100  # changes a second


def measure(run: Run) -> list[Figure]:
    count = run.size(20_000, least=20_000)
    run.populate(organisations=ORGANISATIONS, projects=count)
    ready = [uid_of("project", number_) for number_ in ready_projects(count, run.seed)]
    warm, changes = 100, 300 if run.quick else 2_000
    with (
        settled_at(run.url) as settled,
        running(programs.relay(), programs.workers(), programs.timers()),
    ):
        _commit_at_pace(ready[:warm])
        wait_until_nothing_is_undone(run.url)
        committed = _commit_at_pace(ready[warm : warm + changes])
        wait_until_nothing_is_undone(run.url)
        time.sleep(0.3)
    latencies = [(settled[project] - at) * 1000 for project, at in committed.items()]
    pace = changes / (max(committed.values()) - min(committed.values()))
    return [
        _figure("p50", percentile(latencies, 0.50), pace, 50, 10),
        _figure("p99", percentile(latencies, 0.99), pace, 250, 50),
    ]


def _commit_at_pace(projects: list[UUID]) -> dict[UUID, float]:
    """When each change was committed."""
    actor = actor_of_key(TOKEN, now=clock.now())
    assert actor is not None
    committed = {}
    begins = time.perf_counter()
    for turn, project in enumerate(projects):
        time.sleep(max(begins + turn / RATE - time.perf_counter(), 0))
        request = StepRequest(project_id=project, step="start_testing")
        take_step(request=request, actor=actor, now=clock.now())
        committed[project] = time.perf_counter()
    connection.close()
    return committed


def _figure(name: str, value: float, pace: float, bar: float, goal: float) -> Figure:
    return Figure(
        id="P2",
        what=f"Commit to settled finding at {number(pace)} changes a second, {name}, ms",
        ours=f"{number(value)} ms",
        limit="-",
        judged=value,
        bar=Target(value=bar),
        goal=Target(value=goal),
    )
