"""What the pages of imports show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from records.imports.declared import IMPORTS, ImportKind
from records.queries.imports import GUARDED
from web.forms.answers import Options
from web.pages.frame import Answer
from web.pages.jobs import MOST_FAULTS, Progress, at_work, progress_of, starters
from web.visit import Visit
from web.words.dates import british_moment
from web.words.outcomes import OutcomeWords
from web.words.work import import_state, result_words

RUN = "import.run"
MOST_TICKS = 100  # more cells than that nobody looks at one by one
_FIGURES = ("rows", "new", "changed", "same", "ignored_columns")
_PASTED = "pasted"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportLine:
    """An import in the list."""

    id: UUID
    title: str
    source: str
    state: OutcomeWords
    started: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPage:
    """One import, with what may be done with it now."""

    id: UUID
    version: int
    title: str
    source: str
    state: str
    words: OutcomeWords
    about: tuple[Answer, ...]
    progress: Progress | None
    problem: str
    job_id: UUID | None
    brings: str
    figures: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    loaded_at: datetime | None
    faults: Sequence[Mapping[str, Any]]
    fault_count: int
    only_guarded: bool
    may_load: bool
    may_undo: bool
    may_discard: bool


def kinds_for(visit: Visit) -> list[ImportKind]:
    """What the visitor may bring in: what they could also make by hand."""
    may = visit.actor.may_somewhere
    return [kind for _, kind in sorted(IMPORTS.items()) if may(RUN) and may(kind.permission)]


def may_bring_in(visit: Visit, what: str) -> bool:
    """May the visitor bring in a table of these? For the link, not the command."""
    return any(kind.name == what for kind in kinds_for(visit))


def import_lines(visit: Visit, rows: Sequence[Mapping[str, Any]]) -> tuple[ImportLine, ...]:
    names = starters(visit, rows)
    return tuple(
        ImportLine(
            id=row["id"],
            title=IMPORTS[row["what"]].title,
            source=_source(row),
            state=import_state(row["state"]),
            started=row["created_at"],
            by=names(row["started_by"]),
        )
        for row in rows
    )


def import_page(
    visit: Visit, row: Mapping[str, Any], *, organisation: str, href: str
) -> ImportPage:
    job, report, faults = row["job"], row["report"], row["faults"]
    busy = at_work(job)
    guarded = bool(faults) and all(fault["code"] in GUARDED for fault in faults)
    few = len(faults) <= MOST_TICKS
    return ImportPage(
        id=row["id"],
        version=row["version"],
        title=IMPORTS[row["what"]].title,
        source=_source(row),
        state=row["state"],
        words=import_state(row["state"]),
        about=_about(visit, row, organisation),
        progress=progress_of(job, href=href) if job and busy else None,
        problem=job["problem"] if job else "",
        job_id=row["job_id"],
        brings=_brings(report),
        figures=_figures(report),
        notes=tuple(report.get("notes", ())),
        loaded_at=row["loaded_at"],
        faults=faults[:MOST_FAULTS],
        fault_count=len(faults),
        only_guarded=guarded and few,
        may_load=row["may_load"] and (_changes(report) or (guarded and few)),
        may_undo=row["may_undo"],
        may_discard=row["may_discard"] and not busy,
    )


def looks_like(row: Mapping[str, Any]) -> Options:
    """The cells that look like a patient's number or date of birth, to be ticked one by one."""
    faults = row["faults"]
    if not row["may_load"] or len(faults) > MOST_TICKS:
        return []
    return [
        (f"/rows/{fault['row']}/{fault['field']}", _cell_words(fault))
        for fault in faults
        if fault["code"] in GUARDED
    ]


def _cell_words(fault: Mapping[str, Any]) -> str:
    return f"Row {fault['row']}, {fault['field']}: {fault['message']}"


def _about(visit: Visit, row: Mapping[str, Any], organisation: str) -> tuple[Answer, ...]:
    by = starters(visit, [row])(row["started_by"])
    return (
        Answer(key="For", value=organisation),
        Answer(key="Table", value=_source(row)),
        Answer(key="Brought in", value=f"{british_moment(row['created_at'])}, by {_lower(by)}"),
    )


def _lower(by: str) -> str:
    return "you" if by == "You" else by


def _source(row: Mapping[str, Any]) -> str:
    return "Pasted cells" if row["file_name"] == _PASTED else str(row["file_name"])


def _figures(report: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """How many rows do what. A row that cannot be read is among the faults, not here."""
    lines = result_words({name: report[name] for name in _FIGURES if name in report})
    return tuple(("Rows that can be read" if key == "Rows" else key, text) for key, text in lines)


def _changes(report: Mapping[str, Any]) -> bool:
    return bool(report.get("new", 0) or report.get("changed", 0))


def _brings(report: Mapping[str, Any]) -> str:
    """ "3 new rows, 1 changed", or nothing where the table brings nothing."""
    new, changed = report.get("new", 0), report.get("changed", 0)
    parts = []
    if new:
        parts.append(f"{new:,} new {'row' if new == 1 else 'rows'}")
    if changed:
        parts.append(f"{changed:,} changed{'' if new else (' row' if changed == 1 else ' rows')}")
    return " and ".join(parts)
