"""Workbooks and archives as people send them: nothing in them is run, unpacked without bound or
followed to another file.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator

from records.tables.excel import openpyxl
from records.tables.faults import Unreadable, unreadable
from records.tables.raw import MOST_ROWS, Cell

LARGEST_FILE = 10 * 1024 * 1024  # bytes, as uploaded
LARGEST_UNPACKED = 100 * 1024 * 1024
MOST_MEMBERS = 200
#: Parts of a workbook that do something: macros, and links to other files.
_ACTIVE = ("xl/vbaProject.bin", "xl/externalLinks/", "xl/connections.xml")

Lines = Iterator[tuple[int, tuple[Cell, ...]]]


def open_archive(content: bytes) -> zipfile.ZipFile:
    """An archive whose size is known before anything of it is unpacked.

    Raises:
        Unreadable: damaged, locked, or far too large.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise _damaged() from None
    if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > LARGEST_UNPACKED:
        raise unreadable("too_large", "The file unpacks to more than 100 MB.")
    if any(one.flag_bits & 0x1 for one in members):
        raise unreadable("locked", "The file has a password. Save it without one.")
    return archive


def unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """One member. Raises: Unreadable: it is damaged."""
    try:
        return archive.read(member)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, zlib.error):
        raise _damaged() from None


def refuse_active(archive: zipfile.ZipFile) -> None:
    """No macros, no links to other files, no XML that declares entities."""
    if any(name.startswith(_ACTIVE) for name in archive.namelist()):
        raise unreadable(
            "active_content", "The workbook has macros or links. Save it as a plain .xlsx."
        )
    for member in archive.infolist():
        if member.filename.endswith((".xml", ".rels")):
            with archive.open(member) as part:
                if b"<!DOCTYPE" in part.read(4096).upper():
                    raise _damaged()


def sheets_of(content: bytes) -> Iterator[tuple[str, Lines]]:
    """The sheets of a workbook by title, each as numbered lines.

    Formulas stay the text they are: nothing of a file is ever calculated.

    Raises:
        Unreadable: it is damaged, or a sheet has far too many rows.
    """
    try:
        book = openpyxl().load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        for sheet in book.worksheets:
            # A wrong size in the file would hide rows or claim a million of them.
            sheet.reset_dimensions()
            yield sheet.title, numbered(sheet.iter_rows(values_only=True), sheet.title)
        book.close()
    except (Unreadable, GeneratorExit):
        raise
    except Exception:  # noqa: BLE001 - its parsers raise anything, which all means the same
        raise _damaged() from None


def numbered(rows: Iterable[tuple[Cell, ...]], name: str) -> Lines:
    """Rows with their numbers; a million empty ones are not walked through."""
    try:
        for number, cells in enumerate(rows, start=1):
            if number > 10 * MOST_ROWS:
                raise unreadable("too_many_rows", f"Send at most {MOST_ROWS:,} rows.", sheet=name)
            yield number, cells
    except (Unreadable, GeneratorExit):
        raise
    except Exception:  # noqa: BLE001 - its parsers raise anything, which all means the same
        raise _damaged() from None


def _damaged() -> Unreadable:
    return unreadable("damaged", "The file is damaged. Save it again.")
