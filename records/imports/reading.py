"""From a file or a pasted text to one table, by content and never by the file's name. Pure."""

from __future__ import annotations

from records.tables.csv_text import read_csv
from records.tables.faults import unreadable
from records.tables.raw import RawSheet, make_sheet
from records.tables.workbook import LARGEST_FILE, open_archive, refuse_active, sheets_of


def read_table(name: str, content: bytes) -> tuple[RawSheet, str]:
    """A CSV file, cells pasted from a spreadsheet, or the first sheet of a workbook that has rows.

    Also gives what somebody should check about it.

    Raises:
        Unreadable: empty, damaged, too large, or something else.
    """
    if len(content) > LARGEST_FILE:
        raise unreadable("too_large", "Send a file of at most 10 MB.")
    if not content.strip():
        raise unreadable("empty", "The file is empty.")
    if content.startswith(b"PK"):
        return _workbook(name, content), ""
    read = read_csv("", content)
    if read.sheet is None:
        raise unreadable("empty", "The file is empty.")
    return read.sheet, read.note.removeprefix(": ")


def _workbook(name: str, content: bytes) -> RawSheet:
    if name.lower().endswith(".csv"):
        raise unreadable("wrong_type", "This is not CSV: it is a workbook under another name.")
    archive = open_archive(content)
    if "xl/workbook.xml" not in archive.namelist():
        raise unreadable("wrong_type", "Send CSV, or a workbook (.xlsx).")
    refuse_active(archive)
    for _, lines in sheets_of(content):
        if sheet := make_sheet("", lines):
            return sheet
    raise unreadable("empty", "The workbook is empty.")
