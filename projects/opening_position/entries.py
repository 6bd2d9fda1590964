"""Rows with meaning: every cell read, every fault noted, nothing looked up yet. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kernel import text_guard
from kernel.confirmations import Confirmed
from projects.opening_position.format import BY_NAME, SHEETS, Sheet
from records.tables.cells import Unclear, missing, read_cell
from records.tables.faults import Fault
from records.tables.raw import RawFile, RawSheet

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row. `values` holds what was filled in, by column; `bad` what could not be read."""

    sheet: str
    row: int
    values: Mapping[str, Any]
    bad: frozenset[str] = frozenset()

    def __getitem__(self, column: str) -> Any:
        return self.values.get(column)

    @property
    def key(self) -> Key:
        return tuple(self.values.get(name) for name in BY_NAME[self.sheet].key)

    def fault(self, field: str, code: str, message: str) -> Fault:
        return Fault(sheet=self.sheet, row=self.row, field=field, code=code, message=message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """All rows by sheet, with the columns that nobody asked for."""

    rows: Mapping[str, tuple[Entry, ...]]
    extra: Mapping[str, tuple[str, ...]]
    confirmed: tuple[Confirmed, ...] = ()

    def of(self, sheet: Sheet) -> tuple[Entry, ...]:
        return self.rows.get(sheet.name, ())


def read_entries(
    raw: RawFile, *, allowed: frozenset[str] = frozenset()
) -> tuple[Entries, list[Fault]]:
    """Every row of every sheet, and all that cannot be read.

    `allowed` are pointers of cells in which somebody says that no patient is named.
    """
    faults = list(raw.faults)
    rows: dict[str, tuple[Entry, ...]] = {}
    extra: dict[str, tuple[str, ...]] = {}
    found = {sheet.name: sheet for sheet in raw.sheets}
    for sheet in SHEETS:
        if sheet.name not in found:
            continue
        given = found[sheet.name]
        faults.extend(_missing_columns(sheet, given))
        read = [
            _entry(sheet, given.columns, number, cells, allowed) for number, cells in given.rows
        ]
        rows[sheet.name] = tuple(entry for entry, _ in read)
        faults.extend(fault for _, wrong in read for fault in wrong)
        known = {column.name for column in sheet.columns}
        extra[sheet.name] = tuple(name for name in given.columns if name not in known)
    confirmed = tuple(_confirmed(rows, allowed)) if allowed else ()
    return Entries(rows=rows, extra=extra, confirmed=confirmed), faults


def _confirmed(
    rows: Mapping[str, tuple[Entry, ...]], allowed: frozenset[str]
) -> Iterator[Confirmed]:
    """What looked like a patient's number in the cells that somebody answers for."""
    for name, entries in rows.items():
        for entry in entries:
            for column, value in entry.values.items():
                pointer = f"/file/{name}/{entry.row}/{column}"
                if pointer in allowed and isinstance(value, str):
                    for spot in text_guard.refused(value):
                        yield Confirmed(pointer=pointer, found=spot.found.value)


def _missing_columns(sheet: Sheet, given: RawSheet) -> Sequence[Fault]:
    return [
        Fault(
            sheet=sheet.name,
            row=1,
            field=column.name,
            code="missing_column",
            message=f"Add the column {column.name}.",
        )
        for column in sheet.columns
        if column.required and column.name not in given.columns
    ]


def _entry(
    sheet: Sheet,
    columns: Sequence[str],
    number: int,
    cells: Mapping[str, Any],
    allowed: frozenset[str],
) -> tuple[Entry, list[Fault]]:
    values: dict[str, Any] = {}
    wrong: list[Fault] = []
    for column in sheet.columns:
        if column.name not in columns:
            continue  # told once, for the sheet
        try:
            guarded = f"/file/{sheet.name}/{number}/{column.name}" not in allowed
            value = read_cell(column, cells.get(column.name), guarded=guarded)
            if value is None and column.required:
                raise missing(column)
        except Unclear as problem:
            wrong.append(
                Fault(
                    sheet=sheet.name,
                    row=number,
                    field=column.name,
                    code=problem.code,
                    message=str(problem),
                )
            )
            continue
        if value is not None:
            values[column.name] = value
    bad = frozenset(fault.field for fault in wrong)
    return Entry(sheet=sheet.name, row=number, values=values, bad=bad), wrong
