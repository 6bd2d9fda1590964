"""Reads a list page by page and writes it: small ones at once, large ones as a job."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from kernel import clock
from kernel.actors import Actor
from kernel.api.pages import Page, read_cursor, write_cursor
from kernel.errors import Blocked, Refusal
from records.commands.exporting import log_export
from records.exports.declared import EXPORTS, Asked, ListExport, Row
from records.exports.writing import Book, csv_header, csv_rows, whole_book
from records.jobs.kinds import Done, JobKind, Work

#: More rows than this take longer than a page may; they are a job.
MOST_AT_ONCE = 5_000
#: A sheet of a workbook holds 1,048,576 rows, one of which is the heading.
MOST_IN_A_SHEET = 1_048_575
PAGE = 1_000
_PIECE = 1_000_000  # bytes of a workbook kept together

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES: Mapping[str, str] = {"csv": CSV_TYPE, "xlsx": XLSX_TYPE}
FORMATS = tuple(MEDIA_TYPES)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedFile:
    """A list as a file, whole."""

    name: str
    media_type: str
    content: bytes


def export_now(
    export: ListExport, file: str, *, filters: Mapping[str, Any], actor: Actor, now: datetime
) -> ExportedFile:
    """A list of up to 5,000 rows as a file.

    Emits:
        ListExported
    Raises:
        Blocked: there are more rows; the same list as a job has no such limit.
    """
    rows: list[Row] = []
    for page, _ in _pages(export, filters=filters, actor=actor, now=now):
        rows.extend(page)
        if len(rows) > MOST_AT_ONCE:
            raise Blocked(
                f"This list has more than {MOST_AT_ONCE:,} rows. Start an export as a job, or "
                "narrow it with filters.",
                code="too_many_rows",
            )
    content = _whole(export, file, rows)
    log_export(export.name, file, rows=len(rows), actor=actor, now=now)
    name = file_name(export, file, now)
    return ExportedFile(name=name, media_type=MEDIA_TYPES[file], content=content)


def file_name(export: ListExport, file: str, now: datetime) -> str:
    return f"{export.name}-{clock.london_date(now).isoformat()}.{file}"


def _pages(
    export: ListExport,
    *,
    filters: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    cursor: str = "",
) -> Iterator[tuple[Sequence[Row], str]]:
    """The pages of a list, each with the cursor after it (empty after the last)."""
    while True:
        page = Page(limit=PAGE, after=read_cursor(cursor) if cursor else None)
        rows = export.rows(Asked(actor=actor, page=page, now=now, filters=filters))
        shown = rows[: page.limit]
        more = len(rows) > page.limit
        cursor = write_cursor(export.key(shown[-1])) if more else ""
        yield shown, cursor
        if not more:
            return


def _whole(export: ListExport, file: str, rows: Sequence[Row]) -> bytes:
    if file == "csv":
        return csv_header(export.columns) + csv_rows(export.columns, rows)
    return whole_book(export.title, export.columns, rows)


def run(work: Work) -> Done:
    """The work of an export job."""
    export = EXPORTS[work.arguments["list"]]
    file: str = work.arguments["file"]
    filters = export.read_filters(work.arguments["filters"])
    write = _run_csv if file == "csv" else _run_xlsx
    rows, size = write(export, filters, work)
    log_export(export.name, file, rows=rows, actor=work.actor, now=work.now)
    return Done(
        result={
            "file_name": file_name(export, file, work.now),
            "media_type": MEDIA_TYPES[file],
            "bytes": size,
            "rows": rows,
        }
    )


def _run_csv(export: ListExport, filters: Mapping[str, Any], work: Work) -> tuple[int, int]:
    """Page after page, each kept with the cursor after it: a new process goes on from there."""
    at = {"number": 0, "rows": 0, "bytes": 0, "cursor": "", **work.checkpoint}
    if at.get("done"):
        return at["rows"], at["bytes"]
    pages = _pages(export, filters=filters, actor=work.actor, now=work.now, cursor=at["cursor"])
    for rows, cursor in pages:
        content = csv_rows(export.columns, rows)
        if at["number"] == 0:
            content = csv_header(export.columns) + content
        number = at["number"]
        at = {
            "number": number + 1,
            "rows": at["rows"] + len(rows),
            "bytes": at["bytes"] + len(content),
            "cursor": cursor,
            "done": not cursor,
        }
        work.keep(content, number=number, checkpoint=at)
        work.progress(at["rows"])
    return at["rows"], at["bytes"]


def _run_xlsx(export: ListExport, filters: Mapping[str, Any], work: Work) -> tuple[int, int]:
    """A workbook is one archive: it is made on disk, whole, and then kept in pieces."""
    count = 0
    book = Book(export.title, export.columns)
    for rows, _ in _pages(export, filters=filters, actor=work.actor, now=work.now):
        count += len(rows)
        if count > MOST_IN_A_SHEET:
            raise Refusal("A sheet holds 1,048,575 rows. Use CSV, or narrow the list.")
        book.add(rows)
        work.progress(count)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        book.save(path)
        with path.open("rb") as made:
            for number, piece in enumerate(iter(lambda: made.read(_PIECE), b"")):
                work.keep(piece, number=number, checkpoint={})
                work.progress(count)
        return count, path.stat().st_size


EXPORT_JOB = JobKind(name="export", run=run, whole=False)
