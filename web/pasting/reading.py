"""What a pasted block says: a point for each line, and every fault with its line. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from projects.measures.periods import in_words
from web.pasting.amounts import Amount, UnclearAmount, is_nothing, read_amount
from web.pasting.block import Line, read_block
from web.pasting.columns import NOTE, ON_DATE, VALUE, Columns, columns_of, needed
from web.pasting.days import UnclearDay, read_day

MOST_LINES = 2_000
_NOTE_LIMIT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class PastedPoint:
    """One line as the data of one period; all amounts None is a gap, known to be one."""

    line: int
    on_date: date
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None
    sample: tuple[Decimal, ...] | None = None
    note: str = ""

    @property
    def is_gap(self) -> bool:
        """Is there nothing to draw? A denominator of nought means that nobody was counted."""
        if self.sample is not None or self.value is not None:
            return False
        return self.numerator is None or not self.denominator


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something to mend; `line` 0 is about the whole block."""

    line: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pasted:
    """What was read. `across`: lines are columns, because dates ran across."""

    points: tuple[PastedPoint, ...] = ()
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
    points, faults = _read_lines(body, columns, shape)
    return Pasted(points=tuple(points), faults=tuple(faults), across=block.turned, heading=heading)


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
) -> tuple[list[PastedPoint], list[Fault]]:
    points: dict[date, PastedPoint] = {}
    faults: list[Fault] = []
    for line in body:
        point, wrong = _read_line(line, columns, shape)
        faults += [Fault(line=line.number, message=message) for message in wrong]
        if point is None:
            continue
        before = points.get(point.on_date)
        if before is None or shape.data_kind == "sample":
            points[point.on_date] = _together(before, point)
        else:
            faults.append(Fault(line=line.number, message=_twice(point, before, shape)))
    return list(points.values()), faults


def _together(before: PastedPoint | None, point: PastedPoint) -> PastedPoint:
    """Values of one period that stand below each other are one sample."""
    if before is None or before.sample is None or point.sample is None:
        return point
    return PastedPoint(
        line=before.line,
        on_date=before.on_date,
        sample=(*before.sample, *point.sample),
        note=before.note or point.note,
    )


def _twice(point: PastedPoint, before: PastedPoint, shape: Shape) -> str:
    period = in_words(shape.frequency, point.on_date)
    return f"{period[:1].upper()}{period[1:]} is there already, in line {before.line}"


def _read_line(line: Line, columns: Columns, shape: Shape) -> tuple[PastedPoint | None, list[str]]:
    wrong: list[str] = []
    day = _day(columns.cell(line.cells, ON_DATE), shape.frequency, wrong)
    amounts = {
        name: _amount(columns.cell(line.cells, name), name, wrong) for name in columns.amounts
    }
    rest = line.cells[columns.sample_from :] if columns.sample_from is not None else ()
    sample = _sample(rest, wrong)
    note = columns.cell(line.cells, NOTE)
    if not wrong:
        wrong += _halves(amounts)
    if len(note) > _NOTE_LIMIT:
        wrong.append(f"The note is longer than {_NOTE_LIMIT} characters")
    if wrong or day is None:
        return None, wrong
    return PastedPoint(line=line.number, on_date=day, sample=sample, note=note, **amounts), []


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


def _halves(amounts: dict[str, Decimal | None]) -> Iterator[str]:
    """How many without out of how many says nothing, and the other way round."""
    if set(amounts) != {"numerator", "denominator"}:
        return
    if amounts["numerator"] is None and amounts["denominator"]:
        yield "How many is missing. Enter 0 if it happened to nobody"
    if amounts["denominator"] is None and amounts["numerator"] is not None:
        yield "Out of how many is missing"


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
