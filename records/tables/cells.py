"""What a cell means in its column. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kernel import text_guard
from kernel.text import BadText, clean
from records.tables.columns import Column, Kind
from records.tables.harmless import unquoted
from records.tables.raw import Cell

_YES = frozenset({"yes", "y", "true", "1"})
_NO = frozenset({"no", "n", "false", "0"})
_SCIENCE = re.compile(r"[+-]?\d+([.,]\d+)?[eE][+-]?\d+")
_NUMBER = re.compile(r"-?(\d{1,3}(,\d{3})+|\d{1,20})(\.\d{1,20})?", re.ASCII)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_DAY_FIRST = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})")
_NAMED_MONTH = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EARLIEST, _LATEST = date(1900, 1, 1), date(2199, 12, 31)
_EXAMPLE = "Enter a date, for example 31/3/2027 or 2027-03-31."


class Unclear(ValueError):
    """The cell cannot be what its column asks for; `code` names the kind of problem."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def missing(column: Column) -> Unclear:
    """What to say of an empty cell in a column that needs one: "Enter the full name."."""
    return Unclear("required", f"Enter {column.meaning[:1].lower()}{column.meaning[1:]}")


def read_cell(column: Column, cell: Cell, *, guarded: bool = True) -> Any:
    """The value of a cell, or None where it is empty.

    `guarded`: the text guard looks at free text; not where somebody answers for it.

    Raises:
        Unclear: it holds something else.
    """
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    value = _READERS[column.kind](column, cell)
    if guarded and column.guarded and isinstance(value, str):
        _guard(value)
    return value


def _guard(text: str) -> None:
    for spot in text_guard.refused(text):
        raise Unclear(spot.found.value, text_guard.sentence(spot, text))


def _text(column: Column, cell: Cell) -> str:
    if isinstance(cell, date):
        raise Unclear("not_text", "This became a date. Format the column as text.")
    text = _as_text(cell)
    if _SCIENCE.fullmatch(text):
        raise Unclear(
            "number_lost",
            "The spreadsheet shortened this number. Format the column as text and enter it again.",
        )
    try:
        text = clean(text, multiline=column.kind is Kind.LONG)
    except BadText as problem:
        raise Unclear("bad_text", str(problem)) from None
    if len(text) > column.longest:
        raise Unclear("too_long", f"Use at most {column.longest:,} characters, not {len(text):,}.")
    return text


def _as_text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, str) and (bare := unquoted(cell)) != cell:
        return bare.strip()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell).strip()


def _email(column: Column, cell: Cell) -> str:
    text = _text(column, cell)
    if not _EMAIL.fullmatch(text):
        raise Unclear("not_an_email", "Enter an email address, for example name@example.nhs.uk.")
    return text


def _phone(column: Column, cell: Cell) -> str:
    text = _text(column, cell)
    if not text.startswith(("0", "+", "(")):
        raise Unclear(
            "leading_zero",
            "The leading zero may be lost. Format the column as text and enter the number again.",
        )
    return text


def _day(_column: Column, cell: Cell) -> date:
    if isinstance(cell, datetime):
        day = cell.date()
    elif isinstance(cell, date):
        day = cell
    else:
        day = _day_in_words(_as_text(cell))
    if not _EARLIEST <= day <= _LATEST:
        raise Unclear("not_a_date", "Enter a year between 1900 and 2199.")
    return day


def _day_in_words(text: str) -> date:
    try:
        if match := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})(T00:00(:00)?| 00:00:00)?", text):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _DAY_FIRST.fullmatch(text):
            return date(int(match[3]), int(match[2]), int(match[1]))
        if match := _NAMED_MONTH.fullmatch(text):
            month = _MONTHS.index(match[2][:3].lower()) + 1
            return date(int(match[3]), month, int(match[1]))
    except ValueError:
        raise Unclear("not_a_date", f"There is no such day. {_EXAMPLE}") from None
    raise Unclear("not_a_date", _EXAMPLE)


def _whole(_column: Column, cell: Cell) -> int:
    text = _as_text(cell)
    if isinstance(cell, bool) or not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        raise Unclear("not_a_number", "Enter a whole number, for example 2.")
    return int(text)


def _number(_column: Column, cell: Cell) -> Decimal:
    """A number as people write it: 1,234.5 or 1234.5; the comma only between thousands."""
    text = _as_text(cell)
    if isinstance(cell, bool | date) or not _NUMBER.fullmatch(text):
        raise Unclear("not_a_number", "Enter a number, for example 12 or 12.5.")
    return Decimal(text.replace(",", ""))


def _yes_no(_column: Column, cell: Cell) -> bool:
    text = _as_text(cell).lower()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise Unclear("not_yes_or_no", "Enter yes or no.")


def _choice(column: Column, cell: Cell) -> str:
    text = re.sub(r"[\s-]+", "_", _as_text(cell).lower())
    if text not in column.choices:
        raise Unclear("not_a_choice", f"Enter one of: {', '.join(column.choices)}.")
    return text


def _choices(column: Column, cell: Cell) -> list[str]:
    """Each once, in the order of the column's list; people write commas or semicolons between."""
    parts = (part.strip() for part in re.split(r"[,;\n]", _as_text(cell)))
    named = {_choice(column, part) for part in parts if part}
    return [choice for choice in column.choices if choice in named]


_READERS: Mapping[Kind, Callable[[Column, Cell], Any]] = {
    Kind.TEXT: _text,
    Kind.LONG: _text,
    Kind.EMAIL: _email,
    Kind.PHONE: _phone,
    Kind.DAY: _day,
    Kind.WHOLE: _whole,
    Kind.NUMBER: _number,
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
}
