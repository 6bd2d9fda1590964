"""P2b: a burst of 20,000 events settled by two worker processes.

Every event is of another project, so nothing can be coalesced; a second line has ten events a
project. Beside it, in the same run: dramatiq with one message an event and the ORM, and the floor,
which claims a thousand rows and judges them in one statement.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from uuid import UUID

from bench.baselines.tasks import judge
from bench.figures import Figure, Target, number
from bench.population import uid_of
from bench.run import Run
from bench.service import running
from bench.settling import append_burst, connect, undone, wait_until_nothing_is_undone
from qiflow.instance import BASE_DIR
from qiflow.supervisor import programs
from qiflow.supervisor.children import Program

#: Claim, judge two rules, keep what changed, and forget: nothing else that the service promises.
_FLOOR = """
    WITH claimed AS (
        DELETE FROM kernel_pending WHERE id IN (
            SELECT id FROM kernel_pending ORDER BY id LIMIT 1000 FOR UPDATE SKIP LOCKED)
        RETURNING subject_id, organisation_id
    ), judged AS (
        SELECT c.subject_id, c.organisation_id,
            count(DISTINCT m.team) FILTER (WHERE m.role = 'partner' AND m.relevant_experience) = 2
                AS both_teams,
            count(*) FILTER (WHERE m.role = 'executive_sponsor') > 0 AS sponsor
        FROM (SELECT DISTINCT subject_id, organisation_id FROM claimed) AS c
        LEFT JOIN projects_teammembership m ON m.project_id = c.subject_id
            AND m.superseded_at IS NULL AND (m.to_date IS NULL OR m.to_date >= current_date)
        GROUP BY 1, 2
    ), kept AS (
        INSERT INTO kernel_standing AS held (organisation_id, subject_kind, subject_id, rule_id,
            severity, outcome, met, code, params, since, evaluated_to, updated_at)
        SELECT organisation_id, 'project', subject_id, rule, 'major',
            CASE WHEN met THEN 'pass' ELSE 'fail' END, CASE WHEN met THEN 'yes' ELSE 'no' END,
            rule, '{}', current_date, current_date, now()
        FROM judged, LATERAL (VALUES ('P01', both_teams), ('P02', sponsor)) AS said (rule, met)
        ON CONFLICT (subject_id, rule_id) DO UPDATE SET outcome = excluded.outcome
            WHERE held.outcome IS DISTINCT FROM excluded.outcome
    )
    SELECT count(*) FROM claimed
"""


def measure(run: Run) -> list[Figure]:
    events = run.size(20_000, least=1_000)
    run.populate(organisations=10, projects=events, measures=False)
    projects = [uid_of("project", number_) for number_ in range(events)]
    floor = _floor(run, projects)
    baseline = _baseline(run, projects[: max(events // 10, 500)])
    _forget(run)
    with running(programs.relay(), programs.workers()):
        _settled(run, projects[:200], each=1)  # everything is awake and compiled
        apart = _settled(run, projects, each=1)
        together = _settled(run, projects[: events // 10], each=10)
    return _figures(events, apart, together, floor, baseline)


def _settled(run: Run, projects: Sequence[UUID], *, each: int) -> float:
    """Events a second from the commit of the burst to the last finding."""
    with connect(run.url) as link:
        append_burst(link, projects, each=each)
        began = time.perf_counter()
        link.execute("NOTIFY qiflow_work")
    wait_until_nothing_is_undone(run.url)
    return len(projects) * each / (time.perf_counter() - began)


def _floor(run: Run, projects: Sequence[UUID]) -> float:
    with connect(run.url) as link:
        append_burst(link, projects, each=1)
        began = time.perf_counter()
        while link.execute(_FLOOR).fetchone() != (0,):
            continue
        return len(projects) / (time.perf_counter() - began)


def _baseline(run: Run, projects: Sequence[UUID]) -> float:
    """The same two worker processes with dramatiq's own settings for prefetch and waiting."""
    arguments = ["-m", "dramatiq", "--path", str(BASE_DIR), "--processes", "2", "--threads", "4"]
    workers = Program(name="baseline", arguments=(*arguments, "bench.baselines.tasks"))
    with connect(run.url) as link, running(workers):
        append_burst(link, projects[:100], each=1)
        _send_all(link)
        wait_until_nothing_is_undone(run.url)
        append_burst(link, projects, each=1)
        began = time.perf_counter()
        _send_all(link)
        wait_until_nothing_is_undone(run.url)
        return len(projects) / (time.perf_counter() - began)


def _send_all(link: object) -> None:
    for (pending_id,) in link.execute("SELECT id FROM kernel_pending").fetchall():  # type: ignore[attr-defined]
        judge.send(pending_id)


def _forget(run: Run) -> None:
    """Ours begins without any finding, as the others did."""
    with connect(run.url) as link:
        link.execute("DELETE FROM kernel_standing")
        assert not undone(link)


def _figures(
    events: int, apart: float, together: float, floor: float, baseline: float
) -> list[Figure]:
    return [
        Figure(
            id="P2b",
            what=f"Burst of {events:,} events, each of another project, 2 worker processes",
            ours=f"{number(apart)}/s",
            limit=f"raw claim + one statement {number(floor)}/s",
            judged=apart,
            bar=Target(value=2000, at_least=True),
            goal=Target(value=0.30, at_least=True),
            goal_judged=apart / floor,
        ),
        Figure(
            id="P2b",
            what="The same against dramatiq with one message an event and the ORM",
            ours=f"{number(apart)}/s",
            limit=f"dramatiq + ORM {number(baseline)}/s",
            judged=apart / baseline,
            bar=Target(value=5, at_least=True),
        ),
        Figure(
            id="P2b",
            what=f"Burst of {events:,} events, ten of each project",
            ours=f"{number(together)}/s",
            limit=f"dramatiq + ORM {number(baseline)}/s",
            judged=together,
            bar=Target(value=2000, at_least=True),
        ),
    ]
