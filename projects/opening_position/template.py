"""An empty workbook to fill in: every sheet with its columns, explained on the first one."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from projects.opening_position.format import SHEETS, Sheet
from records.tables.columns import Column, Kind
from records.tables.excel import openpyxl

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_LAST_ROW = 2000  # how far down lists of choices are offered
_INTRODUCTION = (
    "Fill in the sheets that you need and leave out the others. Required columns end in *.",
    "external_id is your own code of a thing; other sheets name the thing by it.",
    "Dates are true dates, for example 31/03/2027 or 2027-03-31. Both ends count.",
    "Columns that QIflow does not know are left aside and listed.",
    "Loading the same file twice changes nothing. Rows that are here already stay as they are.",
)


def write_template() -> bytes:
    """The workbook as bytes."""
    book = openpyxl().Workbook()
    notes = book.active
    notes.title = "Read me"
    _explain(notes)
    for sheet in SHEETS:
        _add(book.create_sheet(sheet.name), sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def explained(column: Column) -> str:
    """What a column takes, in words."""
    words = [column.meaning]
    if column.choices:
        words.append(f"One of: {', '.join(column.choices)}.")
    elif column.refers_to:
        words.append(f"An external_id of the sheet {column.refers_to}.")
    elif column.kind not in (Kind.TEXT, Kind.LONG):
        words.append(f"A {column.kind.value}." if column.kind is not Kind.EMAIL else "")
    return " ".join(filter(None, words))


def _explain(notes: Worksheet) -> None:
    for line in _INTRODUCTION:
        notes.append([line])
    notes.append([])
    notes.append(["sheet", "column", "required", "meaning"])
    for cell in notes[notes.max_row]:
        cell.font = openpyxl().styles.Font(bold=True)
    for sheet in SHEETS:
        notes.append([sheet.name, "", "", sheet.meaning])
        for column in sheet.columns:
            required = "yes" if column.required else ""
            notes.append([sheet.name, column.name, required, explained(column)])
    for letter, width in zip("ABCD", (18, 28, 10, 90), strict=True):
        notes.column_dimensions[letter].width = width


def _add(page: Worksheet, sheet: Sheet) -> None:
    for number, column in enumerate(sheet.columns, start=1):
        cell = page.cell(row=1, column=number)
        cell.value = f"{column.name}*" if column.required else column.name
        cell.font = openpyxl().styles.Font(bold=True)
        cell.comment = openpyxl().comments.Comment(explained(column), "QIflow")
        letter = openpyxl().utils.get_column_letter(number)
        page.column_dimensions[letter].width = max(14, len(column.name) + 3)
        _guide(page, column, letter)
    page.freeze_panes = "A2"


def _guide(page: Worksheet, column: Column, letter: str) -> None:
    """Offer choices, and keep codes and numbers as the text that was typed."""
    cells = f"{letter}2:{letter}{_LAST_ROW}"
    words = ("yes", "no") if column.kind is Kind.YES_NO else column.choices
    listed = ",".join(words)
    if words and len(listed) < 255:  # a workbook takes no longer list
        choices = openpyxl().worksheet.datavalidation.DataValidation(
            type="list", formula1=f'"{listed}"', allow_blank=True
        )
        choices.add(cells)
        page.add_data_validation(choices)
    if column.kind is Kind.PHONE or column.name == "external_id" or column.refers_to:
        page.column_dimensions[letter].number_format = "@"
