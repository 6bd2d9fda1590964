"""P1b: the command alone in one process, beside bare psycopg sending the very same statements.

The statements of one command are captured and sent again as they are, for other projects, by the
driver alone: what remains is what Python and Django cost. The second limit is the one writing
statement in autocommit.
"""

from __future__ import annotations

import re
import time
import uuid
from datetime import date
from uuid import UUID

import psycopg
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.figures import Figure, Target, number
from bench.p1_transition import ORGANISATIONS, ready_projects
from bench.population import TOKEN, uid_of
from bench.run import Run
from bench.statements import ONE_STATEMENT
from bench.timing import alternate
from kernel import clock
from kernel.actors import Actor
from people.access import actor_of_key
from projects.commands import StepRequest, take_step

_EVENT_ID = re.compile(r"unnest\('\{[0-9a-f-]+\}'")
_VERSION = re.compile(r"version = \d+(?= *\n)")


def measure(run: Run) -> list[Figure]:
    count = run.size(100_000, least=20_000)
    run.populate(organisations=ORGANISATIONS, projects=count)
    actor = actor_of_key(TOKEN, now=clock.now())
    assert actor is not None
    ready = (uid_of("project", number_) for number_ in ready_projects(count, run.seed))
    script = _captured(next(ready), actor)
    each = int(100 * run.seconds / 2)
    with psycopg.connect(
        run.url, autocommit=True, options="-c role=qiflow_app -c qiflow.scope=all"
    ) as link:
        rates = alternate(
            {
                "command": lambda: _rate(each, lambda: _take(next(ready), actor)),
                "replayed": lambda: _rate(each, lambda: _replay(link, script, next(ready))),
                "one": lambda: _rate(
                    each, lambda: link.execute(ONE_STATEMENT, {"id": next(ready)}, prepare=True)
                ),
            },
            rounds=run.rounds * 2,
        )
    return _figures(rates, len(script.statements))


class _Script:
    """The statements of one command, with what differs between projects taken out."""

    def __init__(self, statements: list[str], project: UUID) -> None:
        self.statements = statements
        self.project = str(project)


def _captured(project: UUID, actor: Actor) -> _Script:
    _take(project, actor)  # what is remembered for the life of a process is remembered now
    fresh = project
    connection.force_debug_cursor = True
    with CaptureQueriesContext(connection) as captured:
        _forget(fresh)
        start = len(captured)
        _take(fresh, actor)
        statements = [query["sql"] for query in captured.captured_queries[start:]]
    return _Script(statements, fresh)


def _forget(project: UUID) -> None:
    """Back to co-design, so that the same project can be captured."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE projects_project SET stage = 'co_design', stage_since = %s WHERE id = %s",
            [date(2020, 1, 1), project],
        )


def _take(project: UUID, actor: Actor) -> None:
    take_step(
        request=StepRequest(project_id=project, step="start_testing"),
        actor=actor,
        now=clock.now(),
    )


def _replay(link: psycopg.Connection, script: _Script, project: UUID) -> None:
    other, hexed = str(project), project.hex
    before = UUID(script.project)
    for statement in script.statements:
        text = statement.replace(str(before), other).replace(before.hex, hexed)
        if "kernel_event" in text:
            text = _fresh(text)
        link.execute(text)  # type: ignore[call-overload]


def _fresh(text: str) -> str:
    """An event has an identifier of its own, and every project the version that it has."""
    text = _EVENT_ID.sub(f"unnest('{{{uuid.uuid4().hex}}}'", text)
    return _VERSION.sub("version >= 0", text)


def _rate(count: int, work: object) -> float:
    began = time.perf_counter()
    for _ in range(count):
        work()  # type: ignore[operator]
    return count / (time.perf_counter() - began)


def _figures(rates: dict[str, float], statements: int) -> list[Figure]:
    ours = f"{number(rates['command'])}/s"
    return [
        Figure(
            id="P1b",
            what="The command alone: its time as a multiple of its statements by bare psycopg",
            ours=ours,
            limit=f"the same {statements} statements {number(rates['replayed'])}/s",
            judged=rates["replayed"] / rates["command"],
            bar=Target(value=3),
        ),
        Figure(
            id="P1b",
            what="The same as a share of one writing statement, bare psycopg",
            ours=ours,
            limit=f"one statement {number(rates['one'])}/s",
            judged=rates["command"] / rates["one"],
            goal=Target(value=0.75, at_least=True),
        ),
    ]
