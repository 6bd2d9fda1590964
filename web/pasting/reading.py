"""What a pasted block says: a point for each line, and every fault with its line. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from projects.measures.entered import Entered
from web.pasting.amounts import Amount, UnclearAmount, is_nothing, read_amount
from web.pasting.block import Line, read_block
from web.pasting.columns import NOTE, ON_DATE, VALUE, Columns, columns_of, needed
from web.pasting.days import UnclearDay, read_day

MOST_LINES = 2_000
_NOTE_LIMIT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line that could be read."""

    line: int
    entered: Entered


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something to mend; `line` 0 is about the whole block."""

    line: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pasted:
    """What was read. `across`: lines are columns, because dates ran across."""

    rows: tuple[Row, ...] = ()
    faults: tuple[Fault, ...] = ()
    across: bool = False
    heading: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What the measure asks for: its kind of data, its periods, and its own words for columns."""

    data_kind: str
    frequency: str
    numerator_words: str = ""
    denominator_words: str = ""


def read_pasted(text: str, shape: Shape) -> Pasted:
    """Read everything that can be read, and name everything that cannot."""
    block = read_block(text, is_day=lambda cell: _is_day(cell, shape.frequency))
    lines = block.lines
    if not lines:
        return Pasted(faults=(Fault(line=0, message="Paste cells into the box"),))
    if len(lines) > MOST_LINES:
        many = f"Paste at most {MOST_LINES:,} lines at a time. There are {len(lines):,}"
        return Pasted(faults=(Fault(line=0, message=many),))
    heading = () if _begins_with_data(lines, shape) else lines[0].cells
    columns = columns_of(heading, shape.data_kind, (shape.numerator_words, shape.denominator_words))
    body = lines[1:] if heading else lines
    if short := _too_narrow(body, columns, shape):
        return Pasted(faults=(short,), across=block.turned, heading=heading)
    rows, faults = _read_lines(body, columns, shape)
    return Pasted(rows=tuple(rows), faults=tuple(faults), across=block.turned, heading=heading)


def _begins_with_data(lines: Sequence[Line], shape: Shape) -> bool:
    """A first line without a day, above lines with one, is a heading."""
    first = lines[0].cells
    if any(_is_day(cell, shape.frequency) for cell in first[:1]):
        return True
    return any(_is_amount(cell) for cell in first[1:])


def _too_narrow(body: Sequence[Line], columns: Columns, shape: Shape) -> Fault | None:
    if not body:
        return Fault(line=0, message="There is a heading and nothing below it")
    widest = max(len(line.cells) for line in body)
    if widest > max(columns.places()):
        return None
    return Fault(line=0, message=f"This measure needs these columns: {needed(shape.data_kind)}")


def _read_lines(
    body: Sequence[Line], columns: Columns, shape: Shape
) -> tuple[list[Row], list[Fault]]:
    rows: list[Row] = []
    faults: list[Fault] = []
    for line in body:
        entered, wrong = _read_line(line, columns, shape)
        faults += [Fault(line=line.number, message=message) for message in wrong]
        if entered is not None:
            rows.append(Row(line=line.number, entered=entered))
    return (_together(rows) if shape.data_kind == "sample" else rows), faults


def _together(rows: Sequence[Row]) -> list[Row]:
    """Values of one period that stand below each other are one sample."""
    kept: dict[date, Row] = {}
    for row in rows:
        before = kept.get(row.entered.on_date)
        if before is None:
            kept[row.entered.on_date] = row
            continue
        values = (*(before.entered.sample or ()), *(row.entered.sample or ()))
        kept[row.entered.on_date] = replace(
            before, entered=replace(before.entered, sample=values or None)
        )
    return list(kept.values())


def _read_line(line: Line, columns: Columns, shape: Shape) -> tuple[Entered | None, list[str]]:
    wrong: list[str] = []
    day = _day(columns.cell(line.cells, ON_DATE), shape.frequency, wrong)
    amounts = {
        name: _amount(columns.cell(line.cells, name), name, wrong) for name in columns.amounts
    }
    rest = line.cells[columns.sample_from :] if columns.sample_from is not None else ()
    sample = _sample(rest, wrong)
    note = columns.cell(line.cells, NOTE)
    if len(note) > _NOTE_LIMIT:
        wrong.append(f"The note is longer than {_NOTE_LIMIT} characters")
    if wrong or day is None:
        return None, wrong
    return Entered(on_date=day, sample=sample, note=note, **amounts), []


def _day(text: str, frequency: str, wrong: list[str]) -> date | None:
    try:
        return read_day(text, frequency)
    except UnclearDay as problem:
        wrong.append(str(problem))
        return None


def _amount(text: str, name: str, wrong: list[str]) -> Decimal | None:
    read = _read_amount(text, wrong)
    if read is None:
        return None
    if read.percent and name != VALUE:
        wrong.append(
            f"“{text}” is a percentage. Give how many, and out of how many, as two columns"
        )
    return read.value


def _read_amount(text: str, wrong: list[str]) -> Amount | None:
    try:
        return read_amount(text)
    except UnclearAmount as problem:
        wrong.append(str(problem))
        return None


def _sample(cells: Sequence[str], wrong: list[str]) -> tuple[Decimal, ...] | None:
    found = [
        read.value
        for cell in cells
        for part in cell.replace(";", " ").split()
        if (read := _read_amount(part, wrong)) is not None
    ]
    return tuple(found) or None


def _is_day(cell: str, frequency: str) -> bool:
    try:
        read_day(cell, frequency)
    except UnclearDay:
        return False
    return True


def _is_amount(cell: str) -> bool:
    if is_nothing(cell):
        return False
    try:
        return read_amount(cell) is not None
    except UnclearAmount:
        return False
