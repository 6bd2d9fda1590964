"""P1: one transition through HTTP, 8 connections, 2 web workers, every commit on the disk.

Each request starts testing of another random project: authentication by key, permission, If-Match,
Idempotency-Key, rules P01, P08 and P09 and three sign-offs at the gate, then row, history, event
and queue. The baseline does the same with serializer, ORM and `save()`; pgbench sends the one
writing statement alone, with everything else left out.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import partial

from bench.client import Driven, drive, request
from bench.figures import Figure, Target, number
from bench.population import STAGES, uid_of
from bench.run import Run
from bench.servers import pgbench
from bench.service import KEY, web
from bench.statements import TRANSITION
from bench.timing import percentile

CONNECTIONS = 8
ORGANISATIONS = 2


def measure(run: Run) -> list[Figure]:
    count = run.size(100_000, least=20_000)
    run.populate(organisations=ORGANISATIONS, projects=count)
    ready = ready_projects(count, run.seed)
    ours: list[Driven] = []
    theirs: list[Driven] = []
    alone: list[float] = []
    send = partial(drive, connections=CONNECTIONS, seconds=run.seconds)
    with web() as our_port, web(application="bench.baselines.wsgi:application") as their_port:
        for _ in range(run.rounds):
            ours.append(send(our_port, partial(requests, ready)).require(201))
            theirs.append(send(their_port, partial(requests, ready, tail="/")).require(201))
            alone.append(
                pgbench(
                    run.url,
                    TRANSITION,
                    clients=CONNECTIONS,
                    seconds=run.seconds,
                    variables={"rows": count, "seed": run.seed},
                )
            )
    return _figures(ours, theirs, alone)


def _figures(ours: list[Driven], theirs: list[Driven], alone: list[float]) -> list[Figure]:
    rate = percentile([one.rate for one in ours], 0.5)
    baseline = percentile([one.rate for one in theirs], 0.5)
    limit = percentile(alone, 0.5)
    p95 = percentile([one.milliseconds(0.95) for one in ours], 0.5)
    their_p95 = percentile([one.milliseconds(0.95) for one in theirs], 0.5)
    shown = f"{number(rate)}/s, p95 {number(p95)} ms"
    return [
        Figure(
            id="P1",
            what="Transition through HTTP against serializer + ORM + save()",
            ours=shown,
            limit=f"the same work with DRF and ORM {number(baseline)}/s",
            judged=rate / baseline,
            bar=Target(value=2, at_least=True),
        ),
        Figure(
            id="P1",
            what="The same against its writing statement alone, pgbench, 8 clients",
            ours=shown,
            limit=f"pgbench {number(limit)}/s",
            judged=rate / limit,
            goal=Target(value=0.30, at_least=True),
        ),
        Figure(
            id="P1",
            what="p95 of the same, ms",
            ours=f"{number(p95)} ms",
            limit=f"baseline {number(their_p95)} ms",
            judged=p95,
            goal=Target(value=15),
        ),
    ]


def ready_projects(count: int, seed: int) -> Iterator[int]:
    """Numbers of the key's own projects that may start testing, in a random order, each once."""
    numbers = [
        number
        for number in range(count)
        if STAGES[number % 20] == "co_design" and (number // 20) % ORGANISATIONS == 0
    ]
    random.Random(seed).shuffle(numbers)
    return iter(numbers)


def requests(ready: Iterator[int], connection: int, *, tail: str = "") -> Iterator[bytes]:
    """A transition of a fresh project in every request."""
    for project in ready:
        headers = {**KEY, "If-Match": '"v3"', "Idempotency-Key": f"bench-{project}"}
        path = f"/api/v1/projects/{uid_of('project', project)}/transitions{tail}"
        yield request("POST", path, headers=headers, body={"transition": "start_testing"})
