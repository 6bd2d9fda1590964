"""Reads a file of published figures, and names everything that is wrong with it.

Column by column: such files have tens of thousands of rows, but few different texts in a column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import repeat
from operator import sub
from typing import TypeVar

from projects.measures.entered import LARGEST, Entered, Entering, look
from projects.measures.periods import period_of
from projects.measures.published.layouts import Amount, Layout
from projects.measures.series import Row
from projects.measures.suits import FIELDS_OF
from records.tables.cells import Unclear, read_cell
from records.tables.columns import Column, Kind
from records.tables.raw import RawSheet

_CODE = re.compile(r"[A-Z0-9]{3,8}")
_NUMBER = re.compile(r"-?(\d{1,3}(,\d{3})+|\d{1,14})(\.\d{1,12})?", re.ASCII)
_MOST_DIGITS = 14
_DAY = Column(name="period", meaning="A day of the period", kind=Kind.DAY)
#: A longer name does not fit beside what is measured.
LONGEST_SERIES = 60

Number = int | float | None
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """What is wrong where. An empty `column` is about the whole line."""

    line: int
    column: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What one organisation published of one kind, oldest first; `lines` say where it stood."""

    code: str
    series: str
    rows: tuple[Row, ...]
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A file as read: usable only where nothing is wrong."""

    series: tuple[Series, ...]
    wrong: tuple[Wrong, ...]

    @property
    def points(self) -> int:
        return sum(len(one.rows) for one in self.series)


def read_published(sheet: RawSheet, layout: Layout, *, today: date) -> Published:
    """The series of a sheet by organisation, and all that cannot be right, by line.

    A row whose numbers are all empty is a gap.
    """
    missing = [name for name in layout.columns if name not in sheet.columns]
    if missing:
        found = ", ".join(sheet.columns)
        message = f"The file has no column {', '.join(missing)}. It has: {found}."
        return Published(series=(), wrong=(Wrong(line=1, column=missing[0], message=message),))
    reader = _Reader(sheet, layout)
    series = reader.series()
    wrong = [*reader.wrong, *_all_wrong(series, layout, today)]
    in_order = sorted(wrong, key=lambda one: (one.line, one.column))
    return Published(series=series, wrong=tuple(in_order))


class _Reader:
    """Reads columns; what cannot be read is kept in `wrong`."""

    def __init__(self, sheet: RawSheet, layout: Layout) -> None:
        self.layout = layout
        self.wrong: list[Wrong] = []
        self.lines = [line for line, _ in sheet.rows]
        self.cells = {
            name: [str(cells.get(name) or "").strip() for _, cells in sheet.rows]
            for name in layout.columns
        }

    def series(self) -> tuple[Series, ...]:
        """Rows by organisation and series, each oldest first; rows with a wrong cell left out."""
        layout = self.layout
        days = self._each(layout.period, lambda text: _read_day(text, layout.frequency))
        codes = self._each(layout.organisation, _read_code)
        kinds = self._each(layout.series, _read_series) if layout.series else repeat("")
        rows = map(Row, *self._row_columns(days))
        bad = {one.line for one in self.wrong}
        found: dict[tuple[str, str], list[tuple[Row, int]]] = {}
        for code, kind, row, line in zip(codes, kinds, rows, self.lines, strict=False):
            if line not in bad:
                found.setdefault((str(code), str(kind)), []).append((row, line))
        return tuple([_ordered(key, gathered) for key, gathered in found.items()])

    def _row_columns(self, days: Sequence[object]) -> tuple[Sequence[object], ...]:
        """What a row is made of, in the order of its fields."""
        nothing: Sequence[object] = [None] * len(self.lines)
        amounts = self.layout.amounts
        return (
            days,
            *(
                self._amount(amounts[name]) if name in amounts else nothing
                for name in ("numerator", "denominator", "value")
            ),
        )

    def _each(self, column: str, read: Callable[[str], Value]) -> Sequence[Value | None]:
        """Every cell of a column; each different text is read once."""
        cells = self.cells[column]
        known: dict[str, Value | None] = {}
        problems: dict[str, str] = {}
        for text in set(cells):
            try:
                known[text] = read(text)
            except Unclear as problem:
                known[text], problems[text] = None, str(problem)
        if problems:
            self._note_all(column, problems)
        return [known[text] for text in cells]

    def _amount(self, amount: Amount) -> Sequence[Number]:
        whole = self._numbers(amount.column)
        if not amount.less:
            return whole
        less = self._numbers(amount.less)
        if None in whole or None in less:
            return [_less(one, other) for one, other in zip(whole, less, strict=True)]
        return list(map(sub, whole, less))

    def _numbers(self, column: str) -> Sequence[Number]:
        cells = self.cells[column]
        digits = "".join(cells)
        plain = digits.isascii() and digits.isdecimal() and "" not in cells
        if plain and max(map(len, cells)) <= _MOST_DIGITS:
            return list(map(int, cells))
        return self._each(column, _read_number)

    def _note_all(self, column: str, problems: dict[str, str]) -> None:
        for text, line in zip(self.cells[column], self.lines, strict=True):
            if text in problems:
                self.wrong.append(Wrong(line=line, column=column, message=problems[text]))


def _read_day(text: str, frequency: str) -> date:
    """The first day of the period in which the day lies."""
    day = read_cell(_DAY, text)
    if day is None:
        raise Unclear("required", "Enter a day of the period.")
    return period_of(frequency, day)


def _read_code(text: str) -> str:
    code = text.upper()
    if not _CODE.fullmatch(code):
        raise Unclear("not_a_code", "Enter an ODS code of 3 to 8 letters and digits.")
    return code


def _read_series(text: str) -> str:
    if not 1 <= len(text) <= LONGEST_SERIES:
        raise Unclear("length", f"Enter 1 to {LONGEST_SERIES} characters.")
    return text


def _read_number(text: str) -> Number:
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise Unclear("not_a_number", "Enter a number, such as 1234.5, or nothing for a gap.")
    bare = text.replace(",", "")
    return float(bare) if "." in bare else int(bare)


def _less(one: Number, other: Number) -> Number:
    return None if one is None or other is None else one - other


def _ordered(key: tuple[str, str], gathered: list[tuple[Row, int]]) -> Series:
    gathered.sort(key=lambda one: one[0].on_date)
    return Series(
        code=key[0],
        series=key[1],
        rows=tuple([row for row, _ in gathered]),
        lines=tuple([line for _, line in gathered]),
    )


def _all_wrong(series: Sequence[Series], layout: Layout, today: date) -> Iterator[Wrong]:
    into = Entering(data_kind=layout.data_kind, frequency=layout.frequency, today=today)
    for one in series:
        if not _plainly_right(one, layout, today):
            yield from _wrong_in(one, layout, into)


def _plainly_right(one: Series, layout: Layout, today: date) -> bool:
    """Nearly every series is: whole numbers, each a part and its whole. The rest is looked at as
    closely as what people enter."""
    return (
        layout.data_kind == "proportion"
        and len({row.on_date for row in one.rows}) == len(one.rows)
        and one.rows[-1].on_date <= today
        and all(_is_part(row.numerator, row.denominator) for row in one.rows)
    )


def _is_part(above: object, below: object) -> bool:
    return isinstance(above, int) and isinstance(below, int) and 0 <= above <= below < LARGEST


def _wrong_in(one: Series, layout: Layout, into: Entering) -> Iterator[Wrong]:
    names = FIELDS_OF[layout.data_kind]
    for fault in look([_entered(row, names) for row in one.rows], {}, into).faults:
        _, _, place, name = fault.pointer.split("/")
        column = layout.period if name == "on_date" else layout.amounts[name].column
        message = fault.message
        if fault.code == "twice":
            message = f"This period of {one.code} stands in another line too. Keep one of them."
        yield Wrong(line=one.lines[int(place)], column=column, message=message)


def _entered(row: Row, names: Sequence[str]) -> Entered:
    """The row as if somebody had entered it."""
    number = {name: getattr(row, name) for name in names if getattr(row, name) is not None}
    exact = {name: Decimal(str(one)) for name, one in number.items()}
    return Entered(
        on_date=row.on_date,
        numerator=exact.get("numerator"),
        denominator=exact.get("denominator"),
        value=exact.get("value"),
    )
