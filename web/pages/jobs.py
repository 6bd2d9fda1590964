"""What the pages of long work show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from people.queries.colleagues import colleague_names
from records.jobs.running import FILE_KEPT
from web.visit import Visit
from web.words.outcomes import OutcomeWords
from web.words.work import job_state, progress_words, result_words

MOST_FAULTS = 200  # on a page; the file for downloading has all
_AT_WORK = ("queued", "running")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a job is. `href` is the page that renews it."""

    state: OutcomeWords
    words: str
    done: int
    total: int | None
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JobLine:
    """A job in the list."""

    id: UUID
    title: str
    state: OutcomeWords
    progress: str
    started: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JobPage:
    """One job. `file_until`: the file can be had until then; None: there is none to be had."""

    id: UUID
    title: str
    state: OutcomeWords
    progress: Progress
    at_work: bool
    stopping: bool
    by: str
    asked_at: datetime
    ended_at: datetime | None
    problem: str
    results: tuple[tuple[str, str], ...]
    faults: Sequence[Mapping[str, Any]]
    fault_count: int
    may_cancel: bool
    may_retry: bool
    has_file: bool
    own: bool
    file_until: datetime | None
    of_import: bool


def job_lines(visit: Visit, rows: Sequence[Mapping[str, Any]]) -> tuple[JobLine, ...]:
    names = starters(visit, rows)
    return tuple(
        JobLine(
            id=row["id"],
            title=row["title"],
            state=job_state(row["state"], stopping=row["cancel_asked_at"] is not None),
            progress=_words(row),
            started=row["created_at"],
            by=names(row["started_by"]),
        )
        for row in rows
    )


def job_page(visit: Visit, row: Mapping[str, Any], *, href: str) -> JobPage:
    until = row["ended_at"] + FILE_KEPT if row["has_file"] and row["ended_at"] else None
    progress = progress_of(row, href=href)
    return JobPage(
        id=row["id"],
        title=row["title"],
        state=progress.state,
        progress=progress,
        at_work=at_work(row),
        stopping=row["cancel_asked_at"] is not None,
        by=starters(visit, [row])(row["started_by"]),
        asked_at=row["created_at"],
        ended_at=row["ended_at"],
        problem=row["problem"],
        results=result_words(row["result"]),
        faults=row["faults"][:MOST_FAULTS],
        fault_count=len(row["faults"]),
        may_cancel=row["may_cancel"],
        may_retry=row["may_retry"],
        has_file=row["has_file"],
        own=row["started_by"] == visit.actor.id,
        file_until=until if until and until > visit.now else None,
        of_import=row["work"].startswith("import."),
    )


def progress_of(row: Mapping[str, Any], *, href: str) -> Progress:
    return Progress(
        state=job_state(row["state"], stopping=row.get("cancel_asked_at") is not None),
        words=_words(row),
        done=row["done"],
        total=row["total"],
        href=href,
    )


def _words(row: Mapping[str, Any]) -> str:
    return progress_words(done=row["done"], total=row["total"], at_work=at_work(row))


def at_work(job: Mapping[str, Any] | None) -> bool:
    """Is there still something to wait for?"""
    return job is not None and job["state"] in _AT_WORK


class Starters:
    """Who asked for work, in words."""

    def __init__(self, visit: Visit, ids: Iterable[UUID]) -> None:
        self._mine = visit.actor.id
        self._names = colleague_names(visit.actor, ids)

    def __call__(self, started_by: UUID | None) -> str:
        if started_by is None:
            return "QIflow"
        if started_by == self._mine:
            return "You"
        return self._names.get(started_by, "Somebody else, or another system")


def starters(visit: Visit, rows: Iterable[Mapping[str, Any]]) -> Starters:
    return Starters(visit, {row["started_by"] for row in rows if row["started_by"]})
