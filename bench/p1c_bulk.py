"""P1c: a hundred transitions in one call of the bulk command, beside a hundred bare statements.

The floor writes a hundred transitions in one transaction through a pipeline: no guard, no
permission, one flush.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import islice
from uuid import UUID

import psycopg

from bench.figures import Figure, Target, number
from bench.p1_transition import ORGANISATIONS, ready_projects
from bench.population import TOKEN, uid_of
from bench.run import Run
from bench.statements import ONE_STATEMENT
from bench.timing import alternate
from kernel import clock
from kernel.actors import Actor
from people.access import actor_of_key
from projects.commands import StepRequest, take_steps

BATCH = 100


def measure(run: Run) -> list[Figure]:
    count = run.size(100_000, least=20_000)
    run.populate(organisations=ORGANISATIONS, projects=count)
    actor = actor_of_key(TOKEN, now=clock.now())
    assert actor is not None
    ready = (uid_of("project", number_) for number_ in ready_projects(count, run.seed))
    calls = 5 if run.quick else 12
    options = "-c role=qiflow_app -c qiflow.scope=all"
    with psycopg.connect(run.url, autocommit=True, options=options) as link:
        rates = alternate(
            {
                "ours": lambda: _rate(calls, lambda: _bulk(ready, actor)),
                "floor": lambda: _rate(calls, lambda: _bare(link, ready)),
            },
            rounds=run.rounds * 2,
        )
    ours, floor = rates["ours"], rates["floor"]
    return [
        Figure(
            id="P1c",
            what="Transitions a second, 100 in one call",
            ours=f"{number(ours)}/s",
            limit=f"bare psycopg, 100 in one commit {number(floor)}/s",
            judged=ours,
            bar=Target(value=2000, at_least=True),
            goal=Target(value=0.5, at_least=True),
            goal_judged=ours / floor,
        )
    ]


def _bulk(ready: Iterator[UUID], actor: Actor) -> None:
    requests = [
        StepRequest(project_id=project, step="start_testing") for project in islice(ready, BATCH)
    ]
    take_steps(requests=requests, actor=actor, now=clock.now())


def _bare(link: psycopg.Connection, ready: Iterator[UUID]) -> None:
    with link.transaction(), link.cursor() as cursor:
        cursor.executemany(ONE_STATEMENT, [{"id": project} for project in islice(ready, BATCH)])


def _rate(calls: int, work: object) -> float:
    began = time.perf_counter()
    for _ in range(calls):
        work()  # type: ignore[operator]
    return calls * BATCH / (time.perf_counter() - began)
