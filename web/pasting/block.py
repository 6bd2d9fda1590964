"""A block of cells as it comes from a spreadsheet, a message or a text file. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_BY_SPACES = re.compile(r" {2,}")
#: A block wider than this and at most so many lines high lies on its side.
_WIDE_FROM, _MOST_LINES_ACROSS = 4, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the block. `number` counts from 1 as in the box, empty lines included.

    Of a block that lay on its side, `number` counts its columns.
    """

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The lines that hold anything. `turned`: dates ran across, and were turned to run down."""

    lines: tuple[Line, ...]
    turned: bool = False


def read_block(text: str, *, is_day: Callable[[str], bool]) -> Block:
    """The cells of a pasted text, one line for each date.

    `is_day` tells whether a cell is a date: where the first line holds many, dates run across.
    """
    lines = [
        Line(number=number, cells=tuple(cell.strip() for cell in cells))
        for number, cells in enumerate(_cells(text.replace("\r\n", "\n").replace("\r", "\n")), 1)
    ]
    kept = [line for line in lines if any(line.cells)]
    if _lies_on_its_side(kept, is_day):
        return Block(lines=_turned(kept), turned=True)
    return Block(lines=tuple(kept))


def _cells(text: str) -> list[list[str]]:
    if "\t" in text:
        return [_unquoted(line.split("\t")) for line in text.split("\n")]
    for separator in (";", ","):
        if separator in text:
            return _separated(text, separator)
    return [_BY_SPACES.split(line.strip()) for line in text.split("\n")]


def _separated(text: str, separator: str) -> list[list[str]]:
    """Lines of a text file; what its quotation marks hold together stays together."""
    return [
        next(csv.reader(io.StringIO(line), delimiter=separator), []) for line in text.split("\n")
    ]


def _unquoted(cells: Sequence[str]) -> list[str]:
    """Spreadsheets put quotation marks around a cell that holds some."""
    return [
        cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell
        for cell in cells
    ]


def _lies_on_its_side(lines: Sequence[Line], is_day: Callable[[str], bool]) -> bool:
    if not lines or not 1 < len(lines) <= _MOST_LINES_ACROSS:
        return False
    first = lines[0].cells
    return len(first) >= _WIDE_FROM and sum(map(is_day, first[1:])) > len(first) // 2


def _turned(lines: Sequence[Line]) -> tuple[Line, ...]:
    width = max(len(line.cells) for line in lines)
    columns = [
        tuple(line.cells[here] if here < len(line.cells) else "" for line in lines)
        for here in range(width)
    ]
    return tuple(
        Line(number=number, cells=cells) for number, cells in enumerate(columns, 1) if any(cells)
    )
