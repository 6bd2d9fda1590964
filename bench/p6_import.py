"""P6b: published figures as reference series, beside COPY of the same rows and their analysis.

The rows are as many as NHS England published of A&E over three years: 428 series of 274
organisations. Times are of the processors, of this process and of the server process that works
for it, so that what else a machine does is not counted against anyone; in turns, in one run.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import uuid4

import psycopg
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.figures import Figure, Target, number
from bench.run import Run
from kernel import clock, tenancy
from kernel.actors import SYSTEM, Actor, ActorKind
from kernel.api.pages import Page
from projects.commands.published import import_published
from projects.measures.published import LAYOUTS, Layout, Published, read_published
from projects.models import MeasurePoint
from projects.queries import measures as queries
from projects.spc import XmrSeries, analyse
from records.tables.csv_text import read_csv

ORGANISATIONS, SERIES, MONTHS = 274, 428, 30

# Columns, keys and checks of the table of points, with no wall to pass.
_TWIN = """
    CREATE TABLE twin (LIKE projects_measurepoint INCLUDING ALL);
    ALTER TABLE twin
        ADD FOREIGN KEY (organisation_id) REFERENCES people_organisation
            DEFERRABLE INITIALLY DEFERRED,
        ADD FOREIGN KEY (measure_id) REFERENCES projects_measure DEFERRABLE INITIALLY DEFERRED,
        ADD FOREIGN KEY (project_id) REFERENCES projects_project DEFERRABLE INITIALLY DEFERRED;
    CREATE TABLE bare (period date, org_code text, type text, attendances int, breaches int,
        admissions int);
"""
_COPY_TWIN = """
    COPY twin (id, organisation_id, measure_id, on_date, numerator, denominator, note, recorded_at)
    FROM STDIN
"""
_COPY_BARE = "COPY bare FROM STDIN (FORMAT csv, HEADER)"


@dataclass(slots=True)
class Times:
    """Seconds of the processors, one a round."""

    ours: list[float] = field(default_factory=list)
    twin: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    summary: list[float] = field(default_factory=list)
    queries: int = 0


def measure(run: Run) -> list[Figure]:
    text, layout = made_file(run.size(SERIES, least=40)), LAYOUTS[0]
    series = _series(_read(text, layout))
    tenancy.open_to_all()
    times = Times()
    with psycopg.connect(run.url, options="-c role=qiflow_owner -c qiflow.scope=all") as link:
        link.execute(_TWIN)
        link.commit()
        _import(text, replace(layout, measure="Everything is awake"))
        for turn in range(run.rounds * 2):
            named = replace(layout, measure=f"{layout.measure} {turn}")
            times.ours.append(_cpu(_server(), lambda named=named: _import(text, named)))
            rows = _rows(named)
            compute = _cpu(None, lambda: [analyse(one) for one in series])
            for into, statement, content in (
                (times.twin, _COPY_TWIN, rows),
                (times.bare, _COPY_BARE, text),
            ):
                pid = link.info.backend_pid
                into.append(compute + _cpu(pid, lambda s=statement, c=content: _copy(link, s, c)))
    _summaries(times, named, len(series), rounds=run.rounds)
    return _figures(times, len(series), text.count("\n") - 1)


def made_file(series: int) -> str:
    """A file of the shape of the published one, with figures that nobody published."""
    dice = random.Random(7)
    lines = ["period,org_code,type,attendances,breaches,admissions"]
    for place in range(series):
        code, kind = f"B{place % ORGANISATIONS:04}", ("1", "2", "other")[place // ORGANISATIONS]
        for month in range(MONTHS):
            attendances = dice.randint(2_000, 9_000)
            late = round(attendances * min(max(dice.gauss(0.1, 0.04), 0), 1))
            day = f"{2016 + month // 12}-{month % 12 + 1:02}-01"
            lines.append(f"{day},{code},{kind},{attendances},{late},0")
    return "\n".join(lines) + "\n"


def _read(text: str, layout: Layout) -> Published:
    sheet = read_csv("figures", text.encode()).sheet
    assert sheet is not None
    return read_published(sheet, layout, today=clock.today())


def _import(text: str, layout: Layout) -> None:
    """All that the command does, from the bytes of the file on."""
    read = _read(text, layout)
    assert not read.wrong
    import_published(series=read.series, layout=layout, actor=SYSTEM, now=clock.now())


def _series(read: Published) -> list[XmrSeries]:
    return [
        XmrSeries(
            dates=[row.on_date for row in one.rows],
            values=[100 * (row.numerator or 0) / (row.denominator or 1) for row in one.rows],
            improvement_direction="increase",
            target=95,
        )
        for one in read.series
    ]


def _rows(layout: Layout) -> str:
    """The rows that were just stored, with other ids, as COPY takes them."""
    stored = MeasurePoint.objects.filter(measure__name__startswith=f"{layout.measure},")
    names = ("organisation_id", "measure_id", "on_date", "numerator", "denominator", "recorded_at")
    return "".join(
        f"{uuid4()}\t{body}\t{of}\t{day}\t{above}\t{below}\t\t{recorded}\n"
        for body, of, day, above, below, recorded in stored.values_list(*names)
    )


def _copy(link: psycopg.Connection, statement: str, content: str) -> None:
    with link.transaction(), link.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(content)


def _summaries(times: Times, layout: Layout, series: int, *, rounds: int) -> None:
    """The summary of all of them, for somebody of an organisation that published none."""
    reader = Actor(kind=ActorKind.USER, id=uuid4(), organisation_ids=frozenset({uuid4()}))
    tenancy.narrow_to(reader)
    for _ in range(rounds):
        with CaptureQueriesContext(connection) as asked:
            times.summary.append(_cpu(_server(), lambda: _summary(reader, layout, series)))
        times.queries = len(asked)


def _summary(reader: Actor, layout: Layout, series: int) -> None:
    rows = queries.summary(
        reader,
        page=Page(limit=series),
        today=clock.today(),
        reference=True,
        q=f"{layout.measure},",
    )
    assert len(rows) == series


def _server() -> int:
    """The process of the database that works for this one."""
    return connection.connection.info.backend_pid


def _cpu(pid: int | None, work: Callable[[], object]) -> float:
    """Seconds that the processors worked on it, here and in the server process."""
    before = time.process_time() + _of_process(pid)
    work()
    return time.process_time() + _of_process(pid) - before


def _of_process(pid: int | None) -> float:
    if pid is None:
        return 0.0
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def _figures(times: Times, series: int, rows: int) -> list[Figure]:
    ours, twin, bare, summary = map(min, (times.ours, times.twin, times.bare, times.summary))
    return [
        Figure(
            id="P6b",
            what=f"Import of {rows:,} rows as {series} reference series, with all signals",
            ours=f"{number(ours)} s",
            limit=f"COPY into the same table + analysis {number(twin)} s",
            judged=ours / twin,
            bar=Target(value=5),
        ),
        Figure(
            id="P6b",
            what="The same against COPY of the file into a table without keys + analysis",
            ours=f"{number(ours)} s",
            limit=f"{number(bare)} s",
            judged=ours / bare,
        ),
        Figure(
            id="P6b",
            what=f"Summary of all {series} with charts, icons, sentences: seconds",
            ours=f"{number(summary)} s, {times.queries} queries",
            limit="-",
            judged=summary,
        ),
    ]
