"""Data of measures as a table: its columns, and rows read from them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from kernel import text_guard
from kernel.confirmations import Confirmed
from kernel.errors import FieldError, Invalid
from projects.measures.entered import Entered
from records.imports.reading import read_table
from records.tables.cells import Unclear, missing, read_cell
from records.tables.columns import Column, Kind
from records.tables.faults import Unreadable
from records.tables.raw import Cell, RawSheet

POINT_COLUMNS = (
    Column(name="on_date", meaning="Any day of the period.", kind=Kind.DAY, required=True),
    Column(name="numerator", meaning="How many.", kind=Kind.NUMBER),
    Column(name="denominator", meaning="Out of how many.", kind=Kind.NUMBER),
    Column(name="value", meaning="The value, or how many.", kind=Kind.NUMBER),
    Column(name="sample", meaning="Several values, with semicolons between.", longest=20_000),
    Column(name="note", meaning="Why there is a gap, or a remark.", free=True, longest=300),
)
_SEPARATOR = re.compile(r"[;\s]+")
_NUMBER = Column(name="sample", meaning="A value.", kind=Kind.NUMBER)


def entered_from(values: Mapping[str, Any]) -> Entered:
    """One row of a table whose cells were read.

    Raises:
        Invalid: a sample that is no row of numbers.
    """
    sample = values.get("sample") or None
    return Entered(
        on_date=values["on_date"],
        numerator=values.get("numerator"),
        denominator=values.get("denominator"),
        value=values.get("value"),
        sample=_sample(sample) if sample else None,
        note=values.get("note") or "",
    )


def read_points(
    content: bytes,
    *,
    allowed: frozenset[str] = frozenset(),
    confirmed: list[Confirmed] | None = None,
) -> list[Entered]:
    """Rows of a CSV text whose first line names the columns.

    `allowed`: pointers of cells in which what looks like an NHS number is none; those where
    something does look so are added to `confirmed`.

    Raises:
        Invalid: what cannot be read, all of it, as `/points/0/numerator`.
    """
    try:
        sheet, _ = read_table("", content)
    except Unreadable as problem:
        raise Invalid.one("", problem.fault.message, code=problem.fault.code) from None
    _refuse_strange(sheet)
    rows: list[Entered] = []
    faults: list[FieldError] = []
    for place, (_, cells) in enumerate(sheet.rows):
        try:
            rows.append(_row(place, cells, allowed))
        except Invalid as refusal:
            faults.extend(refusal.errors)
    if faults:
        raise Invalid(*faults, sentence="Check the rows that are marked. Nothing was saved.")
    if confirmed is not None:
        confirmed += _said_not_to_be(rows, allowed)
    return rows


def _said_not_to_be(rows: Sequence[Entered], allowed: frozenset[str]) -> list[Confirmed]:
    return [
        Confirmed(pointer=pointer, found=spot.found.value)
        for place, row in enumerate(rows)
        if (pointer := f"/points/{place}/note") in allowed
        for spot in text_guard.refused(row.note)
    ]


def _row(place: int, cells: Mapping[str, Cell], allowed: Iterable[str]) -> Entered:
    values: dict[str, Any] = {}
    faults = []
    for column in POINT_COLUMNS:
        pointer = f"/points/{place}/{column.name}"
        try:
            values[column.name] = read_cell(
                column, cells.get(column.name), guarded=pointer not in allowed
            )
            if column.required and values[column.name] is None:
                raise missing(column)
        except Unclear as problem:
            faults.append(FieldError(pointer=pointer, code=problem.code, message=str(problem)))
    if faults:
        raise Invalid(*faults)
    try:
        return entered_from(values)
    except Invalid as refusal:
        first = refusal.errors[0]
        raise Invalid.one(f"/points/{place}/sample", first.message, code=first.code) from None


def _refuse_strange(sheet: RawSheet) -> None:
    known = [column.name for column in POINT_COLUMNS]
    strange = [name for name in sheet.columns if name not in known]
    if strange or "on_date" not in sheet.columns:
        message = f"Name the columns in the first line: on_date, and any of {', '.join(known[1:])}."
        raise Invalid.one("", message, code="unknown_column" if strange else "missing_column")


def _sample(text: str) -> tuple[Decimal, ...]:
    pieces: Sequence[str] = [piece for piece in _SEPARATOR.split(text) if piece]
    try:
        return tuple(read_cell(_NUMBER, piece) for piece in pieces)
    except Unclear as problem:
        message = f"{problem} Put semicolons between the values."
        raise Invalid.one("/sample", message, code=problem.code) from None
