"""Reads and applies the rows of one table: every fault told, all rows kept or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from kernel import text_guard
from kernel.confirmations import Confirmed
from kernel.errors import Invalid, Refusal
from records.imports.declared import Applied, Apply, ImportKind, Into, Outcome, Together
from records.tables.cells import Unclear, missing, read_cell
from records.tables.columns import Column, Kind
from records.tables.faults import Fault
from records.tables.raw import Cell, RawSheet

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    """A row with meaning. `number` is what a spreadsheet shows."""

    number: int
    values: Mapping[str, Any]


@dataclass(slots=True, kw_only=True)
class ReadTable:
    """Every row that could be read, and all that could not."""

    rows: list[ReadRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    confirmed: list[Confirmed] = field(default_factory=list)
    ignored: tuple[str, ...] = ()


def read_rows(kind: ImportKind, sheet: RawSheet, *, allowed: frozenset[str]) -> ReadTable:
    """`allowed` are pointers of cells in which what looks like an NHS number is none."""
    known = {column.name for column in kind.columns}
    read = ReadTable(ignored=tuple(name for name in sheet.columns if name not in known))
    missing = [c for c in kind.columns if c.required and c.name not in sheet.columns]
    for column in missing:
        read.faults.append(_fault(1, column.name, "missing_column", f"Add column {column.name}."))
    if missing:
        return read
    first_row: dict[Any, int] = {}
    for number, cells in sheet.rows:
        _read_row(kind, sheet, number, cells, allowed, read)
        # As read where it could be: 1/2/2027 and 2027-02-01 are one day.
        could = read.rows and read.rows[-1].number == number
        said = read.rows[-1].values if could else cells
        _refuse_twin(read, number, [said.get(name) for name in kind.key], first_row, kind.key)
    return read


def _read_row(
    kind: ImportKind,
    sheet: RawSheet,
    number: int,
    cells: Mapping[str, Cell],
    allowed: frozenset[str],
    read: ReadTable,
) -> None:
    values: dict[str, Any] = {}
    wrong = len(read.faults)
    for column in kind.columns:
        if column.name not in sheet.columns:
            continue  # a column that is not there leaves what is there
        pointer = f"/rows/{number}/{column.name}"
        try:
            value = read_cell(column, cells.get(column.name), guarded=pointer not in allowed)
            if value is None and column.required:
                raise missing(column)
        except Unclear as problem:
            read.faults.append(_fault(number, column.name, problem.code, str(problem)))
            continue
        if pointer in allowed and column.guarded and isinstance(value, str):
            read.confirmed += [
                Confirmed(pointer=pointer, found=spot.found.value)
                for spot in text_guard.refused(value)
            ]
        values[column.name] = _empty(column) if value is None else value
    if len(read.faults) == wrong:
        read.rows.append(ReadRow(number=number, values=values))


def _empty(column: Column) -> Any:
    """An empty cell of a text column is empty text; of a list, an empty one; of others, nothing."""
    if column.kind is Kind.CHOICES:
        return []
    return None if column.kind in (Kind.DAY, Kind.WHOLE, Kind.NUMBER, Kind.YES_NO) else ""


def _refuse_twin(
    read: ReadTable,
    number: int,
    cells: Sequence[Any],
    first_row: dict[Any, int],
    key: Sequence[str],
) -> None:
    code = tuple(str(cell or "").strip() for cell in cells)
    if all(code) and (earlier := first_row.setdefault(code, number)) != number:
        message = f"The same {' and '.join(key)} stands in row {earlier}."
        read.faults.append(_fault(number, key[-1], "twice", message))


@dataclass(slots=True, kw_only=True)
class AppliedRows:
    """What came of every row."""

    applied: list[tuple[int, Applied]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def count(self, outcome: Outcome) -> int:
        return sum(one.outcome is outcome for _, one in self.applied)


def apply_rows(kind: ImportKind, rows: Sequence[ReadRow], into: Into, *, tell: Tell) -> AppliedRows:
    """Every row through its command. With a fault nothing may be kept; the caller sees to that."""
    done, count = AppliedRows(), 0
    for batch in _batches(kind.apply, rows):
        try:
            with transaction.atomic():
                came = _applied(kind.apply, [row.values for row in batch], into)
                done.applied += zip([row.number for row in batch], came, strict=True)
        except Invalid as refusal:
            for error in refusal.errors:
                numbers, name = _spot(error.pointer, batch)
                done.faults += [_fault(one, name, error.code, error.message) for one in numbers]
        except Refusal as refusal:
            done.faults += [_fault(row.number, "", refusal.code, refusal.sentence) for row in batch]
        count += len(batch)
        tell(count, len(rows))
    done.applied.sort(key=lambda one: one[0])
    return done


def _batches(apply: Apply | Together, rows: Sequence[ReadRow]) -> Iterator[Sequence[ReadRow]]:
    """Rows that go through one command: each alone, or those that belong together."""
    if not isinstance(apply, Together):
        yield from ([row] for row in rows)
        return
    groups: dict[Any, list[ReadRow]] = {}
    for row in rows:
        groups.setdefault(row.values[apply.column], []).append(row)
    for group in groups.values():
        yield from (group[at : at + apply.most] for at in range(0, len(group), apply.most))


def _applied(
    apply: Apply | Together, values: Sequence[Mapping[str, Any]], into: Into
) -> Sequence[Applied]:
    if isinstance(apply, Together):
        return apply.apply(values, into)
    return [apply(one, into) for one in values]


def _spot(pointer: str, batch: Sequence[ReadRow]) -> tuple[Sequence[int], str]:
    """The rows that are meant, and the column."""
    first, *rest = pointer.strip("/").split("/")
    if first.isdigit() and rest:
        return [batch[int(first)].number], rest[0]
    return [row.number for row in batch], first


def _fault(row: int, column: str, code: str, message: str) -> Fault:
    return Fault(sheet="", row=row, field=column, code=code, message=message)
