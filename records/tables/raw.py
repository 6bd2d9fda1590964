"""A file as it was read: sheets of rows of cells, before anybody asks what they mean. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from records.tables.faults import Fault, unreadable

#: What a cell can hold. CSV gives text only.
Cell = str | int | float | bool | date | datetime | None

MOST_ROWS = 20_000  # a sheet; far above any trust


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSheet:
    """`rows` are pairs of a row's number and its cells by column name."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, Cell]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFile:
    """Everything that was in the file. `notes` are things that a person should look at."""

    sheets: tuple[RawSheet, ...]
    ignored: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = field(default=())


def make_sheet(name: str, lines: Iterable[tuple[int, Sequence[Cell]]]) -> RawSheet | None:
    """A sheet from numbered lines, the first of which that is not empty names the columns.

    Returns None where there is nothing at all.

    Raises:
        Unreadable: two columns of one name, or too many rows.
    """
    filled = _filled(lines)
    header = next(filled, None)
    if header is None:
        return None
    columns = tuple(_column_name(cell) for cell in header[1])
    _refuse_twins(name, columns)
    rows: list[tuple[int, dict[str, Cell]]] = []
    for number, cells in filled:
        if len(rows) >= MOST_ROWS:
            raise unreadable("too_many_rows", f"Send at most {MOST_ROWS:,} rows.", sheet=name)
        named = {column: cell for column, cell in zip(columns, cells, strict=False) if column}
        rows.append((number, named))
    return RawSheet(name=name, columns=tuple(filter(None, columns)), rows=tuple(rows))


def sheet_name(text: str) -> str:
    """The name by which a sheet or file is known, however it was typed."""
    return re.sub(r"[\s-]+", "_", text.strip().lower())


def _column_name(cell: Cell) -> str:
    text = "" if cell is None else str(cell)
    return re.sub(r"[\s-]+", "_", text.replace("*", "").strip().lower())


def _filled(lines: Iterable[tuple[int, Sequence[Cell]]]) -> Iterator[tuple[int, Sequence[Cell]]]:
    for number, cells in lines:
        if any(cell is not None and str(cell).strip() for cell in cells):
            yield number, cells


def _refuse_twins(name: str, columns: Sequence[str]) -> None:
    twins = sorted({column for column in columns if column and columns.count(column) > 1})
    if twins:
        raise unreadable(
            "duplicate_column", f"The column {twins[0]} stands twice. Keep one.", sheet=name, row=1
        )
