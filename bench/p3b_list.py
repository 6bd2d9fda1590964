"""P3b: a list of 50 projects, 2 web workers, 8 connections, beside DRF's usual way and json_agg."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bench.client import drive, request
from bench.figures import Figure, Target, number
from bench.run import Run
from bench.servers import pgbench
from bench.service import KEY, web
from bench.timing import percentile

CONNECTIONS = 8
JSON_AGG = """
SELECT json_agg(row) FROM (
    SELECT id, organisation_id, unit_id, title, method, stage, stage_since, review_on, target_on,
        external_id, updated_at, version
    FROM projects_project WHERE organisation_id = md5('organisation:0')::uuid
    ORDER BY updated_at DESC, id DESC LIMIT 51
) AS row;
"""


def measure(run: Run) -> list[Figure]:
    run.populate(organisations=10, projects=run.size(100_000, least=2_000), findings=True)
    ours, theirs, limits = [], [], []
    send = partial(drive, connections=CONNECTIONS, seconds=run.seconds)
    with web() as our_port, web(application="bench.baselines.wsgi:application") as their_port:
        for _ in range(run.rounds):
            ours.append(send(our_port, partial(_requests, "/api/v1/projects")).require(200))
            theirs.append(send(their_port, partial(_requests, "/api/v1/projects/")).require(200))
            limits.append(
                pgbench(run.url, JSON_AGG, clients=CONNECTIONS, seconds=run.seconds, variables={})
            )
    rate = percentile([one.rate for one in ours], 0.5)
    baseline = percentile([one.rate for one in theirs], 0.5)
    limit = percentile(limits, 0.5)
    p95 = percentile([one.milliseconds(0.95) for one in ours], 0.5)
    return [
        Figure(
            id="P3b",
            what="List of 50 projects with their outcomes, against DRF cursor + ModelSerializer",
            ours=f"{number(rate)}/s, p95 {number(p95)} ms",
            limit=f"DRF {number(baseline)}/s",
            judged=rate / baseline,
            bar=Target(value=2, at_least=True),
        ),
        Figure(
            id="P3b",
            what="The same against json_agg in SQL, pgbench, 8 clients",
            ours=f"{number(rate)}/s",
            limit=f"json_agg {number(limit)}/s",
            judged=rate / limit,
            goal=Target(value=0.40, at_least=True),
        ),
    ]


def _requests(path: str, connection: int) -> Iterator[bytes]:
    sent = request("GET", path, headers=KEY)
    while True:
        yield sent
